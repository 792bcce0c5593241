"""The plain exact scan: the rules of ``criteria`` and ``gates`` looked up for everybody at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from app.matching import criteria
from app.matching.opening import Opening
from app.matching.pool import CERTIFICATES, UNKNOWN, Pool, refused_bits
from app.matching.rules import Rules
from app.vocabulary import CERTIFICATE_COVERS, SKILL_RANK_MAX, Criterion, Gate

Scores = NDArray[np.int32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scan:
    """score: hundredths of a point, int32 (n,); passed: who passes all gates; failed: per gate, who fails it."""

    score: Scores
    passed: Mask
    failed: dict[Gate, Mask]


def scan(opening: Opening, pool: Pool, rules: Rules, today: date) -> Scan:
    """Score everybody in the pool for one opening; each figure equals that of ``assess`` for the pair."""
    near = _near(opening, pool)
    own, level_failed = _best_trade(opening, pool, rules)
    score = (
        own + _place(opening, pool, near, rules) + _pay(opening, pool, rules) + _readiness(opening, pool, rules, today)
    )
    failed = _gates(opening, pool, near, rules, today) | {Gate.LEVEL: level_failed}
    passed = ~np.logical_or.reduce(list(failed.values()))
    return Scan(score, passed, failed)


@dataclass(frozen=True, slots=True)
class _Near:
    """Metres from each commune to the opening's, and which communes the shuttle serves."""

    metres: NDArray[np.int32]
    shuttle: Mask


def _near(opening: Opening, pool: Pool) -> _Near:
    places = pool.places
    shuttle = np.array([code in opening.shuttle_communes for code in places.codes], dtype=np.bool_)
    return _Near(places.metres[places.index[opening.commune_code]], shuttle)


def _best_trade(opening: Opening, pool: Pool, rules: Rules) -> tuple[Scores, Mask]:
    """Each person's best trade: its trade, level and experience points; and who has none at a hard level."""
    rows, weights = pool.trade_rows, rules.weights
    trade = pool.trades.table(opening.occupation_code, rules) * weights[Criterion.TRADE]
    ranks = [None, *range(SKILL_RANK_MAX + 1)]
    level = _table(criteria.level_share(opening.required_rank, rank, rules) for rank in ranks)
    # More months than asked give no more, so the table ends there.
    enough = opening.experience_floor_months or 0
    months = [None, *range(enough + 1)]
    experience = _table(criteria.experience_share(opening.experience_floor_months, month, rules) for month in months)
    points = (
        trade[rows.occupation]
        + level[rows.rank + 1] * weights[Criterion.LEVEL]
        + experience[np.minimum(rows.months, enough) + 1] * weights[Criterion.EXPERIENCE]
    )
    if not len(pool):
        return np.zeros(0, np.int32), np.zeros(0, np.bool_)
    if not opening.level_is_hard or opening.required_rank is None:
        return np.maximum.reduceat(points, pool.starts), np.zeros(len(pool), dtype=np.bool_)
    passes = (rows.rank == UNKNOWN) | (rows.rank >= opening.required_rank)
    # A trade that passes comes before one that does not, so the failing ones are set below every possible score.
    best = np.maximum.reduceat(np.where(passes, points, points - _BELOW_ALL), pool.starts)
    failed = best < 0
    return np.where(failed, best + _BELOW_ALL, best).astype(np.int32), failed


_BELOW_ALL = 100_000


def _table(shares: Iterable[int]) -> NDArray[np.int32]:
    return np.fromiter(shares, dtype=np.int32)


def _place(opening: Opening, pool: Pool, near: _Near, rules: Rules) -> Scores:
    """The rule is asked once for each band, not for each commune: within a band all distances give the same."""
    farthest = [0, *(km * 1000 for km, _ in rules.bands)]
    each = product((*farthest, farthest[-1] + 1), (False, True), (False, True), (False, True))
    table = _table(
        criteria.place_share(metres, shuttle=served, dormitory=opening.dormitory and wanted, move=move, rules=rules)
        for metres, served, wanted, move in each
    ).reshape(-1, 2, 4)
    by_commune = table[np.searchsorted(farthest, near.metres), near.shuttle.astype(np.int8)]
    people = pool.people
    share: Scores = by_commune[people.commune, people.dormitory * 2 + people.move]
    return share * rules.weights[Criterion.PLACE]


def _pay(opening: Opening, pool: Pool, rules: Rules) -> Scores:
    """Wishes repeat (whole hundred thousands), so the rule is asked once for each different wish."""
    wishes, which = pool.pay_wishes
    shares = _table(
        criteria.pay_share(opening.pay_from, opening.pay_to, None if wish == UNKNOWN else int(wish), rules)
        for wish in wishes
    )
    return shares[which] * rules.weights[Criterion.PAY]


def _readiness(opening: Opening, pool: Pool, rules: Rules, today: date) -> Scores:
    people = pool.people
    last_late = rules.ready[-1][0] + 1
    late_table = _table(criteria.ready_share(days, rules) for days in range(last_late + 1))
    late = np.clip(people.ready - opening.start(today).toordinal(), 0, last_late)
    last_heard = rules.heard[-1][0] + 1
    heard_table = _table(criteria.heard_share(days, rules) for days in range(last_heard + 1))
    since = np.clip(today.toordinal() - people.heard, 0, last_heard)
    return (late_table[late] + heard_table[since]) * rules.weights[Criterion.READINESS]


def _gates(opening: Opening, pool: Pool, near: _Near, rules: Rules, today: date) -> dict[Gate, Mask]:
    people, start = pool.people, opening.start(today)
    of_age = people.birth <= criteria.years_before(start, rules.working_age).toordinal()
    adult = people.birth <= criteria.years_before(start, rules.adult_age).toordinal()
    nobody = np.zeros(len(pool), dtype=np.bool_)
    refused = people.refused & refused_bits(opening.shifts)
    return {
        Gate.CONSENT: ~people.consent,
        Gate.AVAILABILITY: ~people.available,
        Gate.WORKING_AGE: ~of_age,
        Gate.MINOR: nobody if opening.takes_minors else ~adult,
        Gate.CERTIFICATE: _lacks_certificate(opening, pool, start),
        Gate.SHIFT: nobody if opening.shift_choice else refused != 0,
        Gate.DISTANCE: _too_far(opening, pool, near),
    }


def _too_far(opening: Opening, pool: Pool, near: _Near) -> Mask:
    people = pool.people
    free = (people.travel_m == UNKNOWN) | people.move | near.shuttle[people.commune]
    if opening.dormitory:
        free |= people.dormitory
    beyond = near.metres[people.commune] > people.travel_m
    too_far: Mask = ~free & beyond
    return too_far


def _lacks_certificate(opening: Opening, pool: Pool, start: date) -> Mask:
    lacks = np.zeros(len(pool), dtype=np.bool_)
    rows = pool.certificate_rows
    for asked in opening.certificates:
        good = [i for i, code in enumerate(CERTIFICATES) if code is asked or asked in CERTIFICATE_COVERS.get(code, ())]
        held = np.zeros(len(pool), dtype=np.bool_)
        held[rows.person[np.isin(rows.certificate, good) & (rows.until >= start.toordinal())]] = True
        lacks |= ~held
    return lacks
