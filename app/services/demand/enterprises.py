"""Enterprises and investors."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, invalid
from app.core.permissions import Actor
from app.core.reporting_days import day_of
from app.core.text import fold
from app.models import Enterprise, StatusEvent, Vacancy
from app.schemas.demand.enterprises import EnterpriseCreate, EnterpriseQuery
from app.services.common import existence, keyset, scoping, status_events, text_search
from app.vocabulary import STAGE_TRANSITIONS, VACANCY_TRANSITIONS, EnterpriseStage, EventReason, VacancyStatus


def list_enterprises(
    session: Session, actor: Actor, query: EnterpriseQuery, after: keyset.PageKey | None
) -> keyset.Slice[Enterprise]:
    """Enterprises by time of entry."""
    statement = scoping.visible(select(Enterprise), Enterprise, actor)
    if query.zone_code:
        statement = statement.where(Enterprise.zone_code == query.zone_code)
    if query.stage:
        statement = statement.where(Enterprise.stage == query.stage)
    if query.kind:
        statement = statement.where(Enterprise.kind == query.kind)
    if query.q:
        by_code = Enterprise.tax_code.startswith(query.q, autoescape=True)
        statement = statement.where(or_(text_search.matches(Enterprise.search, query.q), by_code))
    return keyset.fetch(session, statement, [keyset.Order(Enterprise.id)], query, after)


def get_enterprise(session: Session, actor: Actor, enterprise_id: UUID) -> Enterprise:
    """One enterprise."""
    return scoping.find(session, Enterprise, enterprise_id, actor, "enterprise_not_found")


def enterprise_with_events(
    session: Session, actor: Actor, enterprise_id: UUID
) -> tuple[Enterprise, list[status_events.StatusChange]]:
    """One enterprise with its log."""
    found = get_enterprise(session, actor, enterprise_id)
    return found, status_events.history(session, StatusEvent.enterprise_id, enterprise_id, actor)


def create_enterprise(session: Session, actor: Actor, payload: EnterpriseCreate, now: datetime) -> Enterprise:
    """Add an enterprise; its tax code must be new."""
    today = day_of(now)
    _check_facts(session, actor, payload, today)
    enterprise = Enterprise(**payload.model_dump(), search=fold(payload.name), created_at=now, updated_at=now)
    session.add(enterprise)
    session.flush()
    _note_stage(session, enterprise, None, actor, now)
    return enterprise


def replace_enterprise(
    session: Session,
    actor: Actor,
    enterprise_id: UUID,
    payload: EnterpriseCreate,
    now: datetime,
    held: scoping.VersionCheck,
) -> Enterprise:
    """State all facts of an enterprise anew, for instance when an investor begins to operate.

    When it closes, its open vacancies close with it, each with an event.
    """
    today = day_of(now)
    enterprise = scoping.find(session, Enterprise, enterprise_id, actor, "enterprise_not_found", lock=True)
    held()
    _check_facts(session, actor, payload, today)
    before = enterprise.stage
    if before is EnterpriseStage.CLOSED and payload.stage is EnterpriseStage.OPERATING:
        _check_restart(enterprise.operating_until, payload.operating_from)
    if payload.stage is not before and payload.stage not in STAGE_TRANSITIONS[before]:
        raise Conflict("transition_not_allowed", from_status=before, to_status=payload.stage)
    for name, value in payload.model_dump().items():
        setattr(enterprise, name, value)
    enterprise.search = fold(payload.name)
    enterprise.updated_at = now
    session.flush()
    if payload.stage is not before:
        _note_stage(session, enterprise, before, actor, now)
    if payload.stage is EnterpriseStage.CLOSED:
        _close_vacancies(session, enterprise.id, actor, now)
    return enterprise


def _note_stage(
    session: Session, enterprise: Enterprise, before: EnterpriseStage | None, actor: Actor, now: datetime
) -> None:
    subject = StatusEvent.enterprise_id
    status_events.note(session, enterprise.id, before, enterprise.stage, subject=subject, actor=actor, now=now)
    session.flush()


def _close_vacancies(session: Session, enterprise_id: UUID, actor: Actor, now: datetime) -> None:
    still_open = select(Vacancy).where(Vacancy.enterprise_id == enterprise_id, Vacancy.status == VacancyStatus.OPEN)
    for vacancy in session.scalars(still_open.order_by(Vacancy.id).with_for_update()):
        status_events.move(
            session,
            vacancy,
            VacancyStatus.CLOSED,
            table=VACANCY_TRANSITIONS,
            subject=StatusEvent.vacancy_id,
            actor=actor,
            now=now,
            reason=EventReason.ENTERPRISE_CLOSED,
        )
    session.flush()


def _check_facts(session: Session, actor: Actor, payload: EnterpriseCreate, today: date) -> None:
    commune = existence.commune(session, payload.commune_code)
    zone = None if payload.zone_code is None else existence.zone(session, payload.zone_code)
    if zone is not None and zone.province_code != commune.province_code:
        raise invalid("/zone_code", "zone_elsewhere")
    if payload.operating_until is not None and payload.operating_until > today:
        raise invalid("/operating_until", "in_the_future")
    scoping.check_enterprise_place(actor, payload.zone_code, payload.commune_code)


def _check_restart(ended_on: date | None, starts_on: date | None) -> None:
    """Who opens again says since when; headcounts from before do not count for the new time."""
    if ended_on is not None and (starts_on is None or starts_on <= ended_on):
        raise invalid("/operating_from", "before_end")


def operated_on(session: Session, actor: Actor, enterprise_id: UUID, day: date) -> Enterprise:
    """The enterprise a body names, which must have been in operation on a day, whatever it is now."""
    unknown = invalid("/enterprise_id", "unknown_enterprise")
    enterprise = scoping.find(session, Enterprise, enterprise_id, actor, unknown, share=True)
    begun = enterprise.operating_from is None or enterprise.operating_from <= day
    not_ended = enterprise.operating_until is None or day <= enterprise.operating_until
    if enterprise.tax_code is None or not (begun and not_ended):
        raise Conflict("enterprise_not_operating")
    return enterprise


def operating(session: Session, actor: Actor, enterprise_id: UUID) -> Enterprise:
    """The enterprise a body names, which must be in operation to have a vacancy, a request, or a hire.

    It is held against closing until the end of the transaction.
    """
    unknown = invalid("/enterprise_id", "unknown_enterprise")
    enterprise = scoping.find(session, Enterprise, enterprise_id, actor, unknown, share=True)
    if enterprise.stage is not EnterpriseStage.OPERATING:
        raise Conflict("enterprise_not_operating")
    return enterprise
