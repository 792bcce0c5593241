"""Rows of demand as their output schemas."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.core.permissions import Actor
from app.http.responses import joined
from app.schemas.demand.vacancies import VacancyDetailOut
from app.services.demand import vacancies


def vacancy_detail(session: Session, actor: Actor, vacancy_id: UUID) -> VacancyDetailOut:
    """A vacancy with its terms and log."""
    found, events = vacancies.vacancy_with_events(session, actor, vacancy_id)
    return joined(
        VacancyDetailOut,
        found,
        certificates=[row.certificate for row in found.certificates],
        shuttle_communes=[row.commune_code for row in found.shuttles],
        events=events,
    )
