"""What a part lacks and how many points it would bring: something to ask, to learn or to agree on."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.matching.ranking.results import Fact, ScorePart
from app.matching.ranking.rules.rules import Rules
from app.vocabulary import Criterion

WHOLE = frozenset({"level_undeclared", "level_below", "experience_undeclared", "experience_below"})


@dataclass(frozen=True, slots=True)
class Advice:
    """points: hundredths that would be added. reason: a key of ``app.messages.ranking``; facts fill its sentence."""

    points: int
    reason: str
    facts: Mapping[str, Fact]


def advice(part: ScorePart, rules: Rules) -> Advice | None:
    """What would raise one part, or None when nothing the person or a clerk can do would."""
    weight = rules.weights[part.criterion]
    if part.reason in WHOLE:
        return _advice(part, part.maximum, part.reason)
    if part.reason == "pay_above":
        return _advice(part, weight * rules.pay_at_top, part.reason)
    if part.reason in ("place_far", "place_band"):
        return _advice(part, weight * rules.would_move, "place_far")
    if part.criterion is Criterion.READINESS:
        ready = weight * rules.ready[0][1]
        if part.facts["late"]:
            return _advice(part, part.points + max(0, ready - _ready_points(part, rules)), "ready_late")
        return _advice(part, part.maximum, "not_heard")
    return None


def _ready_points(part: ScorePart, rules: Rules) -> int:
    late = int(part.facts["late"] or 0)
    return rules.weights[part.criterion] * next((share for days, share in rules.ready if late <= days), 0)


def _advice(part: ScorePart, reached: int, reason: str) -> Advice | None:
    return Advice(reached - part.points, reason, part.facts) if reached > part.points else None
