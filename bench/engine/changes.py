"""People who change: what an edit costs here and in a database, what it costs the next search, and a rebuild."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from app.matching.ranking import RULES, Opening, Person, Rules
from app.matching.ranking.pool.columns import uuid_of
from bench.engine.peers.rows import Answer
from bench.engine.world import World
from bench.figures import Table, median, percentile, timed

MS = 1000
EDITS, MANY = 200, 4_000
COMPARED = 8
REBUILDS = 3
CHANGE = "pool.change, one person"
REBUILD = "pool.rebuild (own processor time)"


class Database(Protocol):
    """A peer that can be changed."""

    def top(self, opening: Opening, rules: Rules, limit: int) -> Answer:
        """The first people of a ranking."""

    def change(self, jobseeker_id: UUID, wish: int) -> None:
        """Give one person another wish."""


@dataclass(frozen=True)
class Changed:
    """Seconds by what was done, and how many answers of how many differed."""

    seconds: dict[str, list[float]]
    compared: int
    differing: int

    def p50(self, what: str) -> float:
        """The median in milliseconds."""
        return median(self.seconds[what]) * MS

    def table(self) -> Table:
        """All of it."""
        found = Table(["changes", "times", "p10 ms", "p50 ms", "p95 ms", "max ms"])
        for name, taken in self.seconds.items():
            found.rows.append([name, len(taken), *(percentile(taken, percent) * MS for percent in (10, 50, 95, 100))])
        return found


def changed(world: World, databases: dict[str, Database], openings: Sequence[Opening], limit: int) -> Changed:
    """The same people change everywhere, in turn; then many at once; then everything is sorted in."""
    seconds: dict[str, list[float]] = defaultdict(list)
    people = _people(world, min(MANY, world.people // 2))
    for opening in openings:
        # Its tables are known from here on.
        _search(world, opening, limit)
    for i, person in enumerate(people[:EDITS]):
        opening = openings[i % len(openings)]
        seconds[CHANGE].append(timed(lambda person=person: world.pool.change((), [person]))[1])  # type: ignore[misc]
        for name, database in databases.items():
            what = f"{name}: UPDATE of one person"
            seconds[what].append(_update(database, person))
        seconds["the first search after it"].append(_search(world, opening, limit))
        seconds["the second"].append(_search(world, opening, limit))
    compared, differing = _compared(world, databases, openings, limit)
    world.pool.change((), people)
    for opening in openings:
        seconds[f"a search with {len(people):,} changed"].append(_search(world, opening, limit))
    known = [world.top(opening, RULES, limit) for opening in openings[:COMPARED]]
    for person in people[:REBUILDS]:
        world.pool.change((), [person])
        what = f"the first search after an edit, {len(people):,} changed"
        seconds[what].append(_search(world, openings[0], limit))
    for person in people[:REBUILDS]:
        # Own processor time: in a second other work on the machine always comes between.
        before = time.thread_time()
        world.pool.rebuild()
        seconds[REBUILD].append(time.thread_time() - before)
        world.pool.change((), [person])
    differing += sum(world.top(opening, RULES, limit) != same for opening, same in zip(openings, known, strict=False))
    return Changed(seconds, compared + len(known), differing)


def _people(world: World, count: int) -> list[Person]:
    """People from all over the pool, who now wish for something else."""
    people = world.columns.people
    positions = range(0, world.people, max(1, world.people // count))
    ids = [uuid_of(int(people.high[i]), int(people.low[i])) for i in positions]
    known = [world.pool.get(one) for one in ids[:count]]
    return [replace(one, pay_wish=6_000_000 + i % 50 * 100_000) for i, one in enumerate(known) if one is not None]


def _update(database: Database, person: Person) -> float:
    return timed(lambda: database.change(person.id, person.pay_wish or 0))[1]


def _search(world: World, opening: Opening, limit: int) -> float:
    return timed(lambda: world.top(opening, RULES, limit))[1]


def _compared(world: World, databases: dict[str, Database], openings: Sequence[Opening], limit: int) -> tuple[int, int]:
    known = {opening: world.ranked(opening, RULES, limit) for opening in openings[:COMPARED]}
    differ = [database.top(each, RULES, limit) != known[each] for database in databases.values() for each in known]
    return len(differ), sum(differ)
