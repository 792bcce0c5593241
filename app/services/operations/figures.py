"""What operations staff watch of the data: counts only."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.models import Job, Vacancy
from app.services.ranking.opening_cache import taking_people


@dataclass(frozen=True, slots=True)
class JobFigures:
    """The jobs of one name that are kept; ``failed`` ended with an error."""

    name: str
    waiting: int
    done: int
    failed: int
    attempts: int


def openings_left(session: Session, today: date) -> tuple[int, int]:
    """How many vacancies take people on a day, and how many people in all."""
    statement = select(func.count(), func.coalesce(func.sum(Vacancy.openings - Vacancy.filled), 0))
    vacancies, left = session.execute(statement.where(*taking_people(today))).one()
    return vacancies, int(left)


def jobs(session: Session) -> list[JobFigures]:
    """By name."""
    failed = Job.ended_at.is_not(None) & Job.error.is_not(None)
    statement = select(
        Job.name,
        func.sum(case((Job.ended_at.is_(None), 1), else_=0)),
        func.sum(case((Job.ended_at.is_not(None) & Job.error.is_(None), 1), else_=0)),
        func.sum(case((failed, 1), else_=0)),
        func.sum(Job.attempts),
    ).group_by(Job.name)
    return [JobFigures(name, *(int(value) for value in counts)) for name, *counts in session.execute(statement)]
