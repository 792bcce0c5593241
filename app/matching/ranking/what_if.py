"""What-if: what one step of a person would unlock, by scoring all openings again with that one change.

Each step is tried: the person is changed so, and every opening is asked again (``score_openings``). Nothing is
estimated.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from app.matching.ranking.opening import Opening
from app.matching.ranking.openings.opening_scores import GATES, OpeningScores, score_openings
from app.matching.ranking.openings.opening_table import Mask, OpeningTable
from app.matching.ranking.person import Person
from app.matching.ranking.pool.columns import CERTIFICATES
from app.matching.ranking.rules.rules import Rules
from app.matching.ranking.score.assess import assess
from app.matching.ranking.score.gates import held
from app.vocabulary import Certificate, Gate, Improvement, RefusableShift

NEAR_KM = 20
"""Openings so far from home are counted; all of them for who would move, and for who would travel farther. And only
those whose trade is near one of the person's: no seamstress is told to learn welding for the jobs of welders."""
FARTHER_KM = (10, 20, 40)
MOST = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person may do: hold a certificate, reach a rank, accept shifts, travel km, reach months."""

    kind: Improvement
    certificate: Certificate | None = None
    rank: int | None = None
    shifts: frozenset[RefusableShift] = frozenset()
    km: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Unlock:
    """What a step brings; points are hundredths.

    within_km: openings so near home were counted (None: all). openings: how many more let the person in. points:
    how much the best score among those that let the person in rises (None: none did before). points_here, opens_here:
    the same of one opening (None: none was named).
    """

    step: Step
    within_km: int | None
    openings: int
    points: int | None
    points_here: int | None
    opens_here: bool | None

    @property
    def worth(self) -> tuple[bool, int, int, int]:
        """What counts most first."""
        return bool(self.opens_here), self.points_here or 0, self.openings, self.points or 0


def unlocks(
    person: Person, board: OpeningTable, *, rules: Rules, today: date, here: Opening | None = None
) -> tuple[Unlock, ...]:
    """The steps that bring something, best first, eight at most; of larger steps only those that bring more.

    Level and experience are those of the trade that serves best: at ``here``, or else at the best opening nearby.
    """
    now = score_openings(person, board, rules=rules, today=today)
    related = board.related(person, rules)
    near = related if person.would_move else related & board.near(person.commune_code, NEAR_KM)
    trial = _Trial(person, board, now, near, related, rules, today, here)
    code = trial.trade()
    found = [one for ladder in trial.ladders(code) for one in _climbed(trial.tried(step, code) for step in ladder)]
    found = [one for one in found if not any(_is_less_for_the_same(other, one) for other in found)]
    return tuple(sorted(found, key=lambda one: one.worth, reverse=True)[:MOST])


def _is_less_for_the_same(less: Unlock, more: Unlock) -> bool:
    """Whether accepting one shift already brings what accepting all of them would."""
    return less.step.kind is more.step.kind and less.step.shifts < more.step.shifts and less.worth == more.worth


def taken(person: Person, step: Step, occupation_code: str) -> Person:
    """The person after a step; level and experience are those of one trade."""
    if step.certificate is not None:
        return replace(person, certificates=(*person.certificates, (step.certificate, None)))
    if step.kind is Improvement.SHIFT:
        return replace(person, refused=person.refused - step.shifts)
    if step.km is not None:
        return replace(person, max_travel_km=step.km)
    trades = tuple(
        trade
        if trade.occupation_code != occupation_code
        else replace(trade, months=step.months)
        if step.rank is None
        else replace(trade, rank=step.rank)
        for trade in person.trades
    )
    return replace(person, trades=trades)


def _climbed(tried: Iterable[Unlock]) -> Iterator[Unlock]:
    """Those that bring something that no smaller step brought."""
    most = (False, 0, 0, 0)
    for one in tried:
        if any(new > before for new, before in zip(one.worth, most, strict=True)):
            yield one
            most = (
                most[0] or one.worth[0],
                max(most[1], one.worth[1]),
                max(most[2], one.worth[2]),
                max(most[3], one.worth[3]),
            )


@dataclass(frozen=True, slots=True)
class _Trial:
    """Everything that stays the same while the steps are tried."""

    person: Person
    board: OpeningTable
    now: OpeningScores
    near: Mask
    related: Mask
    rules: Rules
    today: date
    here: Opening | None

    def trade(self) -> str:
        """The trade that serves best."""
        if self.here is not None:
            return self._here(self.person)[2]
        nearby = np.flatnonzero(self.near)
        if not len(nearby):
            return self.person.trades[0].occupation_code
        # A score is at most 10,000, so an opening that lets the person in stands above all that do not.
        best = nearby[np.argmax(self.now.scores[nearby] + 20_000 * self.now.passes[nearby])]
        return self.person.trades[int(self.now.trade[best])].occupation_code

    def ladders(self, occupation_code: str) -> Iterator[list[Step]]:
        """The steps that can bring something, each list from the smallest to the largest."""
        person = self.person
        (trade,) = [trade for trade in person.trades if trade.occupation_code == occupation_code]
        yield from ([Step(Improvement.CERTIFICATE, certificate=code)] for code in sorted(self._lacking()))
        if trade.rank is not None:
            yield [Step(Improvement.LEVEL, rank=rank) for rank in range(trade.rank + 1, self._most_rank() + 1)]
        refused = sorted(person.refused)
        yield from ([Step(Improvement.SHIFT, shifts=frozenset({shift}))] for shift in refused)
        if len(refused) > 1:
            yield [Step(Improvement.SHIFT, shifts=person.refused)]
        if person.max_travel_km is not None and not person.would_move:
            yield [Step(Improvement.DISTANCE, km=person.max_travel_km + more) for more in FARTHER_KM]
        yield [Step(Improvement.EXPERIENCE, months=floor) for floor in self._floors() if floor > (trade.months or 0)]

    def _lacking(self) -> set[Certificate]:
        """What is asked where nothing but a certificate is missing, and at ``here``."""
        only_papers = self.near & (self.now.closed == 1 << GATES.index(Gate.CERTIFICATE))
        bits = int(np.bitwise_or.reduce(self.board.columns["certificates"][only_papers]))
        lacking = {code for i, code in enumerate(CERTIFICATES) if bits >> i & 1}
        if self.here is not None:
            lacking |= self.here.certificates - held(self.person, self.here.start(self.today))
        return lacking

    def _most_rank(self) -> int:
        ranks = self.board.columns["rank"][self.near]
        return max(int(ranks.max(initial=0)), (self.here and self.here.required_rank) or 0)

    def _floors(self) -> list[int]:
        floors = set(self.board.columns["floor"][self.near].tolist())
        return sorted(floors | {(self.here and self.here.experience_floor_months) or 0})

    def tried(self, step: Step, occupation_code: str) -> Unlock:
        """What a step brings."""
        changed = taken(self.person, step, occupation_code)
        then = score_openings(changed, self.board, rules=self.rules, today=self.today)
        everywhere = self.person.would_move or step.kind is Improvement.DISTANCE
        looked = self.related if everywhere else self.near
        before, after = self.now.passes & looked, then.passes & looked
        points_here, opens_here = None, None
        if self.here is not None:
            score, passes, _ = self._here(self.person)
            score_then, passes_then, _ = self._here(changed)
            points_here, opens_here = score_then - score, passes_then and not passes
        return Unlock(
            step,
            None if everywhere else NEAR_KM,
            int((after & ~before).sum()),
            int(then.scores[after].max()) - int(self.now.scores[before].max()) if before.any() else None,
            points_here,
            opens_here,
        )

    def _here(self, person: Person) -> tuple[int, bool, str]:
        assert self.here is not None  # noqa: S101 - asked only then.
        found = assess(self.here, person, self.board.knowledge(self.rules), self.today)
        return found.score, not found.gates_failed, found.occupation_code
