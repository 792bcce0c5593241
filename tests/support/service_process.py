"""The real service on a database, with settings of the test's own; its log, and bare connections to it."""

import json
import socket
import subprocess
import time
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

START_SECONDS = 60


@dataclass
class Running:
    """A running service."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def lines(self) -> list[dict[str, Any]]:
        """What it has logged."""
        lines = self.log.read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def connect(self, timeout: float = 30) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def ask(
        self, path: str, method: str = "GET", body: Any = None, timeout: float = 30, **headers: str
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
def running(url: str, **settings: str) -> Iterator[Running]:
    """The service on a database; ended in any case."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"database_url": url, "secret_key": SECRET, "rate_limits": "", "environment": "test"} | settings
    with folder() as path:
        process = processes.start(["serve", "--port", str(port)], own, path / "log")
        service = Running(port, process, path / "log")
        try:
            _wait(service)
            yield service
        finally:
            processes.stop(process)


def _wait(service: Running) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and service.process.poll() is None:
        try:
            if service.ask("/health/ready")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the service did not start:\n{processes.tail(service.log)}")
