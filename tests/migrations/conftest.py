"""Databases of both kinds: empty, migrated, and filled. The latter two are made once and copied for each test."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import Engine, make_url, text

from app.config import get_settings
from app.core import clock
from app.infra import db, schema
from seed.demo import load_demo
from tests.conftest import KINDS

PEOPLE = 1000


class NewEngine(Protocol):
    """Makes an engine on a database of its own: empty, or a copy of another that nobody is connected to."""

    def __call__(self, like: str | None = None) -> Engine: ...


class Place:
    """Where databases of one kind are made and removed."""

    def __init__(self, kind: str, folder: Path, server: Engine | None) -> None:
        self.kind = kind
        self._folder = folder
        self._server = server

    def make(self, like: str | None = None) -> str:
        """The address of a new database."""
        name = f"m{uuid.uuid4().hex[:12]}"
        if self._server is not None:
            copied = "" if like is None else f' TEMPLATE "{make_url(like).database}"'
            self._alone(f'CREATE DATABASE "{name}"{copied}')
            return make_url(self._server.url).set(database=name).render_as_string(hide_password=False)
        file = self._folder / f"{name}.sqlite3"
        if like is not None:
            shutil.copy(str(make_url(like).database), file)
        return f"sqlite:///{file}"

    def drop(self, url: str) -> None:
        """Remove one; those of SQLite go with their folder."""
        if self._server is not None:
            self._alone(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def _alone(self, statement: str) -> None:
        assert self._server is not None
        with self._server.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(statement))


@pytest.fixture(scope="package", params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One kind of database."""
    server = db.make_engine(request.getfixturevalue("postgresql_server")) if request.param == "postgresql" else None
    yield Place(request.param, tmp_path_factory.mktemp("migrations"), server)
    if server is not None:
        server.dispose()


@pytest.fixture(scope="session")
def made() -> dict[tuple[str, str], str]:
    """Addresses of the databases to copy, by kind and contents; nobody is connected to one."""
    return {}


@pytest.fixture
def new_engine(place: Place) -> Iterator[NewEngine]:
    """Makes engines on databases that are gone after the test."""
    engines: list[Engine] = []

    def make(like: str | None = None) -> Engine:
        engines.append(db.make_engine(place.make(like)))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()
        place.drop(engine.url.render_as_string(hide_password=False))


@pytest.fixture
def migrated(new_engine: NewEngine, place: Place, made: dict[tuple[str, str], str]) -> Engine:
    """At the newest revision, without rows."""
    return new_engine(_once(place, made, "migrated"))


@pytest.fixture
def filled(new_engine: NewEngine, place: Place, made: dict[tuple[str, str], str]) -> Engine:
    """With the demonstration in it."""
    return new_engine(_once(place, made, "filled"))


def _once(place: Place, made: dict[tuple[str, str], str], contents: str) -> str:
    if (place.kind, contents) not in made:
        url = place.make(None if contents == "migrated" else _once(place, made, "migrated"))
        engine = db.make_engine(url)
        if contents == "migrated":
            schema.upgrade(engine)
        else:
            _fill(engine)
        if place.kind == "sqlite":
            # Everything into the one file that is copied.
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        made[place.kind, contents] = url
    return made[place.kind, contents]


def _fill(engine: Engine) -> None:
    db.bind(engine)
    load_demo(
        people=PEOPLE,
        today=clock.today(),
        now=clock.now(),
        hash_password=lambda text: f"x{text}",
        password="none",
        vault=get_settings().vault,
    )
