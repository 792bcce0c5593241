"""The real service in a process of its own on a free port of the loopback, and a client that keeps its connection."""

import http.client
import json
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.cli import DEMO_PASSWORD
from bench import processes
from bench.databases import folder

API = "/api/v1"
START_SECONDS = 60
# The server closes connections that are silent for 5 s; a client that waited almost as long opens a new one.
IDLE_SECONDS = 3


@dataclass(frozen=True)
class Answer:
    """One answer and the seconds from sending to its last byte."""

    status: int
    body: bytes
    seconds: float
    etag: str = ""

    def json(self, status: int = 200) -> Any:
        """The body; RuntimeError when the status is another."""
        if self.status != status:
            raise RuntimeError(f"{self.status} instead of {status}: {self.body[:500]!r}")
        return json.loads(self.body)


class Client:
    """One connection, kept open. Not for two threads at once."""

    def __init__(self, port: int, token: str | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Accept-Language": "vi"} | ({"Authorization": f"Bearer {token}"} if token else {})
        self._last = time.perf_counter()

    def get(self, path: str) -> Answer:
        """Read."""
        return self._call("GET", path, None, self._headers)

    def send(self, method: str, path: str, body: Any, **headers: str) -> Answer:
        """Write."""
        return self._call(
            method, path, json.dumps(body).encode(), self._headers | {"Content-Type": "application/json"} | headers
        )

    def change(self, path: str, body: Any) -> Answer:
        """Change the version that stands there now; the seconds are of the change alone."""
        return self.send("PATCH", path, body, **{"If-Match": self.get(path).etag})

    def _call(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        start = time.perf_counter()
        if start - self._last > IDLE_SECONDS:
            self._connection.close()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        self._last = time.perf_counter()
        return Answer(response.status, content, self._last - start, response.headers.get("ETag", ""))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@dataclass
class Service:
    """A running service."""

    port: int
    process: subprocess.Popen[bytes]
    _open: list[Client] = field(default_factory=list)

    def client(self, token: str | None = None) -> Client:
        """A new connection; closed with the service at the latest."""
        client = Client(self.port, token)
        self._open.append(client)
        return client

    def sign_in(self, username: str = "canbo", password: str = DEMO_PASSWORD) -> str:
        """A token of one of the demonstration's accounts."""
        client = self.client()
        answer = client.send("POST", f"{API}/auth/login", {"username": username, "password": password})
        token: str = answer.json()["access_token"]
        return token

    def peak_mb(self) -> float | None:
        """The most memory it has held so far."""
        return processes.peak_mb(self.process.pid)

    def close_clients(self) -> None:
        """Close all connections."""
        while self._open:
            self._open.pop().close()


@contextmanager
def running(
    url: str, *, threads: int = 8, secret: str | None = None, where: Path | None = None, keys: str | None = None
) -> Iterator[Service]:
    """The service on a database, with the settings of an ordinary installation; ended in any case."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"database_url": url, "threads": str(threads), "secret_key": secret or secrets.token_hex(32)}
    # Thousands of requests a minute come from one account here.
    settings["rate_limits"] = ""
    settings |= {} if keys is None else {"field_keys": keys}
    with folder() as path:
        process = processes.start(["serve", "--port", str(port)], settings, path / "log", where)
        service = Service(port, process)
        try:
            if not _alive(service):
                raise RuntimeError(f"the service did not start:\n{processes.tail(path / 'log')}")
            yield service
        finally:
            service.close_clients()
            processes.stop(process)


def _alive(service: Service) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and service.process.poll() is None:
        try:
            return service.client().get("/health/live").status == 200
        except OSError:
            time.sleep(0.05)
    return False
