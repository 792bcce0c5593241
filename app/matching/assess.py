"""One person for one opening: the meaning of the score, with its reasons."""

from datetime import date

from app.matching import criteria
from app.matching.gates import failed_gates
from app.matching.opening import Opening
from app.matching.person import Person, Trade
from app.matching.places import Places
from app.matching.results import Assessment, Fact, Part
from app.matching.rules import Rules
from app.matching.trades import Trades, digits_in_common
from app.vocabulary import Criterion, Gate


def assess(
    opening: Opening, person: Person, *, places: Places, trades: Trades, rules: Rules, today: date
) -> Assessment:
    """Score one pair with the trade that serves the person best.

    A trade that passes the level gate comes before one that does not; then the higher score; then the order in
    which the person named them. The score (0–10,000 hundredths) is the sum of the parts, whatever the gates say.
    """
    best: tuple[tuple[bool, int, int], int, list[Part], list[Gate]] | None = None
    shared = [
        _place(opening, person, places, rules),
        _pay(opening, person, rules),
        _readiness(opening, person, rules, today),
    ]
    for position, trade in enumerate(person.trades):
        own = [_trade(opening, trade, trades, rules), _level(opening, trade, rules), _experience(opening, trade, rules)]
        gates = failed_gates(opening, person, trade, places, rules, today)
        key = (Gate.LEVEL not in gates, sum(part.points for part in own), -position)
        if best is None or key > best[0]:
            best = (key, position, own, gates)
    if best is None:
        raise ValueError(f"jobseeker {person.id} has no trade")
    _, position, own, gates = best
    order = list(Criterion)
    parts = sorted([*own, *shared], key=lambda part: order.index(part.criterion))
    return Assessment(sum(part.points for part in parts), tuple(parts), tuple(gates), position)


def _part(criterion: Criterion, share: int, rules: Rules, reason: str, /, **facts: Fact) -> Part:
    weight = rules.weights[criterion]
    return Part(criterion, weight * share, weight * 100, reason, facts)


def _trade(opening: Opening, trade: Trade, trades: Trades, rules: Rules) -> Part:
    asked, offered = opening.occupation_code, trade.occupation_code
    share = trades.similarity(asked, offered, rules)
    bridge = trades.bridge(asked, offered, rules)
    facts: dict[str, Fact] = {"asked": asked, "offered": offered, "share": share}
    if bridge is not None:
        facts |= {"why_vi": bridge.reason_vi, "why_en": bridge.reason_en}
        return _part(Criterion.TRADE, share, rules, "trade_bridge", **facts)
    names = ("trade_other", "trade_major", "trade_sub_major", "trade_minor", "trade_same")
    return _part(Criterion.TRADE, share, rules, names[digits_in_common(asked, offered)], **facts)


def _level(opening: Opening, trade: Trade, rules: Rules) -> Part:
    required, rank = opening.required_rank, trade.rank
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


def _place(opening: Opening, person: Person, places: Places, rules: Rules) -> Part:
    metres = places.metres_between(opening.commune_code, person.commune_code)
    near = criteria.band_share(metres, rules)
    shuttle = person.commune_code in opening.shuttle_communes
    dormitory = opening.dormitory and person.would_live_in_dormitory
    share = criteria.place_share(metres, shuttle=shuttle, dormitory=dormitory, move=person.would_move, rules=rules)
    if share == near:
        band = next((km for km, _ in rules.bands if metres <= km * 1000), None)
        reason = "place_same" if metres == 0 else "place_far" if band is None else "place_band"
    elif shuttle and share == rules.shuttle:
        band, reason = None, "place_shuttle"
    elif dormitory and share == rules.dormitory:
        band, reason = None, "place_dormitory"
    else:
        band, reason = None, "place_move"
    return _part(Criterion.PLACE, share, rules, reason, km=round(metres / 1000), band=band, commune=person.commune_code)


def _pay(opening: Opening, person: Person, rules: Rules) -> Part:
    share = criteria.pay_share(opening.pay_from, opening.pay_to, person.pay_wish, rules)
    top = opening.pay_to if opening.pay_to is not None else opening.pay_from
    if top is None:
        reason = "pay_unstated"
    elif person.pay_wish is None:
        reason = "pay_no_wish"
    elif person.pay_wish <= top:
        reason = "pay_within"
    else:
        reason = "pay_open" if opening.pay_to is None else "pay_above"
    return _part(Criterion.PAY, share, rules, reason, wish=person.pay_wish, top=top)


def _experience(opening: Opening, trade: Trade, rules: Rules) -> Part:
    floor, months = opening.experience_floor_months, trade.months
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


def _readiness(opening: Opening, person: Person, rules: Rules, today: date) -> Part:
    start = opening.start(today)
    late = 0 if person.ready_from is None else max(0, (person.ready_from - start).days)
    since = max(0, (today - person.last_heard_on).days)
    share = criteria.ready_share(late, rules) + criteria.heard_share(since, rules)
    reason = "ready_in_time" if late == 0 else "ready_late"
    return _part(Criterion.READINESS, share, rules, reason, late=late, since=since)
