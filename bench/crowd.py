"""Made-up people in columns, as many as asked, for measuring the engine without a database.

Trades, homes and levels are as uneven as in life: a few trades hold most people, near half live in a tenth of the
communes, one in five names two trades. Everything comes from the seed.
"""

from datetime import date, timedelta

import numpy as np

from app.matching.ranking import Distances, OccupationSimilarity, Opening
from app.matching.ranking.pool.columns import CERTIFICATES, NO_END, UNKNOWN, CertificateRows, Columns, People, TradeRows
from app.vocabulary import SHIFTS_IN_PATTERN, Certificate, ShiftPattern

TODAY = date(2026, 11, 22)
SECOND_TRADE = 0.2


def crowd(people: int, places: Distances, trades: OccupationSimilarity, seed: int = 1) -> Columns:
    """So many people."""
    chance = np.random.default_rng(seed)
    today = TODAY.toordinal()
    high = np.sort(chance.integers(1 << 60, 1 << 62, people, dtype=np.uint64))
    two = chance.random(people) < SECOND_TRADE
    counts = 1 + two
    owner = np.repeat(np.arange(people, dtype=np.int32), counts)
    occupation = _uneven(chance, len(trades.codes), len(owner))
    # A second trade that repeats the first is moved on to the next one.
    second = np.flatnonzero(np.diff(owner, prepend=-1) == 0)
    same = second[occupation[second] == occupation[second - 1]]
    occupation[same] = (occupation[same] + 1) % len(trades.codes)
    ready = np.where(chance.random(people) < 0.7, UNKNOWN, today + chance.integers(-30, 60, people))
    return Columns(
        People(
            high=high,
            low=chance.integers(0, 1 << 62, people, dtype=np.uint64),
            commune=_uneven(chance, len(places.codes), people),
            birth=(today - chance.integers(15 * 365, 62 * 365, people)).astype(np.int32),
            heard=(today - (chance.random(people) ** 2 * 400).astype(np.int32)).astype(np.int32),
            ready=ready.astype(np.int32),
            pay_wish=_wishes(chance, people),
            travel_km=chance.choice(np.array([UNKNOWN, 5, 10, 15, 20, 30, 40, 60], np.int16), people),
            refused=chance.choice(np.array([0, 1, 2, 4, 6, 7], np.uint8), people, p=[0.6, 0.1, 0.15, 0.05, 0.05, 0.05]),
            available=chance.random(people) < 0.85,
            consent=chance.random(people) < 0.92,
            move=chance.random(people) < 0.12,
            dormitory=chance.random(people) < 0.18,
            priority=chance.random(people) < 0.15,
        ),
        _trade_rows(chance, owner, occupation),
        _papers(chance, people),
    )


def _trade_rows(
    chance: np.random.Generator,
    owner: np.ndarray[tuple[int], np.dtype[np.int32]],
    occupation: np.ndarray[tuple[int], np.dtype[np.int16]],
) -> TradeRows:
    count = len(owner)
    ranks = np.arange(-1, 7, dtype=np.int8)
    return TradeRows(
        person=owner,
        occupation=occupation,
        rank=chance.choice(ranks, count, p=[0.1, 0.2, 0.3, 0.2, 0.1, 0.05, 0.04, 0.01]),
        months=np.where(chance.random(count) < 0.15, UNKNOWN, chance.exponential(40, count).clip(0, 480)).astype(
            np.int16
        ),
    )


def _uneven(chance: np.random.Generator, kinds: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Which of ``kinds``, the commonest some hundred times as often as the rarest, in no order of their numbers."""
    shares = 1 / (np.arange(kinds) + 3.0)
    order = np.random.default_rng(7).permutation(kinds)
    return order[chance.choice(kinds, count, p=shares / shares.sum())].astype(np.int16)


def _wishes(chance: np.random.Generator, people: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    wish = 100_000 * chance.normal(80, 20, people).clip(45, 250).astype(np.int32)
    return np.where(chance.random(people) < 0.25, np.int32(UNKNOWN), wish).astype(np.int32)


def _papers(chance: np.random.Generator, people: int) -> CertificateRows:
    person = np.flatnonzero(chance.random(people) < 0.12).astype(np.int32)
    certificate = chance.integers(0, len(CERTIFICATES), len(person)).astype(np.int8)
    until = np.where(
        chance.random(len(person)) < 0.5, NO_END, TODAY.toordinal() + chance.integers(-200, 900, len(person))
    )
    return CertificateRows(person, certificate, until.astype(np.int32))


def vacancies(count: int, places: Distances, trades: OccupationSimilarity, seed: int = 2) -> list[Opening]:
    """Openings as uneven as the people."""
    chance, terms = np.random.default_rng(seed), np.random.default_rng((seed, 1))
    occupations, homes = _uneven(chance, len(trades.codes), count), _uneven(chance, len(places.codes), count)
    found = []
    for occupation, home in zip(occupations, homes, strict=True):
        rank = [None, 0, 1, 1, 2, 3][chance.integers(6)]
        pay = int(chance.integers(60, 110)) * 100_000
        paid = chance.random()
        found.append(
            Opening(
                occupation_code=trades.codes[occupation],
                commune_code=places.codes[home],
                required_rank=rank,
                level_is_hard=rank is not None and chance.random() < 0.2,
                certificates=frozenset({list(Certificate)[chance.integers(len(Certificate))]})
                if chance.random() < 0.04
                else frozenset(),
                experience_floor_months=[None, 0, 1, 12, 24, 60][chance.integers(6)],
                pay_from=None if paid < 0.15 else pay,
                pay_to=None if paid < 0.3 else pay + 2_000_000,
                shifts=SHIFTS_IN_PATTERN[list(ShiftPattern)[chance.integers(5)]],
                shuttle_communes=frozenset(
                    places.codes[i] for i in chance.integers(0, len(places.codes), chance.integers(4))
                ),
                dormitory=chance.random() < 0.2,
                shift_choice=terms.random() < 0.1,
                minors_allowed=terms.random() < 0.1,
                starts_on=TODAY + timedelta(days=int(terms.integers(60))) if terms.random() < 0.3 else None,
            )
        )
    return found
