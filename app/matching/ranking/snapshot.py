"""What one score was made of: kept with a referral, so that the score can be computed again from nothing else.

The facts hold no name, contact or personal number, and instead of the birth date only whether the person was of
working age and adult on the first day. Of wishes and certificates they hold what the opening asks about. Computing
again is ``assess`` itself, with lists that hold just the two communes and the few trades of the facts.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from app.matching.ranking.distances import Distances
from app.matching.ranking.knowledge import Knowledge
from app.matching.ranking.occupation_similarity import Bridge, OccupationSimilarity
from app.matching.ranking.opening import Opening
from app.matching.ranking.person import Person, Trade
from app.matching.ranking.results import Assessment
from app.matching.ranking.rules.rules import Rules
from app.matching.ranking.score.assess import assess
from app.matching.ranking.score.criteria import years_before
from app.vocabulary import CERTIFICATE_COVERS, Certificate, RefusableShift

FACTS_VERSION = 1
NOBODY = UUID(int=0)

Facts = Mapping[str, Any]
"""Plain values as JSON has them: texts, whole numbers, true, false, null, lists and objects of these."""


def facts_of(opening: Opening, person: Person, knowledge: Knowledge, today: date) -> dict[str, Any]:
    """Everything that ``assess`` looks at for this pair on this day, but for the rules, which have a version."""
    return {
        "facts_version": FACTS_VERSION,
        "today": today.isoformat(),
        "opening": _stated(opening),
        "person": _known(person, opening, opening.start(today), knowledge.rules),
        "metres": knowledge.distances.metres_between(opening.commune_code, person.commune_code),
        "trades": [_offered(opening.occupation_code, trade, knowledge.occupations) for trade in person.trades],
    }


def rescored(facts: Facts, rules: Rules) -> Assessment:
    """What ``assess`` said when the facts were taken, if the rules are the same; else what it would have said.

    Under rules with other ages the two answers about age stay as they were. ValueError when the facts have a shape
    that this program does not know.
    """
    if facts.get("facts_version") != FACTS_VERSION:
        raise ValueError(f"facts of version {facts.get('facts_version')!r} are not known")
    opening, today = _opening(facts["opening"]), date.fromisoformat(facts["today"])
    person = _person(facts["person"], facts["trades"], opening.start(today), rules)
    knowledge = Knowledge(
        _two_places(opening.commune_code, person.commune_code, facts["metres"]),
        _few_trades(opening.occupation_code, facts["trades"]),
        rules,
    )
    return assess(opening, person, knowledge, today)


def _stated(opening: Opening) -> dict[str, Any]:
    return {
        "occupation_code": opening.occupation_code,
        "commune_code": opening.commune_code,
        "required_rank": opening.required_rank,
        "level_is_hard": opening.level_is_hard,
        "certificates": sorted(code.value for code in opening.certificates),
        "experience_floor_months": opening.experience_floor_months,
        "pay_from": opening.pay_from,
        "pay_to": opening.pay_to,
        "shifts": sorted(shift.value for shift in opening.shifts),
        "shift_choice": opening.shift_choice,
        "shuttle_communes": sorted(opening.shuttle_communes),
        "dormitory": opening.dormitory,
        "minors_allowed": opening.minors_allowed,
        "starts_on": _written(opening.starts_on),
    }


def _opening(facts: Facts) -> Opening:
    sets = {
        "certificates": frozenset(Certificate(code) for code in facts["certificates"]),
        "shifts": frozenset(RefusableShift(shift) for shift in facts["shifts"]),
        "shuttle_communes": frozenset(facts["shuttle_communes"]),
        "starts_on": _read(facts["starts_on"]),
    }
    return Opening(**{**facts, **sets})


def _known(person: Person, opening: Opening, start: date, rules: Rules) -> dict[str, Any]:
    return {
        "commune_code": person.commune_code,
        "of_age": person.birth_date <= years_before(start, rules.working_age),
        "adult": person.birth_date <= years_before(start, rules.adult_age),
        "last_heard_on": _written(person.last_heard_on),
        "available": person.available,
        "consent": person.consent,
        "max_travel_km": person.max_travel_km,
        "would_move": person.would_move,
        "would_live_in_dormitory": person.would_live_in_dormitory,
        "refused": sorted(shift.value for shift in person.refused & opening.shifts),
        "pay_wish": person.pay_wish,
        "ready_from": _written(person.ready_from),
        "certificates": [
            [code.value, _written(until)] for code, until in person.certificates if _serves(code, opening)
        ],
    }


def _serves(code: Certificate, opening: Opening) -> bool:
    return bool(opening.certificates & {code, *CERTIFICATE_COVERS.get(code, ())})


def _person(facts: Facts, trades: list[Facts], start: date, rules: Rules) -> Person:
    read = {
        "last_heard_on": date.fromisoformat(facts["last_heard_on"]),
        "refused": frozenset(RefusableShift(shift) for shift in facts["refused"]),
        "ready_from": _read(facts["ready_from"]),
        "certificates": tuple((Certificate(code), _read(until)) for code, until in facts["certificates"]),
    }
    same = {name: value for name, value in facts.items() if name not in ("of_age", "adult")}
    return Person(
        id=NOBODY,
        birth_date=_stand_in(facts["of_age"], facts["adult"], start, rules),
        trades=tuple(Trade(one["occupation_code"], one["rank"], one["months"]) for one in trades),
        **{**same, **read},
    )


def _stand_in(of_age: bool, adult: bool, start: date, rules: Rules) -> date:
    """A birth date of nobody in particular that gives both gates of age the answers they had."""
    if not of_age:
        return start
    return years_before(start, rules.adult_age if adult else rules.working_age)


def _offered(asked: str, trade: Trade, occupations: OccupationSimilarity) -> dict[str, Any]:
    """A trade, with the bridge to the asked one if there is any: the tree alone is read off the codes."""
    bridge = occupations.bridges.get((asked, trade.occupation_code))
    return {
        "occupation_code": trade.occupation_code,
        "rank": trade.rank,
        "months": trade.months,
        "bridge": None
        if bridge is None
        else {"similarity": bridge.similarity, "reason_vi": bridge.reason_vi, "reason_en": bridge.reason_en},
    }


def _few_trades(asked: str, offered: list[Facts]) -> OccupationSimilarity:
    codes = {asked, *(one["occupation_code"] for one in offered)}
    return OccupationSimilarity.build(
        codes, [Bridge(asked, one["occupation_code"], **one["bridge"]) for one in offered if one["bridge"]]
    )


def _two_places(work: str, home: str, metres: int) -> Distances:
    return Distances((work, home), {work: 0, home: 1}, np.array([[0, metres], [metres, 0]], dtype=np.int32))


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)
