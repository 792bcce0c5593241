"""Everybody who may be ranked, in memory: a sorted base with tombstones, and a small delta (log-structured merge)."""

import threading
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking.distances import Distances
from app.matching.ranking.kernel.gate_histogram import tally
from app.matching.ranking.kernel.row_score import NOBODY, ExclusionMasks, QueryTables
from app.matching.ranking.kernel.top_k import best_first, scan
from app.matching.ranking.knowledge import Knowledge
from app.matching.ranking.occupation_similarity import OccupationSimilarity
from app.matching.ranking.person import Person
from app.matching.ranking.pool.columns import LOW, UNKNOWN, Columns, columns_of, uuid_of
from app.matching.ranking.pool.decode import Hit, found, joined, person_at, unpacked
from app.matching.ranking.pool.delta import CAPACITY, Delta
from app.matching.ranking.pool.exclusions import Exclusions, ever_held, lacking
from app.matching.ranking.pool.rank_position import ahead, ahead_unsorted
from app.matching.ranking.pool.segment import Segment, chosen, packed
from app.matching.ranking.pool.window import RankKey, Window, order
from app.matching.ranking.results import GateHistogram
from app.matching.ranking.rules.rules import Rules
from app.vocabulary import Certificate

DEEP = 2_000
"""Up to so many rows from the top a page is cut from a search; beyond it from a scan."""
NONE = np.zeros(0, dtype=np.uint8)
HIGHEST = np.int64(1 << 62)
"""Above the key of every row."""
REMEMBERED = 1_024
KEPT = 64
"""Sets of certificates: what is kept for one may be as large as a column of everybody."""


@dataclass(slots=True, eq=False)
class Pool:
    """All people who may be ranked. May be searched and changed from any thread; each call sees a whole state."""

    distances: Distances
    occupations: OccupationSimilarity
    base: Segment
    version: int = 0
    delta: Delta = field(init=False)
    _fresh: Segment = field(init=False)
    _fresh_of: int = field(init=False)
    _high: memoryview = field(init=False)
    _papers: dict[tuple[frozenset[Certificate], int], NDArray[np.uint8]] = field(init=False)
    _holding: dict[frozenset[Certificate], Segment] = field(init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False)
    _counted: dict[Hashable, NDArray[np.int64]] = field(init=False)
    _left: Segment = field(init=False)
    _left_at: int = field(init=False)

    def __post_init__(self) -> None:
        """Start without changes."""
        self._settle(self.base)

    @classmethod
    def build(cls, people: Iterable[Person], distances: Distances, occupations: OccupationSimilarity) -> "Pool":
        """From people in any order; each needs at least one trade."""
        return cls.of(columns_of(people, distances, occupations), distances, occupations)

    @classmethod
    def of(cls, columns: Columns, distances: Distances, occupations: OccupationSimilarity) -> "Pool":
        """From columns that are sorted by id (people) and by person (rows)."""
        return cls(distances, occupations, packed(columns))

    def knowledge(self, rules: Rules) -> Knowledge:
        """What points of these people are made with, under some rules."""
        return Knowledge(self.distances, self.occupations, rules)

    def __len__(self) -> int:
        """How many people."""
        return len(self.base) - self._base_gone + len(self.delta)

    def __contains__(self, jobseeker_id: object) -> bool:
        """Whether somebody is in the pool."""
        return isinstance(jobseeker_id, UUID) and self._at(jobseeker_id) is not None

    def ids(self) -> set[UUID]:
        """Everybody."""
        with self._lock:
            stays = ~np.unpackbits(self.base.gone, bitorder="little").view(np.bool_)[: len(self.base)]
            halves = zip(self.base.high[stays].tolist(), self.base.low[stays].tolist(), strict=True)
            return {uuid_of(high, low) for high, low in halves} | {UUID(int=number) for number in self.delta.where}

    def get(self, jobseeker_id: UUID) -> Person | None:
        """One person as a value, or None. It looks through all rows."""
        with self._lock:
            at = self._at(jobseeker_id)
            return None if at is None else person_at(*at, self.distances, self.occupations)

    def change(self, gone: Iterable[UUID], fresh: Sequence[Person]) -> None:
        """Take out the people of ``gone`` and those of ``fresh``, and put in ``fresh``: how edits reach the pool."""
        with self._lock:
            rows = sum(len(one.trades) for one in fresh)
            if not self.delta.has_room(rows):
                self.rebuild()
            # First, so that what was made of the state before is not taken for the new one, should this end half-way.
            self.version += 1
            for jobseeker_id in gone:
                self._remove(jobseeker_id.int)
            for one in fresh:
                self._remove(one.id.int)
            if rows > CAPACITY:
                self._settle(packed(joined([unpacked(self.base), columns_of(fresh, self.distances, self.occupations)])))
            else:
                for one in fresh:
                    self.delta.add(one)

    def rebuild(self) -> None:
        """Sort the changed people in among the others."""
        with self._lock:
            parts = [unpacked(self.base), unpacked(self._delta_segment())]
            self._settle(packed(joined(parts)))
            self.version += 1

    def top(self, asked: QueryTables, fine_most: int, left: Exclusions, window: Window) -> list[Hit]:
        """The people of a window who pass every gate: score downwards, then priority, then id."""
        with self._lock:
            rows = self._from_base(asked, fine_most, left, window)
            if not len(self.delta):
                return rows
            least = -1 if len(rows) < window.limit else (rows[-1].score << 33) - 1
            fresh = self._delta_segment()
            barred, everybody = self._barred(fresh, left), len(fresh)
            keys, at = scan(
                fresh.rows, fresh.cells, asked, barred, fine_most, everybody, everybody, HIGHEST, np.int64(least)
            )
            more = filter(window.begins_before, found(fresh, keys, at, self.distances, self.occupations))
            return sorted([*rows, *more], key=order)[: window.limit]

    def ahead(self, asked: QueryTables, fine_most: int, left: Exclusions, key: RankKey) -> int:
        """How many of those who pass every gate come before a row; ``left`` leaves out the person of the row."""
        with self._lock:
            base = self.base
            count = ahead(base, asked, self._barred(base, left), fine_most, self._key(key))
            if not len(self.delta):
                return count
            fresh = self._delta_segment()
            return count + ahead_unsorted(fresh, asked, self._barred(fresh, left), fine_most, key)

    def tally(
        self, asked: QueryTables, left: Exclusions, bands: NDArray[np.int32], key: Hashable = None
    ) -> GateHistogram:
        """Everybody by the set of gates that holds them back; ``bands`` in metres, ascending.

        What the base gives is kept under ``key`` (all that the arguments depend on; None: not kept), and whoever has
        left it is taken off again, so that after a change only the few who changed are counted.
        """
        with self._lock:
            counts = self._whole_base(asked, left, bands, key)
            if self._base_gone:
                barred = self._barred(self.base, left)._replace(gone=np.zeros_like(self.base.gone))
                counts = counts - self._tallied(self._those_gone(), asked, barred, bands)
            if len(self.delta):
                fresh = self._delta_segment()
                counts = counts + self._tallied(fresh, asked, self._barred(fresh, left), bands)
        ends = np.cumsum((256, len(bands) + 1, 16))
        return GateHistogram(*np.split(counts, ends))

    def _whole_base(
        self, asked: QueryTables, left: Exclusions, bands: NDArray[np.int32], key: Hashable
    ) -> NDArray[np.int64]:
        known = self._counted.get(key)
        if known is None:
            barred = self._barred(self.base, left)._replace(gone=np.zeros_like(self.base.gone))
            known = self._tallied(self.base, asked, barred, bands)
            if key is not None:
                if len(self._counted) >= REMEMBERED:
                    self._counted.clear()
                self._counted[key] = known
        return known

    @staticmethod
    def _tallied(
        part: Segment, asked: QueryTables, barred: ExclusionMasks, bands: NDArray[np.int32]
    ) -> NDArray[np.int64]:
        return np.concatenate(tally(part.rows, part.cells, asked, barred, bands))

    def _those_gone(self) -> Segment:
        """The rows of the base whose people have left it."""
        if self._left_at != self.version:
            bits = np.unpackbits(self.base.gone, bitorder="little")
            self._left = chosen(self.base, np.flatnonzero(bits[self.base.rows.person]))
            self._left_at = self.version
        return self._left

    @property
    def _base_gone(self) -> int:
        return int(np.bitwise_count(self.base.gone).sum())

    def _settle(self, base: Segment) -> None:
        self.base = base
        self.delta = Delta(self.distances, self.occupations)
        self._fresh_of = self._left_at = -1
        self._counted = {}
        self._high = base.high.data
        self._papers, self._holding = {}, {}

    def _delta_segment(self) -> Segment:
        if self._fresh_of != self.version:
            self._fresh = self.delta.segment()
            self._fresh_of = self.version
        return self._fresh

    def _at(self, jobseeker_id: UUID) -> tuple[Segment, int] | None:
        number = jobseeker_id.int
        position = self.delta.where.get(number)
        if position is not None:
            return self._delta_segment(), position
        position = self._in_base(number)
        return None if position == UNKNOWN else (self.base, position)

    def _in_base(self, number: int) -> int:
        """The position in the base of somebody who is there and not gone."""
        high, low = number >> 64, number & LOW
        position = bisect_left(self._high, high)
        while position < len(self._high) and self._high[position] == high:
            if int(self.base.low[position]) == low:
                return UNKNOWN if self.base.gone[position >> 3] >> (position & 7) & 1 else position
            position += 1
        return UNKNOWN

    def _remove(self, number: int) -> None:
        self.delta.remove(number)
        position = self._in_base(number)
        if position != UNKNOWN:
            self.base.gone[position >> 3] |= 1 << (position & 7)

    def _from_base(self, asked: QueryTables, fine_most: int, left: Exclusions, window: Window) -> list[Hit]:
        base, wanted = self._holders(left.certificates), window.limit + window.shown
        barred = self._barred(self.base, left)
        if wanted <= DEEP:
            keys, at, _ = best_first(base.rows, base.cells, base.blocks, asked, barred, fine_most, wanted)
            rows = list(filter(window.begins_before, found(base, keys, at, self.distances, self.occupations)))
            if len(keys) < wanted or len(rows) >= window.limit:
                return rows[: window.limit]
        below = HIGHEST if window.after is None else self._key(window.after)
        keys, at = scan(
            base.rows, base.cells, asked, barred, fine_most, len(self.base), window.limit, below, np.int64(-1)
        )
        return found(base, keys, at, self.distances, self.occupations)

    def _key(self, after: RankKey) -> np.int64:
        """A key that is above just those of the base who come after a row."""
        score, priority, jobseeker_id = after
        high, low = jobseeker_id.int >> 64, jobseeker_id.int & LOW
        position = bisect_left(self._high, high)
        while position < len(self._high) and self._high[position] == high and int(self.base.low[position]) <= low:
            position += 1
        # A sum: before everybody of the base the last term is 1 << 32, which carries into the priority.
        return np.int64((score << 33) + (priority << 32) + (NOBODY - position + 1))

    def _barred(self, segment: Segment, left: Exclusions) -> ExclusionMasks:
        named = [self._position(segment, one.int) for one in left.without]
        outside = NONE
        if left.only is not None:
            outside = np.ones(len(segment), dtype=np.uint8)
            outside[[place for place in (self._position(segment, one.int) for one in left.only) if place >= 0]] = 0
        places = np.array(sorted(place for place in named if place >= 0), dtype=np.int32)
        return ExclusionMasks(segment.gone, self._lacking(segment, left), outside, places)

    def _position(self, segment: Segment, number: int) -> int:
        return self._in_base(number) if segment is self.base else self.delta.where.get(number, UNKNOWN)

    def _holders(self, certificates: frozenset[Certificate]) -> Segment:
        """The rows of the base that are worth a look: of who ever had each of the certificates, or all."""
        if not certificates:
            return self.base
        if certificates not in self._holding:
            if len(self._holding) >= KEPT:
                self._holding.clear()
            have = ever_held(self.base, certificates)
            self._holding[certificates] = chosen(self.base, np.flatnonzero(have[self.base.rows.person]))
        return self._holding[certificates]

    def _lacking(self, segment: Segment, left: Exclusions) -> NDArray[np.uint8]:
        """Who lacks one of the asked certificates on the day, by position; empty when none is asked."""
        if not left.certificates:
            return NONE
        if segment is not self.base:
            return lacking(segment, left.certificates, left.day)
        known = (left.certificates, left.day)
        if known not in self._papers:
            if len(self._papers) >= KEPT:
                self._papers.clear()
            self._papers[known] = lacking(segment, left.certificates, left.day)
        return self._papers[known]
