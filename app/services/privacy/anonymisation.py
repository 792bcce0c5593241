"""Making somebody anonymous: who it was and what the person said goes for good, what the figures count stays.

Introductions and placements keep vacancy, zone, days and who introduced, so every reading of a plan stays the same
(``app.services.plans.indicators``); of the profile a commune and days are left, of the consents the fact that they
were given.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.permissions import Actor
from app.models import (
    Consent,
    DataRequest,
    EmploymentStatusEntry,
    Jobseeker,
    JobseekerCertificate,
    JobseekerIdentity,
    JobseekerPriorityGroup,
    JobseekerTrade,
    Placement,
    Referral,
    StatusEvent,
)
from app.services.common import idempotency
from app.services.common.pool_changes import note_change
from app.services.people import consents
from app.services.placement import referrals
from app.services.privacy import data_requests, disclosure_purge
from app.vocabulary import (
    CURRENT_PLACEMENTS,
    OPEN_DATA_REQUESTS,
    Availability,
    ConsentEnd,
    DataRequestStatus,
    EventReason,
    StatusSource,
)

FORGOTTEN = {
    "max_travel_km": None,
    "would_move": False,
    "would_live_in_dormitory": False,
    "refuses_evening": False,
    "refuses_night": False,
    "refuses_rotating": False,
    "pay_wish": None,
    "ready_from": None,
    "availability": Availability.PAUSED,
    "matching_consent": False,
    "consent_on": None,
    "idle_notice_on": None,
}
"""What the profile is set to; days of registration and of the last contact, and the commune, are kept for figures."""


def anonymise(session: Session, jobseeker: Jobseeker, actor: Actor | None, today: date, now: datetime) -> bool:
    """Anonymise a locked person; False when that was done before. Conflict ``already_placed`` while a job lasts."""
    if jobseeker.anonymised_at is not None:
        return False
    current = exists().where(Placement.jobseeker_id == jobseeker.id, Placement.status.in_(CURRENT_PLACEMENTS))
    if session.scalar(select(current)):
        raise Conflict("already_placed")
    referrals.withdraw_others(session, jobseeker.id, actor, now, EventReason.ANONYMISED)
    session.flush()
    _forget_profile(session, jobseeker, now)
    _forget_traces(session, jobseeker.id, now)
    idempotency.take_back_person(session, jobseeker.id)
    _close_requests(session, jobseeker.id, actor, now)
    for consent in consents.standing(session, jobseeker.id):
        consents.end([consent], ConsentEnd.ANONYMISED, max(today, consent.given_on), now)
    _update(session, Consent, Consent.jobseeker_id == jobseeker.id, evidence=None)
    note_change(session, jobseeker.id)
    session.flush()
    return True


def _forget_profile(session: Session, jobseeker: Jobseeker, now: datetime) -> None:
    for name, value in FORGOTTEN.items():
        setattr(jobseeker, name, value)
    jobseeker.anonymised_at = now
    for model in (JobseekerIdentity, JobseekerTrade, JobseekerCertificate, JobseekerPriorityGroup):
        _delete(session, model, model.jobseeker_id == jobseeker.id)
    # What a placement wrote says no more than the placement itself, and is counted with it.
    said = EmploymentStatusEntry.source != StatusSource.PLACEMENT
    _delete(session, EmploymentStatusEntry, EmploymentStatusEntry.jobseeker_id == jobseeker.id, said)


def _forget_traces(session: Session, jobseeker_id: UUID, now: datetime) -> None:
    """What introductions were made of, and every reason written beside the person's name."""
    introductions = session.scalars(select(Referral).where(Referral.jobseeker_id == jobseeker_id)).all()
    disclosure_purge.purge(session, introductions, now)
    placements = select(Placement.id).where(Placement.jobseeker_id == jobseeker_id)
    about = or_(StatusEvent.jobseeker_id == jobseeker_id, StatusEvent.placement_id.in_(placements))
    disclosure_purge.silence(session, about)


def _close_requests(session: Session, jobseeker_id: UUID, actor: Actor | None, now: datetime) -> None:
    """Nothing is left to show, to correct or to delete; texts about the person go from closed requests too."""
    mine = DataRequest.jobseeker_id == jobseeker_id
    still_open = select(DataRequest).where(mine, DataRequest.status.in_(OPEN_DATA_REQUESTS)).with_for_update()
    for request in session.scalars(still_open.order_by(DataRequest.id)):
        data_requests.close(session, request, DataRequestStatus.DONE, actor, now)
    session.flush()
    for request in session.scalars(select(DataRequest).where(mine)):
        request.note = request.extension_reason = request.refusal_reason = None


def _delete(session: Session, model: Any, *where: Any) -> None:  # noqa: ANN401 - any table and its conditions.
    session.execute(delete(model).where(*where).execution_options(synchronize_session="fetch"))


def _update(session: Session, model: Any, where: Any, **values: Any) -> None:  # noqa: ANN401 - as above.
    session.execute(update(model).where(where).values(**values).execution_options(synchronize_session="fetch"))
