"""Sizes, cases and peers in one interleaved run."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from math import ceil

from app.matching.ranking import RULES, Opening
from bench import databases
from bench.crowd import vacancies
from bench.engine import contest, goals
from bench.engine.changes import Database, changed
from bench.engine.compiled import Memory
from bench.engine.contest import (
    AGAIN,
    COLD,
    ENGINE,
    EXPLAINED,
    FINE_WEIGHTS,
    FLOOR,
    NUMPY,
    PLAIN,
    RAREST_TRADES,
    STATEMENT,
    USUAL,
    Contestant,
    Work,
)
from bench.engine.peers.duck import Duck
from bench.engine.peers.fused import fused_scan
from bench.engine.peers.numpy_scan import numpy_scan
from bench.engine.peers.postgres import Postgres
from bench.engine.world import FINE_RULES, World, lists, world
from bench.figures import Report, Table, percentile, step

SQL_MOST = goals.MARK
"""Statements over more people take seconds each."""
SQL_QUERIES = 16
WARM_UP = 400


def measure(sizes: Sequence[int], queries: int, limit: int, *, peers: bool) -> Report:
    """Everybody on the same openings; then the same people change everywhere."""
    places, trades = lists()
    openings = vacancies(queries, places, trades)
    warm_up = vacancies(WARM_UP, places, trades, seed=3)
    with ExitStack() as stack:
        worlds = []
        for size in sorted(set(sizes)):
            with step(f"{size:,} people"):
                worlds.append(world(size, places, trades))
        # Edits and the cases that are hard are measured where the goals are set.
        judged = next((one for one in worlds if one.people == goals.MARK), worlds[-1])
        found = goals.Measured([])
        sql = _databases(stack, [one for one in worlds if one.people <= SQL_MOST]) if peers else {}
        warm = [one for each in worlds for one in _scans(each, openings, limit, numpy=peers)]
        warm += [*_again(judged, openings, limit), *_hard(judged, openings, limit)]
        warm += [*_floors(Memory(judged.people), judged.people, openings), *_statements(sql, openings, limit)]
        with step(f"{queries} openings, {len(warm)} contestants"):
            found.add(warm, contest.run(warm, queries, warm_up))
        with step("the same with cold caches"):
            cold = _cold(judged, openings, limit)
            found.add(cold, contest.run(cold, queries, warm_up))
        for one in worlds:
            _look_inside(one, one is judged, openings, limit, found)
        with step("edits and rebuilds"):
            found.changed = changed(judged, sql.get(judged.people, {}), openings, limit)
    tables = [contest.table(found.contestants), _inside(found), found.changed.table()]
    title = f"Ranking engine in process, top {limit}, {queries} openings"
    return Report(title, tables, goals.checks(found, [one.people for one in worlds]))


def _scans(one: World, openings: list[Opening], limit: int, *, numpy: bool) -> list[Contestant]:
    works: dict[str, Work] = {
        ENGINE: lambda opening: one.top(opening, RULES, limit),
        EXPLAINED: lambda opening: one.ranked(opening, RULES, limit),
        PLAIN: lambda opening: fused_scan(one, one.plain, opening, RULES, limit),
    }
    if numpy:
        works[NUMPY] = lambda opening: numpy_scan(one, one.plain, opening, RULES, limit)
    return [Contestant(name, one.people, work, openings) for name, work in works.items()]


def _again(one: World, openings: list[Opening], limit: int) -> list[Contestant]:
    """An opening that was asked before: its tables are remembered."""
    works: dict[str, Work] = {
        ENGINE: lambda opening: one.top(opening, RULES, limit),
        EXPLAINED: lambda opening: one.ranked(opening, RULES, limit),
    }
    return [Contestant(name, one.people, work, openings, AGAIN, again=True) for name, work in works.items()]


def _hard(one: World, openings: list[Opening], limit: int) -> list[Contestant]:
    """Where the order of the rows helps least; the plain scan beside it says what is true."""
    found = []
    for case, asked, rules in ((FINE_WEIGHTS, openings, FINE_RULES), (RAREST_TRADES, one.rarest(openings), RULES)):
        works: dict[str, Work] = {
            ENGINE: lambda opening, rules=rules: one.top(opening, rules, limit),  # type: ignore[misc]
            PLAIN: lambda opening, rules=rules: fused_scan(one, one.plain, opening, rules, limit),  # type: ignore[misc]
        }
        found += [Contestant(name, one.people, work, asked, case) for name, work in works.items()]
    return found


def _floors(memory: Memory, people: int, openings: list[Opening]) -> list[Contestant]:
    """Reading and nothing else."""
    return [
        Contestant(FLOOR, people, lambda _: memory.read(), openings),
        Contestant("floor: the same by columns", people, lambda _: memory.read_columns(), openings),
    ]


def _cold(one: World, openings: list[Opening], limit: int) -> list[Contestant]:
    """Everybody with cold caches; by themselves, since what they evict is not theirs alone."""
    memory = Memory(one.people)
    scans = _scans(one, openings, limit, numpy=False)
    return [replace(warm, case=COLD, before=memory.evict) for warm in (*_floors(memory, one.people, openings), *scans)]


def _databases(stack: ExitStack, worlds: list[World]) -> dict[int, dict[str, Database]]:
    uri = stack.enter_context(databases.postgresql())
    found: dict[int, dict[str, Database]] = {}
    for one in worlds:
        with step(f"loading {one.people:,} people into DuckDB and PostgreSQL"):
            duck = Duck(one, RULES)
            stack.callback(duck.close)
            postgres = Postgres(uri, one, duck)
            stack.callback(postgres.close)
        found[one.people] = {"DuckDB": duck, "PostgreSQL": postgres}
    return found


def _statements(sql: dict[int, dict[str, Database]], openings: list[Opening], limit: int) -> list[Contestant]:
    every = max(2, ceil(len(openings) / SQL_QUERIES))
    return [
        Contestant(
            STATEMENT.format(name),
            people,
            lambda opening, peer=peer: peer.top(opening, RULES, limit),  # type: ignore[misc]
            openings,
            every=every,
            alone=False,
        )
        for people, both in sql.items()
        for name, peer in both.items()
    ]


def _look_inside(one: World, judged: bool, openings: list[Opening], limit: int, found: goals.Measured) -> None:
    found.bytes_a_person[one.people] = one.pool.base.bytes_beside_ids / one.people
    found.scored[one.people, USUAL] = [one.scored(opening, RULES, limit) for opening in openings]
    if judged:
        found.scored[one.people, FINE_WEIGHTS] = [one.scored(opening, FINE_RULES, limit) for opening in openings]
        rare = [one.scored(opening, RULES, limit) for opening in one.rarest(openings)]
        found.scored[one.people, RAREST_TRADES] = rare


def _inside(found: goals.Measured) -> Table:
    percents = (10, 50, 90, 95, 100)
    table = Table(["people", "case", *(f"rows scored p{percent}" for percent in percents), "bytes a person"])
    for (people, case), rows in found.scored.items():
        figures = [percentile(rows, percent) for percent in percents]
        table.rows.append([people, case, *figures, found.bytes_a_person[people]])
    return table
