"""What each criterion gives, as a whole percent of its weight. Each rule is written once, for one pair;
the scan over many people looks the same rules up in tables made by these functions.
"""

from datetime import date

from app.matching.ranking.rules.rules import Rules


def level_share(required: int | None, rank: int | None, rules: Rules) -> int:
    """Level: full at the required rank; a little less above it, much less below it; in between when undeclared."""
    if required is None:
        return rules.unstated
    if rank is None:
        return 100 if required == 0 else rules.undeclared
    if rank >= required:
        return 100 - min(rules.over_most, rules.over_per_rank * (rank - required))
    missing = required - rank
    return rules.below[missing - 1] if missing <= len(rules.below) else 0


def band_share(metres: int, rules: Rules) -> int:
    """Place by distance alone: the share of the nearest band that holds it."""
    if metres == 0:
        return rules.same_commune
    return next((share for km, share in rules.bands if metres <= km * 1000), 0)


def place_share(metres: int, *, shuttle: bool, dormitory: bool, move: bool, rules: Rules) -> int:
    """Place: the best of distance, the shuttle from the person's commune, a wanted dormitory and a wish to move."""
    shares = [band_share(metres, rules)]
    if shuttle:
        shares.append(rules.shuttle)
    if dormitory:
        shares.append(rules.dormitory)
    if move:
        shares.append(rules.would_move)
    return max(shares)


def pay_share(pay_from: int | None, pay_to: int | None, wish: int | None, rules: Rules) -> int:
    """Pay: no wish costs nothing; within the range a little less towards its top; beyond it 4 % lost for each 1 %.

    "From so much" sets no top: a wish above it is neither met nor missed.
    """
    bottom = pay_from if pay_from is not None else pay_to
    top = pay_to if pay_to is not None else pay_from
    if bottom is None or top is None:
        return rules.unstated
    if wish is None or wish <= bottom:
        return 100
    if wish <= top:
        return 100 - (100 - rules.pay_at_top) * (wish - bottom) // (top - bottom)
    if pay_to is None:
        return rules.unstated
    over_percent = -((top - wish) * 100 // top)
    return max(0, rules.pay_at_top - rules.pay_loss_per_percent * over_percent)


def experience_share(floor: int | None, months: int | None, rules: Rules) -> int:
    """Experience: full at the asked months, in proportion below; none when undeclared."""
    if floor is None:
        return rules.unstated
    if floor == 0:
        return 100
    return min(100, (months or 0) * 100 // floor)


def ready_share(days_late: int, rules: Rules) -> int:
    """Readiness, first half: how long after the start the person is ready (0 or less: in time)."""
    return next((share for days, share in rules.ready if days_late <= days), 0)


def heard_share(days_since: int, rules: Rules) -> int:
    """Readiness, second half: how long ago the person was last heard from."""
    return next((share for days, share in rules.heard if days_since <= days), 0)


def years_before(day: date, years: int) -> date:
    """The last birthday that makes somebody ``years`` old on ``day`` (born 29 February: of age on 1 March)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
