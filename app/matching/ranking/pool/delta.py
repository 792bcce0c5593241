"""The delta: people who changed since the base was sorted, in the order of arrival, scanned with every search."""

from dataclasses import dataclass, field

import numpy as np

from app.matching.ranking.distances import Distances
from app.matching.ranking.kernel.row_score import (
    AVAILABLE_SHIFT,
    BEST_SHIFT,
    BEST_UNDECLARED,
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
from app.matching.ranking.occupation_similarity import OccupationSimilarity
from app.matching.ranking.person import Person
from app.matching.ranking.pool.columns import CERTIFICATES, LOW, NO_END, number, ordinal, refused_bits
from app.matching.ranking.pool.segment import Segment
from app.matching.ranking.query_tables import BIRTH_EPOCH

CAPACITY = 8_192
"""Rows. Every search looks at all of them; a rebuild takes its place when they are full."""


def _column(kind: type[np.generic]) -> memoryview:
    # A memoryview takes one number in half the time that an array does.
    return np.zeros(CAPACITY, dtype=kind).data


@dataclass(slots=True)
class Delta:
    """Rows are written once; who changes again is marked gone and written anew."""

    distances: Distances
    occupations: OccupationSimilarity
    rows: int = 0
    where: dict[int, int] = field(default_factory=dict)
    people: int = 0
    high: memoryview = field(default_factory=lambda: _column(np.uint64))
    low: memoryview = field(default_factory=lambda: _column(np.uint64))
    gone: bytearray = field(default_factory=lambda: bytearray(CAPACITY // 8 + 1))
    papers: list[list[tuple[int, int]]] = field(default_factory=lambda: [[] for _ in CERTIFICATES])
    person: memoryview = field(default_factory=lambda: _column(np.int32))
    packed: memoryview = field(default_factory=lambda: _column(np.uint32))
    birth: memoryview = field(default_factory=lambda: _column(np.uint16))
    wish: memoryview = field(default_factory=lambda: _column(np.int32))
    heard: memoryview = field(default_factory=lambda: _column(np.int32))
    ready: memoryview = field(default_factory=lambda: _column(np.int32))
    pair: memoryview = field(default_factory=lambda: _column(np.uint16))
    key: memoryview = field(default_factory=lambda: _column(np.uint16))

    def __len__(self) -> int:
        """How many people are here and not gone."""
        return len(self.where)

    def has_room(self, rows: int) -> bool:
        """Whether so many more rows fit."""
        return self.rows + rows <= CAPACITY

    def remove(self, number: int) -> None:
        """Mark somebody gone, if here; ``number`` is the id as a whole number."""
        position = self.where.pop(number, None)
        if position is not None:
            self.gone[position >> 3] |= 1 << (position & 7)

    def add(self, one: Person) -> None:
        """Append somebody who is not here. KeyError for an unknown code, before anything is written."""
        pairs = [self.occupations.index[t.occupation_code] * PAIRS + 1 + number(t.rank) for t in one.trades]
        key = self.distances.index[one.commune_code] * MD + one.would_move + 2 * one.would_live_in_dormitory
        own = (
            (TRAVEL_FREE if one.max_travel_km is None else one.max_travel_km) << TRAVEL_SHIFT
            | max(BEST_UNDECLARED if t.rank is None else t.rank for t in one.trades) << BEST_SHIFT
            | refused_bits(one.refused) << REFUSED_SHIFT
            | one.consent << CONSENT_SHIFT
            | one.available << AVAILABLE_SHIFT
            | one.priority << PRIORITY_SHIFT
        )
        position, row = self.people, self.rows
        birth = min(max(one.birth_date.toordinal() - BIRTH_EPOCH, 0), 65_535)
        wish, heard, ready = number(one.pay_wish), one.last_heard_on.toordinal(), ordinal(one.ready_from)
        for i, (pair, trade) in enumerate(zip(pairs, one.trades, strict=True)):
            months = MONTHS_UNDECLARED if trade.months is None else trade.months
            self.person[row] = position
            self.packed[row] = own | months | i << POSITION_SHIFT
            self.birth[row] = birth
            self.wish[row], self.heard[row], self.ready[row] = wish, heard, ready
            self.pair[row], self.key[row] = pair, key
            row += 1
        for code, until in one.certificates:
            last = NO_END if until is None else until.toordinal()
            self.papers[CERTIFICATES.index(code)].append((position, last))
        self.rows = row
        self.people = position + 1
        self.high[position], self.low[position] = one.id.int >> 64, one.id.int & LOW
        self.where[one.id.int] = position

    def segment(self) -> Segment:
        """The rows so far as a segment, each row a cell of its own; it shares their memory."""
        size = self.rows
        own = np.arange(size + 1, dtype=np.int32)
        code = own[:size].astype(np.uint16)
        rows = Rows(
            np.asarray(self.person)[:size], np.asarray(self.packed)[:size], np.asarray(self.birth)[:size],
            code, code, np.asarray(self.wish)[:size], np.asarray(self.heard)[:size], np.asarray(self.ready)[:size],
        )  # fmt: skip
        pair = np.asarray(self.pair)[:size]
        cells = Cells(pair.astype(np.int32), own, pair, np.asarray(self.key)[:size], own)
        none = np.zeros(0, dtype=np.int32)
        return Segment(
            high=np.asarray(self.high)[: self.people],
            low=np.asarray(self.low)[: self.people],
            rows=rows,
            cells=cells,
            blocks=Blocks(none.astype(np.int16), none, none, none, none.astype(np.uint8), none),
            papers=tuple(
                (np.array([p for p, _ in held], dtype=np.int32), np.array([u for _, u in held], dtype=np.int32))
                for held in self.papers
            ),
            gone=np.frombuffer(self.gone, dtype=np.uint8),
        )
