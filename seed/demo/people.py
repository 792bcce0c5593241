"""Invented jobseekers, drawn as whole columns so that a million take seconds.

Citizen ids look right (province, century and sex, year of birth, six digits) but begin with 000, which is no
province: assigned ones run from 001 to 096. Phone numbers begin with 0000, which no network has.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from app.vocabulary import QualificationLevel, ZoneStatus, skill_rank
from seed.demo.bulk import Flags, Integers
from seed.demo.trades import LEVELS, TRADES, Kind
from seed.demo.world import FIRST_DAY, HOME_PROVINCE, World

MOST_PEOPLE = 1_000_000
"""The six free digits of the citizen ids are not repeated."""

NOT_SAID = -1
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
VIETNAM_MS = 7 * HOUR_MS
YEAR_DAYS = 365.25
EARTH_KM = 6371.0

KINDS = list(Kind)
LEVEL_CODES = list(QualificationLevel)
TRADE_GRADES: list[str | None] = [None, *(f"{n}/{m}" for m in (6, 7) for n in range(1, m + 1))]
PROVINCE_SHARES = {HOME_PROVINCE: 0.965, "80": 0.02, "20": 0.015}

TRADE_SHARES = np.array([trade.weight for trade in TRADES], dtype=float)
TRADE_CODES = np.array([int(trade.code) for trade in TRADES])
TRADE_KINDS = np.array([KINDS.index(trade.kind) for trade in TRADES])
TRADE_GRADE_BASE = np.array([{0: 0, 6: 1, 7: 7}[trade.grades] for trade in TRADES])


@dataclass
class Skill:
    """One trade of each person: index in ``TRADES``, level, grades, rank, months; ``NOT_SAID`` where unknown."""

    trade: Integers
    level: Integers
    skill_grade: Integers
    trade_grade: Integers
    rank: Integers
    months: Integers


@dataclass
class Population:
    """Columns of equal length, in the order of registration."""

    registered_ms: Integers
    registered_day: Integers
    commune: Integers
    women: Flags
    birth_day: Integers
    first: Skill
    second: Skill
    has_second: Flags
    licensed: Flags
    consent: Flags
    paused: Flags

    def __len__(self) -> int:
        """How many people."""
        return len(self.registered_ms)


def epoch_day(day: date) -> int:
    """Days since 1970."""
    return (day - date(1970, 1, 1)).days


def draw_people(world: World, count: int) -> Population:
    """Everything about them that history needs to know; the rest is drawn when they are written."""
    rng = world.rng
    if not 0 < count <= MOST_PEOPLE:
        raise ValueError(f"the number of people must lie between 1 and {MOST_PEOPLE}")
    registered_ms = _registration(world, count)
    registered_day = (registered_ms + VIETNAM_MS) // DAY_MS
    age_days = _ages(rng, count)
    first_trade = rng.choice(len(TRADES), count, p=TRADE_SHARES / TRADE_SHARES.sum())
    second_trade = rng.choice(len(TRADES), count, p=TRADE_SHARES / TRADE_SHARES.sum())
    return Population(
        registered_ms=registered_ms,
        registered_day=registered_day,
        commune=_homes(world, count),
        women=rng.random(count) < 0.54,
        birth_day=registered_day - age_days,
        first=_skills(rng, first_trade, age_days),
        second=_skills(rng, second_trade, age_days),
        has_second=(rng.random(count) < 0.31) & (TRADE_CODES[first_trade] != TRADE_CODES[second_trade]),
        licensed=rng.random(count) < np.where(TRADE_KINDS[first_trade] == KINDS.index(Kind.MANUAL), 0.3, 0.85),
        consent=rng.random(count) < 0.96,
        paused=rng.random(count) < 0.07,
    )


def _registration(world: World, count: int) -> Integers:
    """Instants of registration in working hours, more of them in the first half of the year, in order."""
    span = epoch_day(world.today) - epoch_day(FIRST_DAY) + 1
    day = (world.rng.beta(1.0, 1.4, count) * span).astype(np.int64) + epoch_day(FIRST_DAY)
    second = world.rng.integers(HOUR_MS // 2, 9 * HOUR_MS, count)
    return np.sort(np.minimum(day * DAY_MS + second, int(world.now.timestamp() * 1000)))


def _ages(rng: np.random.Generator, count: int) -> Integers:
    """Days of age at registration: mostly 18 to 50, two per cent of 15 to 17, some over 60."""
    years = 18 + 42 * rng.beta(1.4, 2.6, count)
    draw = rng.random(count)
    years = np.where(draw < 0.02, 15 + 3 * rng.random(count), years)
    years = np.where(draw > 0.985, 60 + 6 * rng.random(count), years)
    return np.ceil(years * YEAR_DAYS).astype(np.int64)


def _homes(world: World, count: int) -> Integers:
    """Communes, near operating zones more often than far from them."""
    weights = np.zeros(len(world.communes))
    nearness = _nearness(world)
    for province, share in PROVINCE_SHARES.items():
        here = np.array([commune.province_code == province for commune in world.communes])
        weights += np.where(here, share * nearness / nearness[here].sum(), 0.0)
    return world.rng.choice(len(weights), count, p=weights / weights.sum())


def _nearness(world: World) -> npt.NDArray[np.float64]:
    """0.35 far from any zone, more for each operating zone nearby (falls to a third within 14 km)."""
    lat, lon = (np.radians([getattr(c, axis) for c in world.communes]) for axis in ("lat", "lon"))
    position = {commune.code: index for index, commune in enumerate(world.communes)}
    weight = np.full(len(world.communes), 0.35)
    for zone in world.zones.values():
        if zone.status is ZoneStatus.OPERATING:
            at = position[zone.commune_code]
            x = (lon - lon[at]) * np.cos(lat[at])
            weight += np.exp(-EARTH_KM * np.hypot(x, lat - lat[at]) / 14)
    return weight


def _skills(rng: np.random.Generator, trade: Integers, age_days: Integers) -> Skill:
    count = len(trade)
    shares = np.cumsum(np.array([LEVELS[kind] for kind in KINDS], dtype=float), axis=1)
    level = (rng.random(count)[:, None] * 100 >= shares[TRADE_KINDS[trade]]).sum(axis=1)
    level = np.where(level >= len(LEVEL_CODES), NOT_SAID, level)
    skill_grade = np.where(rng.random(count) < 0.02, 1 + rng.binomial(3, 0.3, count), NOT_SAID)
    base = TRADE_GRADE_BASE[trade]
    trade_grade = np.where((base > 0) & (rng.random(count) < 0.15), base + rng.binomial(4, 0.35, count), 0)
    most = np.clip((age_days / YEAR_DAYS - 15) * 12, 0, 480)
    months = np.minimum(rng.exponential(34, count), most).astype(np.int64)
    months = np.where(rng.random(count) < 0.08, NOT_SAID, months)
    return Skill(trade, level, skill_grade, trade_grade, RANKS[level, skill_grade, trade_grade], months)


def _rank_table() -> Integers:
    """Rank by level, skill grade and worker's grade; index -1, the last of each axis, is ``NOT_SAID``."""
    levels: list[QualificationLevel | None] = [*LEVEL_CODES, None]
    grades: list[int | None] = [None, 1, 2, 3, 4, 5, None]
    table = [[[skill_rank(level, grade, text) for text in TRADE_GRADES] for grade in grades] for level in levels]
    return np.array([[[NOT_SAID if rank is None else rank for rank in row] for row in page] for page in table])


RANKS = _rank_table()
