"""A stored vacancy as matching reads it."""

from app.matching.ranking import Opening
from app.models import Vacancy
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
