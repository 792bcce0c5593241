"""Check R10: SIGTERM in the middle of everything. Whoever was answered was answered whole, and the end is a 0.

How soon it ends is measured by ``./dev faults``; here it ends by itself, and before what would hold it up is over.
"""

import http.client
import json
import os
import signal
import threading
from collections import Counter

import pytest
from sqlalchemy import Engine

from tests.conftest import Template
from tests.support.patience import GENEROUS, wait_for
from tests.support.processes.service import Running, answer_on, bearer, running

pytestmark = pytest.mark.server
CLIENTS, ROUNDS = 16, 4
PATHS = ("/api/v1/zones", "/api/v1/vacancies?limit=20", "/health/ready", "/openapi.json")
FOR_EVER = 10 * GENEROUS
"""A limit that is not over before a test gives up waiting."""
NOBODY_IS_SLOW = {"app.http.server.KEEP_ALIVE_SECONDS": FOR_EVER, "app.http.server.LAST_REQUEST_SECONDS": FOR_EVER}
"""On a busy machine a client may think longer than a connection is kept, and then finds it closed, as it should be."""


class Crowd:
    """Clients that keep their connections and ask until nobody listens any more."""

    def __init__(self, service: Running, authorization: str) -> None:
        self._service = service
        self._headers = {"Authorization": authorization}
        self.seen: Counter[str] = Counter()
        self._of_each: Counter[int] = Counter()
        self._threads = [threading.Thread(target=self._visit, args=[number]) for number in range(CLIENTS)]

    def start(self) -> None:
        """Returns when all are in the midst of it."""
        for thread in self._threads:
            thread.start()
        wait_for("answers for everybody", lambda: min(self._of_each[number] for number in range(CLIENTS)) >= ROUNDS)

    def join(self) -> None:
        for thread in self._threads:
            thread.join(timeout=GENEROUS)
            assert not thread.is_alive()

    def _visit(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._service.port, timeout=GENEROUS)
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
                self._of_each[number] += 1
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.seen[f"broken: {type(error).__name__}"] += 1
                # Counted as answered, so that nobody waits for what does not come any more.
                self._of_each[number] += ROUNDS
                return
            if number % 2:
                connection.close()


def ended(service: Running) -> int:
    """Ask it to end: its exit code."""
    service.process.send_signal(signal.SIGTERM)
    return service.process.wait(timeout=GENEROUS)


@pytest.mark.slow(seconds=5)
def test_nobody_gets_half_an_answer(live_url: str, live: Engine, template: Template) -> None:
    """Check R10: 0 broken answers under load, exit 0."""
    authorization = bearer(template)
    with running(live_url, NOBODY_IS_SLOW) as service:
        crowd = Crowd(service, authorization)
        crowd.start()
        code = ended(service)
        crowd.join()
    assert code == 0
    assert crowd.seen.pop("nobody listens") == CLIENTS
    assert set(crowd.seen) == {"200"}, crowd.seen


# On SQLite a service of several processes does not begin: tests/cli.
@pytest.mark.slow(seconds=8)
@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
def test_several_workers_end_as_one(template: Template, live_url: str, live: Engine) -> None:
    """Check R10, with several processes behind one door."""
    authorization = bearer(template)
    with running(live_url, NOBODY_IS_SLOW, workers="2") as service:
        children = workers_of(service.process.pid)
        crowd = Crowd(service, authorization)
        crowd.start()
        code = ended(service)
        crowd.join()
    assert code == 0
    assert set(crowd.seen) == {"200", "nobody listens"}, crowd.seen
    assert len(children) >= 2
    wait_for("the end of every process", lambda: not any(os.path.exists(f"/proc/{pid}") for pid in children))


@pytest.mark.slow(seconds=15)
@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
def test_one_of_several_workers_ends_and_the_others_go_on(template: Template, live_url: str, live: Engine) -> None:
    """Who ends alone, as at a restart one by one, leaves the door open for those who share it."""
    with running(live_url, workers="2") as service:
        before = set(workers_of(service.process.pid))
        asked = [pid for pid in before if serves(pid)]
        os.kill(asked[0], signal.SIGTERM)
        wait_for("the end of one", lambda: not os.path.exists(f"/proc/{asked[0]}"))
        # As many as it takes for each that listens to be asked.
        assert [service.ask("/health/live")[0] for _ in range(10)] == [200] * 10
        wait_for("another in its place", lambda: set(workers_of(service.process.pid)) - before)
        assert ended(service) == 0


def serves(pid: int) -> bool:
    """Whether it is a worker, and not what the system starts to keep count of shared things."""
    with open(f"/proc/{pid}/cmdline", "rb") as file:
        return b"spawn_main" in file.read()


def workers_of(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


def is_closed(service: Running) -> bool:
    """Whether nobody listens any more."""
    try:
        service.connect().close()
    except OSError:
        return True
    return False


@pytest.mark.slow(seconds=5)
def test_what_has_begun_is_finished(live_url: str, live: Engine, template: Template) -> None:
    """A body that is still on its way when the end begins gets its answer; so does a request on a silent connection."""
    body = b'{"title": "Dot", "opens_on": "2026-01-01", "closes_on": "2026-12-31"}'
    head = (
        f"POST /api/v1/survey-rounds HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: {bearer(template)}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    # The silent one is given a second in life; here as long as this test takes.
    limits = {"app.http.server.LAST_REQUEST_SECONDS": FOR_EVER}
    with (
        running(live_url, limits, body_seconds="300") as service,
        service.connect() as begun,
        service.connect() as silent,
    ):
        begun.sendall(head + body[:10])
        silent.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer_on(silent)[0] == 200
        service.process.send_signal(signal.SIGTERM)
        wait_for("the end of listening", lambda: is_closed(service))
        silent.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer_on(silent)[0] == 200
        assert silent.recv(1) == b"", "the last answer on a connection closes it"
        assert service.process.poll() is None, "one answer is still owed"
        begun.sendall(body[10:])
        status, created = answer_on(begun)
        assert (status, created["title"]) == (201, "Dot")
        assert service.process.wait(timeout=GENEROUS) == 0


@pytest.mark.slow(seconds=5)
def test_who_sends_nothing_does_not_hold_up_the_end(live_url: str, live: Engine) -> None:
    """It ends while that connection is open, and not because the time for what has begun is over."""
    with running(live_url, {"app.http.server.GRACE_SECONDS": FOR_EVER}) as service, service.connect():
        assert ended(service) == 0
