"""R9: many writers and readers at once on SQLite, which has one writer at a time."""

import http.client
import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from app.core.clock import today
from checks.faults.checks import Check, Outcome
from checks.faults.world import V1, world
from tests.support import factories

WRITERS, READERS = 50, 20
P99_SECONDS = 1.5


def crowd(kind: str, full: bool) -> Outcome:
    """50 clients that write and 20 that read, each as fast as it is answered."""
    seconds = 60 if full else 20
    with world(kind) as place:
        with place.rows():
            firms = [str(factories.enterprise().id) for _ in range(20)]
            vacancies = [str(factories.vacancy().id) for _ in range(20)]
        caller, guard = place.caller(), threading.Lock()
        statuses, took = Counter[str](), dict[str, list[float]](write=[], read=[])
        end = time.monotonic() + seconds

        def ask(kind: str, method: str, path: str, body: object = None) -> None:
            began = time.monotonic()
            try:
                said = str(caller.ask(method, V1 + path, body).status)
            except (OSError, http.client.HTTPException) as error:
                said = type(error).__name__
            with guard:
                took[kind].append(time.monotonic() - began)
                statuses[f"{kind} {said}"] += 1

        def write(number: int) -> None:
            chance = random.Random(number)
            while time.monotonic() < end:
                if chance.random() < 0.5:
                    body = {"enterprise_id": chance.choice(firms), "title": "May", "occupation_code": "8153"}
                    ask("write", "POST", "/vacancies", body | {"openings": 2})
                else:
                    body = {"enterprise_id": chance.choice(firms), "requested_on": today().isoformat(), "quantity": 5}
                    ask("write", "POST", "/support-requests", body | {"occupation_code": "8153"})

        def read(number: int) -> None:
            chance = random.Random(number)
            while time.monotonic() < end:
                ask("read", "GET", chance.choice((f"/vacancies/{chance.choice(vacancies)}", "/vacancies?limit=20")))

        with ThreadPoolExecutor(WRITERS + READERS) as clients:
            for work, count in ((write, WRITERS), (read, READERS)):
                for number in range(count):
                    clients.submit(work, number)
    p99 = {kind: sorted(times)[len(times) * 99 // 100] for kind, times in took.items() if times}
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    figures = (
        f"{seconds} s, {len(took['write'])} writes and {len(took['read'])} reads: {answers}; "
        f"p99 write {p99['write']:.2f} s, read {p99['read']:.2f} s"
    )
    return Outcome(figures, statuses.keys() == {"write 201", "read 200"} and p99["write"] <= P99_SECONDS)


CHECKS = [Check("R9", '0 "locked" to users, p99 write ≤ 1.5 s', crowd, ("sqlite",))]
