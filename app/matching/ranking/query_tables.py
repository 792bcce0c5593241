"""One opening as the small tables that the compiled loops look up: the rules of ``criteria``, asked once per value."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking.distances import Distances
from app.matching.ranking.kernel.row_score import MD, QueryTables
from app.matching.ranking.knowledge import Knowledge
from app.matching.ranking.occupation_similarity import ELEMENTARY, OccupationSimilarity
from app.matching.ranking.opening import Opening
from app.matching.ranking.pool.columns import CERTIFICATES, refused_bits
from app.matching.ranking.rules.rules import Rules
from app.matching.ranking.score import criteria
from app.vocabulary import CERTIFICATE_COVERS, SKILL_RANK_MAX, Certificate, Criterion

Table = NDArray[np.int32]
BIRTH_EPOCH = date(1900, 1, 1).toordinal()
ANY_AGE = 1 << 20


@dataclass(frozen=True, slots=True)
class Filters:
    """What a page of a ranking is narrowed to; empty means everybody.

    commune_codes: homes. trade: only this unit group counts, not the person's other trades. priority: only people
    of a priority group.
    """

    commune_codes: frozenset[str] = frozenset()
    trade: str | None = None
    priority: bool = False


EVERYBODY = Filters()


def asked_of(opening: Opening, filters: Filters, knowledge: Knowledge, today: date) -> tuple[QueryTables, int]:
    """The tables of an opening, and the most points (hundredths) that pay, experience and readiness can give.

    KeyError for an occupation or commune outside the lists.
    """
    distances, occupations, rules = knowledge.distances, knowledge.occupations, knowledge.rules
    start = opening.start(today)
    floor = opening.experience_floor_months
    pay = _pay(opening, rules)
    months, late, heard = _months(floor, rules), _late(rules), _heard(rules)
    adult = ANY_AGE if opening.takes_minors else _birth_limit(start, rules.adult_age)
    asked = QueryTables(
        trade=_trade(opening.occupation_code, filters.trade, occupations, rules),
        level=_level(opening.required_rank, opening.level_is_hard, rules),
        place=_place(
            opening.commune_code, opening.shuttle_communes, opening.dormitory, filters.commune_codes, distances, rules
        ),
        free=_free(opening.shuttle_communes, opening.dormitory, distances),
        metres=distances.metres[distances.index[opening.commune_code]],
        months=months,
        late=late,
        heard=heard,
        pay=pay,
        start=start.toordinal(),
        today=today.toordinal(),
        shifts=0 if opening.shift_choice else refused_bits(opening.shifts),
        of_age=_birth_limit(start, rules.working_age),
        adult=adult,
        level_floor=opening.required_rank or 0 if opening.level_is_hard else 0,
        own_trade=int(filters.trade is not None),
        priority_only=int(filters.priority),
    )
    # The best of each is its first or last entry; pay is best where nothing is wished.
    most = int(months[-1]) + int(late[0]) + int(heard[0]) + int(pay[5] if pay[0] < 0 else pay[3])
    return asked, most


def covering(asked: Certificate) -> tuple[int, ...]:
    """The certificates that serve for an asked one, by their place in the vocabulary."""
    return tuple(
        i for i, code in enumerate(CERTIFICATES) if code is asked or asked in CERTIFICATE_COVERS.get(code, frozenset())
    )


def birth_days(ordinals: NDArray[np.int32]) -> NDArray[np.uint16]:
    """Birth days as 16 bits: days since 1900, the ends standing for what lies beyond."""
    return np.clip(ordinals - BIRTH_EPOCH, 0, 65_535).astype(np.uint16)


def _birth_limit(start: date, years: int) -> int:
    return criteria.years_before(start, years).toordinal() - BIRTH_EPOCH


def _table(shares: list[int], weight: int) -> Table:
    return np.array(shares, dtype=np.int32) * np.int32(weight)


@lru_cache(maxsize=4)
def similarities(occupations: OccupationSimilarity, rules: Rules) -> Table:
    """Points of every trade for every asked one: ``OccupationSimilarity.similarity`` for all pairs at once."""
    digits = np.array([[int(digit) for digit in code] for code in occupations.codes], dtype=np.int8)
    same = (digits[:, None, :] == digits[None, :, :]).astype(np.int8)
    shares = np.array(rules.tree, dtype=np.int32)[np.cumprod(same, axis=2).sum(axis=2)]
    elementary = np.array([code[0] == ELEMENTARY for code in occupations.codes])
    both = elementary[:, None] & elementary
    shares[both] = np.maximum(shares[both], rules.elementary)
    for (one, other), bridge in occupations.bridges.items():
        if one in occupations.index and other in occupations.index:
            at = occupations.index[one], occupations.index[other]
            shares[at] = max(shares[at], bridge.similarity)
    points: Table = shares * np.int32(rules.weights[Criterion.TRADE])
    return points


def _trade(asked: str, only: str | None, occupations: OccupationSimilarity, rules: Rules) -> Table:
    points: Table = similarities(occupations, rules)[occupations.index[asked]]
    if only is None:
        return points
    alone = np.full(len(points), np.int32(-1))
    if only in occupations.index:
        alone[occupations.index[only]] = points[occupations.index[only]]
    return alone


@lru_cache(maxsize=64)
def _level(required: int | None, hard: bool, rules: Rules) -> Table:
    ranks = [None, *range(SKILL_RANK_MAX + 1)]
    table = _table([criteria.level_share(required, rank, rules) for rank in ranks], rules.weights[Criterion.LEVEL])
    if not hard or required is None:
        return table
    closed = np.array([rank is not None and rank < required for rank in ranks])
    return np.where(closed, np.int32(-1), table)


def _place(
    work: str, shuttles: frozenset[str], dormitory: bool, only: frozenset[str], distances: Distances, rules: Rules
) -> Table:
    """By commune * 4 + way of living."""
    points, band = _place_points(dormitory, rules), _bands(work, distances, rules)
    table = points[0][band]
    served = [distances.index[code] for code in shuttles if code in distances.index]
    if served:
        table[served] = points[1][band[served]]
    if only:
        table[~_members(only, distances)] = -1
    flat: Table = table.ravel()
    return flat


@lru_cache(maxsize=16)
def _place_points(dormitory: bool, rules: Rules) -> Table:
    """By shuttle, band and way of living. The rule is asked once a band: in a band all distances give the same."""
    limits = [0, *(km * 1000 for km, _ in rules.bands)]
    shares = [
        criteria.place_share(
            metres, shuttle=bool(shuttle), dormitory=dormitory and bool(md & 2), move=bool(md & 1), rules=rules
        )
        for shuttle in (0, 1)
        for metres in (*limits, limits[-1] + 1)
        for md in range(MD)
    ]
    points: Table = _table(shares, rules.weights[Criterion.PLACE]).reshape(2, len(limits) + 1, MD)
    return points


@lru_cache(maxsize=4096)
def _bands(work: str, distances: Distances, rules: Rules) -> NDArray[np.intp]:
    limits = [0, *(km * 1000 for km, _ in rules.bands)]
    bands: NDArray[np.intp] = np.searchsorted(limits, distances.metres[distances.index[work]])
    return bands


def _free(shuttles: frozenset[str], dormitory: bool, distances: Distances) -> NDArray[np.bool_]:
    free = _free_without(dormitory, distances)
    served = [distances.index[code] for code in shuttles if code in distances.index]
    if not served:
        return free
    free = free.copy()
    free.reshape(-1, MD)[served] = True
    return free


@lru_cache(maxsize=16)
def _free_without(dormitory: bool, distances: Distances) -> NDArray[np.bool_]:
    free = np.zeros((len(distances.codes), MD), dtype=np.bool_)
    free[:, 1::2] = True
    if dormitory:
        free[:, 2:] = True
    return free.ravel()


def _members(codes: frozenset[str], distances: Distances) -> NDArray[np.bool_]:
    members = np.zeros(len(distances.codes), dtype=np.bool_)
    members[[distances.index[code] for code in codes if code in distances.index]] = True
    return members


@lru_cache(maxsize=64)
def _months(floor: int | None, rules: Rules) -> Table:
    # More months than asked give no more, so the table ends there.
    months = range((floor or 0) + 1)
    return _table([criteria.experience_share(floor, m, rules) for m in months], rules.weights[Criterion.EXPERIENCE])


@lru_cache(maxsize=8)
def _late(rules: Rules) -> Table:
    days = range(rules.ready[-1][0] + 2)
    return _table([criteria.ready_share(d, rules) for d in days], rules.weights[Criterion.READINESS])


@lru_cache(maxsize=8)
def _heard(rules: Rules) -> Table:
    days = range(rules.heard[-1][0] + 2)
    return _table([criteria.heard_share(d, rules) for d in days], rules.weights[Criterion.READINESS])


def _pay(opening: Opening, rules: Rules) -> NDArray[np.int64]:
    bottom = opening.pay_from if opening.pay_from is not None else opening.pay_to
    top = opening.pay_to if opening.pay_to is not None else opening.pay_from
    weight = rules.weights[Criterion.PAY]
    numbers = (
        -1 if bottom is None else bottom,
        -1 if top is None else top,
        int(opening.pay_to is None),
        100 * weight,
        rules.pay_at_top,
        rules.unstated * weight,
        weight,
        rules.pay_loss_per_percent,
    )
    return np.array(numbers, dtype=np.int64)
