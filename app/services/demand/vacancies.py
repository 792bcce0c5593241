"""Vacancies: added by hand or made from a survey line."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from app.core.errors import Conflict, NotFound, invalid
from app.core.permissions import Actor
from app.core.text import fold
from app.models import (
    Enterprise,
    StatusEvent,
    SupportRequest,
    Survey,
    SurveyLine,
    Vacancy,
    VacancyCertificate,
    VacancyShuttle,
)
from app.schemas.demand.vacancies import (
    LineVacancyCreate,
    MatchedTerms,
    VacancyCreate,
    VacancyQuery,
    VacancyTerms,
    VacancyUpdate,
)
from app.services.common import existence, keyset, scoping, status_events, text_search
from app.services.demand import enterprises
from app.vocabulary import VACANCY_TRANSITIONS, Need, RequestStatus, VacancyStatus, skill_rank

DETAIL = (joinedload(Vacancy.enterprise), selectinload(Vacancy.certificates), selectinload(Vacancy.shuttles))


def list_vacancies(
    session: Session, actor: Actor, query: VacancyQuery, after: keyset.PageKey | None
) -> keyset.Slice[Vacancy]:
    """Vacancies, newest first."""
    statement = scoping.visible(select(Vacancy), Vacancy, actor).options(joinedload(Vacancy.enterprise))
    for column, value in (
        (Vacancy.enterprise_id, query.enterprise_id),
        (Vacancy.zone_code, query.zone_code),
        (Vacancy.occupation_code, query.occupation_code),
        (Vacancy.status, query.status),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if query.q:
        statement = statement.where(text_search.anywhere(Vacancy.search, query.q))
    return keyset.fetch(session, statement, [keyset.Order(Vacancy.id, descending=True)], query, after)


def get_vacancy(session: Session, actor: Actor, vacancy_id: UUID) -> Vacancy:
    """One vacancy with its terms."""
    return scoping.find(session, Vacancy, vacancy_id, actor, "vacancy_not_found", *DETAIL)


def vacancy_with_events(
    session: Session, actor: Actor, vacancy_id: UUID
) -> tuple[Vacancy, list[status_events.StatusChange]]:
    """One vacancy with its terms and log."""
    found = get_vacancy(session, actor, vacancy_id)
    return found, status_events.history(session, StatusEvent.vacancy_id, vacancy_id, actor)


def create_vacancy(session: Session, actor: Actor, payload: VacancyCreate, now: datetime) -> Vacancy:
    """Add a vacancy of an operating enterprise."""
    enterprise = enterprises.operating(session, actor, payload.enterprise_id)
    existence.occupation(session, payload.occupation_code)
    if payload.commune_code is not None:
        existence.commune(session, payload.commune_code)
    if payload.support_request_id is not None:
        _check_request(session, actor, payload.support_request_id, enterprise)
    return _add(
        session,
        actor,
        enterprise,
        payload,
        now,
        support_request_id=payload.support_request_id,
        title=payload.title,
        occupation_code=payload.occupation_code,
        openings=payload.openings,
        required_level=payload.required_level,
        pay_from=payload.pay_from,
        pay_to=payload.pay_to,
        commune_code=payload.commune_code or enterprise.commune_code,
    )


def _check_request(session: Session, actor: Actor, request_id: UUID, enterprise: Enterprise) -> None:
    unknown = invalid("/support_request_id", "unknown_support_request")
    request = scoping.find(session, SupportRequest, request_id, actor, unknown)
    if request.enterprise_id != enterprise.id:
        raise Conflict("request_of_another_enterprise")
    if request.status is not RequestStatus.OPEN:
        raise Conflict("request_not_open")


def create_line_vacancy(
    session: Session,
    actor: Actor,
    survey_id: UUID,
    line_id: UUID,
    payload: LineVacancyCreate,
    now: datetime,
) -> Vacancy:
    """Make a vacancy of a survey line; it carries the line's wishes and, when the line asked for support, its request.

    The openings of all vacancies made from one line never exceed the number the line states.
    """
    survey = scoping.find(session, Survey, survey_id, actor, "survey_not_found")
    enterprise = enterprises.operating(session, actor, survey.enterprise_id)
    owned = select(SurveyLine).where(SurveyLine.id == line_id, SurveyLine.survey_id == survey.id)
    line = session.scalar(owned.with_for_update())
    if line is None:
        raise NotFound("survey_line_not_found")
    if line.need is not Need.RECRUIT:
        raise Conflict("line_is_not_recruitment")
    occupation = existence.occupation(session, _occupation_code(line, payload))
    if payload.level_is_hard and line.level is None:
        raise invalid("/level_is_hard", "hard_level_missing")
    openings = payload.openings or line.quantity - line.openings_taken
    take_from_line(session, line.id, openings)
    starts_on = payload.starts_on or line.needed_from
    return _add(
        session,
        actor,
        enterprise,
        payload.model_copy(update={"starts_on": starts_on}),
        now,
        survey_line_id=line.id,
        support_request_id=_open_request(session, line.id),
        title=payload.title or line.title or occupation.title_vi[:200],
        occupation_code=occupation.code,
        openings=openings,
        required_level=line.level,
        pay_from=line.pay_from,
        pay_to=line.pay_to,
        commune_code=enterprise.commune_code,
    )


def _open_request(session: Session, line_id: UUID) -> UUID | None:
    of_line = (SupportRequest.survey_line_id == line_id, SupportRequest.status == RequestStatus.OPEN)
    return session.scalar(select(SupportRequest.id).where(*of_line))


def _occupation_code(line: SurveyLine, payload: LineVacancyCreate) -> str:
    code = payload.occupation_code or line.occupation_code
    if code is None or len(code) != 4:
        raise invalid("/occupation_code", "occupation_required")
    return code


def take_from_line(session: Session, line_id: UUID, openings: int) -> None:
    """Draw openings from a survey line (or give them back, when negative); Conflict when it has too few left."""
    taken = SurveyLine.openings_taken + openings
    drawn = session.execute(
        update(SurveyLine)
        .where(SurveyLine.id == line_id, taken <= SurveyLine.quantity, taken >= 0)
        .values(openings_taken=taken)
        .returning(SurveyLine.id)
        .execution_options(synchronize_session=False)
    ).first()
    if drawn is None or openings == 0:
        left = session.scalar(select(SurveyLine.quantity - SurveyLine.openings_taken).where(SurveyLine.id == line_id))
        raise Conflict("line_exhausted", left=left or 0)


def return_to_line(session: Session, vacancy_id: UUID) -> None:
    """An opening that came free in a cancelled vacancy goes back to the survey line; an open vacancy keeps it."""
    line_id = session.scalar(
        select(Vacancy.survey_line_id).where(Vacancy.id == vacancy_id, Vacancy.status == VacancyStatus.CANCELLED)
    )
    if line_id is not None:
        take_from_line(session, line_id, -1)


def draft(terms: MatchedTerms, **facts: Any) -> Vacancy:  # noqa: ANN401 - columns of the vacancy, checked by the model.
    """A vacancy on these terms that is not stored; also what a preview ranks, so that both rank alike."""
    return Vacancy(
        **facts,
        **terms.model_dump(include=_TERM_COLUMNS),
        required_rank=skill_rank(facts["required_level"], None, None),
        certificates=[VacancyCertificate(certificate=code) for code in terms.certificates],
        shuttles=[VacancyShuttle(commune_code=code) for code in terms.shuttle_communes],
    )


def check_shuttles(session: Session, terms: MatchedTerms) -> None:
    """Refuse shuttles from communes that do not exist."""
    for i, code in enumerate(terms.shuttle_communes):
        existence.commune(session, code, f"/shuttle_communes/{i}")


def _add(
    session: Session,
    actor: Actor,
    enterprise: Enterprise,
    terms: VacancyTerms,
    now: datetime,
    **facts: Any,  # noqa: ANN401 - as above.
) -> Vacancy:
    check_shuttles(session, terms)
    vacancy = draft(
        terms,
        **facts,
        enterprise=enterprise,
        zone_code=enterprise.zone_code,
        search=fold(facts["title"]),
        filled=0,
        status=VacancyStatus.OPEN,
        created_at=now,
        updated_at=now,
    )
    session.add(vacancy)
    session.flush()
    status_events.note(
        session, vacancy.id, None, VacancyStatus.OPEN, subject=StatusEvent.vacancy_id, actor=actor, now=now
    )
    session.flush()
    return vacancy


_TERM_COLUMNS = {
    "level_is_hard",
    "experience",
    "shift_pattern",
    "shift_choice",
    "dormitory",
    "minors_allowed",
    "starts_on",
    "deadline",
}


def update_vacancy(
    session: Session, actor: Actor, vacancy_id: UUID, payload: VacancyUpdate, now: datetime, held: scoping.VersionCheck
) -> Vacancy:
    """Change what was sent and nothing else."""
    vacancy = scoping.find(session, Vacancy, vacancy_id, actor, "vacancy_not_found", *DETAIL, lock=True)
    held()
    if vacancy.status is VacancyStatus.CANCELLED:
        raise Conflict("vacancy_not_open")
    changes = payload.model_dump(exclude_unset=True)
    pay_from, pay_to = changes.get("pay_from", vacancy.pay_from), changes.get("pay_to", vacancy.pay_to)
    if pay_from is not None and pay_to is not None and pay_from > pay_to:
        raise invalid("/pay_from", "pay_reversed")
    openings = changes.get("openings", vacancy.openings)
    if openings < vacancy.filled:
        raise Conflict("openings_below_filled", filled=vacancy.filled)
    if vacancy.survey_line_id is not None and openings != vacancy.openings:
        take_from_line(session, vacancy.survey_line_id, openings - vacancy.openings)
    for name, value in changes.items():
        setattr(vacancy, name, value)
    vacancy.search = fold(vacancy.title)
    vacancy.updated_at = now
    session.flush()
    return vacancy


def close_vacancy(session: Session, actor: Actor, vacancy_id: UUID, reason: str | None, now: datetime) -> Vacancy:
    """Take no more people; it can be reopened."""
    return _move(session, actor, vacancy_id, VacancyStatus.CLOSED, reason, now)


def reopen_vacancy(session: Session, actor: Actor, vacancy_id: UUID, reason: str | None, now: datetime) -> Vacancy:
    """Take people again, if the enterprise still operates."""
    seen = scoping.find(session, Vacancy, vacancy_id, actor, "vacancy_not_found")
    enterprises.operating(session, actor, seen.enterprise_id)
    return _move(session, actor, vacancy_id, VacancyStatus.OPEN, reason, now)


def cancel_vacancy(session: Session, actor: Actor, vacancy_id: UUID, reason: str | None, now: datetime) -> Vacancy:
    """Withdraw the vacancy; the openings nobody took go back to the survey line."""
    vacancy = _move(session, actor, vacancy_id, VacancyStatus.CANCELLED, reason, now)
    if vacancy.survey_line_id is not None and vacancy.openings_left:
        take_from_line(session, vacancy.survey_line_id, -vacancy.openings_left)
    return vacancy


def _move(
    session: Session, actor: Actor, vacancy_id: UUID, to: VacancyStatus, reason: str | None, now: datetime
) -> Vacancy:
    vacancy = scoping.find(session, Vacancy, vacancy_id, actor, "vacancy_not_found", *DETAIL, lock=True)
    subject = StatusEvent.vacancy_id
    status_events.move(
        session, vacancy, to, table=VACANCY_TRANSITIONS, subject=subject, actor=actor, now=now, reason=reason
    )
    vacancy.updated_at = now
    session.flush()
    return vacancy
