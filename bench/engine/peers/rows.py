"""Everybody in the order of ids, one entry a trade: what a scan reads, as narrow as the engine's own rows."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking import Opening
from app.matching.ranking.kernel.row_score import (
    AVAILABLE_SHIFT,
    CONSENT_SHIFT,
    MD,
    MONTHS_UNDECLARED,
    NOBODY,
    PAIRS,
    PRIORITY_SHIFT,
    REFUSED_SHIFT,
    TRAVEL_FREE,
    TRAVEL_SHIFT,
)
from app.matching.ranking.pool.columns import UNKNOWN, Columns, uuid_of
from app.matching.ranking.query_tables import birth_days, covering

Answer = list[tuple[UUID, int]]
"""Ids and scores, best first."""
NONE = np.zeros(0, dtype=np.uint8)


class Plain(NamedTuple):
    """pair: occupation and rank; home: commune and way of living; word: as the engine packs it, without the trades."""

    person: NDArray[np.int32]
    pair: NDArray[np.uint16]
    home: NDArray[np.uint16]
    word: NDArray[np.uint32]
    birth: NDArray[np.uint16]
    wish: NDArray[np.int32]
    heard: NDArray[np.int32]
    ready: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class PlainRows:
    """The rows, and beside them the ids and certificates of the people."""

    columns: Columns
    rows: Plain

    def lacking(self, opening: Opening, day: int) -> NDArray[np.uint8]:
        """Who lacks one of the asked certificates on the day, by position; empty when none is asked."""
        if not opening.certificates:
            return NONE
        papers = self.columns.certificates
        lacking = np.zeros(len(self.columns.people.high), dtype=np.uint8)
        for asked in opening.certificates:
            serves = np.isin(papers.certificate, covering(asked)) & (papers.until >= day)
            lacks = np.ones(len(lacking), dtype=np.uint8)
            lacks[papers.person[serves]] = 0
            lacking |= lacks
        return lacking

    def answer(self, keys: NDArray[np.int64]) -> Answer:
        """The ids and scores of some keys."""
        person = NOBODY - (keys & NOBODY)
        people = self.columns.people
        halves = zip(people.high[person].tolist(), people.low[person].tolist(), strict=True)
        ids: list[UUID] = [uuid_of(high, low) for high, low in halves]
        return list(zip(ids, (keys >> 33).tolist(), strict=True))


def plain_rows(columns: Columns) -> PlainRows:
    """From the columns that the pool is made of."""
    people, trades = columns.people, columns.trades
    owner = trades.person
    travel = np.where(people.travel_km == UNKNOWN, TRAVEL_FREE, people.travel_km).astype(np.uint32)
    own = (
        travel << TRAVEL_SHIFT
        | people.refused.astype(np.uint32) << REFUSED_SHIFT
        | people.consent.astype(np.uint32) << CONSENT_SHIFT
        | people.available.astype(np.uint32) << AVAILABLE_SHIFT
        | people.priority.astype(np.uint32) << PRIORITY_SHIFT
    )
    months = np.where(trades.months == UNKNOWN, MONTHS_UNDECLARED, trades.months).astype(np.uint32)
    home = people.commune * MD + people.move + 2 * people.dormitory
    rows = Plain(
        person=owner,
        pair=(trades.occupation * PAIRS + trades.rank + 1).astype(np.uint16),
        home=home.astype(np.uint16)[owner],
        word=(own[owner] | months).astype(np.uint32),
        birth=birth_days(people.birth)[owner],
        wish=people.pay_wish[owner],
        heard=people.heard[owner],
        ready=people.ready[owner],
    )
    return PlainRows(columns, rows)
