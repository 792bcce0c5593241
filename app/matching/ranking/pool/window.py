"""Where rows of a ranking stand, and which of them are wanted."""

from dataclasses import dataclass
from uuid import UUID

from app.matching.ranking.pool.decode import Hit

RankKey = tuple[int, bool, UUID]
"""Where a row stands: score in hundredths, priority, id."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows of a ranking are wanted: the next ``limit`` (1 or more).

    after: the last row of the page before. shown: how many rows went before, which only says which way to find the
    next ones is the shorter.
    """

    limit: int
    after: RankKey | None = None
    shown: int = 0

    def begins_before(self, one: Hit) -> bool:
        """Whether a row comes after the page before."""
        return self.after is None or order(one) > (-self.after[0], not self.after[1], self.after[2].int)


def order(one: Hit) -> tuple[int, bool, int]:
    """What a ranking is sorted by: score downwards, then priority, then id."""
    return -one.score, not one.priority, one.id.int
