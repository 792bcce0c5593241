"""One person for one opening: the meaning of the score, with its reasons."""

from datetime import date

from app.matching.ranking.knowledge import Knowledge
from app.matching.ranking.opening import Opening
from app.matching.ranking.person import Offer, Person
from app.matching.ranking.pool.decode import Hit
from app.matching.ranking.results import Assessment, ScorePart
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


def assess(opening: Opening, person: Person, knowledge: Knowledge, today: date) -> Assessment:
    """Score one pair with the trade that serves the person best.

    A trade that passes the level gate comes before one that does not; then the higher score; then the order in
    which the person named them. The score (0–10,000 hundredths) is the sum of the parts, whatever the gates say.
    """
    best: tuple[tuple[bool, int, int], Assessment] | None = None
    for position, trade in enumerate(person.trades):
        parts = _parts(opening, Offer.of(person, trade), knowledge, today)
        gates = failed_gates(opening, person, trade, knowledge, today)
        score = sum(part.points for part in parts)
        key = (Gate.LEVEL not in gates, score, -position)
        if best is None or key > best[0]:
            best = key, Assessment(score, parts, tuple(gates), trade.occupation_code)
    if best is None:
        raise ValueError(f"jobseeker {person.id} has no trade")
    return best[1]


def explained(opening: Opening, one: Hit, knowledge: Knowledge, today: date) -> Assessment:
    """What ``assess`` says of somebody whom a search has found and so passes every gate."""
    return Assessment(one.score, _parts(opening, one.offer, knowledge, today), (), one.offer.occupation_code)


def _parts(opening: Opening, offer: Offer, knowledge: Knowledge, today: date) -> tuple[ScorePart, ...]:
    """The six parts in the order of Criterion."""
    rules = knowledge.rules
    late = 0 if offer.ready is None else max(0, offer.ready - opening.start(today).toordinal())
    return (
        trade_part(opening.occupation_code, offer.occupation_code, knowledge.occupations, rules),
        level_part(opening.required_rank, offer.rank, rules),
        place_part(
            opening.commune_code,
            offer.commune_code,
            offer.commune_code in opening.shuttle_communes,
            opening.dormitory and offer.dormitory,
            offer.move,
            knowledge.distances,
            rules,
        ),
        pay_part(opening.pay_from, opening.pay_to, offer.wish, rules),
        experience_part(opening.experience_floor_months, offer.months, rules),
        readiness_part(late, max(0, today.toordinal() - offer.heard), rules),
    )
