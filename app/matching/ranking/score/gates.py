"""Gates: who may appear in a ranking at all. Each is written once, for one pair, with its rule for missing data."""

from datetime import date

from app.matching.ranking.distances import Distances
from app.matching.ranking.knowledge import Knowledge
from app.matching.ranking.opening import Opening
from app.matching.ranking.person import Person, Trade
from app.matching.ranking.score.criteria import years_before
from app.vocabulary import CERTIFICATE_COVERS, Certificate, Gate


def failed_gates(opening: Opening, person: Person, trade: Trade, knowledge: Knowledge, today: date) -> list[Gate]:
    """The gates that hold a person back from an opening with one of his or her trades, in a fixed order."""
    start, rules = opening.start(today), knowledge.rules
    checks = {
        Gate.CONSENT: person.consent,
        Gate.AVAILABILITY: person.available,
        Gate.WORKING_AGE: person.birth_date <= years_before(start, rules.working_age),
        Gate.MINOR: opening.takes_minors or person.birth_date <= years_before(start, rules.adult_age),
        Gate.LEVEL: level_passes(opening, trade.rank),
        Gate.CERTIFICATE: opening.certificates <= held(person, start),
        Gate.SHIFT: opening.shift_choice or not (opening.shifts & person.refused),
        Gate.DISTANCE: distance_passes(opening, person, knowledge.distances),
    }
    return [gate for gate, passes in checks.items() if not passes]


def level_passes(opening: Opening, rank: int | None) -> bool:
    """Only a hard level gates. An undeclared level passes, without points: it is asked, not guessed."""
    if not opening.level_is_hard or opening.required_rank is None or rank is None:
        return True
    return rank >= opening.required_rank


def distance_passes(opening: Opening, person: Person, distances: Distances) -> bool:
    """Within the person's own limit; no limit stated passes. Shuttle, wanted dormitory or a wish to move lift it."""
    if person.max_travel_km is None or person.would_move or person.commune_code in opening.shuttle_communes:
        return True
    if opening.dormitory and person.would_live_in_dormitory:
        return True
    return distances.metres_between(opening.commune_code, person.commune_code) <= person.max_travel_km * 1000


def gate_facts(
    opening: Opening, person: Person, trade: Trade, distances: Distances, today: date
) -> dict[Gate, dict[str, int | list[str] | None]]:
    """What the gates of wish and paper looked at; of age, consent and availability nothing is told.

    km is rounded up, so that it is above limit_km just when the gate is closed by distance alone.
    """
    start = opening.start(today)
    lacking = opening.certificates - held(person, start)
    expired = lacking & held(person, date.min)
    shifts = frozenset() if opening.shift_choice else opening.shifts & person.refused
    metres = distances.metres_between(opening.commune_code, person.commune_code)
    return {
        Gate.LEVEL: {"required": opening.required_rank if opening.level_is_hard else None, "rank": trade.rank},
        Gate.CERTIFICATE: {"missing": sorted(lacking - expired), "expired": sorted(expired)},
        Gate.SHIFT: {"refused": sorted(shifts)},
        Gate.DISTANCE: {"km": -(-metres // 1000), "limit_km": person.max_travel_km},
    }


def held(person: Person, day: date) -> frozenset[Certificate]:
    """The certificates valid on a day, with those they cover. Without an end: valid. Not recorded: not held."""
    valid = [code for code, expires_on in person.certificates if expires_on is None or expires_on >= day]
    return frozenset(valid).union(*(CERTIFICATE_COVERS.get(code, frozenset()) for code in valid))
