"""A stored vacancy as matching reads it, and the counter of its openings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.errors import Conflict
from app.matching import Opening
from app.models import Vacancy
from app.vocabulary import EXPERIENCE_FLOOR_MONTHS, SHIFTS_IN_PATTERN, VacancyStatus


def opening_of(vacancy: Vacancy) -> Opening:
    """The opening of a vacancy whose certificates and shuttles are loaded."""
    return Opening(
        occupation_code=vacancy.occupation_code,
        commune_code=vacancy.commune_code,
        required_rank=vacancy.required_rank,
        level_is_hard=vacancy.level_is_hard,
        certificates=frozenset(row.certificate for row in vacancy.certificates),
        experience_floor_months=None if vacancy.experience is None else EXPERIENCE_FLOOR_MONTHS[vacancy.experience],
        pay_from=vacancy.pay_from,
        pay_to=vacancy.pay_to,
        shifts=frozenset() if vacancy.shift_pattern is None else SHIFTS_IN_PATTERN[vacancy.shift_pattern],
        shift_choice=vacancy.shift_choice,
        shuttle_communes=frozenset(row.commune_code for row in vacancy.shuttles),
        dormitory=vacancy.dormitory,
        minors_allowed=vacancy.minors_allowed,
        starts_on=vacancy.starts_on,
    )


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
