"""Placements: from a reported hire to a confirmed job, and its end."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.core.errors import Conflict, invalid
from app.core.permissions import Actor
from app.core.reporting_days import day_of
from app.matching.ranking.score.criteria import years_before
from app.matching.ranking.score.gates import held
from app.models import Jobseeker, Placement, Referral, StatusEvent, SupportRequest, Vacancy
from app.schemas.placement.placements import PlacementConfirm, PlacementCreate, PlacementEnd, PlacementQuery
from app.services.access import conflict_of_interest
from app.services.common import keyset, scoping, status_events
from app.services.demand import enterprises, vacancies
from app.services.demand.opening_counter import release_opening, take_opening
from app.services.people import availability, jobseekers
from app.services.placement import referrals
from app.services.ranking import pool_loader
from app.services.ranking.opening_mapper import opening_of
from app.vocabulary import (
    ADULT_AGE,
    PLACEMENT_TRANSITIONS,
    Availability,
    EmploymentStatus,
    EventReason,
    PlacementStatus,
    ReferralStatus,
    RequestStatus,
    Role,
)

WITH_IDENTITY = joinedload(Jobseeker.identity)
TERMS = (selectinload(Vacancy.certificates), selectinload(Vacancy.shuttles))


def list_placements(
    session: Session, actor: Actor, query: PlacementQuery, after: keyset.PageKey | None
) -> keyset.Slice[Placement]:
    """Placements, newest first."""
    statement = scoping.visible(select(Placement), Placement, actor)
    for column, value in (
        (Placement.vacancy_id, query.vacancy_id),
        (Placement.enterprise_id, query.enterprise_id),
        (Placement.jobseeker_id, query.jobseeker_id),
        (Placement.status, query.status),
    ):
        if value is not None:
            statement = statement.where(column == value)
    return keyset.fetch(session, statement, [keyset.Order(Placement.id, descending=True)], query, after)


def get_placement(session: Session, actor: Actor, placement_id: UUID) -> Placement:
    """One placement."""
    return scoping.find(session, Placement, placement_id, actor, "placement_not_found")


def placement_with_events(
    session: Session, actor: Actor, placement_id: UUID
) -> tuple[Placement, list[status_events.StatusChange]]:
    """One placement with its log."""
    found = get_placement(session, actor, placement_id)
    return found, status_events.history(session, StatusEvent.placement_id, placement_id, actor)


def record_hire(session: Session, actor: Actor, payload: PlacementCreate, now: datetime) -> Placement:
    """Record that an enterprise hired somebody, and take one opening.

    With a referral the hire is "introduced"; without one it is a direct hire and stays outside the 5,000.
    Rows are locked in one order everywhere (person, referrals, enterprise, vacancy), so that two clerks never wait
    for each other. Hired "directly" although introduced to this very vacancy, the person was introduced all the same.
    """
    today = day_of(now)
    referral, vacancy, jobseeker = _parties(session, actor, payload)
    starts_on = payload.starts_on or payload.hired_on
    if payload.hired_on > today:
        raise invalid("/hired_on", "in_the_future")
    if referral is not None and payload.hired_on < day_of(referral.introduced_at):
        raise invalid("/hired_on", "before_introduction")
    enterprise = enterprises.operating(session, actor, vacancy.enterprise_id)
    conflict_of_interest.check_no_interest(session, actor, vacancy.enterprise_id)
    _check_law(session, vacancy, jobseeker, starts_on, "/starts_on" if payload.starts_on else "/hired_on")
    if jobseeker.availability is Availability.PLACED:
        raise Conflict("already_placed")
    if referral is not None:
        referrals.change_status(session, referral, ReferralStatus.HIRED, actor, now)
    take_opening(session, vacancy.id, now)
    placement = Placement(
        referral_id=None if referral is None else referral.id,
        vacancy_id=vacancy.id,
        jobseeker_id=jobseeker.id,
        enterprise_id=vacancy.enterprise_id,
        zone_code=enterprise.zone_code,
        support_request_id=_live_request(session, vacancy),
        introduced_by_id=None if referral is None else referral.introduced_by_id,
        hired_on=payload.hired_on,
        starts_on=starts_on,
        status=PlacementStatus.REPORTED,
        reported_at=now,
    )
    session.add(placement)
    session.flush()
    subject = StatusEvent.placement_id
    status_events.note(session, placement.id, None, PlacementStatus.REPORTED, subject=subject, actor=actor, now=now)
    referrals.withdraw_others(session, jobseeker.id, actor, now, EventReason.FOUND_OTHER_WORK)
    availability.record_placement_status(session, jobseeker.id, EmploymentStatus.WORKING, starts_on, now)
    availability.set_availability(session, jobseeker, Availability.PLACED, actor, now)
    session.flush()
    return placement


def _parties(session: Session, actor: Actor, payload: PlacementCreate) -> tuple[Referral | None, Vacancy, Jobseeker]:
    """The referral (if any), the vacancy and the locked person of a hire; what the actor cannot see does not exist."""
    referral = None
    vacancy_id, jobseeker_id = payload.vacancy_id, payload.jobseeker_id
    if payload.referral_id is not None:
        unknown = invalid("/referral_id", "unknown_referral")
        seen = scoping.find(session, Referral, payload.referral_id, actor, unknown)
        vacancy_id, jobseeker_id = seen.vacancy_id, seen.jobseeker_id
    elif actor.role is Role.ENTERPRISE_HR:
        # An enterprise knows people only through introductions; a guess at an id must not tell whether it exists.
        raise invalid("/referral_id", "referral_required")
    if vacancy_id is None or jobseeker_id is None:
        raise invalid("/referral_id", "referral_or_vacancy")
    unknown_person = invalid("/jobseeker_id", "unknown_jobseeker")
    jobseeker = scoping.find(session, Jobseeker, jobseeker_id, actor, unknown_person, WITH_IDENTITY, lock=True)
    if payload.referral_id is not None:
        referral = scoping.find(session, Referral, payload.referral_id, actor, "referral_not_found", lock=True)
    else:
        referral = referrals.live_referral(session, vacancy_id, jobseeker_id)
    vacancy = scoping.find(session, Vacancy, vacancy_id, actor, invalid("/vacancy_id", "unknown_vacancy"), *TERMS)
    return referral, vacancy, jobseeker


def _live_request(session: Session, vacancy: Vacancy) -> UUID | None:
    """The request that this hire answers; one that the enterprise has withdrawn is none."""
    return session.scalar(
        select(SupportRequest.id)
        .where(SupportRequest.id == vacancy.support_request_id, SupportRequest.status != RequestStatus.WITHDRAWN)
        .with_for_update()
    )


def _check_law(session: Session, vacancy: Vacancy, jobseeker: Jobseeker, starts_on: date, pointer: str) -> None:
    """Working age, minors and certificates on the first day, however the person was found."""
    jobseekers.check_ready(jobseeker.identity.birth_date, starts_on, pointer)
    opening = opening_of(vacancy)
    minor = jobseeker.identity.birth_date > years_before(starts_on, ADULT_AGE)
    if minor and not opening.takes_minors:
        raise invalid(pointer, "minor_not_allowed")
    (person,) = pool_loader.people(session, [jobseeker.id])
    if not opening.certificates <= held(person, starts_on):
        raise invalid(pointer, "certificate_missing")


def confirm_placement(
    session: Session, actor: Actor, placement_id: UUID, payload: PlacementConfirm, now: datetime
) -> Placement:
    """The person is at work."""
    today = day_of(now)
    placement = scoping.find(session, Placement, placement_id, actor, "placement_not_found", lock=True)
    if payload.confirmed_on > today:
        raise invalid("/confirmed_on", "in_the_future")
    if payload.confirmed_on < placement.starts_on:
        raise invalid("/confirmed_on", "before_start")
    placement.confirmed_on = payload.confirmed_on
    _move(session, placement, PlacementStatus.CONFIRMED, actor, now, None)
    return placement


def end_placement(
    session: Session, actor: Actor, placement_id: UUID, payload: PlacementEnd, now: datetime
) -> Placement:
    """The person has left; it still was a placement, and the person may be introduced again."""
    today = day_of(now)
    placement, jobseeker = _with_person(session, actor, placement_id)
    if payload.ended_on > today:
        raise invalid("/ended_on", "in_the_future")
    if payload.ended_on < placement.starts_on:
        raise invalid("/ended_on", "before_start")
    placement.ended_on = payload.ended_on
    _move(session, placement, PlacementStatus.ENDED, actor, now, payload.reason)
    availability.record_placement_status(session, jobseeker.id, EmploymentStatus.OUT_OF_WORK, payload.ended_on, now)
    availability.set_availability(session, jobseeker, Availability.AVAILABLE, actor, now)
    session.flush()
    return placement


def cancel_placement(
    session: Session, actor: Actor, placement_id: UUID, reason: str | None, now: datetime
) -> Placement:
    """The hire did not happen (recorded by mistake, never came): the opening is free again and nothing is counted."""
    placement, jobseeker = _with_person(session, actor, placement_id)
    _move(session, placement, PlacementStatus.CANCELLED, actor, now, reason)
    release_opening(session, placement.vacancy_id, now)
    vacancies.return_to_line(session, placement.vacancy_id)
    if placement.referral_id is not None:
        referrals.revive(session, placement.referral_id, actor, now, reason)
        if jobseeker.restricted or not jobseeker.matching_consent:
            # Taken back while the job stood: the introduction must not outlive that.
            referrals.withdraw_others(session, jobseeker.id, actor, now, EventReason.NO_LONGER_AGREED)
    availability.undo_placement(session, jobseeker, placement.starts_on, actor, now, reason)
    session.flush()
    return placement


def _with_person(session: Session, actor: Actor, placement_id: UUID) -> tuple[Placement, Jobseeker]:
    seen = scoping.find(session, Placement, placement_id, actor, "placement_not_found")
    unknown = invalid("/jobseeker_id", "unknown_jobseeker")
    jobseeker = scoping.find(session, Jobseeker, seen.jobseeker_id, actor, unknown, lock=True)
    return scoping.find(session, Placement, placement_id, actor, "placement_not_found", lock=True), jobseeker


def _move(
    session: Session, placement: Placement, to: PlacementStatus, actor: Actor, now: datetime, reason: str | None
) -> None:
    subject = StatusEvent.placement_id
    table = PLACEMENT_TRANSITIONS
    status_events.move(session, placement, to, table=table, subject=subject, actor=actor, now=now, reason=reason)
    session.flush()
