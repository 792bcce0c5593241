"""The parts of a score as a referral keeps them."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.matching.ranking import ScorePart
from app.services.ranking.explanations import PURGED
from app.vocabulary import Criterion


def stored(parts: Iterable[ScorePart]) -> list[dict[str, Any]]:
    """The parts of a score as a referral keeps them."""
    return [
        {
            "criterion": part.criterion.value,
            "points": part.points,
            "maximum": part.maximum,
            "reason": part.reason,
            "facts": dict(part.facts),
        }
        for part in parts
    ]


def without_facts(parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Stored parts of which only criterion and points are left."""
    kept = ("criterion", "points", "maximum")
    return [{name: part[name] for name in kept} | {"reason": PURGED, "facts": {}} for part in parts]


def restored(parts: Iterable[Mapping[str, Any]]) -> list[ScorePart]:
    """The parts that ``stored`` kept."""
    return [
        ScorePart(Criterion(part["criterion"]), part["points"], part["maximum"], part["reason"], part["facts"])
        for part in parts
    ]
