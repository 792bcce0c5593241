"""The vacancies that still take people, as matching reads them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, or_, select, type_coerce
from sqlalchemy.orm import Session, selectinload

from app.core.permissions import Actor
from app.matching.ranking import Distances, OccupationSimilarity, Opening, OpeningRow, OpeningTable, opening_row
from app.models import Vacancy
from app.services.common import scoping
from app.services.ranking.opening_mapper import opening_of
from app.vocabulary import VacancyStatus

CHUNK = 500
MOST_KNOWN = 1 << 15

Version = tuple[Any, Any]
"""Id and ``updated_at`` of a vacancy as the driver gives them."""
Known = tuple[UUID, Opening, OpeningRow]


class OpenVacancies:
    """What one process has read of open vacancies; may be asked from any thread.

    Every change of terms writes ``updated_at``, so ids with it tell whether what was read still holds. What is read
    after them is as new or newer, so a change in between is at worst read once more.
    """

    def __init__(self) -> None:
        self._known: dict[Version, Known] = {}
        self._last: tuple[Sequence[Version], OpeningTable] | None = None

    def board(
        self, session: Session, actor: Actor, catalogue: tuple[Distances, OccupationSimilarity], today: date
    ) -> OpeningTable:
        """All vacancies within the actor's scope that still take people on a day."""
        # The values stay as the driver gives them: an object each would take longer than the question.
        version = select(type_coerce(Vacancy.id, String), type_coerce(Vacancy.updated_at, String))
        statement = scoping.visible(version, Vacancy, actor).where(*taking_people(today)).order_by(Vacancy.id)
        versions: list[Version] = [(key, at) for key, at in session.connection().execute(statement)]
        last = self._last
        same_lists = last is not None and (last[1].places, last[1].trades) == catalogue
        if last is not None and same_lists and last[0] == versions:
            return last[1]
        known = self._known if same_lists else {}
        fresh = [one for one in versions if one not in known]
        if len(known) + len(fresh) > MOST_KNOWN:
            known = {one: known[one] for one in versions if one in known}
        known = known | _read(session, fresh, catalogue)
        board = OpeningTable.of([known[one] for one in versions], *catalogue)
        self._known, self._last = known, (versions, board)
        return board


def taking_people(today: date) -> tuple[ColumnElement[bool], ...]:
    """Open, with openings left and the deadline not passed."""
    return (
        Vacancy.status == VacancyStatus.OPEN,
        Vacancy.filled < Vacancy.openings,
        or_(Vacancy.deadline.is_(None), Vacancy.deadline >= today),
    )


def _read(
    session: Session, versions: Sequence[Version], catalogue: tuple[Distances, OccupationSimilarity]
) -> dict[Version, Known]:
    terms = (selectinload(Vacancy.certificates), selectinload(Vacancy.shuttles))
    found = {}
    for i in range(0, len(versions), CHUNK):
        part = {key if isinstance(key, UUID) else UUID(key): (key, at) for key, at in versions[i : i + CHUNK]}
        for vacancy in session.scalars(select(Vacancy).where(Vacancy.id.in_(part)).options(*terms)):
            opening = opening_of(vacancy)
            found[part[vacancy.id]] = (vacancy.id, opening, opening_row(opening, *catalogue))
    return found
