"""Survey rounds: owned by one organisation, shared with others."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.core.errors import Forbidden
from app.core.permissions import Actor
from app.models import Enterprise, StatusEvent, Survey, SurveyLine, SurveyRound, SurveyRoundShare
from app.schemas.demand.survey_rounds import RoundLineQuery, SurveyRoundCreate, SurveyRoundQuery
from app.services.common import existence, keyset, scoping, status_events
from app.vocabulary import ROUND_TRANSITIONS, RoundStatus


def list_survey_rounds(
    session: Session, actor: Actor, query: SurveyRoundQuery, after: keyset.PageKey | None
) -> keyset.Slice[SurveyRound]:
    """Rounds, newest first."""
    statement = scoping.visible(select(SurveyRound), SurveyRound, actor)
    if query.status:
        statement = statement.where(SurveyRound.status == query.status)
    return keyset.fetch(session, statement, [keyset.Order(SurveyRound.id, descending=True)], query, after)


def get_survey_round(session: Session, actor: Actor, round_id: UUID) -> SurveyRound:
    """One round with its partners."""
    partners = selectinload(SurveyRound.shares)
    return scoping.find(session, SurveyRound, round_id, actor, "survey_round_not_found", partners)


def survey_round_with_events(
    session: Session, actor: Actor, round_id: UUID
) -> tuple[SurveyRound, list[status_events.StatusChange]]:
    """One round with its partners and log."""
    found = get_survey_round(session, actor, round_id)
    return found, status_events.history(session, StatusEvent.round_id, round_id, actor)


def create_survey_round(session: Session, actor: Actor, payload: SurveyRoundCreate, now: datetime) -> SurveyRound:
    """Draw up a round; the actor's organisation owns it."""
    if actor.organisation_id is None:
        raise Forbidden("permission_denied", permission="survey_round:write")
    for i, organisation_id in enumerate(payload.shared_with):
        existence.organisation(session, organisation_id, f"/shared_with/{i}")
    survey_round = SurveyRound(
        title=payload.title,
        owner_id=actor.organisation_id,
        opens_on=payload.opens_on,
        closes_on=payload.closes_on,
        status=RoundStatus.DRAFT,
        created_at=now,
        shares=[SurveyRoundShare(organisation_id=organisation_id) for organisation_id in payload.shared_with],
    )
    session.add(survey_round)
    session.flush()
    status_events.note(
        session, survey_round.id, None, RoundStatus.DRAFT, subject=StatusEvent.round_id, actor=actor, now=now
    )
    session.flush()
    return survey_round


def open_survey_round(session: Session, actor: Actor, round_id: UUID, reason: str | None, now: datetime) -> SurveyRound:
    """Let enterprises answer."""
    return _move(session, actor, round_id, RoundStatus.OPEN, reason, now)


def close_survey_round(
    session: Session, actor: Actor, round_id: UUID, reason: str | None, now: datetime
) -> SurveyRound:
    """Take no more answers."""
    return _move(session, actor, round_id, RoundStatus.CLOSED, reason, now)


def _move(
    session: Session, actor: Actor, round_id: UUID, to: RoundStatus, reason: str | None, now: datetime
) -> SurveyRound:
    partners = selectinload(SurveyRound.shares)
    found = scoping.find(session, SurveyRound, round_id, actor, "survey_round_not_found", partners, lock=True)
    if found.owner_id != actor.organisation_id:
        raise Forbidden("not_round_owner")
    status_events.move(
        session, found, to, table=ROUND_TRANSITIONS, subject=StatusEvent.round_id, actor=actor, now=now, reason=reason
    )
    session.flush()
    return found


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One line of a round, and the enterprise that stated it."""

    line: SurveyLine
    enterprise_id: UUID
    enterprise_name: str


def list_round_lines(
    session: Session, actor: Actor, round_id: UUID, query: RoundLineQuery, after: keyset.PageKey | None
) -> keyset.Slice[RoundLine]:
    """All lines of a round with who stated them, in order of entry."""
    scoping.find(session, SurveyRound, round_id, actor, "survey_round_not_found")
    statement = (
        select(SurveyLine, Enterprise.id, Enterprise.name)
        .join(Survey, Survey.id == SurveyLine.survey_id)
        .join(Enterprise, Enterprise.id == Survey.enterprise_id)
        .where(Survey.round_id == round_id)
    )
    statement = scoping.visible(statement, Survey, actor)
    if query.need:
        statement = statement.where(SurveyLine.need == query.need)
    if query.asks_support is not None:
        statement = statement.where(SurveyLine.asks_support.is_(query.asks_support))
    if query.occupation_code:
        statement = statement.where(SurveyLine.occupation_code == query.occupation_code)
    if query.openings_left:
        statement = statement.where(SurveyLine.openings_taken < SurveyLine.quantity)
    # By survey, then as the form has them: ids made within one millisecond have no order.
    order = [keyset.Order(column) for column in (SurveyLine.survey_id, SurveyLine.position, SurveyLine.id)]
    found = keyset.fetch(session, statement, order, query, after)
    lines = [RoundLine(line, enterprise_id, name) for line, enterprise_id, name, *_ in found.items]
    return replace(found, items=lines)
