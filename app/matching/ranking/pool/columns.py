"""People as columns: how they come from the database, before the pool packs and sorts them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking.distances import Distances
from app.matching.ranking.occupation_similarity import OccupationSimilarity
from app.matching.ranking.person import Person
from app.vocabulary import Certificate, RefusableShift

UNKNOWN = -1
CERTIFICATES = tuple(Certificate)
REFUSABLE = tuple(RefusableShift)
NO_END = date.max.toordinal()
LOW = 2**64 - 1


@dataclass(frozen=True, slots=True)
class People:
    """One array entry a person, sorted by id. Days are proleptic ordinals; UNKNOWN (-1) is "not stated".

    high, low: the id's halves. commune: position in Places. refused: bit per RefusableShift.
    pay_wish: đồng a month. travel_km: whole kilometres.
    """

    high: NDArray[np.uint64]
    low: NDArray[np.uint64]
    commune: NDArray[np.int16]
    birth: NDArray[np.int32]
    heard: NDArray[np.int32]
    ready: NDArray[np.int32]
    pay_wish: NDArray[np.int32]
    travel_km: NDArray[np.int16]
    refused: NDArray[np.uint8]
    available: NDArray[np.bool_]
    consent: NDArray[np.bool_]
    move: NDArray[np.bool_]
    dormitory: NDArray[np.bool_]
    priority: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TradeRows:
    """One entry a trade, grouped by person, in the order the person named them. months, rank: UNKNOWN if undeclared."""

    person: NDArray[np.int32]
    occupation: NDArray[np.int16]
    rank: NDArray[np.int8]
    months: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class CertificateRows:
    """One entry a certificate, grouped by person. until: last valid day, NO_END when it has no end."""

    person: NDArray[np.int32]
    certificate: NDArray[np.int8]
    until: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Columns:
    """Some people with their trades and certificates; ``person`` in the rows is the position in ``people``."""

    people: People
    trades: TradeRows
    certificates: CertificateRows


def columns_of(people: Iterable[Person], distances: Distances, occupations: OccupationSimilarity) -> Columns:
    """Columns of people in any order. ValueError for somebody without a trade; KeyError for an unknown code."""
    ordered = sorted(people, key=lambda person: person.id.int)
    if any(not person.trades for person in ordered):
        raise ValueError("a person without a trade cannot be ranked")
    return Columns(_people(ordered, distances), _trade_rows(ordered, occupations), _certificate_rows(ordered))


def refused_bits(refused: Iterable[RefusableShift]) -> int:
    """Refused shifts as bits, in the order of the vocabulary."""
    return sum(1 << REFUSABLE.index(shift) for shift in refused)


def refused_of(bits: int) -> frozenset[RefusableShift]:
    """The shifts of some bits."""
    return frozenset(shift for i, shift in enumerate(REFUSABLE) if bits >> i & 1)


def uuid_of(high: int, low: int) -> UUID:
    """The id of two halves."""
    return UUID(int=high << 64 | low)


def ordinal(day: date | None) -> int:
    """A day as its proleptic ordinal; UNKNOWN for none."""
    return UNKNOWN if day is None else day.toordinal()


def number(value: int | None) -> int:
    """A number, or UNKNOWN for none."""
    return UNKNOWN if value is None else value


def _people(people: Sequence[Person], distances: Distances) -> People:
    return People(
        high=np.array([p.id.int >> 64 for p in people], dtype=np.uint64),
        low=np.array([p.id.int & LOW for p in people], dtype=np.uint64),
        commune=np.array([distances.index[p.commune_code] for p in people], dtype=np.int16),
        birth=np.array([p.birth_date.toordinal() for p in people], dtype=np.int32),
        heard=np.array([p.last_heard_on.toordinal() for p in people], dtype=np.int32),
        ready=np.array([ordinal(p.ready_from) for p in people], dtype=np.int32),
        pay_wish=np.array([number(p.pay_wish) for p in people], dtype=np.int32),
        travel_km=np.array([number(p.max_travel_km) for p in people], dtype=np.int16),
        refused=np.array([refused_bits(p.refused) for p in people], dtype=np.uint8),
        available=np.array([p.available for p in people], dtype=np.bool_),
        consent=np.array([p.consent for p in people], dtype=np.bool_),
        move=np.array([p.would_move for p in people], dtype=np.bool_),
        dormitory=np.array([p.would_live_in_dormitory for p in people], dtype=np.bool_),
        priority=np.array([p.priority for p in people], dtype=np.bool_),
    )


def _trade_rows(people: Sequence[Person], occupations: OccupationSimilarity) -> TradeRows:
    rows = [(i, trade) for i, person in enumerate(people) for trade in person.trades]
    return TradeRows(
        person=np.array([i for i, _ in rows], dtype=np.int32),
        occupation=np.array([occupations.index[t.occupation_code] for _, t in rows], dtype=np.int16),
        rank=np.array([number(t.rank) for _, t in rows], dtype=np.int8),
        months=np.array([number(t.months) for _, t in rows], dtype=np.int16),
    )


def _certificate_rows(people: Sequence[Person]) -> CertificateRows:
    rows = [(i, code, until) for i, person in enumerate(people) for code, until in person.certificates]
    return CertificateRows(
        person=np.array([i for i, _, _ in rows], dtype=np.int32),
        certificate=np.array([CERTIFICATES.index(code) for _, code, _ in rows], dtype=np.int8),
        until=np.array([NO_END if until is None else until.toordinal() for _, _, until in rows], dtype=np.int32),
    )
