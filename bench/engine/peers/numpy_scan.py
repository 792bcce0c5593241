"""A scan in NumPy: chunk after chunk, each against the worst score that still counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking import Knowledge, Opening, Rules
from app.matching.ranking.kernel.row_score import (
    AVAILABLE_SHIFT,
    CONSENT_SHIFT,
    MD,
    MONTHS_UNDECLARED,
    NOBODY,
    PRIORITY_SHIFT,
    REFUSED_SHIFT,
    TRAVEL_FREE,
    TRAVEL_SHIFT,
    QueryTables,
)
from app.matching.ranking.query_tables import EVERYBODY, asked_of
from bench.crowd import TODAY
from bench.engine.peers.rows import Answer, PlainRows
from bench.engine.world import World

FIRST, CHUNK = 4_096, 65_536
"""The first chunk is short, so that nearly all are read against a threshold; a later one fits into the near cache."""
CLOSED = -16_000
Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Query:
    """One opening as tables."""

    asked: QueryTables
    fine_most: int
    pairs: NDArray[np.int16]
    homes: NDArray[np.int16]
    lacking: NDArray[np.uint8]


def numpy_scan(world: World, plain: PlainRows, opening: Opening, rules: Rules, limit: int) -> Answer:
    """The first people of a ranking."""
    asked, fine_most = asked_of(opening, EVERYBODY, Knowledge(world.distances, world.occupations, rules), TODAY)
    pairs = _or_closed(asked.trade)[:, None] + _or_closed(np.pad(asked.level, (0, 8 - len(asked.level))))
    pairs = np.maximum(pairs, CLOSED).ravel().astype(np.int16)
    query = Query(asked, fine_most, pairs, _or_closed(asked.place), plain.lacking(opening, asked.start))
    best = np.zeros(0, dtype=np.int64)
    start, size = 0, len(plain.rows.pair)
    while start < size:
        end = min(size, start + (CHUNK if start else FIRST))
        best = _better(query, plain, start, end, best, limit)
        start = end
    return plain.answer(best)


def _or_closed(points: NDArray[np.int32]) -> NDArray[np.int16]:
    return np.where(points < 0, CLOSED, points).astype(np.int16)


def _better(query: Query, plain: PlainRows, start: int, end: int, best: Numbers, limit: int) -> Numbers:
    """The best so far with what one chunk adds."""
    rows, least = plain.rows, int(best[-1]) if len(best) == limit else -1
    coarse = query.pairs.take(rows.pair[start:end])
    coarse += query.homes.take(rows.home[start:end])
    at = np.flatnonzero(coarse >= max(0, (least >> 33) - query.fine_most))
    if not len(at):
        return best
    points, at = coarse[at].astype(np.int64), at + start
    word = rows.word[at].astype(np.int64)
    passes = _passes(query, plain, at, word)
    at, word, points = at[passes], word[passes], points[passes]
    score = points + _fine(query.asked, plain, at, word)
    keys = score << 33 | (word >> PRIORITY_SHIFT & 1) << 32 | NOBODY - rows.person[at].astype(np.int64)
    keys = keys[keys > least]
    if not len(keys):
        return best
    keys = np.sort(np.concatenate([best, keys]))[::-1]
    # A person counts once, with the greatest key, which is the first.
    _, first = np.unique(keys & NOBODY, return_index=True)
    best = keys[np.sort(first)[:limit]]
    return best


def _passes(query: Query, plain: PlainRows, at: Numbers, word: Numbers) -> NDArray[np.bool_]:
    rows, asked = plain.rows, query.asked
    both = (1 << CONSENT_SHIFT) | (1 << AVAILABLE_SHIFT)
    home, birth, travel = rows.home[at], rows.birth[at].astype(np.int64), word >> TRAVEL_SHIFT & TRAVEL_FREE
    passes: NDArray[np.bool_] = (word & both == both) & (word >> REFUSED_SHIFT & 7 & asked.shifts == 0)
    passes &= (birth <= asked.of_age) & (birth <= asked.adult)
    passes &= (travel == TRAVEL_FREE) | asked.free[home] | (asked.metres[home // MD] <= travel * 1000)
    if len(query.lacking):
        passes &= query.lacking[rows.person[at]] == 0
    return passes


def _fine(asked: QueryTables, plain: PlainRows, at: Numbers, word: Numbers) -> Numbers:
    rows = plain.rows
    months = word & MONTHS_UNDECLARED
    months = np.minimum(np.where(months == MONTHS_UNDECLARED, 0, months), len(asked.months) - 1)
    ready = rows.ready[at]
    late = np.where(ready < 0, 0, np.clip(ready - asked.start, 0, len(asked.late) - 1))
    since = np.clip(asked.today - rows.heard[at], 0, len(asked.heard) - 1)
    pay = _pay(asked.pay, rows.wish[at].astype(np.int64))
    fine: Numbers = asked.months[months] + asked.late[late] + asked.heard[since] + pay
    return fine


def _pay(pay: Numbers, wish: Numbers) -> Numbers:
    bottom, top, is_open, full, at_top, unstated, weight, loss = pay.tolist()
    if bottom < 0:
        return np.full(len(wish), unstated, dtype=np.int64)
    within = weight * (100 - (100 - at_top) * (wish - bottom) // max(1, top - bottom))
    if is_open:
        above = np.full(len(wish), unstated, dtype=np.int64)
    else:
        above = weight * np.maximum(0, at_top - loss * -((top - wish) * 100 // top))
    return np.where(wish <= bottom, full, np.where(wish <= top, within, above))
