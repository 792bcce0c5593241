"""One person against every opening of a table at once, column by column (vectorised): what ``assess`` says of each."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking.occupation_similarity import OccupationSimilarity
from app.matching.ranking.openings.opening_table import Mask, Numbers, OpeningTable, certificate_bits
from app.matching.ranking.person import Person, Trade
from app.matching.ranking.pool.columns import refused_bits
from app.matching.ranking.rules.rules import Rules
from app.matching.ranking.score import criteria
from app.vocabulary import CERTIFICATE_COVERS, SKILL_RANK_MAX, Criterion, Gate

GATES = tuple(Gate)
LEVEL = 1 << GATES.index(Gate.LEVEL)


@dataclass(frozen=True, slots=True, eq=False)
class OpeningScores:
    """By opening: score in hundredths, closed gates as bits in the order of Gate, position of the trade that serves."""

    scores: Numbers
    closed: Numbers
    trade: Numbers

    @property
    def passes(self) -> Mask:
        """Where every gate is open."""
        passes: Mask = self.closed == 0
        return passes


def score_openings(person: Person, board: OpeningTable, *, rules: Rules, today: date) -> OpeningScores:
    """Score and gates of a person for every opening, with the trade that serves best: see ``assess``."""
    if not person.trades:
        raise ValueError(f"jobseeker {person.id} has no trade")
    start = np.maximum(board.columns["start"], today.toordinal())
    metres, served = board.metres_from(person.commune_code), board.served(person.commune_code)
    roomed = (board.columns["dormitory"] != 0) & person.would_live_in_dormitory
    same = (
        _place(person, metres, served, roomed, rules)
        + _pay(person.pay_wish, board.columns["pay_from"], board.columns["pay_to"], rules)
        + _readiness(person, start, rules, today)
    )
    closed = _closed(person, board, start, rules)
    closed |= _bit(Gate.DISTANCE, _too_far(person, metres, served | roomed))
    best: tuple[Numbers, Numbers, Mask] | None = None
    chosen = np.zeros(len(board), dtype=np.int64)
    for position, trade in enumerate(person.trades):
        low = _level_closed(trade, board)
        scores = same + _trade(trade, board, rules)
        if best is None:
            best = scores, closed | low * LEVEL, low
            continue
        # A trade that passes the level gate comes first, then the higher score, then the order of naming.
        better = (best[2] & ~low) | ((best[2] == low) & (scores > best[0]))
        chosen[better] = position
        best = (
            np.where(better, scores, best[0]),
            np.where(better, closed | low * LEVEL, best[1]),
            np.where(better, low, best[2]),
        )
    assert best is not None  # noqa: S101 - there is a first trade.
    return OpeningScores(best[0], best[1], chosen)


def _bit(gate: Gate, where: Mask | bool) -> Numbers:
    bits: Numbers = np.asarray(where, dtype=np.int64) << GATES.index(gate)
    return bits


def _points(shares: list[int], criterion: Criterion, rules: Rules) -> Numbers:
    return np.array(shares, dtype=np.int64) * rules.weights[criterion]


def _trade(trade: Trade, board: OpeningTable, rules: Rules) -> Numbers:
    """Trade, level and experience, which depend on which trade is offered."""
    similar = _similar(trade.occupation_code, board.occupations, rules)
    required: list[int | None] = [*range(SKILL_RANK_MAX + 1), None]
    level = _points([criteria.level_share(rank, trade.rank, rules) for rank in required], Criterion.LEVEL, rules)
    floors, kind = np.unique(board.columns["floor"], return_inverse=True)
    asked = [None if floor < 0 else floor for floor in floors.tolist()]
    months = _points(
        [criteria.experience_share(floor, trade.months, rules) for floor in asked], Criterion.EXPERIENCE, rules
    )
    # "Not stated" is -1, the last entry.
    points: Numbers = similar[board.columns["occupation"]] + level[board.columns["rank"]] + months[kind]
    return points


@lru_cache(maxsize=1024)
def _similar(offered: str, occupations: OccupationSimilarity, rules: Rules) -> Numbers:
    """Points by asked unit group."""
    return _points(
        [occupations.similarity(asked, offered, rules) for asked in occupations.codes], Criterion.TRADE, rules
    )


def _level_closed(trade: Trade, board: OpeningTable) -> Mask:
    if trade.rank is None:
        return np.zeros(len(board), dtype=np.bool_)
    low: Mask = (board.columns["hard"] != 0) & (board.columns["rank"] > trade.rank)
    return low


def _place(person: Person, metres: NDArray[np.int32], served: Mask, roomed: Mask, rules: Rules) -> Numbers:
    limits = [0, *(km * 1000 for km, _ in rules.bands)]
    shares = [
        criteria.place_share(at, shuttle=shuttle, dormitory=dormitory, move=person.would_move, rules=rules)
        for shuttle in (False, True)
        for dormitory in (False, True)
        for at in (*limits, limits[-1] + 1)
    ]
    table = _points(shares, Criterion.PLACE, rules).reshape(2, 2, len(limits) + 1)
    points: Numbers = table[served.astype(np.int8), roomed.astype(np.int8), np.searchsorted(limits, metres)]
    return points


def _pay(wish: int | None, pay_from: Numbers, pay_to: Numbers, rules: Rules) -> Numbers:
    """``criteria.pay_share`` for all openings: the one rule that no small table can hold."""
    stated = (pay_from >= 0) | (pay_to >= 0)
    share = np.where(stated, 100, rules.unstated)
    if wish is not None:
        bottom = np.where(pay_from >= 0, pay_from, pay_to)
        top = np.where(pay_to >= 0, pay_to, pay_from)
        within = 100 - (100 - rules.pay_at_top) * (wish - bottom) // np.maximum(top - bottom, 1)
        over = -((top - wish) * 100 // np.maximum(top, 1))
        above = np.maximum(0, rules.pay_at_top - rules.pay_loss_per_percent * over)
        share = np.where(stated & (wish > bottom), within, share)
        share = np.where(stated & (wish > top), np.where(pay_to < 0, rules.unstated, above), share)
    points: Numbers = share * rules.weights[Criterion.PAY]
    return points


def _readiness(person: Person, start: Numbers, rules: Rules, today: date) -> Numbers:
    ready = 0 if person.ready_from is None else person.ready_from.toordinal()
    limits = [days for days, _ in rules.ready]
    shares = [criteria.ready_share(days, rules) for days in (*limits, limits[-1] + 1)]
    heard = criteria.heard_share(max(0, (today - person.last_heard_on).days), rules)
    table = _points([share + heard for share in shares], Criterion.READINESS, rules)
    points: Numbers = table[np.searchsorted(limits, np.maximum(ready - start, 0))]
    return points


def _closed(person: Person, board: OpeningTable, start: Numbers, rules: Rules) -> Numbers:
    """The gates that neither trade nor distance decides."""
    columns = board.columns
    minor = (columns["minors"] == 0) & (start < _of_age(person.birth_date, rules.adult_age))
    closed: Numbers = (
        _bit(Gate.CONSENT, not person.consent)
        + _bit(Gate.AVAILABILITY, not person.available)
        + _bit(Gate.WORKING_AGE, start < _of_age(person.birth_date, rules.working_age))
        + _bit(Gate.MINOR, minor)
        + _bit(Gate.CERTIFICATE, (columns["certificates"] & ~_held(person, start)) != 0)
        + _bit(Gate.SHIFT, (columns["shifts"] & refused_bits(person.refused)) != 0)
    )
    return closed


def _of_age(born: date, years: int) -> int:
    """The first day on which somebody is so old (born 29 February: 1 March), as an ordinal."""
    year = born.year + years
    try:
        day = born.replace(year=year)
    except ValueError:
        day = date(year, 3, 1)
    return day.toordinal()


def _held(person: Person, start: Numbers) -> Numbers:
    """Bits of the certificates that are valid on each first day, with those they cover."""
    held = np.zeros(len(start), dtype=np.int64)
    for code, until in person.certificates:
        bits = certificate_bits({code, *CERTIFICATE_COVERS.get(code, ())})
        held |= np.where(True if until is None else start <= until.toordinal(), bits, 0)
    return held


def _too_far(person: Person, metres: NDArray[np.int32], carried: Mask) -> Mask:
    if person.max_travel_km is None or person.would_move:
        return np.zeros(len(metres), dtype=np.bool_)
    return (metres > person.max_travel_km * 1000) & ~carried
