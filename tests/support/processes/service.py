"""The real service on a database, with settings of the test's own; its log, and bare connections to it.

Whoever waits for it waits as long as ``tests.support.patience`` says: the machine may be busy.
"""

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from app.core import clock
from app.security import access_tokens
from app.vocabulary import Role
from bench import processes
from bench.databases import folder
from tests.conftest import SECRET, Template
from tests.support import factories
from tests.support.paths import ROOT
from tests.support.patience import GENEROUS, wait_for

PATIENT = ("-m", "tests.support.patience")


@dataclass
class Running:
    """A running service."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    url: str

    def lines(self) -> list[dict[str, Any]]:
        """What it has logged."""
        lines = self.log.read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def connect(self, timeout: float = GENEROUS) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def ask(
        self, path: str, method: str = "GET", body: Any = None, timeout: float = GENEROUS, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            if body is not None:
                sent["Content-Type"] = "application/json"
            connection.request(method, path, None if body is None else json.dumps(body), sent)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def memory_mb(self) -> float:
        """What it holds now."""
        line = next(
            line
            for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
            if line.startswith("VmRSS")
        )
        return int(line.split()[1]) / 1024


def answer_on(connection: socket.socket) -> tuple[int, dict[str, Any]]:
    """Status and JSON of what the service says on a bare connection."""
    response = HTTPResponse(connection)
    response.begin()
    body = response.read()
    return response.status, json.loads(body) if body else {}


def bearer(template: Template, role: Role = Role.STAFF) -> str:
    """The header of somebody who is signed in, on the database that is bound."""
    account = template.accounts[role]
    token = access_tokens.issue(account, factories.session_of(account), secret=SECRET, now=clock.now(), minutes=60)
    return f"Bearer {token}"


@contextmanager
def running(url: str, limits: dict[str, float] | None = None, **settings: str) -> Iterator[Running]:
    """The service on a database; ended in any case. limits: other limits on waiting than the generous ones, by name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"database_url": url, "secret_key": SECRET, "rate_limits": "", "environment": "test"} | settings
    own["test_limits"] = json.dumps(limits or {})
    with folder() as path:
        process = processes.start(["serve", "--port", str(port)], own, path / "log", ROOT, PATIENT)
        service = Running(port, process, path / "log", url)
        try:
            wait_for("the start of the service", lambda: process.poll() is not None or _is_ready(service))
            if process.poll() is not None:
                raise RuntimeError(f"the service did not start:\n{processes.tail(service.log)}")
            yield service
        finally:
            processes.stop(process)


def _is_ready(service: Running) -> bool:
    try:
        return service.ask("/health/ready")[0] == 200
    except OSError:
        return False
