"""Weights and tables of the score, with a version; a referral remembers the version it was made under."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.vocabulary import Criterion


@dataclass(frozen=True, slots=True)
class Rules:
    """Every number of the score. Shares are whole percents of the criterion's weight.

    weights: points by criterion, summing to 100.
    tree: share by digits in common of two 4-digit codes, index 0–4.
    bands: (farthest km, share), nearest first; beyond the last the share is 0.
    Raises ValueError when the numbers make no score out of 100.
    """

    version: str
    weights: Mapping[Criterion, int]
    tree: tuple[int, int, int, int, int] = (0, 15, 40, 70, 100)
    unstated: int = 50
    over_per_rank: int = 5
    over_most: int = 20
    below: tuple[int, ...] = (50, 20)
    same_commune: int = 100
    shuttle: int = 90
    bands: tuple[tuple[int, int], ...] = ((10, 85), (20, 65), (40, 35))
    dormitory: int = 60
    would_move: int = 40
    pay_at_top: int = 80
    pay_loss_per_percent: int = 4
    ready: tuple[tuple[int, int], ...] = ((0, 60), (14, 40), (30, 20))
    heard: tuple[tuple[int, int], ...] = ((30, 40), (90, 25), (180, 10))
    working_age: int = 15
    adult_age: int = 18

    def __post_init__(self) -> None:
        """Refuse weights that are missing, negative or do not sum to 100."""
        if set(self.weights) != set(Criterion):
            raise ValueError("rules need a weight for each criterion and for nothing else")
        if any(weight < 0 for weight in self.weights.values()) or sum(self.weights.values()) != 100:
            raise ValueError("weights must be 0 or more and sum to 100")


RULES = Rules(
    version="2026-11-1",
    weights={
        Criterion.TRADE: 40,
        Criterion.LEVEL: 20,
        Criterion.PLACE: 20,
        Criterion.PAY: 8,
        Criterion.EXPERIENCE: 7,
        Criterion.READINESS: 5,
    },
)
"""The rules in force."""
