"""How long the demonstration takes to load into an SQLite file."""

from bench import databases
from bench.databases import Kind
from bench.figures import Report, Table, step

SECONDS = 180


def measure(people: int) -> Report:
    """The usual 20,000 first, then as many as asked."""
    table = Table(["people", "seconds", "people/s", "file MB", "peak memory MB"])
    seconds = 0.0
    for count in sorted({min(20_000, people), people}):
        with databases.empty(Kind.SQLITE) as url, step(f"loading {count:,} people"):
            usage = databases.fill(url, count)
            size = databases.sqlite_size(url) / 1024 / 1024
        seconds = usage.seconds
        table.rows.append([count, seconds, round(count / seconds), size, usage.peak_mb])
    return Report(
        "Loading the demonstration, SQLite",
        [table],
        [(f"{people:,} people in {seconds:.0f} s (pass mark {SECONDS} s)", seconds <= SECONDS)],
    )
