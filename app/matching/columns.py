"""People in columns, in memory: what a scan over all of them reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.matching.person import Person, Trade
from app.matching.places import Places
from app.matching.trades import Trades
from app.vocabulary import Certificate, RefusableShift

UNKNOWN = -1
CERTIFICATES = tuple(Certificate)
REFUSABLE = tuple(RefusableShift)


@dataclass(frozen=True, slots=True)
class People:
    """One array entry a person, sorted by id. Days are proleptic ordinals; UNKNOWN (-1) is "not stated".

    high, low: the id's halves, uint64. commune: position in Places. refused: bit per RefusableShift.
    pay_wish: đồng a month. travel_m: metres.
    """

    high: NDArray[np.uint64]
    low: NDArray[np.uint64]
    commune: NDArray[np.int16]
    birth: NDArray[np.int32]
    heard: NDArray[np.int32]
    ready: NDArray[np.int32]
    pay_wish: NDArray[np.int32]
    travel_m: NDArray[np.int32]
    refused: NDArray[np.uint8]
    available: NDArray[np.bool_]
    consent: NDArray[np.bool_]
    move: NDArray[np.bool_]
    dormitory: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TradeRows:
    """One entry a trade, grouped by person, in the order the person named them. months, rank: UNKNOWN if undeclared."""

    person: NDArray[np.int32]
    occupation: NDArray[np.int16]
    rank: NDArray[np.int8]
    months: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class CertificateRows:
    """One entry a certificate. until: last valid day, a far day when it has no end."""

    person: NDArray[np.int32]
    certificate: NDArray[np.int8]
    until: NDArray[np.int32]


NO_END = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Pool:
    """All people who may be ranked.

    starts: each person's first row in ``trade_rows``. pay_wishes: the different wishes, and for each person which one.
    """

    places: Places
    trades: Trades
    people: People
    trade_rows: TradeRows
    starts: NDArray[np.int64]
    certificate_rows: CertificateRows
    pay_wishes: tuple[NDArray[np.int32], NDArray[np.intp]]

    @classmethod
    def build(cls, people: Iterable[Person], places: Places, trades: Trades) -> "Pool":
        """From people in any order; each needs at least one trade."""
        ordered = sorted(people, key=lambda person: person.id.int)
        if any(not person.trades for person in ordered):
            raise ValueError("a person without a trade cannot be ranked")
        return assemble(
            _people(ordered, places), _trade_rows(ordered, trades), _certificate_rows(ordered), places, trades
        )

    def __len__(self) -> int:
        """How many people."""
        return len(self.people.high)

    def id(self, position: int) -> UUID:
        """The id of the person at a position."""
        return UUID(int=int(self.people.high[position]) << 64 | int(self.people.low[position]))

    def find(self, jobseeker_id: UUID) -> int | None:
        """The position of a person, or None."""
        high, low = jobseeker_id.int >> 64, jobseeker_id.int & (2**64 - 1)
        first = int(np.searchsorted(self.people.high, np.uint64(high), side="left"))
        last = int(np.searchsorted(self.people.high, np.uint64(high), side="right"))
        for position in range(first, last):
            if int(self.people.low[position]) == low:
                return position
        return None

    def person(self, position: int) -> Person:
        """The person at a position, as a value that ``assess`` takes."""
        people = self.people
        return Person(
            id=self.id(position),
            commune_code=self.places.codes[people.commune[position]],
            birth_date=date.fromordinal(int(people.birth[position])),
            last_heard_on=date.fromordinal(int(people.heard[position])),
            trades=self._trades_of(position),
            available=bool(people.available[position]),
            consent=bool(people.consent[position]),
            max_travel_km=_stated(people.travel_m[position], 1000),
            would_move=bool(people.move[position]),
            would_live_in_dormitory=bool(people.dormitory[position]),
            refused=frozenset(s for i, s in enumerate(REFUSABLE) if int(people.refused[position]) >> i & 1),
            pay_wish=_stated(people.pay_wish[position]),
            ready_from=None if people.ready[position] == UNKNOWN else date.fromordinal(int(people.ready[position])),
            certificates=self._certificates_of(position),
        )

    def _trades_of(self, position: int) -> tuple[Trade, ...]:
        first = int(self.starts[position])
        last = int(self.starts[position + 1]) if position + 1 < len(self) else len(self.trade_rows.person)
        rows = self.trade_rows
        return tuple(
            Trade(self.trades.codes[rows.occupation[row]], _stated(rows.rank[row]), _stated(rows.months[row]))
            for row in range(first, last)
        )

    def _certificates_of(self, position: int) -> tuple[tuple[Certificate, date | None], ...]:
        rows = self.certificate_rows
        first, last = np.searchsorted(rows.person, [position, position + 1])
        return tuple(
            (
                CERTIFICATES[rows.certificate[row]],
                None if rows.until[row] == NO_END else date.fromordinal(int(rows.until[row])),
            )
            for row in range(int(first), int(last))
        )

    def replaced(self, gone: Sequence[UUID], fresh: "Pool") -> "Pool":
        """This pool without the people of ``gone`` and with those of ``fresh``: how an edit reaches the pool."""
        keep = np.ones(len(self), dtype=bool)
        keep[[position for position in map(self.find, gone) if position is not None]] = False
        return merged(self, keep, fresh)


def assemble(
    people: People, trade_rows: TradeRows, certificates: CertificateRows, places: Places, trades: Trades
) -> Pool:
    """A pool from columns that are already sorted by id (people) and by person (rows)."""
    starts = np.searchsorted(trade_rows.person, np.arange(len(people.high), dtype=np.int32))
    wishes, which = np.unique(people.pay_wish, return_inverse=True)
    return Pool(places, trades, people, trade_rows, starts.astype(np.int64), certificates, (wishes, which))


def merged(old: Pool, keep: NDArray[np.bool_], fresh: Pool) -> Pool:
    """The kept people of one pool and all of another, in order of id."""
    kept = np.flatnonzero(keep)
    columns = {
        field.name: np.concatenate([getattr(old.people, field.name)[kept], getattr(fresh.people, field.name)])
        for field in fields(People)
    }
    # Both are sorted, so a stable sort of whole ids only joins two runs; by halves it would sort everybody anew.
    ids = np.stack((columns["high"], columns["low"]), axis=1).astype(">u8").view("S16").ravel()
    order = np.argsort(ids, kind="stable")
    # The new position of each person of both pools; the dropped ones have none.
    place_of = np.empty(len(order), dtype=np.int32)
    place_of[order] = np.arange(len(order), dtype=np.int32)
    new_position = np.full(len(old) + len(fresh), UNKNOWN, dtype=np.int32)
    new_position[kept] = place_of[: len(kept)]
    new_position[len(old) :] = place_of[len(kept) :]
    return assemble(
        People(**{name: column[order] for name, column in columns.items()}),
        TradeRows(**_moved(old.trade_rows, fresh.trade_rows, new_position, len(old))),
        CertificateRows(**_moved(old.certificate_rows, fresh.certificate_rows, new_position, len(old))),
        old.places,
        old.trades,
    )


def _moved(
    old: TradeRows | CertificateRows, fresh: TradeRows | CertificateRows, new_position: NDArray[np.int32], shift: int
) -> dict[str, NDArray[np.signedinteger]]:
    """Rows of both pools that still have a person, pointing to the new positions, grouped by person in stable order."""
    person = new_position[np.concatenate([old.person, fresh.person + shift])]
    alive = np.flatnonzero(person != UNKNOWN)
    order = alive[np.argsort(person[alive], kind="stable")]
    columns = {
        field.name: np.concatenate([getattr(old, field.name), getattr(fresh, field.name)])[order]
        for field in fields(old)
    }
    return columns | {"person": person[order]}


def _stated(value: np.signedinteger, unit: int = 1) -> int | None:
    return None if value == UNKNOWN else int(value) // unit


def _ordinal(day: date | None) -> int:
    return UNKNOWN if day is None else day.toordinal()


def _people(people: Sequence[Person], places: Places) -> People:
    return People(
        high=np.array([p.id.int >> 64 for p in people], dtype=np.uint64),
        low=np.array([p.id.int & (2**64 - 1) for p in people], dtype=np.uint64),
        commune=np.array([places.index[p.commune_code] for p in people], dtype=np.int16),
        birth=np.array([p.birth_date.toordinal() for p in people], dtype=np.int32),
        heard=np.array([p.last_heard_on.toordinal() for p in people], dtype=np.int32),
        ready=np.array([_ordinal(p.ready_from) for p in people], dtype=np.int32),
        pay_wish=np.array([UNKNOWN if p.pay_wish is None else p.pay_wish for p in people], dtype=np.int32),
        travel_m=np.array([UNKNOWN if p.max_travel_km is None else p.max_travel_km * 1000 for p in people], np.int32),
        refused=np.array([refused_bits(p.refused) for p in people], dtype=np.uint8),
        available=np.array([p.available for p in people], dtype=np.bool_),
        consent=np.array([p.consent for p in people], dtype=np.bool_),
        move=np.array([p.would_move for p in people], dtype=np.bool_),
        dormitory=np.array([p.would_live_in_dormitory for p in people], dtype=np.bool_),
    )


def refused_bits(refused: Iterable[RefusableShift]) -> int:
    """Refused shifts as bits, in the order of the vocabulary."""
    return sum(1 << REFUSABLE.index(shift) for shift in refused)


def _trade_rows(people: Sequence[Person], trades: Trades) -> TradeRows:
    rows = [(i, trade) for i, person in enumerate(people) for trade in person.trades]
    return TradeRows(
        person=np.array([i for i, _ in rows], dtype=np.int32),
        occupation=np.array([trades.index[t.occupation_code] for _, t in rows], dtype=np.int16),
        rank=np.array([UNKNOWN if t.rank is None else t.rank for _, t in rows], dtype=np.int8),
        months=np.array([UNKNOWN if t.months is None else t.months for _, t in rows], dtype=np.int16),
    )


def _certificate_rows(people: Sequence[Person]) -> CertificateRows:
    rows = [(i, code, until) for i, person in enumerate(people) for code, until in person.certificates]
    return CertificateRows(
        person=np.array([i for i, _, _ in rows], dtype=np.int32),
        certificate=np.array([CERTIFICATES.index(code) for _, code, _ in rows], dtype=np.int8),
        until=np.array([NO_END if until is None else until.toordinal() for _, _, until in rows], dtype=np.int32),
    )
