"""One person for one opening: the meaning of the score, with its reasons."""

from datetime import date

from app.matching.ranking.distances import Distances
from app.matching.ranking.occupation_similarity import OccupationSimilarity
from app.matching.ranking.opening import Opening
from app.matching.ranking.person import Person
from app.matching.ranking.pool.decode import Hit
from app.matching.ranking.results import Assessment, ScorePart
from app.matching.ranking.rules.rules import Rules
from app.matching.ranking.score.gates import failed_gates
from app.matching.ranking.score.parts import (
    experience_part,
    level_part,
    pay_part,
    place_part,
    readiness_part,
    trade_part,
)
from app.vocabulary import Gate


def assess(
    opening: Opening, person: Person, *, places: Distances, trades: OccupationSimilarity, rules: Rules, today: date
) -> Assessment:
    """Score one pair with the trade that serves the person best.

    A trade that passes the level gate comes before one that does not; then the higher score; then the order in
    which the person named them. The score (0–10,000 hundredths) is the sum of the parts, whatever the gates say.
    """
    best: tuple[tuple[bool, int, int], Assessment] | None = None
    for position, trade in enumerate(person.trades):
        parts = _parts(
            opening, places, trades, rules, today,
            offered=trade.occupation_code, rank=trade.rank, months=trade.months,
            commune=person.commune_code, dormitory=person.would_live_in_dormitory, move=person.would_move,
            wish=person.pay_wish, heard=person.last_heard_on.toordinal(),
            ready=None if person.ready_from is None else person.ready_from.toordinal(),
        )  # fmt: skip
        gates = failed_gates(opening, person, trade, places, rules, today)
        score = sum(part.points for part in parts)
        key = (Gate.LEVEL not in gates, score, -position)
        if best is None or key > best[0]:
            best = key, Assessment(score, parts, tuple(gates), trade.occupation_code)
    if best is None:
        raise ValueError(f"jobseeker {person.id} has no trade")
    return best[1]


def explained(
    opening: Opening, one: Hit, *, places: Distances, trades: OccupationSimilarity, rules: Rules, today: date
) -> Assessment:
    """What ``assess`` says of somebody whom a search has found and so passes every gate."""
    parts = _parts(
        opening, places, trades, rules, today,
        offered=one.occupation_code, rank=one.rank, months=one.months, commune=one.commune_code,
        dormitory=one.dormitory, move=one.move, wish=one.wish, heard=one.heard, ready=one.ready,
    )  # fmt: skip
    return Assessment(one.score, parts, (), one.occupation_code)


def _parts(
    opening: Opening,
    places: Distances,
    trades: OccupationSimilarity,
    rules: Rules,
    today: date,
    *,
    offered: str,
    rank: int | None,
    months: int | None,
    commune: str,
    dormitory: bool,
    move: bool,
    wish: int | None,
    heard: int,
    ready: int | None,
) -> tuple[ScorePart, ...]:
    """The six parts in the order of Criterion; days are proleptic ordinals."""
    asked = opening.occupation_code
    late = 0 if ready is None else max(0, ready - opening.start(today).toordinal())
    return (
        trade_part(asked, offered, trades, rules),
        level_part(opening.required_rank, rank, rules),
        place_part(
            opening.commune_code,
            commune,
            commune in opening.shuttle_communes,
            opening.dormitory and dormitory,
            move,
            places,
            rules,
        ),
        pay_part(opening.pay_from, opening.pay_to, wish, rules),
        experience_part(opening.experience_floor_months, months, rules),
        readiness_part(late, max(0, today.toordinal() - heard), rules),
    )
