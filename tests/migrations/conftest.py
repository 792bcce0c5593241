"""Empty databases of both kinds."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from app.config import get_settings
from app.core import clock
from app.infra import db, schema
from seed.demo import load_demo

PEOPLE = 1000
NewEngine = Callable[[], Engine]


@pytest.fixture(params=["sqlite", "postgresql"])
def new_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewEngine]:
    """Makes engines on empty databases, gone after the test."""
    engines: list[Engine] = []
    server = db.make_engine(request.getfixturevalue("postgresql_server")) if request.param == "postgresql" else None

    def make() -> Engine:
        name = f"m{uuid.uuid4().hex[:12]}"
        if server is None:
            url = f"sqlite:///{tmp_path}/{name}.sqlite3"
        else:
            _alone(server, f'CREATE DATABASE "{name}"')
            url = make_url(server.url).set(database=name).render_as_string(hide_password=False)
        engines.append(db.make_engine(url))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()
        if server is not None:
            _alone(server, f'DROP DATABASE "{engine.url.database}" WITH (FORCE)')
    if server is not None:
        server.dispose()


def _alone(server: Engine, statement: str) -> None:
    with server.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(statement))


@pytest.fixture
def migrated(new_engine: NewEngine) -> Engine:
    """At the newest revision, without rows."""
    engine = new_engine()
    schema.upgrade(engine)
    return engine


@pytest.fixture
def filled(migrated: Engine) -> Engine:
    """With the demonstration in it."""
    db.bind(migrated)
    load_demo(
        people=PEOPLE,
        today=clock.today(),
        now=clock.now(),
        hash_password=lambda text: f"x{text}",
        password="none",
        vault=get_settings().vault,
    )
    return migrated
