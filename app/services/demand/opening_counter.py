"""The counter of a vacancy's openings: taken and given back, never oversold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.models import Vacancy
from app.vocabulary import VacancyStatus


def take_opening(session: Session, vacancy_id: UUID, now: datetime) -> None:
    """Take one opening; Conflict when none is left or the vacancy is not open.

    One conditional UPDATE: both databases then let exactly as many through as there are openings.
    """
    taken = session.execute(
        update(Vacancy)
        .where(Vacancy.id == vacancy_id, Vacancy.status == VacancyStatus.OPEN, Vacancy.filled < Vacancy.openings)
        .values(filled=Vacancy.filled + 1, updated_at=now)
        .returning(Vacancy.id)
        .execution_options(synchronize_session=False)
    ).first()
    if taken is None:
        status = session.scalar(select(Vacancy.status).where(Vacancy.id == vacancy_id))
        raise Conflict("no_opening_left" if status is VacancyStatus.OPEN else "vacancy_not_open")


def release_opening(session: Session, vacancy_id: UUID, now: datetime) -> None:
    """Give one opening back, when a hire turns out not to have happened."""
    session.execute(
        update(Vacancy)
        .where(Vacancy.id == vacancy_id, Vacancy.filled > 0)
        .values(filled=Vacancy.filled - 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )
