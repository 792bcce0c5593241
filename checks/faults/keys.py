"""R4: one key, one effect; from many threads, after a restart, and when the answer is lost on its way."""

import http.client
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from app.infra import db
from app.models import AuditEntry, Vacancy
from checks.faults.checks import Check, Outcome
from checks.faults.world import V1, Answer, Caller, World, world
from tests.support import factories

THREADS = 32
PATH = f"{V1}/vacancies"


def _body(enterprise_id: str, number: int) -> dict[str, Any]:
    return {"enterprise_id": enterprise_id, "title": "Công nhân may", "occupation_code": "8153", "openings": number + 1}


def _counts(place: World) -> tuple[int, int]:
    """Vacancies, and audit entries of making one."""
    with place.rows(), db.reading() as session:
        made = session.scalar(select(func.count()).select_from(Vacancy)) or 0
        noted = session.scalar(select(func.count()).where(AuditEntry.action == "create_vacancy")) or 0
    return made, noted


def one_effect(kind: str, full: bool) -> Outcome:
    """Every key from 32 threads at once, then again after the service was killed, then with another body."""
    keys = 200 if full else 20
    with world(kind) as place:
        with place.rows():
            firm = str(factories.enterprise().id)
        caller, barrier = place.caller(), threading.Barrier(THREADS)

        def press(number: int) -> Answer:
            barrier.wait()
            return caller.ask("POST", PATH, _body(firm, number), Idempotency_Key=f"key-{number}")

        first: list[Answer] = []
        unlike, running = 0, 0
        with ThreadPoolExecutor(THREADS) as clients:
            for number in range(keys):
                answers = list(clients.map(press, [number] * THREADS))
                made = [answer for answer in answers if answer.status == 201]
                waited = [one for one in answers if one.status == 409 and b'"request_running"' in one.body]
                running += len(waited)
                unlike += len({answer.body for answer in made}) != 1 or len(made) + len(waited) != THREADS
                first.append(made[0])
        place.service.kill()
        place.service.start()
        again = [_again(caller, firm, number) for number in range(keys)]
        differing = sum(one.body != other.body for one, other in zip(first, again, strict=True))
        reused = Counter(
            caller.ask("POST", PATH, _body(firm, number + 1), Idempotency_Key=f"key-{number}").status
            for number in range(keys)
        )
        effects = _counts(place)
    figures = (
        f"{keys} keys × {THREADS} threads: {effects[0]} effects, {effects[1]} audit entries, {unlike} keys with unlike "
        f"answers, {running} × 409 running, {differing} differ after restart, other body {dict(reused)}"
    )
    return Outcome(figures, effects == (keys, keys) and unlike == differing == 0 and reused == {422: keys})


def _again(caller: Caller, firm: str, number: int) -> Answer:
    return caller.insist("POST", PATH, _body(firm, number), Idempotency_Key=f"key-{number}")


def lost_answer(kind: str, full: bool) -> Outcome:
    """The service dies between commit and answer; the client sends again with its key."""
    rounds, answered_early, wrong = 5 if full else 1, 0, 0
    with world(kind, fault="after_commit") as place:
        with place.rows():
            firm = str(factories.enterprise().id)
        caller = place.caller()
        for number in range(rounds):
            if number:
                place.service.stop()
                place.service.start(fault="after_commit")
            try:
                caller.ask("POST", PATH, _body(firm, number), Idempotency_Key=f"key-{number}")
                answered_early += 1
            except (OSError, http.client.HTTPException):
                wrong += not place.service.died()
            effects = _counts(place)
            place.service.start()
            repeated = _again(caller, firm, number)
            replayed = repeated.headers.get("idempotent-replayed") == "true"
            wrong += repeated.status != 201 or not replayed
            wrong += _counts(place) != effects or effects != (number + 1, number + 1)
    figures = f"{rounds} × killed after the commit: {answered_early} answered before, {wrong} without the stored answer"
    return Outcome(figures, answered_early == wrong == 0)


CHECKS = [
    Check("R4", "1 effect, all answers equal byte for byte or 409 running, other body 422", one_effect),
    Check("R4", "killed between effect and answer: 1 effect, stored answer", lost_answer),
]
