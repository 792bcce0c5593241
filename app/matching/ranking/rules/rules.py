"""Weights and tables of the score, with a version; a referral remembers the version it was made under."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.vocabulary import ADULT_AGE, SKILL_RANK_MAX, WORKING_AGE, Criterion

VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
MOST_KM = 20_000
MOST_DAYS = 3_660
MOST_YEARS = 100
SHARES = (
    "elementary", "unstated", "undeclared", "over_per_rank", "over_most", "same_commune", "shuttle", "dormitory",
    "would_move", "pay_at_top", "pay_loss_per_percent",
)  # fmt: skip
"""Fields that are one percent."""

Fault = tuple[str, str, str]
"""A field and what is wrong with it, in Vietnamese and in English."""


class RulesError(ValueError):
    """Rules that are not fit to score by: whose they are, which field, and why in Vietnamese and English."""

    def __init__(self, source: str, *faults: Fault) -> None:
        super().__init__(f"{source}: " + "; ".join(f"{field}: {vi} / {en}" for field, vi, en in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Every number of the score. Shares are whole percents of the criterion's weight.

    weights: points by criterion, summing to 100. unstated: share where the vacancy states nothing.
    tree: share by digits in common of two 4-digit codes, index 0–4. elementary: at least this between two
    elementary trades (major group 9), which are learnt in days.
    undeclared: share of a required level when the person declared none: it is asked, neither guessed nor held against.
    over_per_rank, over_most: share lost for each rank above the required one, and at most. below: share one, two …
    ranks below it; beyond the last the share is 0.
    same_commune, shuttle, dormitory, would_move: share by the way to work. bands: (farthest km, share), nearest
    first; beyond the last the share is 0.
    pay_at_top: share of a wish at the top of the range. pay_loss_per_percent: share lost for each percent above it.
    ready, heard: (most days after the start, share) and (most days since heard from, share), added up.
    radii: km at which it is counted how many more could come if they travelled so far.
    working_age, adult_age: years; never below what the law says.
    Raises RulesError (a ValueError) when the numbers make no score out of 100 or break what a search relies on.
    """

    version: str
    weights: Mapping[Criterion, int]
    tree: tuple[int, ...]
    elementary: int
    unstated: int
    undeclared: int
    over_per_rank: int
    over_most: int
    below: tuple[int, ...]
    same_commune: int
    shuttle: int
    bands: tuple[tuple[int, int], ...]
    dormitory: int
    would_move: int
    pay_at_top: int
    pay_loss_per_percent: int
    ready: tuple[tuple[int, int], ...]
    heard: tuple[tuple[int, int], ...]
    radii: tuple[int, ...]
    working_age: int
    adult_age: int

    def __post_init__(self) -> None:
        """Refuse what is not fit, naming every field that is wrong."""
        faults = [
            *_version(self.version),
            *_weights(self.weights),
            *(fault for name in SHARES for fault in _shares(name, [getattr(self, name)])),
            *_shares("tree", self.tree),
            *_tree(self.tree),
            *_shares("below", self.below),
            *_below(self.below),
            *_steps("bands", self.bands, least=1, most=MOST_KM),
            *_nearest(self.same_commune, self.bands),
            *_steps("ready", self.ready, least=0, most=MOST_DAYS),
            *_steps("heard", self.heard, least=0, most=MOST_DAYS),
            *_readiness(self.ready, self.heard),
            *_ascending("radii", self.radii, least=1, most=MOST_KM),
            *_ages(self.working_age, self.adult_age),
        ]
        if faults:
            raise RulesError(f"quy tắc / rules {self.version}", *faults)


def _version(version: str) -> Iterator[Fault]:
    if not VERSION.fullmatch(version):
        yield (
            "version",
            "cần 1–40 chữ cái không dấu, chữ số, dấu chấm, gạch",
            "needs 1–40 plain letters, digits, dots, dashes",
        )


def _weights(weights: Mapping[Criterion, int]) -> Iterator[Fault]:
    if missing := [one.value for one in Criterion if one not in weights]:
        yield "weights", f"thiếu {', '.join(missing)}", f"no weight for {', '.join(missing)}"
    if unknown := [str(one) for one in weights if one not in list(Criterion)]:
        yield "weights", f"không có tiêu chí {', '.join(unknown)}", f"no such criterion: {', '.join(unknown)}"
    if negative := [f"{one} {weight}" for one, weight in weights.items() if weight < 0]:
        yield "weights", f"trọng số âm: {', '.join(negative)}", f"negative weight: {', '.join(negative)}"
    if (total := sum(weights.values())) != 100:
        yield "weights", f"tổng các trọng số là {total}, phải là 100", f"the weights sum to {total}, not 100"


def _shares(field: str, shares: Sequence[int]) -> Iterator[Fault]:
    if wrong := [share for share in shares if not 0 <= share <= 100]:
        yield field, f"phần trăm phải từ 0 đến 100, không phải {wrong[0]}", f"a percent is 0 to 100, not {wrong[0]}"


def _tree(tree: Sequence[int]) -> Iterator[Fault]:
    if len(tree) != 5:
        yield "tree", "cần 5 số, cho 0 đến 4 chữ số giống nhau", "needs 5 numbers, for 0 to 4 digits in common"
        return
    if list(tree) != sorted(tree):
        yield "tree", "nghề gần hơn không được ít phần trăm hơn", "a nearer trade must not get a smaller share"
    if tree[4] != 100:
        yield "tree", "đúng nghề phải được 100", "the same trade must get 100"


def _below(below: Sequence[int]) -> Iterator[Fault]:
    if len(below) > SKILL_RANK_MAX:
        yield "below", f"nhiều nhất {SKILL_RANK_MAX} bậc", f"{SKILL_RANK_MAX} ranks at most"
    if list(below) != sorted(below, reverse=True):
        yield "below", "thiếu nhiều bậc hơn không được nhiều phần trăm hơn", "more ranks missing must not get more"


def _ascending(field: str, limits: Sequence[int], *, least: int, most: int) -> Iterator[Fault]:
    if not limits:
        yield field, "cần ít nhất một mức", "needs one step at least"
    if any(after <= before for before, after in pairwise(limits)):
        yield field, "các mốc (km, ngày) phải tăng dần", "the limits (km, days) must ascend"
    if wrong := [limit for limit in limits if not least <= limit <= most]:
        yield field, f"mốc phải từ {least} đến {most}, không phải {wrong[0]}", f"a limit is {least} to {most}"


def _steps(field: str, steps: Sequence[tuple[int, int]], *, least: int, most: int) -> Iterator[Fault]:
    limits, shares = [limit for limit, _ in steps], [share for _, share in steps]
    yield from _ascending(field, limits, least=least, most=most)
    yield from _shares(field, shares)
    if shares != sorted(shares, reverse=True):
        yield field, "mốc xa hơn, muộn hơn không được nhiều phần trăm hơn", "a farther or later step must not get more"


def _nearest(same_commune: int, bands: Sequence[tuple[int, int]]) -> Iterator[Fault]:
    if bands and same_commune < bands[0][1]:
        yield "same_commune", "không được ít hơn dải gần nhất", "must not be less than the nearest band"


def _readiness(ready: Sequence[tuple[int, int]], heard: Sequence[tuple[int, int]]) -> Iterator[Fault]:
    if ready and heard and ready[0][1] + heard[0][1] > 100:
        yield (
            "ready",
            f"mức cao nhất của ready và heard cộng lại là {ready[0][1] + heard[0][1]}, quá 100",
            f"the highest shares of ready and heard make {ready[0][1] + heard[0][1]}, above 100",
        )


def _ages(working_age: int, adult_age: int) -> Iterator[Fault]:
    """Labour Code art. 143: nobody under 15 but for exceptions outside this service; a minor is under 18."""
    if working_age < WORKING_AGE:
        yield "working_age", f"luật không cho dưới {WORKING_AGE} tuổi", f"the law allows nobody under {WORKING_AGE}"
    if adult_age < ADULT_AGE:
        yield "adult_age", f"luật coi người dưới {ADULT_AGE} là chưa thành niên", f"under {ADULT_AGE} is a minor by law"
    if not working_age <= adult_age <= MOST_YEARS:
        yield (
            "adult_age",
            f"phải từ tuổi lao động (working_age) đến {MOST_YEARS}",
            f"must lie between working_age and {MOST_YEARS}",
        )
