"""Changes of status: allowed by one table, recorded in one log."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from app.core.errors import Conflict
from app.core.permissions import Actor
from app.models import Account, StatusEvent
from app.vocabulary import EventReason, Role

S = TypeVar("S", bound=StrEnum)

Subject = InstrumentedAttribute[UUID | None]
"""Which column of ``StatusEvent`` names the record, such as ``StatusEvent.vacancy_id``."""


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One line of a record's log as one reader may know it; ``account_id`` is None when the service acted by itself."""

    at: datetime
    account_id: UUID | None
    from_status: str | None
    to_status: str
    reason: str | None
    reason_code: EventReason | None


class HasStatus(Protocol[S]):
    """A record with an id and a status."""

    id: UUID
    status: S


def move(
    session: Session,
    record: HasStatus[S],
    to: S,
    *,
    table: Mapping[S, frozenset[S]],
    subject: Subject,
    actor: Actor | None,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Change a status if the table allows it, and write the event; Conflict ``transition_not_allowed`` otherwise."""
    before = record.status
    if to not in table[before]:
        raise Conflict("transition_not_allowed", from_status=before, to_status=to)
    record.status = to
    note(session, record.id, before, to, subject=subject, actor=actor, now=now, reason=reason)


def note(
    session: Session,
    record_id: UUID,
    before: StrEnum | None,
    after: StrEnum,
    *,
    subject: Subject,
    actor: Actor | None,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Write one event; ``before`` is None for a record's first status, ``actor`` when the service acts by itself.

    reason: what somebody wrote, or a code when one change follows another.
    """
    code = reason if isinstance(reason, EventReason) else None
    event = StatusEvent(
        at=now,
        account_id=None if actor is None else actor.account_id,
        from_status=None if before is None else before.value,
        to_status=after.value,
        reason=None if code is not None else reason,
        reason_code=code,
    )
    setattr(event, subject.key, record_id)
    session.add(event)


def history(session: Session, subject: Subject, record_id: UUID, actor: Actor) -> list[StatusChange]:
    """The events of one record, oldest first. The portal reads none; an enterprise reads only its own people's reasons,
    because a clerk's may be about the person.
    """
    if actor.role is Role.PORTAL:
        return []
    rows = session.scalars(select(StatusEvent).where(subject == record_id).order_by(StatusEvent.id))
    changes = [
        StatusChange(row.at, row.account_id, row.from_status, row.to_status, row.reason, row.reason_code)
        for row in rows
    ]
    if actor.role is not Role.ENTERPRISE_HR:
        return changes
    colleagues = set(session.scalars(select(Account.id).where(Account.enterprise_id == actor.enterprise_id)))
    return [one if one.account_id in colleagues else replace(one, reason=None, reason_code=None) for one in changes]
