"""A segment: people packed into sorted column rows with block maxima, which the compiled loops read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking.kernel.row_score import (
    AVAILABLE_SHIFT,
    BEST_SHIFT,
    BEST_UNDECLARED,
    BLOCK,
    CONSENT_SHIFT,
    MD,
    MONTHS_UNDECLARED,
    PAIRS,
    POSITION_SHIFT,
    PRIORITY_SHIFT,
    REFUSED_SHIFT,
    TRAVEL_FREE,
    TRAVEL_SHIFT,
    Blocks,
    Cells,
    Rows,
)
from app.matching.ranking.pool.columns import CERTIFICATES, UNKNOWN, CertificateRows, Columns, TradeRows
from app.matching.ranking.query_tables import birth_days
from app.vocabulary import EXPERIENCE_FLOOR_MONTHS

MONTH_CLASSES = np.array(sorted(EXPERIENCE_FLOOR_MONTHS.values())[1:], dtype=np.int16)
# Where most wages lie; the order inside a cell decides only how soon a search may stop, never what it finds.
WISH_CLASSES = np.arange(5_000_000, 20_000_000, 1_000_000, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Segment:
    """People by id and their rows by trade, level and home.

    high, low: halves of the ids, in order. gone: a bit each for those who are no longer here. papers: per
    certificate who holds it (sorted positions) and until when.
    """

    high: NDArray[np.uint64]
    low: NDArray[np.uint64]
    rows: Rows
    cells: Cells
    blocks: Blocks
    papers: tuple[tuple[NDArray[np.int32], NDArray[np.int32]], ...]
    gone: NDArray[np.uint8]

    def __len__(self) -> int:
        """How many people, gone or not."""
        return len(self.high)

    @property
    def bytes_beside_ids(self) -> int:
        """Memory of everything but the ids."""
        parts: tuple[Iterable[NDArray[Any]], ...] = (self.rows, self.cells, self.blocks, (self.gone,), *self.papers)
        return sum(array.nbytes for part in parts for array in part)


def packed(columns: Columns, *, wide: bool = False) -> Segment:
    """The columns as a segment, sorted by trade, level, home and within these by what most decides the rest.

    wide: codes of 32 bits even where 16 would do.
    """
    people, trades = columns.people, columns.trades
    owner = trades.person
    pair = trades.occupation.astype(np.int64) * PAIRS + trades.rank + 1
    md = people.move.astype(np.int64) + 2 * people.dormitory
    key = people.commune.astype(np.int64)[owner] * MD + md[owner]
    months = np.searchsorted(MONTH_CLASSES, trades.months, side="right")
    wish = np.searchsorted(WISH_CLASSES, people.pay_wish)[owner]
    # One number to sort by; its last bits say which row it was, so no second array moves along.
    row_bits = max(1, int(len(owner) - 1).bit_length())
    order = pair << 16 | key
    order = (order << 3 | (len(MONTH_CLASSES) - months)) << 4 | wish
    order = order << 1 | ~people.priority[owner]
    order = order << row_bits | np.arange(len(owner))
    order.sort()
    at = order & ((1 << row_bits) - 1)
    rows = _rows(columns, at, wide)
    return Segment(
        people.high, people.low, rows, _cells(pair[at], key[at]), _blocks(rows), _papers(columns.certificates),
        np.zeros(len(people.high) // 8 + 1, dtype=np.uint8),
    )  # fmt: skip


def chosen(segment: Segment, at: NDArray[np.integer]) -> Segment:
    """Some rows of a segment, by ascending place; positions of people stay what they were."""
    rows, cells = segment.rows, segment.cells
    cell = cells.row.searchsorted(at, side="right") - 1
    picked = rows._replace(
        person=rows.person[at], packed=rows.packed[at], birth=rows.birth[at], pay=rows.pay[at], days=rows.days[at]
    )
    own = _cells(cells.pair[cell].astype(np.int64), cells.key[cell].astype(np.int64))
    return replace(segment, rows=picked, cells=own, blocks=_blocks(picked))


def _rows(columns: Columns, at: NDArray[np.int64], wide: bool) -> Rows:
    people, trades = columns.people, columns.trades
    owner = trades.person
    travel = np.where(people.travel_km == UNKNOWN, TRAVEL_FREE, people.travel_km).astype(np.uint32)
    own = (
        travel << TRAVEL_SHIFT
        | _best_ranks(trades, len(people.high)) << BEST_SHIFT
        | people.refused.astype(np.uint32) << REFUSED_SHIFT
        | people.consent.astype(np.uint32) << CONSENT_SHIFT
        | people.available.astype(np.uint32) << AVAILABLE_SHIFT
        | people.priority.astype(np.uint32) << PRIORITY_SHIFT
    )
    starts = np.searchsorted(owner, np.arange(len(people.high), dtype=np.int32))
    position = np.arange(len(owner)) - starts[owner]
    months = np.where(trades.months == UNKNOWN, MONTHS_UNDECLARED, trades.months).astype(np.uint32)
    words = own[owner] | months | position.astype(np.uint32) << POSITION_SHIFT
    wishes, pay = np.unique(people.pay_wish, return_inverse=True)
    pairs = people.heard.astype(np.int64) << 32 | (people.ready.astype(np.int64) + 1)
    both, days = np.unique(pairs, return_inverse=True)
    # Both columns have one width, so that the loops are compiled for two kinds of rows (``warm_up``), not for four.
    code = np.dtype(np.uint32 if wide or max(len(wishes), len(both)) > 1 << 16 else np.uint16)
    owner = owner[at]
    return Rows(
        person=owner,
        packed=words[at].astype(np.uint32),
        birth=birth_days(people.birth)[owner],
        pay=pay.astype(code)[owner],
        days=days.astype(code)[owner],
        wishes=wishes.astype(np.int32),
        heard=(both >> 32).astype(np.int32),
        ready=((both & 0xFFFFFFFF) - 1).astype(np.int32),
    )


def _best_ranks(trades: TradeRows, people: int) -> NDArray[np.uint32]:
    """The best rank of each person over all trades; an undeclared one may be any, so it is the best."""
    best = np.zeros(people, dtype=np.uint32)
    ranks = np.where(trades.rank == UNKNOWN, BEST_UNDECLARED, trades.rank).astype(np.uint32)
    if people:
        starts = np.searchsorted(trades.person, np.arange(people, dtype=np.int32))
        best = np.maximum.reduceat(ranks, starts)
    return best


def _cells(pair: NDArray[np.int64], key: NDArray[np.int64]) -> Cells:
    both = pair << 16 | key
    begins = np.flatnonzero(np.diff(both, prepend=-1))
    cell_pair = pair[begins]
    first = np.flatnonzero(np.diff(cell_pair, prepend=-1))
    return Cells(
        pairs=cell_pair[first].astype(np.int32),
        first=np.append(first, len(begins)).astype(np.int32),
        pair=cell_pair.astype(np.uint16),
        key=key[begins].astype(np.uint16),
        row=np.append(begins, len(pair)).astype(np.int32),
    )


def _blocks(rows: Rows) -> Blocks:
    starts = np.arange(0, len(rows.person), BLOCK)
    if not len(starts):
        none = np.zeros(0, dtype=np.int32)
        return Blocks(none.astype(np.int16), none, none, none, none.astype(np.uint8), none)
    months = rows.packed & MONTHS_UNDECLARED
    months = np.where(months == MONTHS_UNDECLARED, 0, months).astype(np.int16)
    return Blocks(
        months=np.maximum.reduceat(months, starts),
        wish=np.minimum.reduceat(rows.wishes[rows.pay], starts),
        heard=np.maximum.reduceat(rows.heard[rows.days], starts),
        ready=np.minimum.reduceat(rows.ready[rows.days], starts),
        priority=np.maximum.reduceat((rows.packed >> PRIORITY_SHIFT & 1).astype(np.uint8), starts),
        person=np.minimum.reduceat(rows.person, starts),
    )


def _papers(held: CertificateRows) -> tuple[tuple[NDArray[np.int32], NDArray[np.int32]], ...]:
    return tuple(
        (held.person[held.certificate == i], held.until[held.certificate == i]) for i in range(len(CERTIFICATES))
    )
