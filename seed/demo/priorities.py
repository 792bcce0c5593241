"""Invented priority groups; the shares are guesses that look right for the province, not statistics."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from app.vocabulary import PriorityGroup
from seed.demo.bulk import Integers

G = PriorityGroup

MEMBERS, TWICE = 0.14, 0.18
"""How many people belong to a group, and how many of these to another one too."""

YEAR_DAYS = 365.25

SHARES: Mapping[PriorityGroup, float] = {
    G.ETHNIC_MINORITY: 0.19,
    G.RURAL_WORKER: 0.17,
    G.JOB_LOSER: 0.14,
    G.NEAR_POOR_HOUSEHOLD: 0.12,
    G.POOR_HOUSEHOLD: 0.08,
    G.NEW_GRADUATE: 0.07,
    G.ESCAPED_POVERTY_HOUSEHOLD: 0.05,
    G.DISCHARGED_SOLDIER: 0.05,
    G.DISABLED: 0.04,
    G.RETURNEE: 0.03,
    G.DISADVANTAGED_AREA: 0.03,
    G.INFORMAL_WORKER: 0.02,
    G.EX_PRISONER: 0.01,
}
AGES: Mapping[PriorityGroup, tuple[int, int]] = {
    G.NEW_GRADUATE: (18, 26),
    G.DISCHARGED_SOLDIER: (20, 28),
    G.JOB_LOSER: (20, 99),
    G.RETURNEE: (21, 99),
    G.EX_PRISONER: (20, 99),
}
"""Years of age between which a group is plausible; others of that draw are rural workers."""

EVIDENCE: Mapping[PriorityGroup, str] = {
    G.DISABLED: "giấy xác nhận khuyết tật",
    G.POOR_HOUSEHOLD: "giấy xác nhận hộ nghèo 2026",
    G.NEAR_POOR_HOUSEHOLD: "giấy xác nhận hộ cận nghèo 2026",
    G.ESCAPED_POVERTY_HOUSEHOLD: "danh sách hộ mới thoát nghèo của xã",
    G.DISCHARGED_SOLDIER: "quyết định xuất ngũ",
    G.EX_PRISONER: "giấy chứng nhận chấp hành xong án phạt tù",
    G.JOB_LOSER: "quyết định thôi việc",
    G.NEW_GRADUATE: "bằng tốt nghiệp",
    G.RETURNEE: "hợp đồng đi làm việc ở nước ngoài",
}

GROUPS = list(SHARES)
ODDS = np.array(list(SHARES.values()))
YOUNGEST, OLDEST = np.array([AGES.get(group, (0, 99)) for group in GROUPS]).T


def draw_groups(rng: np.random.Generator, age_days: Integers) -> Iterator[tuple[int, PriorityGroup, str | None]]:
    """Position of a person, a group, what was shown for it; in the order of positions."""
    who = np.flatnonzero(rng.random(len(age_days)) < MEMBERS)
    years = age_days[who] / YEAR_DAYS
    first, second = _fitting(rng, years), _fitting(rng, years)
    twice = (rng.random(len(who)) < TWICE) & (first != second)
    shown = rng.random((2, len(who))) < 0.6
    rows = zip(who.tolist(), first.tolist(), second.tolist(), twice.tolist(), *shown.tolist(), strict=True)
    for position, one, other, both, shows_one, shows_other in rows:
        yield position, GROUPS[one], EVIDENCE.get(GROUPS[one]) if shows_one else None
        if both:
            yield position, GROUPS[other], EVIDENCE.get(GROUPS[other]) if shows_other else None


def _fitting(rng: np.random.Generator, years: npt.NDArray[np.float64]) -> Integers:
    """A group for each age, as its index in ``GROUPS``."""
    drawn = rng.choice(len(GROUPS), len(years), p=ODDS / ODDS.sum())
    fits = (YOUNGEST[drawn] <= years) & (years < OLDEST[drawn])
    return np.where(fits, drawn, GROUPS.index(G.RURAL_WORKER))
