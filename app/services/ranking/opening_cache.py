"""Stored vacancies as matching reads them, kept by every process: one by id, or all that still take people."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, or_, select, type_coerce
from sqlalchemy.orm import Session, selectinload

from app.core.errors import NotFound
from app.core.permissions import Actor
from app.matching.ranking import Knowledge, Opening, OpeningRow, OpeningTable, opening_row
from app.models import Vacancy
from app.services.common import scoping
from app.services.ranking.opening_mapper import opening_of
from app.vocabulary import VacancyStatus

CHUNK = 500
MOST_KNOWN = 1 << 15

Version = tuple[Any, Any]
"""Id and ``updated_at`` of a vacancy as the driver gives them."""
Known = tuple[UUID, Opening, OpeningRow]
# The values stay as the driver gives them: an object each would take longer than the question.
VERSIONS = select(type_coerce(Vacancy.id, String), type_coerce(Vacancy.updated_at, String))


class OpeningCache:
    """What one process has read of vacancies; may be asked from any thread.

    Every change of terms writes ``updated_at``, so ids with it tell whether what was read still holds. What is read
    after them is as new or newer, so a change in between is at worst read once more.
    """

    def __init__(self) -> None:
        self._known: tuple[object, dict[Version, Known]] = (None, {})
        self._last: tuple[Sequence[Version], OpeningTable] | None = None

    def opening(self, session: Session, actor: Actor, vacancy_id: UUID, knowledge: Knowledge) -> Opening:
        """The opening of a vacancy in the actor's scope, whether it still takes people or not; NotFound outside it."""
        statement = scoping.visible(VERSIONS.where(Vacancy.id == vacancy_id), Vacancy, actor)
        row = session.connection().execute(statement).first()
        if row is None:
            raise NotFound("vacancy_not_found")
        ((_, opening, _),) = self._take(session, [(row[0], row[1])], knowledge)
        return opening

    def table(self, session: Session, actor: Actor, knowledge: Knowledge, today: date) -> OpeningTable:
        """All vacancies within the actor's scope that still take people on a day."""
        statement = scoping.visible(VERSIONS, Vacancy, actor).where(*taking_people(today)).order_by(Vacancy.id)
        versions: list[Version] = [(key, at) for key, at in session.connection().execute(statement)]
        last = self._last
        if last is not None and last[0] == versions and _lists(last[1]) == _lists(knowledge):
            return last[1]
        known = self._take(session, versions, knowledge)
        table = OpeningTable.of(known, knowledge.distances, knowledge.occupations)
        self._last = (versions, table)
        return table

    def _take(self, session: Session, versions: Sequence[Version], knowledge: Knowledge) -> list[Known]:
        """Some vacancies; those that are new or have changed are read."""
        lists, known = self._known
        if lists != _lists(knowledge):
            known = {}
        fresh = [one for one in versions if one not in known]
        if fresh:
            if len(known) + len(fresh) > MOST_KNOWN:
                known = {one: known[one] for one in versions if one in known}
            # A new dictionary: another thread may be reading the one before.
            known = known | _read(session, fresh, knowledge)
            self._known = (_lists(knowledge), known)
        return [known[one] for one in versions]


def taking_people(today: date) -> tuple[ColumnElement[bool], ...]:
    """Open, with openings left and the deadline not passed."""
    return (
        Vacancy.status == VacancyStatus.OPEN,
        Vacancy.filled < Vacancy.openings,
        or_(Vacancy.deadline.is_(None), Vacancy.deadline >= today),
    )


def _lists(of: Knowledge | OpeningTable) -> tuple[object, object]:
    return of.distances, of.occupations


def _read(session: Session, versions: Sequence[Version], knowledge: Knowledge) -> dict[Version, Known]:
    terms = (selectinload(Vacancy.certificates), selectinload(Vacancy.shuttles))
    found = {}
    for i in range(0, len(versions), CHUNK):
        part = {key if isinstance(key, UUID) else UUID(key): (key, at) for key, at in versions[i : i + CHUNK]}
        for vacancy in session.scalars(select(Vacancy).where(Vacancy.id.in_(part)).options(*terms)):
            opening = opening_of(vacancy)
            row = opening_row(opening, knowledge.distances, knowledge.occupations)
            found[part[vacancy.id]] = (vacancy.id, opening, row)
    return found
