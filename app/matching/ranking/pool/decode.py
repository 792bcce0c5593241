"""Packed rows back into what a person said: the rows of one page, one person, or everybody for a rebuild."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking.distances import Distances
from app.matching.ranking.kernel.row_score import (
    AVAILABLE_SHIFT,
    CONSENT_SHIFT,
    MD,
    MONTHS_UNDECLARED,
    NOBODY,
    PAIRS,
    POSITION_SHIFT,
    PRIORITY_SHIFT,
    REFUSED_SHIFT,
    TRAVEL_FREE,
    TRAVEL_SHIFT,
)
from app.matching.ranking.occupation_similarity import OccupationSimilarity
from app.matching.ranking.person import Offer, Person, Trade
from app.matching.ranking.pool.columns import (
    CERTIFICATES,
    NO_END,
    UNKNOWN,
    CertificateRows,
    Columns,
    People,
    TradeRows,
    refused_of,
    uuid_of,
)
from app.matching.ranking.pool.segment import Segment
from app.matching.ranking.query_tables import BIRTH_EPOCH


class Hit(NamedTuple):
    """One row of a ranking before it is explained: the person's key and the facts its points come from."""

    id: UUID
    score: int
    priority: bool
    offer: Offer


def found(
    segment: Segment,
    keys: NDArray[np.int64],
    at: NDArray[np.int32],
    distances: Distances,
    occupations: OccupationSimilarity,
) -> list[Hit]:
    """The rows of some keys, in their order."""
    rows, cells = segment.rows, segment.cells
    cell = cells.row.searchsorted(at, side="right") - 1
    person, days = NOBODY - (keys & NOBODY), rows.days[at]
    columns = (
        segment.high[person], segment.low[person], keys >> 33, keys >> 32 & 1, cells.pair[cell], cells.key[cell],
        rows.packed[at] & MONTHS_UNDECLARED, rows.wishes[rows.pay[at]], rows.heard[days], rows.ready[days],
    )  # fmt: skip
    lists = [column.tolist() for column in columns]
    trade_codes, commune_codes = occupations.codes, distances.codes
    return [
        Hit(
            uuid_of(high, low),
            score,
            priority == 1,
            Offer(
                trade_codes[pair // PAIRS],
                pair % PAIRS - 1 if pair % PAIRS else None,
                None if months == MONTHS_UNDECLARED else months,
                commune_codes[key // MD],
                key & 1 == 1,
                key & 2 == 2,
                None if wish == UNKNOWN else wish,
                heard,
                None if ready == UNKNOWN else ready,
            ),
        )
        for high, low, score, priority, pair, key, months, wish, heard, ready in zip(*lists, strict=True)
    ]


def person_at(segment: Segment, position: int, distances: Distances, occupations: OccupationSimilarity) -> Person:
    """One person as a value. It looks through all rows, so it is for one person, not for many."""
    rows, cells = segment.rows, segment.cells
    mine = np.flatnonzero(rows.person == position)
    mine = mine[np.argsort(rows.packed[mine] >> POSITION_SHIFT)]
    cell = np.searchsorted(cells.row, mine, side="right") - 1
    word, key, day = int(rows.packed[mine[0]]), int(cells.key[cell[0]]), int(rows.days[mine[0]])
    travel = word >> TRAVEL_SHIFT & TRAVEL_FREE
    ready = int(rows.ready[day])
    papers = []
    for code, (holders, until) in zip(CERTIFICATES, segment.papers, strict=True):
        papers += [
            (code, None if last == NO_END else date.fromordinal(last)) for last in until[holders == position].tolist()
        ]
    return Person(
        id=uuid_of(int(segment.high[position]), int(segment.low[position])),
        commune_code=distances.codes[key // MD],
        birth_date=date.fromordinal(int(rows.birth[mine[0]]) + BIRTH_EPOCH),
        last_heard_on=date.fromordinal(int(rows.heard[day])),
        trades=tuple(
            Trade(
                occupations.codes[pair // PAIRS],
                None if pair % PAIRS == 0 else pair % PAIRS - 1,
                None if months == MONTHS_UNDECLARED else months,
            )
            for pair, months in zip(
                cells.pair[cell].tolist(), (rows.packed[mine] & MONTHS_UNDECLARED).tolist(), strict=True
            )
        ),
        available=bool(word >> AVAILABLE_SHIFT & 1),
        consent=bool(word >> CONSENT_SHIFT & 1),
        max_travel_km=None if travel == TRAVEL_FREE else travel,
        would_move=bool(key & 1),
        would_live_in_dormitory=bool(key & 2),
        refused=refused_of(word >> REFUSED_SHIFT & 7),
        pay_wish=_stated(int(rows.wishes[rows.pay[mine[0]]])),
        ready_from=None if ready == UNKNOWN else date.fromordinal(ready),
        certificates=tuple(papers),
        priority=bool(word >> PRIORITY_SHIFT & 1),
    )


def unpacked(segment: Segment) -> Columns:
    """The columns of everybody who is not gone."""
    rows, cells = segment.rows, segment.cells
    stays = ~np.unpackbits(segment.gone, bitorder="little").view(np.bool_)[: len(segment)]
    runs = np.diff(cells.row)
    pair, key = np.repeat(cells.pair, runs).astype(np.int64), np.repeat(cells.key, runs).astype(np.int64)
    # Back into the order of people and of the trades as they named them.
    position = rows.packed >> POSITION_SHIFT
    order = np.argsort(rows.person.astype(np.int64) << 4 | position)
    order = order[stays[rows.person[order]]]
    first = order[position[order] == 0]
    moved_to = np.cumsum(stays, dtype=np.int32) - 1
    word, days = rows.packed[first], rows.days[first]
    travel = (word >> TRAVEL_SHIFT & TRAVEL_FREE).astype(np.int16)
    people = People(
        high=segment.high[stays],
        low=segment.low[stays],
        commune=(key[first] // MD).astype(np.int16),
        birth=rows.birth[first].astype(np.int32) + BIRTH_EPOCH,
        heard=rows.heard[days],
        ready=rows.ready[days],
        pay_wish=rows.wishes[rows.pay[first]],
        travel_km=np.where(travel == TRAVEL_FREE, UNKNOWN, travel).astype(np.int16),
        refused=(word >> REFUSED_SHIFT & 7).astype(np.uint8),
        available=(word >> AVAILABLE_SHIFT & 1).astype(np.bool_),
        consent=(word >> CONSENT_SHIFT & 1).astype(np.bool_),
        move=(key[first] & 1).astype(np.bool_),
        dormitory=(key[first] & 2).astype(np.bool_),
        priority=(word >> PRIORITY_SHIFT & 1).astype(np.bool_),
    )
    months = (rows.packed[order] & MONTHS_UNDECLARED).astype(np.int16)
    trades = TradeRows(
        person=moved_to[rows.person[order]],
        occupation=(pair[order] // PAIRS).astype(np.int16),
        rank=(pair[order] % PAIRS - 1).astype(np.int8),
        months=np.where(months == MONTHS_UNDECLARED, UNKNOWN, months).astype(np.int16),
    )
    return Columns(people, trades, _certificates(segment, stays, moved_to))


def _certificates(segment: Segment, stays: NDArray[np.bool_], moved_to: NDArray[np.int32]) -> CertificateRows:
    person = np.concatenate([holders for holders, _ in segment.papers])
    certificate = np.repeat(np.arange(len(segment.papers)), [len(holders) for holders, _ in segment.papers])
    until = np.concatenate([until for _, until in segment.papers])
    order = np.argsort(person, kind="stable")
    order = order[stays[person[order]]]
    return CertificateRows(moved_to[person[order]], certificate[order].astype(np.int8), until[order].astype(np.int32))


def joined(parts: Sequence[Columns]) -> Columns:
    """Two or more sets of columns as one, in order of id; nobody may be in two of them."""
    people = {
        name: np.concatenate([getattr(part.people, name) for part in parts]) for name in People.__dataclass_fields__
    }
    order = np.lexsort((people["low"], people["high"]))
    moved_to = np.empty(len(order), dtype=np.int32)
    moved_to[order] = np.arange(len(order), dtype=np.int32)
    shifts = np.cumsum([0, *(len(part.people.high) for part in parts)])
    return Columns(
        People(**{name: column[order] for name, column in people.items()}),
        TradeRows(**_moved([part.trades for part in parts], TradeRows, shifts, moved_to)),
        CertificateRows(**_moved([part.certificates for part in parts], CertificateRows, shifts, moved_to)),
    )


def _moved(
    parts: Sequence[TradeRows | CertificateRows],
    kind: type[TradeRows] | type[CertificateRows],
    shifts: NDArray[np.integer],
    moved_to: NDArray[np.int32],
) -> dict[str, NDArray[np.signedinteger]]:
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in kind.__dataclass_fields__}
    person = moved_to[np.concatenate([part.person + shift for part, shift in zip(parts, shifts, strict=False)])]
    order = np.argsort(person, kind="stable")
    return {name: column[order] for name, column in columns.items()} | {"person": person[order]}


def _stated(value: int) -> int | None:
    return None if value == UNKNOWN else value
