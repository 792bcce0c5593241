"""CHECKS R10: SIGTERM in the middle of everything. Whoever was answered was answered whole, and the end is a 0."""

import http.client
import json
import os
import signal
import threading
import time
from collections import Counter

import pytest
from sqlalchemy import Engine

from tests.conftest import Template
from tests.support.service_process import Running, answer_on, bearer, running

CLIENTS = 16
SECONDS = 2.0
PATHS = ("/api/v1/zones", "/api/v1/vacancies?limit=20", "/health/ready", "/openapi.json")


class Crowd:
    """Clients that keep their connections and ask until nobody listens any more."""

    def __init__(self, service: Running, authorization: str) -> None:
        self._service = service
        self._headers = {"Authorization": authorization}
        self.seen: Counter[str] = Counter()
        self._threads = [threading.Thread(target=self._visit, args=[number]) for number in range(CLIENTS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(timeout=60)
            assert not thread.is_alive()

    def _visit(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._service.port, timeout=30)
        while True:
            try:
                # A client of every second kind opens a new connection for each request.
                if connection.sock is None:
                    connection.connect()
            except OSError:
                self.seen["nobody listens"] += 1
                return
            try:
                connection.request("GET", PATHS[number % len(PATHS)], headers=self._headers)
                answer = connection.getresponse()
                json.loads(answer.read())
                self.seen[str(answer.status)] += 1
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.seen[f"broken: {type(error).__name__}"] += 1
                return
            if number % 2:
                connection.close()


def ended(service: Running) -> tuple[int, float]:
    """Ask it to end: its exit code, and the seconds it took."""
    began = time.monotonic()
    service.process.send_signal(signal.SIGTERM)
    return service.process.wait(timeout=40), time.monotonic() - began


def test_nobody_gets_half_an_answer(live_url: str, live: Engine, template: Template) -> None:
    """CHECKS R10: 0 broken answers under load, exit 0."""
    authorization = bearer(template)
    with running(live_url) as service:
        crowd = Crowd(service, authorization)
        crowd.start()
        time.sleep(SECONDS)
        code, seconds = ended(service)
        crowd.join()
    assert code == 0
    assert seconds < 20
    assert crowd.seen.pop("nobody listens") == CLIENTS
    assert set(crowd.seen) == {"200"}, crowd.seen


def test_several_workers_end_as_one(template: Template, live_url: str, live: Engine) -> None:
    """CHECKS R10, with several processes behind one door."""
    if live_url.startswith("sqlite"):
        with pytest.raises(RuntimeError, match="SQLite is for one serving process"), running(live_url, workers="2"):
            pass
        return
    authorization = bearer(template)
    with running(live_url, workers="2") as service:
        children = workers_of(service.process.pid)
        crowd = Crowd(service, authorization)
        crowd.start()
        time.sleep(SECONDS)
        code, seconds = ended(service)
        crowd.join()
    assert code == 0
    assert seconds < 20
    assert set(crowd.seen) == {"200", "nobody listens"}, crowd.seen
    assert len(children) >= 2
    deadline = time.monotonic() + 5
    while any(os.path.exists(f"/proc/{pid}") for pid in children):
        assert time.monotonic() < deadline, "a process stayed behind"
        time.sleep(0.1)


def workers_of(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


def test_what_has_begun_is_finished(live_url: str, live: Engine, template: Template) -> None:
    """A body that is still on its way when the end begins gets its answer; so does a request on a silent connection."""
    body = b'{"title": "Dot", "opens_on": "2026-01-01", "closes_on": "2026-12-31"}'
    head = (
        f"POST /api/v1/survey-rounds HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: {bearer(template)}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    with running(live_url) as service, service.connect() as begun, service.connect() as silent:
        begun.sendall(head + body[:10])
        silent.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer_on(silent)[0] == 200
        service.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        silent.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer_on(silent)[0] == 200
        assert silent.recv(1) == b"", "the last answer on a connection closes it"
        time.sleep(1)
        begun.sendall(body[10:])
        status, created = answer_on(begun)
        assert (status, created["title"]) == (201, "Dot")
        assert service.process.wait(timeout=20) == 0


def test_who_sends_nothing_does_not_hold_up_the_end(live_url: str, live: Engine) -> None:
    with running(live_url) as service, service.connect():
        code, seconds = ended(service)
    assert (code, seconds < 10) == (0, True)
