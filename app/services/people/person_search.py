"""Finding people: freely by name; by citizen id or phone counted and written down, since it tells if one is known."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from app.core.errors import TooManyRequests, invalid
from app.core.permissions import Actor
from app.core.text import fold
from app.models import Account, AuditEntry, Jobseeker, JobseekerIdentity
from app.schemas.people.person_search import JobseekerSearch
from app.security.field_encryption import Vault
from app.services.common import audit, scoping
from app.vocabulary import Availability

LOOKUPS, WINDOW = 200, timedelta(hours=1)
"""How often an account may ask in an hour whether a number is known; twelve digits could be guessed through."""
LOOKUP = "search_jobseekers"
"""The action under which the audit log knows these questions."""
TAKEN = "citizen_id_taken"
"""The action of stating a number that is known: the refusal tells as much as an answer does."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Enough of somebody to tell people of one name apart, and no number: the question may have been a number."""

    id: UUID
    full_name: str
    birth_date: date
    commune_code: str
    availability: Availability


def search_jobseekers(session: Session, actor: Actor, query: JobseekerSearch, vault: Vault) -> list[FoundPerson]:
    """People by name (folded, anywhere in it), phone or citizen id."""
    statement = select(
        Jobseeker.id,
        JobseekerIdentity.full_name,
        JobseekerIdentity.birth_date,
        Jobseeker.commune_code,
        Jobseeker.availability,
    ).join(JobseekerIdentity, JobseekerIdentity.jobseeker_id == Jobseeker.id)
    if query.name is None and query.phone is None and query.citizen_id is None:
        raise invalid("/name", "missing")
    if query.name is not None:
        name = fold(query.name)
        # A name of signs alone folds to nothing, which would stand in everybody's.
        statement = statement.where(JobseekerIdentity.search.contains(name, autoescape=True) if name else false())
    if query.phone is not None:
        statement = statement.where(JobseekerIdentity.phone_index == vault.index("phone", query.phone))
    if query.citizen_id is not None:
        statement = statement.where(JobseekerIdentity.citizen_id_index == vault.index("citizen_id", query.citizen_id))
    statement = scoping.visible(statement, Jobseeker, actor)
    rows = session.execute(statement.order_by(JobseekerIdentity.search, Jobseeker.id).limit(query.limit)).all()
    return [FoundPerson(*row) for row in rows]


def find_by_number(
    session: Session, actor: Actor, query: JobseekerSearch, now: datetime, vault: Vault
) -> list[FoundPerson]:
    """Whether a citizen id or phone is known; the entry says which was asked for and how many were found.

    TooManyRequests ``too_many_lookups`` after 200 questions within an hour.
    """
    _slow_down(session, actor, LOOKUP, now)
    found = search_jobseekers(session, actor, query, vault)
    audit.note(session, fields=query.numbers, found=len(found))
    return found


def note_taken(session: Session, actor: Actor, key: str, request_id: str, now: datetime) -> None:
    """Write down that somebody stated a citizen id that is known; TooManyRequests as for a question."""
    _slow_down(session, actor, TAKEN, now)
    audit.record(session, key, audit.Entry(TAKEN, actor=actor, request_id=request_id), now)


def _slow_down(session: Session, actor: Actor, action: str, now: datetime) -> None:
    # The account's row is held, so that questions sent at once are counted one after the other.
    session.execute(select(Account.id).where(Account.id == actor.account_id).with_for_update())
    asked = select(func.count(), func.min(AuditEntry.at)).where(
        AuditEntry.account_id == actor.account_id, AuditEntry.action == action, AuditEntry.at > now - WINDOW
    )
    count, first = session.execute(asked).one()
    if count >= LOOKUPS:
        wait = WINDOW if first is None else first + WINDOW - now
        raise TooManyRequests("too_many_lookups", retry_after=max(1, int(wait.total_seconds()) + 1))
