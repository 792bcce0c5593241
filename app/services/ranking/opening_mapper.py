"""A stored vacancy as matching reads it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.core.errors import NotFound
from app.core.permissions import Actor
from app.matching.ranking import Opening
from app.models import Vacancy
from app.services.common import scoping
from app.vocabulary import EXPERIENCE_FLOOR_MONTHS, SHIFTS_IN_PATTERN


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


MOST_KNOWN = 1 << 15


_known: dict[UUID, tuple[datetime, Opening]] = {}


def known_opening(session: Session, actor: Actor, vacancy_id: UUID) -> Opening:
    """The opening of a vacancy in the actor's scope; its terms are read again only when the vacancy has changed.

    Every change of terms writes ``updated_at``, so one short question tells. NotFound when it is out of scope.
    """
    statement = scoping.visible(select(Vacancy.updated_at).where(Vacancy.id == vacancy_id), Vacancy, actor)
    updated_at = session.scalar(statement)
    if updated_at is None:
        raise NotFound("vacancy_not_found")
    known = _known.get(vacancy_id)
    if known is None or known[0] != updated_at:
        terms = (selectinload(Vacancy.certificates), selectinload(Vacancy.shuttles))
        vacancy = session.get_one(Vacancy, vacancy_id, options=terms)
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        known = _known[vacancy_id] = (updated_at, opening_of(vacancy))
    return known[1]
