"""R1, R2, R3: nobody placed twice, no vacancy over its number, nothing acknowledged lost, whatever is killed."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from app.config import Settings
from app.core import clock
from app.infra import db
from app.models import AuditEntry, Placement, Vacancy
from app.services.common import audit
from checks.faults.checks import Check, Outcome
from checks.faults.world import V1, Caller, World, world
from tests.support import factories

CLIENTS, KILLS, OPENINGS, LAST_PLACE = 16, 5, 10, 64
BACK_SECONDS = 10


@dataclass(frozen=True)
class Attempt:
    """One press of the button, with its key: this person into that vacancy."""

    key: str
    vacancy_id: str
    jobseeker_id: str

    def made(self, caller: Caller, *, once: bool = False) -> tuple[int, bytes, str]:
        """Press once, or until there is an answer; its status, body, and the placement's id."""
        body = {
            "vacancy_id": self.vacancy_id,
            "jobseeker_id": self.jobseeker_id,
            "hired_on": clock.today().isoformat(),
        }
        send = caller.ask if once else caller.insist
        answer = send("POST", f"{V1}/placements", body, Idempotency_Key=self.key)
        return answer.status, answer.body, answer.json().get("id", "")


def attempts(place: World, count: int, vacancies: int) -> list[Attempt]:
    """So many attempts on so many vacancies, some people more than once."""
    with place.rows():
        firm = factories.enterprise()
        open_ones = [str(factories.vacancy(firm.id, openings=OPENINGS).id) for _ in range(vacancies)]
        people = [str(factories.jobseeker().id) for _ in range(count * 6 // 10)]
    chance = random.Random(2026)
    chosen = people + chance.choices(people, k=count - len(people))
    chance.shuffle(chosen)
    return [Attempt(f"press-{n}", chance.choice(open_ones), person) for n, person in enumerate(chosen)]


@dataclass
class Storm:
    """All attempts by 16 clients; each acknowledged id goes into a file at once, as if the client might die too."""

    place: World
    attempts: list[Attempt]
    log: Path
    statuses: Counter[int] = field(default_factory=Counter)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def run(self, interrupt: Callable[[], None]) -> None:
        """Make all attempts, and interrupt at so many random moments."""
        caller, chance = self.place.caller(), random.Random(7)
        moments = sorted(chance.sample(range(5, len(self.attempts) * 9 // 10), KILLS))
        file = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

        def press(attempt: Attempt) -> None:
            status, _, placement_id = attempt.made(caller)
            if status == 201:
                os.write(file, f"{placement_id}\n".encode())
            with self._guard:
                self.statuses[status] += 1

        with ThreadPoolExecutor(CLIENTS) as clients:
            pressed = [clients.submit(press, attempt) for attempt in self.attempts]
            for moment in moments:
                while sum(self.statuses.values()) < moment and not all(one.done() for one in pressed):
                    time.sleep(0.002)
                interrupt()
            for one in pressed:
                one.result()
        os.close(file)

    def judged(self, more: str = "", *, also: bool = True) -> Outcome:
        """Compare what was acknowledged with what stands in the database."""
        acknowledged = self.log.read_text().split()
        with self.place.rows(), db.reading() as session:
            stored = session.execute(select(Placement.id, Placement.vacancy_id, Placement.jobseeker_id)).all()
            vacancies = session.execute(select(Vacancy.id, Vacancy.openings, Vacancy.filled)).all()
            hires = session.scalar(select(func.count()).where(AuditEntry.action == "record_hire"))
            chain = audit.verify(session, Settings().audit_key)
        lost = set(acknowledged) - {str(row.id) for row in stored}
        taken = Counter(row.vacancy_id for row in stored)
        over = [row for row in vacancies if taken[row.id] > row.openings or taken[row.id] != row.filled]
        twice = [person for person, count in Counter(row.jobseeker_id for row in stored).items() if count > 1]
        passed = (
            not (lost or over or twice)
            and self.statuses.keys() <= {201, 409}
            and len(set(acknowledged)) == len(stored) == hires
            and chain.fault is None
            and also
        )
        figures = (
            f"{len(self.attempts)} attempts, {len(acknowledged)} acknowledged, {KILLS} kills: {len(lost)} lost, "
            f"{len(over)} vacancies over, {len(twice)} placed twice, {len(stored)} placements, {hires} audit entries"
        )
        return Outcome(figures + more, passed)


def killed_service(kind: str, full: bool) -> Outcome:
    """R1: the service is killed in the middle of hiring, and started again."""
    with world(kind) as place:
        storm = Storm(
            place, attempts(place, *((1000, 50) if full else (200, 10))), place.service.folder / "acknowledged"
        )

        def power_cut() -> None:
            place.service.kill()
            place.service.start()

        storm.run(power_cut)
        return storm.judged()


def killed_database(kind: str, full: bool) -> Outcome:
    """R2: the whole server is killed and started again; the service goes on by itself."""
    back: list[float] = []
    with world(kind) as place:
        storm = Storm(
            place, attempts(place, *((1000, 50) if full else (200, 10))), place.service.folder / "acknowledged"
        )
        probe = place.caller()

        def power_cut() -> None:
            place.kill_database()
            time.sleep(0.5)
            place.start_database()
            began = time.monotonic()
            probe.insist("GET", f"{V1}/zones?limit=1")
            back.append(time.monotonic() - began)

        storm.run(power_cut)
        return storm.judged(f", serves again after {max(back):.1f} s", also=max(back) <= BACK_SECONDS)


def last_place(kind: str, full: bool) -> Outcome:
    """R3: 64 clients press at the same moment for the one place that is left."""
    rounds = 200 if full else 15
    with world(kind) as place:
        with place.rows():
            firm = factories.enterprise()
            vacancies = [str(factories.vacancy(firm.id, openings=1).id) for _ in range(rounds)]
            people = [str(factories.jobseeker().id) for _ in range(LAST_PLACE + rounds)]
        caller, wrong = place.caller(), Counter[str]()
        barrier = threading.Barrier(LAST_PLACE)

        def press(attempt: Attempt) -> tuple[int, bytes, str]:
            barrier.wait()
            return attempt.made(caller, once=True)

        with ThreadPoolExecutor(LAST_PLACE) as clients:
            for number, vacancy in enumerate(vacancies):
                pressed = [Attempt(f"{number}-{who}", vacancy, who) for who in people[:LAST_PLACE]]
                answers = list(clients.map(press, pressed))
                won = [attempt for attempt, answer in zip(pressed, answers, strict=True) if answer[0] == 201]
                refused = [body for status, body, _ in answers if status == 409 and b'"no_opening_left"' in body]
                if len(won) != 1 or len(refused) != LAST_PLACE - 1:
                    wrong[str(sorted(Counter(status for status, _, _ in answers).items()))] += 1
                people = [who for who in people if who not in {one.jobseeker_id for one in won}]
        figures = f"{rounds} rounds of {LAST_PLACE} clients, {sum(wrong.values())} other than 1 × 201 and 63 × 409"
        return Outcome(figures + (f": {dict(wrong)}" if wrong else ""), not wrong)


CHECKS = [
    Check("R1", "0 acknowledged lost, 0 vacancies over their number, 0 placed twice", killed_service),
    Check("R2", "0 acknowledged lost, serves again ≤ 10 s without restart", killed_database, ("postgresql",)),
    Check("R3", "exactly 1 success, 63 × 409, 0 × 500", last_place),
]
