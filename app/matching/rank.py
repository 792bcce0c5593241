"""The public face: who fits an opening best, and which openings fit a person best."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.matching.assess import assess
from app.matching.opening import Opening
from app.matching.person import Person
from app.matching.places import Places
from app.matching.pool import Pool
from app.matching.results import Assessment, Ranked, Ranking
from app.matching.rules import Rules
from app.matching.scan import scan
from app.matching.trades import Trades
from app.vocabulary import Gate

After = tuple[int, UUID]
"""Where the last page ended: score in hundredths and id of its last row."""


def rank(
    opening: Opening,
    pool: Pool,
    *,
    rules: Rules,
    today: date,
    limit: int,
    after: After | None = None,
    without: Collection[UUID] = (),
) -> Ranking:
    """The next ``limit`` (1 or more) people for an opening who pass every gate: higher score first, ties by id.

    ``without`` leaves people out, such as those already introduced. Only the rows given back are explained.
    """
    if limit < 1:
        raise ValueError("limit must be 1 or more")
    result = scan(opening, pool, rules, today)
    wanted = result.passed.copy()
    wanted[[position for position in map(pool.find, without) if position is not None]] = False
    passed = int(np.count_nonzero(wanted))
    if after is not None:
        wanted &= _after(pool, result.score, after)
    best = _top(result.score, np.flatnonzero(wanted), limit)
    rows = tuple(
        Ranked(
            person.id,
            assess(opening, person, places=pool.places, trades=pool.trades, rules=rules, today=today),
        )
        for person in (pool.person(int(position)) for position in best)
    )
    excluded = {gate: int(np.count_nonzero(mask)) for gate, mask in result.failed.items()}
    return Ranking(rows, passed, len(pool), excluded, rules.version)


def _after(pool: Pool, score: NDArray[np.int32], after: After) -> NDArray[np.bool_]:
    last_score, last_id = after
    high, low = np.uint64(last_id.int >> 64), np.uint64(last_id.int & (2**64 - 1))
    people = pool.people
    later = (people.high > high) | ((people.high == high) & (people.low > low))
    worse: NDArray[np.bool_] = (score < last_score) | ((score == last_score) & later)
    return worse


def _top(score: NDArray[np.int32], positions: NDArray[np.intp], limit: int) -> NDArray[np.intp]:
    """Of the given positions the best ``limit``: by score downwards, then by position, which is the order of ids."""
    if len(positions) > limit:
        scores = score[positions]
        threshold = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        above = positions[scores > threshold]
        level = positions[scores == threshold][: limit - len(above)]
        positions = np.concatenate([above, level])
    order = np.lexsort((positions, -score[positions]))
    return positions[order]


def rank_openings(
    person: Person,
    openings: Mapping[UUID, Opening],
    *,
    places: Places,
    trades: Trades,
    rules: Rules,
    today: date,
) -> tuple[list[tuple[UUID, Assessment]], dict[Gate, int]]:
    """The openings (by id) whose gates the person passes, best first, ties by id; and how many fail each gate."""
    assessed = [
        (key, assess(opening, person, places=places, trades=trades, rules=rules, today=today))
        for key, opening in openings.items()
    ]
    excluded = Counter(gate for _, assessment in assessed for gate in assessment.gates_failed)
    passing = [(key, assessment) for key, assessment in assessed if not assessment.gates_failed]
    return sorted(passing, key=lambda row: (-row[1].score, row[0].int)), dict(excluded)
