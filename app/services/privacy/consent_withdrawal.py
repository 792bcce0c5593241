"""Consent taken back or run out, and what follows from it at once."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound, invalid
from app.core.permissions import Actor
from app.core.reporting_days import day_of
from app.models import Consent, Jobseeker, JobseekerPriorityGroup
from app.schemas.people.consents import ConsentWithdraw
from app.services.common import audit, idempotency, scoping
from app.services.common.pool_changes import note_change
from app.services.people import consents
from app.services.placement import referrals
from app.services.privacy import data_requests
from app.vocabulary import ConsentEnd, ConsentPurpose, DataRequestKind, EventReason

_REASONS = {ConsentEnd.WITHDRAWN: EventReason.CONSENT_WITHDRAWN, ConsentEnd.EXPIRED: EventReason.CONSENT_EXPIRED}


def withdraw_consent(
    session: Session,
    actor: Actor,
    jobseeker_id: UUID,
    consent_id: UUID,
    payload: ConsentWithdraw,
    now: datetime,
) -> Consent:
    """End one consent. That for matching takes the person out of the pool with this transaction, ends the
    introductions and disclosures that stood on it, and opens the request whose term the law sets.
    """
    today = day_of(now)
    jobseeker = scoping.find(session, Jobseeker, jobseeker_id, actor, "jobseeker_not_found", lock=True)
    consent = scoping.find(session, Consent, consent_id, actor, "consent_not_found", lock=True)
    if consent.jobseeker_id != jobseeker_id:
        raise NotFound("consent_not_found")
    if consent.ended_at is not None:
        raise Conflict("consent_ended")
    if payload.withdrawn_on > today:
        raise invalid("/withdrawn_on", "in_the_future")
    if payload.withdrawn_on < consent.given_on:
        raise invalid("/withdrawn_on", "before_consent")
    audit.note(session, purpose=consent.purpose.value, how=payload.how.value)
    if consent.purpose is ConsentPurpose.MATCHING:
        _take_back_matching(session, actor, jobseeker, payload.withdrawn_on, now)
    else:
        lapse(session, actor, jobseeker, [consent], ConsentEnd.WITHDRAWN, payload.withdrawn_on, now)
    session.flush()
    return consent


def _take_back_matching(session: Session, actor: Actor, jobseeker: Jobseeker, on: date, now: datetime) -> None:
    """The person no longer wants to be matched, and the clock of the law starts."""
    on_record = consents.standing(session, jobseeker.id, ConsentPurpose.MATCHING)
    lapse(session, actor, jobseeker, on_record, ConsentEnd.WITHDRAWN, on, now)
    jobseeker.matching_consent, jobseeker.consent_on = False, None
    data_requests.open_unless_open(session, actor, jobseeker.id, DataRequestKind.WITHDRAW, on, now)


def withdraw_all(session: Session, actor: Actor, jobseeker: Jobseeker, on: date, now: datetime) -> int:
    """Every consent ends, with what stood on it; how many there were."""
    ended = consents.standing(session, jobseeker.id)
    lapse(session, actor, jobseeker, ended, ConsentEnd.WITHDRAWN, on, now)
    return len(ended)


def lapse(
    session: Session,
    actor: Actor | None,
    jobseeker: Jobseeker,
    ended: list[Consent],
    reason: ConsentEnd,
    on: date,
    now: datetime,
) -> None:
    """End consents of a locked person and do what follows from each purpose."""
    for consent in ended:
        consents.end([consent], reason, max(on, consent.given_on), now)
        _FOLLOWS[consent.purpose](session, actor, jobseeker, reason, on, now)
    idempotency.take_back_person(session, jobseeker.id)


Follow = Callable[[Session, Actor | None, Jobseeker, ConsentEnd, date, datetime], None]


def _nothing(
    session: Session, actor: Actor | None, jobseeker: Jobseeker, reason: ConsentEnd, on: date, now: datetime
) -> None:
    """Whoever needs the consent asks for it each time."""


def _out_of_the_pool(
    session: Session, actor: Actor | None, jobseeker: Jobseeker, reason: ConsentEnd, on: date, now: datetime
) -> None:
    jobseeker.matching_consent, jobseeker.consent_on = False, None
    referrals.withdraw_others(session, jobseeker.id, actor, now, _REASONS[reason])
    disclosures = consents.standing(session, jobseeker.id, ConsentPurpose.DISCLOSURE)
    for consent in disclosures:
        consents.end([consent], reason, max(on, consent.given_on), now)
    note_change(session, jobseeker.id)


def _groups_deleted(
    session: Session, actor: Actor | None, jobseeker: Jobseeker, reason: ConsentEnd, on: date, now: datetime
) -> None:
    for group in session.scalars(
        select(JobseekerPriorityGroup).where(JobseekerPriorityGroup.jobseeker_id == jobseeker.id)
    ):
        session.expunge(group)
    session.execute(delete(JobseekerPriorityGroup).where(JobseekerPriorityGroup.jobseeker_id == jobseeker.id))
    note_change(session, jobseeker.id)


_FOLLOWS: dict[ConsentPurpose, Follow] = {
    ConsentPurpose.MATCHING: _out_of_the_pool,
    ConsentPurpose.SENSITIVE: _groups_deleted,
    ConsentPurpose.DISCLOSURE: _nothing,
    ConsentPurpose.CONTACT: _nothing,
}
