"""How many people an opening lets in, whom each gate holds back, and what would let more in; exact, of everybody."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import numpy as np

from app.matching.ranking.opening import Opening
from app.matching.ranking.pool.columns import REFUSABLE
from app.matching.ranking.pool.exclusions import Exclusions
from app.matching.ranking.pool.pool import Pool
from app.matching.ranking.query_tables import EVERYBODY, Filters, asked_of
from app.matching.ranking.results import Counts, GateHistogram, Relaxation
from app.matching.ranking.rules.rules import Rules
from app.vocabulary import Gate, RefusableShift

GATES = tuple(Gate)
HOLDS_BACK = np.arange(256) >> np.arange(len(GATES))[:, None] & 1
"""By gate, the sets of closed gates that hold it."""


def count(
    opening: Opening,
    pool: Pool,
    *,
    rules: Rules,
    today: date,
    only: Collection[UUID] | None = None,
    filters: Filters = EVERYBODY,
) -> Counts:
    """Everybody, or those of ``only`` and ``filters``, by the gates of an opening."""
    asked, _ = asked_of(opening, filters, pool.knowledge(rules), today)
    left = Exclusions(opening.certificates, asked.start, (), only)
    bands = np.array([km * 1000 for km in rules.radii], dtype=np.int32)
    key = None if only is not None else (opening, filters, rules, asked.start)
    tally = pool.tally(asked, left, bands, key)
    excluded = dict(zip(GATES, (HOLDS_BACK @ tally.sets).tolist(), strict=True))
    relaxations = (
        *_farther(tally, rules),
        *_lower(tally, opening),
        *_other_shifts(tally, opening),
        *_without_certificate(opening, pool, tally, rules, today, only, filters),
        *_minors(tally, opening),
    )
    return Counts(int(tally.sets[0]), int(tally.sets.sum()), excluded, relaxations)


def _alone(tally: GateHistogram, gate: Gate) -> int:
    return int(tally.sets[1 << GATES.index(gate)])


def _farther(tally: GateHistogram, rules: Rules) -> list[Relaxation]:
    """Radius by radius, each with all nearer ones; only where it adds somebody."""
    found, sum_before = [], 0
    for km, people in zip((*rules.radii, None), np.cumsum(tally.by_band).tolist(), strict=True):
        if people > sum_before:
            found.append(Relaxation(Gate.DISTANCE, people, km=km))
            sum_before = people
    return found


def _lower(tally: GateHistogram, opening: Opening) -> list[Relaxation]:
    """Rank by rank downwards."""
    found, people = [], 0
    for rank in range((opening.required_rank or 0) - 1, -1, -1):
        more = int(tally.by_rank[rank])
        people += more
        if more:
            found.append(Relaxation(Gate.LEVEL, people, rank=rank))
    return found


def _other_shifts(tally: GateHistogram, opening: Opening) -> list[Relaxation]:
    """Without each shift that somebody refuses alone, and without all of them."""
    asked = [shift for shift in REFUSABLE if shift in opening.shifts]
    ways: dict[frozenset[RefusableShift], int] = {}
    for shifts in (*({shift} for shift in asked), set(asked)):
        bits = sum(1 << REFUSABLE.index(shift) for shift in shifts)
        # Without the night, a vacancy that takes minors may take them.
        minors = opening.minors_allowed and RefusableShift.NIGHT in shifts
        people = sum(
            int(tally.by_shifts[refused]) + minors * int(tally.by_shifts[8 + refused])
            for refused in range(8)
            if refused & ~bits == 0
        ) + minors * _alone(tally, Gate.MINOR)
        if people and people not in ways.values():
            ways[frozenset(shifts)] = people
    return [Relaxation(Gate.SHIFT, people, shifts=shifts) for shifts, people in ways.items()]


def _without_certificate(
    opening: Opening,
    pool: Pool,
    tally: GateHistogram,
    rules: Rules,
    today: date,
    only: Collection[UUID] | None,
    filters: Filters,
) -> list[Relaxation]:
    """Each asked certificate alone: who lacks nothing else and could be trained for it."""
    if not _alone(tally, Gate.CERTIFICATE):
        return []
    asked, _ = asked_of(opening, filters, pool.knowledge(rules), today)
    bands = np.zeros(0, dtype=np.int32)
    found = []
    for certificate in sorted(opening.certificates):
        left = Exclusions(opening.certificates - {certificate}, asked.start, (), only)
        key = None if only is not None else (opening, filters, rules, asked.start, certificate)
        more = int(pool.tally(asked, left, bands, key).sets[0]) - int(tally.sets[0])
        if more:
            found.append(Relaxation(Gate.CERTIFICATE, more, certificate=certificate))
    return found


def _minors(tally: GateHistogram, opening: Opening) -> list[Relaxation]:
    """Only where the law may let minors work: not at night, nor where a paper is required."""
    people = _alone(tally, Gate.MINOR)
    if not people or RefusableShift.NIGHT in opening.shifts or opening.certificates:
        return []
    return [Relaxation(Gate.MINOR, people)]
