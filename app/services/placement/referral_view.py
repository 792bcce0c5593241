"""What a reader learns of a referral: staff everything, an enterprise what it needs to decide (art. 25 of the law).

An enterprise reads initials until it wants to see the person and the person agreed; and of the score neither the parts
that the home and the wish of pay can be computed from, nor a total that holds them.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.permissions import Actor
from app.matching.ranking import ScorePart
from app.models import JobseekerIdentity, Placement, Referral
from app.services.people import consents
from app.services.people.identities import initials
from app.services.placement.score_parts import restored
from app.vocabulary import Criterion, Gate, ReferralStatus, Role

OPEN_TO_ENTERPRISE = frozenset({ReferralStatus.INTERVIEW, ReferralStatus.HIRED})
"""The introduction was accepted for contact, so the enterprise may know who it is, if the person agreed to disclosure
to this enterprise; without, only once staff confirmed the hire. That an enterprise reports a hire opens nothing: it
could report and cancel one after the other.
"""
ENDED = frozenset({ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN})
"""Nobody was hired: from this moment the enterprise reads nothing of the person, long before the facts are purged."""
HIDDEN = frozenset({Criterion.PLACE, Criterion.PAY})
HIDDEN_GATES = frozenset({Gate.DISTANCE})


@dataclass(frozen=True, slots=True)
class IntroducedPerson:
    """Who was introduced, by the name or, ``masked``, by the initials."""

    name: str
    masked: bool


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A referral as one reader may know it, with its score in points of 100."""

    id: UUID
    vacancy_id: UUID
    jobseeker_id: UUID
    person: IntroducedPerson | None
    introduced_by_id: UUID
    introduced_at: datetime
    status: ReferralStatus
    score: float
    out_of: float
    rules_version: str


@dataclass(frozen=True, slots=True)
class ReferralPart:
    """One part of the score; ``told`` is None where points and facts would show the reader the home or the wish of pay.

    What may not be told does not leave this module, so whoever puts parts into words or sheets need not ask again.
    """

    criterion: Criterion
    maximum: int
    told: ScorePart | None


def views_of(session: Session, actor: Actor, rows: Sequence[Referral], today: date) -> list[ReferralView]:
    """Referrals as the actor reads them; names, and who agreed to disclosure, in one question each for all of them."""
    people = {row.jobseeker_id for row in rows}
    named = select(JobseekerIdentity.jobseeker_id, JobseekerIdentity.full_name)
    named = named.where(JobseekerIdentity.jobseeker_id.in_(people))
    names = {row.jobseeker_id: row.full_name for row in session.execute(named)} if rows else {}
    agreed: Set[UUID] = set()
    if rows and actor.enterprise_id is not None:
        agreed = consents.disclosed_to(session, people, actor.enterprise_id, on=today)
    confirmed = _confirmed(session, rows) if actor.role is Role.ENTERPRISE_HR else set()
    return [
        _view(actor, row, names.get(row.jobseeker_id), agreed=row.jobseeker_id in agreed, confirmed=row.id in confirmed)
        for row in rows
    ]


def _confirmed(session: Session, rows: Sequence[Referral]) -> Set[UUID | None]:
    """Of some referrals those whose hire staff confirmed."""
    hired = [row.id for row in rows if row.status is ReferralStatus.HIRED]
    statement = select(Placement.referral_id).where(
        Placement.referral_id.in_(hired), Placement.confirmed_on.is_not(None)
    )
    return set(session.scalars(statement)) if hired else set()


def _view(actor: Actor, row: Referral, full_name: str | None, *, agreed: bool, confirmed: bool) -> ReferralView:
    outside = actor.role is Role.ENTERPRISE_HR
    score, out_of = _open_score(row.parts) if outside else (row.score, 10_000)
    return ReferralView(
        id=row.id,
        vacancy_id=row.vacancy_id,
        jobseeker_id=row.jobseeker_id,
        person=_person(row, full_name, outside=outside, known=agreed or confirmed),
        introduced_by_id=row.introduced_by_id,
        introduced_at=row.introduced_at,
        status=row.status,
        score=score / 100,
        out_of=out_of / 100,
        rules_version=row.rules_version,
    )


def _person(row: Referral, full_name: str | None, *, outside: bool, known: bool) -> IntroducedPerson | None:
    if full_name is None or (outside and (row.purged_at is not None or row.status in ENDED)):
        return None
    masked = outside and not (known and is_open_to_enterprise(row))
    return IntroducedPerson(name=initials(full_name) if masked else full_name, masked=masked)


def is_open_to_enterprise(referral: Referral) -> bool:
    """Whether the enterprise wants to see the person, or has hired, and nothing was purged."""
    return referral.status in OPEN_TO_ENTERPRISE and referral.purged_at is None


def _open_score(parts: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Points and maximum of the parts that an enterprise may read."""
    shown = [part for part in restored(parts) if part.criterion not in HIDDEN]
    return sum(part.points for part in shown), sum(part.maximum for part in shown)


def parts_of(actor: Actor, row: Referral) -> list[ReferralPart]:
    """The parts of the score, as far as the actor may know them."""
    outside = actor.role is Role.ENTERPRISE_HR
    if outside and row.status in ENDED:
        return []
    return [
        ReferralPart(part.criterion, part.maximum, None if outside and part.criterion in HIDDEN else part)
        for part in restored(row.parts)
    ]


def gates_of(actor: Actor, row: Referral) -> list[Gate]:
    """What did not fit; how far somebody would travel shows the home, so an enterprise does not read it."""
    failed = [Gate(code) for code in row.gates_failed]
    return [gate for gate in failed if gate not in HIDDEN_GATES] if actor.role is Role.ENTERPRISE_HR else failed
