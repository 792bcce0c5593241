"""Figures as a plain table or as JSON."""

import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
Cell = str | int | float | None


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile: a value that was really measured. NaN of nothing."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle value, the lower one of two."""
    return percentile(values, 50)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and its seconds."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


@dataclass
class Table:
    """Rows under named columns; ``None`` is shown as a dash."""

    columns: Sequence[str]
    rows: list[Sequence[Cell]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Numbers to the right, words to the left."""
        grid = [list(self.columns), *([_shown(cell) for cell in row] for row in self.rows)]
        widths = [max(len(row[i]) for row in grid) for i in range(len(self.columns))]
        words = [any(isinstance(row[i], str) for row in self.rows) for i in range(len(self.columns))]
        for n, row in enumerate(grid):
            cells = zip(row, widths, words, strict=True)
            yield "  ".join(cell.ljust(w) if word else cell.rjust(w) for cell, w, word in cells).rstrip()
            if n == 0:
                yield "  ".join("-" * width for width in widths)

    def records(self) -> list[dict[str, Cell]]:
        """The same for a program."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:,.1f}" if abs(cell) >= 10 else f"{cell:,.2f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


@dataclass
class Report:
    """What one bench found: tables, and what was to be reached."""

    title: str
    tables: list[Table]
    checks: list[tuple[str, bool]]

    @property
    def passed(self) -> bool:
        """Whether everything that was to be reached was."""
        return all(good for _, good in self.checks)

    def show(self, *, as_json: bool) -> None:
        """Write it to the standard output."""
        machine = f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the end"
        if as_json:
            data: dict[str, Any] = {"title": self.title, "machine": machine, "passed": self.passed}
            data["tables"] = [table.records() for table in self.tables]
            data["checks"] = [{"what": what, "passed": good} for what, good in self.checks]
            sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
            return
        lines = [self.title, f"({machine})"]
        for table in self.tables:
            lines += ["", *table.lines()]
        lines += ["", *(f"{'PASS' if good else 'FAIL'}  {what}" for what, good in self.checks), ""]
        sys.stdout.write("\n".join(lines))


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say on the error output what is being done, so that a long bench is not silent."""
    sys.stderr.write(f"… {what}\n")
    yield
