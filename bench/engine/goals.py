"""What the engine is to reach, judged at a million people; a smaller run only compares the answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.engine.changes import CHANGE, REBUILD, Changed
from bench.engine.contest import (
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
    times_as_long,
)
from bench.figures import percentile

MARK, SMALL, FROM = 1_000_000, 10_000, 100_000
LEAST = {STATEMENT.format("PostgreSQL"): 200, STATEMENT.format("DuckDB"): 30, NUMPY: 20}
Check = tuple[str, bool]


@dataclass
class Measured:
    """Everything that was found. scored: rows looked at one by one, by people and case."""

    contestants: list[Contestant]
    scored: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    changed: Changed | None = None
    bytes_a_person: dict[int, float] = field(default_factory=dict)
    compared: int = 0
    differing: int = 0

    def of(self, people: int, name: str, case: str = USUAL) -> Contestant | None:
        """Who took part under a name."""
        same = (one for one in self.contestants if (one.people, one.name, one.case) == (people, name, case))
        return next(same, None)

    def add(self, contestants: Sequence[Contestant], answers: tuple[int, int]) -> None:
        """Who took part, how many answers were compared, and how many differed."""
        self.contestants += contestants
        self.compared += answers[0]
        self.differing += answers[1]


def checks(found: Measured, sizes: Sequence[int]) -> list[Check]:
    """Each goal with its figure."""
    compared = found.compared + (found.changed.compared if found.changed else 0)
    differing = found.differing + (found.changed.differing if found.changed else 0)
    judged: list[Check] = [(f"same ids and scores in {compared - differing:,} of {compared:,} answers", differing == 0)]
    judged += _floors(found)
    judged += _peers(found)
    judged += _growth(found, sizes)
    judged += _fragile(found)
    judged += _memory(found)
    return judged


def _at_most(what: str, factor: float, most: float, unit: str = "×") -> Check:
    digits = 4 if factor < 0.1 else 2
    return f"{what}: {factor:,.{digits}f} {unit} (at most {most:g})", factor <= most


def _floors(found: Measured) -> Iterator[Check]:
    for case, most in ((USUAL, 1), (COLD, 2)):
        floor = found.of(MARK, FLOOR, case)
        for name in (ENGINE, EXPLAINED):
            engine = found.of(MARK, name, case)
            if floor is not None and engine is not None:
                yield _at_most(f"{name}, {case}, p50, against the floor", times_as_long(engine, floor), most)


def _peers(found: Measured) -> Iterator[Check]:
    engine = found.of(MARK, ENGINE)
    for name, least in LEAST.items():
        peer = found.of(MARK, name)
        if engine is not None and peer is not None:
            factor = times_as_long(peer, engine)
            yield f"{name}, p50: {factor:,.1f} × the engine (at least {least})", factor >= least
    small, plain = found.of(SMALL, ENGINE), found.of(SMALL, PLAIN)
    if small is not None and plain is not None:
        yield _at_most(f"engine at {SMALL:,}, p50, against the plain scan", times_as_long(small, plain), 1.5)


def _growth(found: Measured, sizes: Sequence[int]) -> Iterator[Check]:
    large = [size for size in sorted(sizes) if size >= FROM]
    if len(large) > 1:
        first, last = found.of(large[0], ENGINE), found.of(large[-1], ENGINE)
        if first is not None and last is not None:
            for percent, most in ((50, 1.5), (95, 2)):
                factor = times_as_long(last, first, percent)
                yield _at_most(f"growth from {large[0]:,} to {large[-1]:,} people, p{percent}", factor, most)
    for size in large:
        rows = percentile(found.scored[size, USUAL], 95)
        yield f"rows scored at {size:,}, p95: {rows:,} (at most 3,000)", rows <= 3_000


def _fragile(found: Measured) -> Iterator[Check]:
    usual = found.of(MARK, ENGINE)
    for case in (FINE_WEIGHTS, RAREST_TRADES):
        engine = found.of(MARK, ENGINE, case)
        if usual is not None and engine is not None:
            yield _at_most(f"{case}, p95, against the usual p95", times_as_long(engine, usual, 95), 3)


def _memory(found: Measured) -> Iterator[Check]:
    if MARK in found.bytes_a_person:
        yield _at_most("memory beside the ids", found.bytes_a_person[MARK], 16, "bytes a person")
    changed = found.changed
    if changed is None or found.of(MARK, ENGINE) is None:
        return
    yield _at_most("rebuild, p50", changed.p50(REBUILD) / 1000, 1.5, "s")
    update = "PostgreSQL: UPDATE of one person"
    if update in changed.seconds:
        factor = changed.p50(CHANGE) / changed.p50(update)
        yield _at_most("an edit, p50, against one committed UPDATE", factor, 0.01)
