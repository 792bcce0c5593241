"""Whether somebody is looked after, with the log and the employment history that go with it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.permissions import Actor
from app.models import (
    EmploymentStatusEntry,
    Jobseeker,
    StatusEvent,
)
from app.services.common import status_events
from app.services.common.pool_changes import note_change
from app.vocabulary import Availability, EmploymentStatus, StatusSource


def _entry(status: EmploymentStatus, day: date, source: StatusSource, now: datetime) -> EmploymentStatusEntry:
    return EmploymentStatusEntry(status=status, from_on=day, source=source, recorded_at=now)


def set_availability(
    session: Session, jobseeker: Jobseeker, to: Availability, actor: Actor, now: datetime, reason: str | None = None
) -> None:
    """Change availability, with its event, and tell the pools."""
    before = jobseeker.availability
    jobseeker.availability = to
    if before is not to:
        _note_availability(session, jobseeker, before, actor, now, reason)
    note_change(session, jobseeker.id)


def _note_availability(
    session: Session, jobseeker: Jobseeker, before: Availability | None, actor: Actor, now: datetime, reason: str | None
) -> None:
    subject = StatusEvent.jobseeker_id
    after = jobseeker.availability
    status_events.note(session, jobseeker.id, before, after, subject=subject, actor=actor, now=now, reason=reason)


def undo_placement(
    session: Session, jobseeker: Jobseeker, started_on: date, actor: Actor, now: datetime, reason: str | None
) -> None:
    """A hire that did not happen leaves no line of history, and the person is as available as before."""
    session.execute(
        delete(EmploymentStatusEntry).where(
            EmploymentStatusEntry.jobseeker_id == jobseeker.id,
            EmploymentStatusEntry.source == StatusSource.PLACEMENT,
            EmploymentStatusEntry.status == EmploymentStatus.WORKING,
            EmploymentStatusEntry.from_on == started_on,
        )
    )
    placed = select(StatusEvent.from_status).where(
        StatusEvent.jobseeker_id == jobseeker.id, StatusEvent.to_status == Availability.PLACED.value
    )
    before = session.scalar(placed.order_by(StatusEvent.id.desc()).limit(1))
    set_availability(session, jobseeker, Availability(before or Availability.AVAILABLE), actor, now, reason)


def record_placement_status(
    session: Session, jobseeker_id: UUID, status: EmploymentStatus, day: date, now: datetime
) -> None:
    """A line of employment history that a placement brings about."""
    entry = _entry(status, day, StatusSource.PLACEMENT, now)
    entry.jobseeker_id = jobseeker_id
    session.add(entry)
