"""What matching knows of a jobseeker. Sex, ethnicity, religion and marital state are not here, and age only gates."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app.vocabulary import Certificate, RefusableShift


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade: ISCO-08 unit group, skill_rank 0–6 or not declared, months of experience or not declared."""

    occupation_code: str
    rank: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One jobseeker. ``max_travel_km`` and ``pay_wish`` (đồng a month) are None when the person set no limit.

    priority: belongs to a group that plans and law give priority (nhóm ưu tiên); it breaks ties and never scores.
    """

    id: UUID
    commune_code: str
    birth_date: date
    last_heard_on: date
    trades: tuple[Trade, ...]
    available: bool = True
    consent: bool = True
    max_travel_km: int | None = None
    would_move: bool = False
    would_live_in_dormitory: bool = False
    refused: frozenset[RefusableShift] = field(default_factory=frozenset)
    pay_wish: int | None = None
    ready_from: date | None = None
    certificates: tuple[tuple[Certificate, date | None], ...] = ()
    priority: bool = False


class Offer(NamedTuple):
    """What a person offers with one of the trades, as far as points depend on it; days are proleptic ordinals."""

    occupation_code: str
    rank: int | None
    months: int | None
    commune_code: str
    move: bool
    dormitory: bool
    wish: int | None
    heard: int
    ready: int | None

    @classmethod
    def of(cls, person: Person, trade: Trade) -> "Offer":
        """The offer of a person with one of his or her trades."""
        return cls(
            trade.occupation_code,
            trade.rank,
            trade.months,
            person.commune_code,
            person.would_move,
            person.would_live_in_dormitory,
            person.pay_wish,
            person.last_heard_on.toordinal(),
            None if person.ready_from is None else person.ready_from.toordinal(),
        )
