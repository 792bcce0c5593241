"""R8, first half: PostgreSQL falls silent for a while, as on a machine that is frozen, and then is stopped and started.

Silent is worse than stopped: connections stay open, nothing is refused, and a driver would wait for ever.
"""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil
from sqlalchemy import select

from app.infra import db
from app.models import Vacancy
from checks.faults.checks import Check, Outcome
from checks.faults.world import V1, Caller, World, world
from tests.support import factories

CLIENTS = 12
MOST_SECONDS = 3.0
RECOVERY_SECONDS = 10.0
# Until the service has noticed, readiness may still wait for its answer.
NOTICED_SECONDS = 3.5


@dataclass(frozen=True)
class Seen:
    """One request: when it began, on the clock of ``time.monotonic``, what came of it, and how long it took."""

    began: float
    status: int
    took: float
    retry_after: bool


@dataclass
class Crowd:
    """Clients that read and write, and two who ask how the service is."""

    place: World
    requests: list[Seen] = field(default_factory=list)
    live: list[Seen] = field(default_factory=list)
    ready: list[Seen] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Everybody asks until the block ends."""
        with self.place.rows():
            firm = str(factories.enterprise().id)
        caller = self.place.caller()
        body = {"enterprise_id": firm, "title": "May", "occupation_code": "8153", "openings": 2}

        def write() -> None:
            self._ask(caller, self.requests, "POST", f"{V1}/vacancies", body)

        def read() -> None:
            self._ask(caller, self.requests, "GET", f"{V1}/vacancies?limit=20")

        works: list[Callable[[], None]] = [write, read] * (CLIENTS // 2)
        works.append(lambda: self._ask(caller, self.live, "GET", "/health/live", pause=0.1))
        works.append(lambda: self._ask(caller, self.ready, "GET", "/health/ready", pause=0.1))
        threads = [threading.Thread(target=self._repeat, args=[work]) for work in works]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join(timeout=40)

    def _repeat(self, work: Callable[[], None]) -> None:
        while not self._over.is_set():
            work()

    def _ask(
        self, caller: Caller, into: list[Seen], method: str, path: str, body: object = None, pause: float = 0.02
    ) -> None:
        began = time.monotonic()
        status, retry = 0, False
        with suppress(OSError, http.client.HTTPException):
            answer = caller.ask(method, path, body)
            status, retry = answer.status, "retry-after" in answer.headers
            if status == 201:
                self.created.append(answer.json()["id"])
        into.append(Seen(began, status, time.monotonic() - began, retry))
        time.sleep(pause)

    def served_again(self, since: float) -> float:
        """Seconds until the first request that began after a moment is served; waits for it."""
        deadline = time.monotonic() + RECOVERY_SECONDS + 5
        while time.monotonic() < deadline:
            times = [seen.began + seen.took for seen in list(self.requests) if seen.began > since and seen.status < 300]
            if any(time > since for time in times):
                return min(times) - since
            time.sleep(0.05)
        return float("inf")

    def lost(self) -> int:
        """How many acknowledged records are not there."""
        with self.place.rows(), db.reading() as session:
            there = {str(key) for key in session.scalars(select(Vacancy.id))}
        return len(set(self.created) - there)


def processes_of(place: World) -> list[psutil.Process]:
    """Every process of the database server."""
    postmaster: psutil.Process = place.server.get_postmaster_info().process
    return [postmaster, *postmaster.children(recursive=True)]


@contextmanager
def frozen(place: World) -> Iterator[None]:
    """The whole server stands still for the block."""
    # The first one first: otherwise it would bring up new ones meanwhile.
    stopped = processes_of(place)
    for process in stopped:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in stopped:
            with suppress(psutil.NoSuchProcess):
                process.resume()


def silence(_kind: str, full: bool) -> Outcome:
    """30 s of silence under load; then the server is killed and started again."""
    seconds = 30.0 if full else 8.0
    with world("postgresql") as place:
        crowd = Crowd(place)
        with crowd.asking():
            time.sleep(2)
            began = time.monotonic()
            with frozen(place):
                time.sleep(seconds)
            ended = time.monotonic()
            after_silence = crowd.served_again(ended)
            time.sleep(2)
            stopped = time.monotonic()
            place.kill_database()
            time.sleep(3)
            place.start_database()
            started = time.monotonic()
            after_start = crowd.served_again(started)
            time.sleep(2)
        lost = crowd.lost()
    away = _during(crowd.requests, began, ended) + _during(crowd.requests, stopped, started)
    ready = {seen.status for seen in crowd.ready if began + NOTICED_SECONDS < seen.began < ended - 0.5}
    longest = max(seen.took for seen in away)
    bad = Counter(seen.status for seen in away if seen.status >= 300 and not (seen.status == 503 and seen.retry_after))
    bad += Counter(seen.status for seen in away if seen.status == 0)
    live = {seen.status for seen in crowd.live}
    last = {seen.status for seen in crowd.requests if seen.began > time.monotonic() - 1.5}
    figures = (
        f"{seconds:.0f} s silent, then killed: {len(away)} requests, longest {longest:.2f} s, {dict(bad)} refused "
        f"otherwise; live {live}, ready {ready}; served again after {after_silence:.1f} s and {after_start:.1f} s; "
        f"{len(crowd.created)} acknowledged, {lost} lost"
    )
    passed = (
        len(away) > CLIENTS
        and longest <= MOST_SECONDS
        and not bad
        and live == {200}
        and ready == {503}
        and max(after_silence, after_start) <= RECOVERY_SECONDS
        and lost == 0
        and 0 not in last
    )
    return Outcome(figures, passed)


def _during(requests: list[Seen], began: float, ended: float) -> list[Seen]:
    """Requests that met the silence: begun in it, and over before its end or not at all served."""
    return [seen for seen in requests if began + 0.1 < seen.began and seen.began + seen.took < ended]


CHECKS = [
    Check(
        "R8",
        "503 with Retry-After ≤ 3 s per request, no hung thread, live 200, ready 503, recovers alone",
        silence,
        ("postgresql",),
    )
]
