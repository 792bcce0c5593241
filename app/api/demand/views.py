"""Values of demand as their output schemas."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.api.common.views import status_events
from app.core.permissions import Actor
from app.http.responses import joined
from app.schemas.demand.enterprises import EnterpriseDetailOut
from app.schemas.demand.support_requests import SupportRequestDetailOut
from app.schemas.demand.survey_rounds import SurveyRoundDetailOut
from app.schemas.demand.surveys import RoundLineOut
from app.schemas.demand.vacancies import VacancyDetailOut
from app.services.demand import enterprises, support_requests, survey_rounds, vacancies


def enterprise_detail(session: Session, actor: Actor, enterprise_id: UUID) -> EnterpriseDetailOut:
    """An enterprise with its log."""
    found, events = enterprises.enterprise_with_events(session, actor, enterprise_id)
    return joined(EnterpriseDetailOut, found, events=status_events(events))


def support_request_detail(session: Session, actor: Actor, request_id: UUID) -> SupportRequestDetailOut:
    """A request with how many were hired for it, and its log."""
    found, events = support_requests.support_request_with_events(session, actor, request_id)
    placed = support_requests.placed_for(session, request_id)
    return joined(SupportRequestDetailOut, found, placed=placed, events=status_events(events))


def survey_round_detail(session: Session, actor: Actor, round_id: UUID) -> SurveyRoundDetailOut:
    """A round with its partners and log."""
    found, events = survey_rounds.survey_round_with_events(session, actor, round_id)
    return joined(
        SurveyRoundDetailOut,
        found,
        shared_with=[row.organisation_id for row in found.shares],
        events=status_events(events),
    )


def round_line(found: survey_rounds.RoundLine) -> RoundLineOut:
    """A line with the enterprise that stated it."""
    return joined(RoundLineOut, found.line, enterprise_id=found.enterprise_id, enterprise_name=found.enterprise_name)


def vacancy_detail(session: Session, actor: Actor, vacancy_id: UUID) -> VacancyDetailOut:
    """A vacancy with its terms and log."""
    found, events = vacancies.vacancy_with_events(session, actor, vacancy_id)
    return joined(
        VacancyDetailOut,
        found,
        certificates=[row.certificate for row in found.certificates],
        shuttle_communes=[row.commune_code for row in found.shuttles],
        events=status_events(events),
    )
