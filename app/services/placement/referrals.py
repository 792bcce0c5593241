"""Referrals: introducing a person to a vacancy, and what becomes of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, selectinload

from app.core.errors import Conflict, Forbidden, invalid
from app.core.permissions import Actor
from app.matching.ranking import Assessment, assess, facts_of
from app.messages import Language, gate_sentence
from app.models import Jobseeker, Referral, StatusEvent, Vacancy
from app.schemas.placement.referrals import ReferralCreate, ReferralQuery
from app.services.access import conflict_of_interest
from app.services.common import idempotency, keyset, scoping, status_events
from app.services.demand import enterprises
from app.services.people import consents
from app.services.placement import referral_view
from app.services.placement.score_parts import stored
from app.services.ranking import pool_loader
from app.services.ranking.context import RankingContext
from app.services.ranking.opening_mapper import opening_of
from app.vocabulary import (
    ACTIVE_REFERRALS,
    BLOCKING_GATES,
    REFERRAL_TRANSITIONS,
    Gate,
    ReferralStatus,
    Role,
    VacancyStatus,
)


def list_referrals(
    session: Session, actor: Actor, query: ReferralQuery, after: keyset.PageKey | None, today: date
) -> keyset.Slice[referral_view.ReferralView]:
    """Referrals as the actor may read them, newest first."""
    # A list shows no facts, and only to an enterprise a score that is made of the parts it may know.
    unread = [Referral.facts] if actor.role is Role.ENTERPRISE_HR else [Referral.facts, Referral.parts]
    statement = scoping.visible(select(Referral), Referral, actor)
    statement = statement.options(*(defer(column, raiseload=True) for column in unread))
    for column, value in (
        (Referral.vacancy_id, query.vacancy_id),
        (Referral.jobseeker_id, query.jobseeker_id),
        (Referral.status, query.status),
    ):
        if value is not None:
            statement = statement.where(column == value)
    found = keyset.fetch(session, statement, [keyset.Order(Referral.id, descending=True)], query, after)
    return replace(found, items=referral_view.views_of(session, actor, found.items, today))


def get_referral(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """One referral."""
    return scoping.find(session, Referral, referral_id, actor, "referral_not_found")


@dataclass(frozen=True, slots=True)
class ReferralDetail:
    """A referral as one reader may know it: the score of its moment by parts, what did not fit, and the log."""

    referral: referral_view.ReferralView
    parts: list[referral_view.ReferralPart]
    gates_failed: list[Gate]
    events: list[status_events.StatusChange]


def referral_detail(session: Session, actor: Actor, referral_id: UUID, today: date) -> ReferralDetail:
    """One referral as the actor may read it."""
    found = get_referral(session, actor, referral_id)
    (shown,) = referral_view.views_of(session, actor, [found], today)
    return ReferralDetail(
        shown,
        referral_view.parts_of(actor, found),
        referral_view.gates_of(actor, found),
        status_events.history(session, StatusEvent.referral_id, referral_id, actor),
    )


def introduce(
    session: Session,
    actor: Actor,
    context: RankingContext,
    payload: ReferralCreate,
    language: Language,
) -> Referral:
    """Introduce a person to a vacancy and keep the score of this moment, with the facts it was made of.

    The gates of law and fact stop it (Conflict ``gate_closed`` says which); a wish that does not fit (shift,
    distance, level) is kept on the referral, because the clerk may have asked both sides.
    """
    if actor.organisation_id is None:
        raise Forbidden("permission_denied", permission="referral:write")
    vacancy, jobseeker = _introducible(session, actor, payload)
    (person,) = pool_loader.people(session, [jobseeker.id])
    now, today = context.now, context.today
    pair = (opening_of(vacancy), person)
    found = assess(*pair, context.knowledge, today)
    _stop_at_gates(found, language)
    referral = Referral(
        vacancy_id=vacancy.id,
        jobseeker_id=jobseeker.id,
        introduced_by_id=actor.organisation_id,
        account_id=actor.account_id,
        introduced_at=now,
        status=ReferralStatus.INTRODUCED,
        score=found.score,
        rules_version=context.rules.version,
        parts=stored(found.parts),
        gates_failed=[gate.value for gate in found.gates_failed],
        facts=facts_of(*pair, context.knowledge, today),
    )
    session.add(referral)
    session.flush()
    first = ReferralStatus.INTRODUCED
    status_events.note(session, referral.id, None, first, subject=StatusEvent.referral_id, actor=actor, now=now)
    if payload.disclosure is not None:
        whom = vacancy.enterprise_id
        consents.give_disclosure(session, actor, jobseeker, whom, payload.disclosure, now)
    session.flush()
    return referral


def _introducible(session: Session, actor: Actor, payload: ReferralCreate) -> tuple[Vacancy, Jobseeker]:
    """The vacancy, which must have room, and the locked person of an introduction."""
    terms = (selectinload(Vacancy.certificates), selectinload(Vacancy.shuttles))
    unknown_vacancy = invalid("/vacancy_id", "unknown_vacancy")
    vacancy = scoping.find(session, Vacancy, payload.vacancy_id, actor, unknown_vacancy, *terms)
    unknown_jobseeker = invalid("/jobseeker_id", "unknown_jobseeker")
    jobseeker = scoping.find(session, Jobseeker, payload.jobseeker_id, actor, unknown_jobseeker, lock=True)
    enterprises.operating(session, actor, vacancy.enterprise_id)
    conflict_of_interest.check_no_interest(session, actor, vacancy.enterprise_id)
    if vacancy.status is not VacancyStatus.OPEN:
        raise Conflict("vacancy_not_open")
    if vacancy.openings_left == 0:
        raise Conflict("no_opening_left")
    return vacancy, jobseeker


def _stop_at_gates(found: Assessment, language: Language) -> None:
    stopping = [gate for gate in found.gates_failed if gate in BLOCKING_GATES]
    if stopping:
        raise Conflict("gate_closed", why=" ".join(gate_sentence(gate.value, language) for gate in stopping))


def invite_to_interview(
    session: Session, actor: Actor, referral_id: UUID, reason: str | None, now: datetime
) -> Referral:
    """The enterprise wants to see the person."""
    return _move(session, actor, referral_id, ReferralStatus.INTERVIEW, reason, now)


def decline_referral(session: Session, actor: Actor, referral_id: UUID, reason: str | None, now: datetime) -> Referral:
    """The enterprise does not take the person."""
    return _move(session, actor, referral_id, ReferralStatus.DECLINED, reason, now)


def withdraw_referral(session: Session, actor: Actor, referral_id: UUID, reason: str | None, now: datetime) -> Referral:
    """The person does not want this job."""
    return _move(session, actor, referral_id, ReferralStatus.WITHDRAWN, reason, now)


def _move(
    session: Session, actor: Actor, referral_id: UUID, to: ReferralStatus, reason: str | None, now: datetime
) -> Referral:
    referral = scoping.find(session, Referral, referral_id, actor, "referral_not_found", lock=True)
    change_status(session, referral, to, actor, now, reason)
    session.flush()
    return referral


def change_status(
    session: Session,
    referral: Referral,
    to: ReferralStatus,
    actor: Actor | None,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Move a referral that is already locked."""
    subject = StatusEvent.referral_id
    status_events.move(
        session, referral, to, table=REFERRAL_TRANSITIONS, subject=subject, actor=actor, now=now, reason=reason
    )
    if to not in (ReferralStatus.INTERVIEW, ReferralStatus.HIRED):
        # Who it is was open to the enterprise for as long as it wanted to see the person.
        idempotency.take_back(session, [referral.id])


def live_referral(session: Session, vacancy_id: UUID, jobseeker_id: UUID) -> Referral | None:
    """The locked live referral of a person to a vacancy, if there is one."""
    live = select(Referral).where(
        Referral.vacancy_id == vacancy_id,
        Referral.jobseeker_id == jobseeker_id,
        Referral.status.in_(ACTIVE_REFERRALS),
    )
    return session.scalar(live.with_for_update())


def revive(session: Session, referral_id: UUID, actor: Actor, now: datetime, reason: str | None) -> None:
    """The hire was undone, so the introduction stands again, unless the person was introduced there anew meanwhile."""
    referral = session.get_one(Referral, referral_id, with_for_update=True)
    if live_referral(session, referral.vacancy_id, referral.jobseeker_id) is None:
        change_status(session, referral, ReferralStatus.INTRODUCED, actor, now, reason)


def withdraw_others(session: Session, jobseeker_id: UUID, actor: Actor | None, now: datetime, reason: str) -> None:
    """End the live referrals of somebody who has found work, or wants no more."""
    live = select(Referral).where(Referral.jobseeker_id == jobseeker_id, Referral.status.in_(ACTIVE_REFERRALS))
    for referral in session.scalars(live.order_by(Referral.id).with_for_update()):
        change_status(session, referral, ReferralStatus.WITHDRAWN, actor, now, reason)
