"""Surveys: one enterprise's answer in a round."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.core.errors import Conflict, invalid
from app.core.permissions import Actor
from app.core.reporting_days import day_of
from app.models import LabourUse, StatusEvent, Survey, SurveyLine, SurveyRound
from app.models.demand.support_requests import SupportRequest
from app.schemas.demand.surveys import SurveyCreate, SurveyQuery
from app.services.common import existence, keyset, scoping, status_events
from app.services.demand import enterprises
from app.vocabulary import LabourUseSource, Need, RequestStatus, RoundStatus


def list_surveys(
    session: Session, actor: Actor, query: SurveyQuery, after: keyset.PageKey | None
) -> keyset.Slice[Survey]:
    """Surveys by time of entry."""
    statement = scoping.visible(select(Survey), Survey, actor)
    if query.round_id:
        statement = statement.where(Survey.round_id == query.round_id)
    if query.enterprise_id:
        statement = statement.where(Survey.enterprise_id == query.enterprise_id)
    return keyset.fetch(session, statement, [keyset.Order(Survey.id)], query, after)


def get_survey(session: Session, actor: Actor, survey_id: UUID) -> Survey:
    """One survey with its lines."""
    return scoping.find(session, Survey, survey_id, actor, "survey_not_found", selectinload(Survey.lines))


def create_survey(session: Session, actor: Actor, payload: SurveyCreate, now: datetime) -> Survey:
    """Record an answer: its lines, the headcount it states, and a request for each line that asks for support."""
    today = day_of(now)
    survey_round = scoping.find(
        session, SurveyRound, payload.round_id, actor, invalid("/round_id", "unknown_round"), lock=True
    )
    enterprise = enterprises.operating(session, actor, payload.enterprise_id)
    if survey_round.status is not RoundStatus.OPEN:
        raise Conflict("round_not_open")
    if payload.answered_on > today:
        raise invalid("/answered_on", "in_the_future")
    for i, line in enumerate(payload.lines):
        if line.occupation_code is not None:
            existence.occupation(session, line.occupation_code, f"/lines/{i}/occupation_code")
    survey = Survey(
        round_id=survey_round.id,
        enterprise_id=enterprise.id,
        collected_by_id=actor.organisation_id,
        answered_on=payload.answered_on,
        headcount=payload.headcount,
        created_at=now,
        lines=[SurveyLine(position=i, **line.model_dump()) for i, line in enumerate(payload.lines, start=1)],
    )
    session.add(survey)
    session.flush()
    for stored in survey.lines:
        _request_support(session, actor, survey, stored, now)
    _record_headcount(session, actor, survey, now)
    session.flush()
    return survey


def _request_support(session: Session, actor: Actor, survey: Survey, line: SurveyLine, now: datetime) -> None:
    """A recruiting line that asks for support is an enterprise's request ("theo nhu cầu hỗ trợ của doanh nghiệp")."""
    if not (line.asks_support and line.need is Need.RECRUIT):
        return
    request = SupportRequest(
        enterprise_id=survey.enterprise_id,
        survey_line_id=line.id,
        received_by_id=actor.organisation_id,
        requested_on=survey.answered_on,
        occupation_code=line.occupation_code,
        title=line.title,
        quantity=line.quantity,
        level=line.level,
        status=RequestStatus.OPEN,
        created_at=now,
    )
    session.add(request)
    session.flush()
    status_events.note(
        session, request.id, None, RequestStatus.OPEN, subject=StatusEvent.support_request_id, actor=actor, now=now
    )


def _record_headcount(session: Session, actor: Actor, survey: Survey, now: datetime) -> None:
    """The survey's headcount is a headcount like any other; one already stated for that day stands."""
    if survey.headcount is None:
        return
    same_day = (LabourUse.enterprise_id == survey.enterprise_id, LabourUse.as_of == survey.answered_on)
    if session.scalar(select(LabourUse.id).where(*same_day)) is None:
        session.add(
            LabourUse(
                enterprise_id=survey.enterprise_id,
                as_of=survey.answered_on,
                headcount=survey.headcount,
                women=None,
                source=LabourUseSource.SURVEY,
                survey_id=survey.id,
                recorded_by_id=actor.organisation_id,
                recorded_at=now,
            )
        )
