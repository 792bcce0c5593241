"""R10: SIGTERM in the middle of everything; whoever was answered was answered whole."""

import http.client
import json
import os
import signal
import threading
import time
from collections import Counter

from sqlalchemy import select

from app.infra import db
from app.models import Vacancy
from checks.faults.checks import Check, Outcome
from checks.faults.world import V1, World, world
from tests.support import factories

CLIENTS = 16
MOST_SECONDS = 20


class Crowd:
    """Clients that ask and write on and on until nobody listens; the odd ones on a new connection each time."""

    def __init__(self, place: World) -> None:
        with place.rows():
            firm = str(factories.enterprise().id)
        self._port = place.service.port
        self._headers = place.caller().headers | {"Content-Type": "application/json"}
        self._body = json.dumps({"enterprise_id": firm, "title": "May", "occupation_code": "8153", "openings": 2})
        self.seen: Counter[str] = Counter()
        self.created: list[str] = []
        self._threads = [threading.Thread(target=self._visit, args=[number]) for number in range(CLIENTS)]

    def start(self) -> None:
        """Everybody begins."""
        for thread in self._threads:
            thread.start()

    def join(self) -> bool:
        """Wait for everybody; False when somebody hangs."""
        for thread in self._threads:
            thread.join(timeout=40)
        return not any(thread.is_alive() for thread in self._threads)

    def _visit(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        while True:
            try:
                if connection.sock is None:
                    connection.connect()
            except OSError:
                # The door is closed: nothing was asked, so nothing is broken.
                return
            try:
                self._ask(connection, writes=number % 4 < 2)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.seen[f"broken: {type(error).__name__}"] += 1
                return
            if number % 2:
                connection.close()

    def _ask(self, connection: http.client.HTTPConnection, *, writes: bool) -> None:
        if writes:
            connection.request("POST", f"{V1}/vacancies", self._body, self._headers)
        else:
            connection.request("GET", f"{V1}/vacancies?limit=20", headers=self._headers)
        answer = connection.getresponse()
        content = json.loads(answer.read())
        self.seen[str(answer.status)] += 1
        if answer.status == 201:
            self.created.append(content["id"])


def ending(kind: str, full: bool, workers: int = 1) -> Outcome:
    """Ask it to end under load: figures, and whether nobody was left with half an answer."""
    with world(kind, workers=str(workers)) as place:
        crowd = Crowd(place)
        crowd.start()
        time.sleep(10 if full else 3)
        began = time.monotonic()
        os.kill(place.service.pid, signal.SIGTERM)
        code = place.service.exit_code(MOST_SECONDS + 20)
        seconds = time.monotonic() - began
        whole = crowd.join()
        with place.rows(), db.reading() as session:
            there = {str(key) for key in session.scalars(select(Vacancy.id))}
    lost = len(set(crowd.created) - there)
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(crowd.seen.items()))
    figures = f"{workers} process(es): {answers}; ended with {code} after {seconds:.1f} s; {lost} acknowledged lost"
    served = set(crowd.seen) == {"200", "201"}
    return Outcome(figures, served and whole and code == 0 and seconds <= MOST_SECONDS and lost == 0)


MARK = "0 broken answers, all in flight finished ≤ 20 s, exit 0"
CHECKS = [
    Check("R10", MARK, ending),
    Check("R10", MARK, lambda kind, full: ending(kind, full, workers=2), ("postgresql",)),
]
