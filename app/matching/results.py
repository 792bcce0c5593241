"""What ranking gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.vocabulary import Criterion, Gate

Fact = int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion's share of the score.

    points and maximum are hundredths of a point (weight × percent), so a score is an exact whole number 0–10,000.
    reason is a key of ``messages.reasons``; facts fill its sentence.
    """

    criterion: Criterion
    points: int
    maximum: int
    reason: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One person for one opening: the gates that hold the person back (none = may appear) and the parts."""

    score: int
    parts: tuple[Part, ...]
    gates_failed: tuple[Gate, ...]
    trade_position: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row of a ranking."""

    jobseeker_id: UUID
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Ranking:
    """The rows asked for, best first, ties by id.

    passed: how many people pass all gates. excluded: for each gate, how many fail it (one person may fail several).
    """

    rows: tuple[Ranked, ...]
    passed: int
    pool_size: int
    excluded: Mapping[Gate, int]
    rules_version: str
