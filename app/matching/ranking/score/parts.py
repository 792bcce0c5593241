"""The parts of a score with their reasons, each a function of the few facts it depends on and remembered by them.

A page of fifty people meets the same facts again and again, so a part is made once and afterwards looked up.
"""

from functools import lru_cache

from app.matching.ranking.distances import Distances
from app.matching.ranking.occupation_similarity import OccupationSimilarity, digits_in_common
from app.matching.ranking.results import Fact, ScorePart
from app.matching.ranking.rules.rules import Rules
from app.matching.ranking.score import criteria
from app.vocabulary import Criterion

REMEMBERED = 1 << 16
SAME_DIGITS = ("trade_other", "trade_major", "trade_sub_major", "trade_minor", "trade_same")


def _part(criterion: Criterion, share: int, rules: Rules, reason: str, /, **facts: Fact) -> ScorePart:
    weight = rules.weights[criterion]
    return ScorePart(criterion, weight * share, weight * 100, reason, facts)


@lru_cache(maxsize=REMEMBERED)
def trade_part(asked: str, offered: str, occupations: OccupationSimilarity, rules: Rules) -> ScorePart:
    """Trade: by the tree, or by the bridge that decides."""
    share, bridge = occupations.similarity(asked, offered, rules), occupations.bridge(asked, offered, rules)
    facts: dict[str, Fact] = {"asked": asked, "offered": offered, "share": share}
    if bridge is not None:
        facts |= {"why_vi": bridge.reason_vi, "why_en": bridge.reason_en}
        return _part(Criterion.TRADE, share, rules, "trade_bridge", **facts)
    digits = digits_in_common(asked, offered)
    return _part(
        Criterion.TRADE,
        share,
        rules,
        SAME_DIGITS[digits] if share == rules.tree[digits] else "trade_elementary",
        **facts,
    )


@lru_cache(maxsize=REMEMBERED)
def level_part(required: int | None, rank: int | None, rules: Rules) -> ScorePart:
    """Level: ranks 0–6."""
    share = criteria.level_share(required, rank, rules)
    if required is None:
        reason = "level_unstated"
    elif rank is None:
        reason = "level_undeclared" if required else "level_free"
    elif rank < required:
        reason = "level_below"
    else:
        reason = "level_over" if rank > required else "level_met"
    return _part(Criterion.LEVEL, share, rules, reason, required=required, rank=rank)


@lru_cache(maxsize=REMEMBERED)
def place_part(
    work: str, commune: str, shuttle: bool, dormitory: bool, move: bool, distances: Distances, rules: Rules
) -> ScorePart:
    """Place: ``dormitory`` is one that the vacancy has and the person wants. km is rounded up, as the gate reads it."""
    metres = distances.metres_between(work, commune)
    near = criteria.band_share(metres, rules)
    share = criteria.place_share(metres, shuttle=shuttle, dormitory=dormitory, move=move, rules=rules)
    band = None
    if share == near:
        band = next((km for km, _ in rules.bands if metres <= km * 1000), None)
        reason = "place_same" if metres == 0 else "place_far" if band is None else "place_band"
    elif shuttle and share == rules.shuttle:
        reason = "place_shuttle"
    elif dormitory and share == rules.dormitory:
        reason = "place_dormitory"
    else:
        reason = "place_move"
    return _part(Criterion.PLACE, share, rules, reason, km=-(-metres // 1000), band=band, commune=commune)


@lru_cache(maxsize=REMEMBERED)
def pay_part(pay_from: int | None, pay_to: int | None, wish: int | None, rules: Rules) -> ScorePart:
    """Pay: đồng a month."""
    share = criteria.pay_share(pay_from, pay_to, wish, rules)
    top = pay_to if pay_to is not None else pay_from
    if top is None:
        reason = "pay_unstated"
    elif wish is None:
        reason = "pay_no_wish"
    elif wish <= top:
        reason = "pay_start" if pay_to is None else "pay_within"
    else:
        reason = "pay_open" if pay_to is None else "pay_above"
    return _part(Criterion.PAY, share, rules, reason, wish=wish, top=top)


@lru_cache(maxsize=REMEMBERED)
def experience_part(floor: int | None, months: int | None, rules: Rules) -> ScorePart:
    """Experience: months."""
    share = criteria.experience_share(floor, months, rules)
    if floor is None:
        reason = "experience_unstated"
    elif floor == 0:
        reason = "experience_free"
    elif months is None:
        reason = "experience_undeclared"
    else:
        reason = "experience_met" if months >= floor else "experience_below"
    return _part(Criterion.EXPERIENCE, share, rules, reason, floor=floor, months=months)


@lru_cache(maxsize=REMEMBERED)
def readiness_part(late: int, since: int, rules: Rules) -> ScorePart:
    """Readiness: days after the start, days since the person was last heard from; both 0 or more."""
    share = criteria.ready_share(late, rules) + criteria.heard_share(since, rules)
    return _part(Criterion.READINESS, share, rules, "ready_late" if late else "ready_in_time", late=late, since=since)
