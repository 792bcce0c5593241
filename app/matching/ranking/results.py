"""What ranking gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.vocabulary import Certificate, Criterion, Gate, RefusableShift

Fact = int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One criterion's share of the score.

    points and maximum are hundredths of a point (weight × percent), so a score is an exact whole number 0–10,000.
    reason is a key of ``app.messages.ranking``; facts fill its sentence.
    """

    criterion: Criterion
    points: int
    maximum: int
    reason: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One person for one opening: the gates that hold the person back (none = may appear) and the parts.

    occupation_code: the trade of the person that serves best and was scored.
    """

    score: int
    parts: tuple[ScorePart, ...]
    gates_failed: tuple[Gate, ...]
    occupation_code: str


@dataclass(frozen=True, slots=True)
class RankedPerson:
    """One row of a ranking. priority: a group with priority, which only breaks ties."""

    jobseeker_id: UUID
    assessment: Assessment
    priority: bool


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What would let more people in, and how many: those held back by this gate alone.

    DISTANCE with km: let people come from so far (None: from anywhere). LEVEL with rank: require only that rank.
    SHIFT with shifts: without these. CERTIFICATE with certificate: train for it. MINOR: take people of 15 to 17.
    """

    gate: Gate
    people: int
    km: int | None = None
    rank: int | None = None
    shifts: frozenset[RefusableShift] = frozenset()
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Everybody in the pool by the gates of an opening.

    passed: how many pass all. excluded: for each gate, how many fail it (one person may fail several).
    """

    passed: int
    people: int
    excluded: Mapping[Gate, int]
    relaxations: tuple[Relaxation, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The rows asked for, best first: by score, then priority, then id."""

    rows: tuple[RankedPerson, ...]
    rules_version: str


@dataclass(frozen=True, slots=True)
class OpeningsRanking:
    """The openings asked for, best first: by score, then id.

    passed: how many let the person in. excluded: for each gate that closes some, how many it closes.
    """

    rows: tuple[tuple[UUID, Assessment], ...]
    passed: int
    excluded: Mapping[Gate, int]
    rules_version: str


@dataclass(frozen=True, slots=True)
class GateHistogram:
    """How many people each set of closed gates holds back (index: bits in the order of Gate), and of those held back
    by one gate alone: distance by band, shifts by refused bits (then those whom shift and minority hold back together),
    level by best rank.
    """

    sets: NDArray[np.int64]
    by_band: NDArray[np.int64]
    by_shifts: NDArray[np.int64]
    by_rank: NDArray[np.int64]
