"""Contestants answer the same openings in turn, query by query, and their answers are compared."""

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from app.matching.ranking import Opening
from bench.engine.peers.rows import Answer
from bench.figures import Cell, Table, percentile, timed

MS = 1000
AHEAD = 3
NUMBERS = count()
PERCENTS = (10, 50, 90, 95, 100)
ENGINE, EXPLAINED = "engine: tables and search", "engine: rank(), rows explained"
PLAIN, NUMPY, STATEMENT = "plain scan, compiled", "plain scan, NumPy", "{}, one statement"
FLOOR = "floor: 7 B a person"
USUAL, AGAIN, COLD, FINE_WEIGHTS, RAREST_TRADES = "usual", "asked again", "cold caches", "60 % fine", "rarest trades"
Work = Callable[[Opening], Answer | None]


@dataclass(eq=False)
class Contestant:
    """One way to answer.

    case: those of one size and case answer the same. openings: one a query. every: a slow one takes part in each
    so-manieth query. before: done ahead of each query, untimed; without it the openings of the queries before are
    answered once more, so that what is in the caches is the contestant's own and not another's. again: the opening
    itself too. alone: it works in this thread and nowhere else.
    """

    name: str
    people: int
    work: Work
    openings: Sequence[Opening]
    case: str = USUAL
    every: int = 1
    before: Callable[[], None] | None = None
    again: bool = False
    alone: bool = True
    seconds: dict[int, float] = field(default_factory=dict)
    own: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Tables are remembered by opening; a commune that does not exist makes an opening one's own."""
        own = f"own {next(NUMBERS)}"
        self.openings = [
            replace(opening, shuttle_communes=opening.shuttle_communes | {own}) for opening in self.openings
        ]

    def answer(self, query: int) -> Answer | None:
        """Answer and note the time."""
        if self.before is not None:
            self.before()
        elif self.every == 1:
            for back in range(AHEAD, 0, -1):
                self.work(self.openings[query - back])
        if self.again:
            self.work(self.openings[query])
        before = time.thread_time()
        found, self.seconds[query] = timed(lambda: self.work(self.openings[query]))
        self.own[query] = time.thread_time() - before
        return found

    def at(self, percent: float) -> float:
        """A percentile in milliseconds."""
        return percentile(list(self.seconds.values()), percent) * MS

    def own_at(self, percent: float) -> float | None:
        """The same of this thread's own processor time, which other work on the machine does not lengthen."""
        return percentile(list(self.own.values()), percent) * MS if self.alone else None


def times_as_long(one: Contestant, other: Contestant, percent: float = 50) -> float:
    """How many times as long one takes as the other, over the queries of both; in own time where both work alone."""
    both = one.seconds.keys() & other.seconds.keys()
    kind = "own" if one.alone and other.alone else "seconds"
    first, second = ([getattr(each, kind)[i] for i in both] for each in (one, other))
    return percentile(first, percent) / percentile(second, percent)


def run(contestants: Sequence[Contestant], queries: int, warm_up: Sequence[Opening]) -> tuple[int, int]:
    """Everybody on every query, each time in another order; how many answers were compared, and how many differed."""
    for contestant in contestants:
        for opening in warm_up if contestant.every == 1 else warm_up[:2]:
            contestant.work(opening)
    chance = Random(1)
    gc.collect()
    compared = differing = 0
    for query in range(queries):
        answers: dict[tuple[int, str], list[Answer]] = defaultdict(list)
        for contestant in chance.sample(contestants, len(contestants)):
            if query % contestant.every:
                continue
            found = contestant.answer(query)
            if found is not None:
                answers[contestant.people, contestant.case].append(found)
        for first, *others in answers.values():
            compared += len(others)
            differing += sum(other != first for other in others)
    return compared, differing


def table(contestants: Iterable[Contestant]) -> Table:
    """Size by size; "own" is processor time of the thread."""
    times = (*(f"p{percent} ms" for percent in PERCENTS[:-1]), "max ms", "own p50", "own p95", "× engine")
    found = Table(["people", "case", "what", "queries", *times])
    listed = list(contestants)
    for one in sorted(listed, key=lambda contestant: contestant.people):
        engine = next(
            other for other in listed if (other.name, other.people, other.case) == (ENGINE, one.people, USUAL)
        )
        figures: list[Cell] = [*(one.at(percent) for percent in PERCENTS), one.own_at(50), one.own_at(95)]
        found.rows.append([one.people, one.case, one.name, len(one.seconds), *figures, times_as_long(one, engine)])
    return found
