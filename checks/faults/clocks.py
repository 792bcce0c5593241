"""How soon the service answers: what the tests hold by order and counts, measured with a clock, on a quiet machine.

In ./dev test nothing is measured, because the machine may be busy; here nothing of the service is lengthened.
"""

import os
import signal
import socket
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial

from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api.access import external_login
from app.config import Environment, Settings
from app.core import clock
from app.http.rate_limits import is_deep
from app.infra import db, schema
from app.infra.rate_limiter import RateLimiter
from app.main import create_app
from app.security import passwords
from app.services.access import login_throttle
from app.vocabulary import Role
from checks.faults.checks import Check, Outcome
from checks.faults.world import SECRET, V1, world
from checks.fuzz.service import database
from seed.reference import load_reference
from tests.conftest import Callers
from tests.laws.operations.callers import ask, owned
from tests.laws.operations.listing import operations
from tests.laws.operations.test_permission_matrix import ALLOWED
from tests.laws.operations.world import KINDS, VIEWS
from tests.support import factories
from tests.support.answers import NOBODY
from tests.support.processes.issuing import AUDIENCE, Issuer, issuing

PAIRS, APART = 100, 0.10
ROUNDS, SLOWER = 5, 2
MOST_SECONDS = 2.0
TEMPERS = ("away", "slow", "dripping", "endless", "html", "list", "elsewhere", "liar", "outside", "keyless", "absent")
BODY_SECONDS, HEAD_SECONDS, LATE = 2.0, 1.5, 2.0
OTHERS_SECONDS, REFUSAL_SECONDS = 3.0, 5.0
WORST_BODIES = (
    b"[" * 1_000_000,
    b'\\"' * 500_000,
    b'"' + b'\\"' * 500_000,
    b"[]," * 340_000,
    b'{"a":' * 200_000,
    b'"[' * 500_000,
)
COUNTING_MICROSECONDS = 30
END_SECONDS = 10


@contextmanager
def application(kind: str) -> Iterator[tuple[FastAPI, dict[Role, uuid.UUID]]]:
    """The application in this process, on a database with reference lists and an account a role."""
    with database(kind) as url:
        engine = db.make_engine(url, threads=8)
        schema.upgrade(engine)
        db.bind(engine)
        with db.transaction() as session:
            load_reference(session, clock.now())
            session.flush()
            accounts = factories.accounts(session)
        made = create_app(Settings(environment=Environment.TEST, secret_key=SECRET, log_level="ERROR", rate_limits=""))
        made.openapi()
        try:
            yield made, accounts
        finally:
            engine.dispose()


def took(work: Callable[[], object]) -> float:
    """Its seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def known_and_unknown(kind: str, _full: bool) -> Outcome:
    """Medians of a hundred tries each, by turns, both orders."""
    limits = ("PER_PAIR", "PER_ACCOUNT", "PER_ADDRESS")
    before = {name: getattr(login_throttle, name) for name in limits}
    seconds: dict[str, list[float]] = {"staff": [], "khong-co-ai": []}
    try:
        for name in limits:
            setattr(login_throttle, name, 10_000)
        with application(kind) as (app, _):
            client = TestClient(app, raise_server_exceptions=False)
            for i in range(PAIRS):
                for username in sorted(seconds, reverse=bool(i % 2)):
                    body = {"username": username, "password": "sai"}
                    seconds[username].append(took(lambda body=body: client.post(f"{V1}/auth/login", json=body)))  # type: ignore[misc]
    finally:
        for name, value in before.items():
            setattr(login_throttle, name, value)
    known, unknown = (statistics.median(times) for times in seconds.values())
    apart = abs(known - unknown) / max(known, unknown)
    figures = f"{PAIRS} tries each: {known * 1000:.1f} / {unknown * 1000:.1f} ms, {apart:.0%} apart"
    return Outcome(figures, apart < APART)


def a_turn(_kind: str, _full: bool) -> Outcome:
    """Two checks of a password run; a third is told after the time that it may wait."""
    slow = PasswordHasher(time_cost=200, memory_cost=19 * 1024, parallelism=1).hash("x")
    running = [threading.Thread(target=passwords.verify, args=(slow, "x")) for _ in range(2)]
    for thread in running:
        thread.start()
    time.sleep(0.1)
    busy = False

    def third() -> None:
        nonlocal busy
        try:
            passwords.verify(passwords.NOBODY, "x")
        except passwords.Busy:
            busy = True

    seconds = took(third)
    still = any(thread.is_alive() for thread in running)
    for thread in running:
        thread.join()
    good = busy and still and seconds < passwords.TURN_SECONDS + 0.5
    return Outcome(f"told after {seconds:.2f} s", good)


def issuers(kind: str, _full: bool) -> Outcome:
    """Every way in which an issuer fails; then eight at once at a slow one."""
    with application(kind) as (app, _), issuing() as issuer:
        client = TestClient(app, raise_server_exceptions=False)
        own = app.state.runtime
        slowest, statuses = ("", 0.0), set[int]()

        def shown(temper: str, client: TestClient = client) -> float:
            token = issuer.token(issuer.claims(temper))
            return took(lambda: statuses.add(client.post(f"{V1}/auth/oidc", json={"id_token": token}).status_code))

        for temper in TEMPERS:
            app.state.runtime = replace(own, settings=_believing(own.settings, issuer, temper))
            slowest = max(slowest, (temper, shown(temper)), (temper, shown(temper)), key=lambda one: one[1])
        app.state.runtime = replace(own, settings=_believing(own.settings, issuer, "slow"))
        with ThreadPoolExecutor(8) as pool:
            crowd = max(pool.map(lambda _: shown("slow", TestClient(app)), range(8)))
    figures = f"slowest {slowest[1]:.2f} s ({slowest[0]}); of eight at once {crowd:.2f} s; statuses {statuses}"
    return Outcome(figures, statuses == {401} and max(slowest[1], crowd) < MOST_SECONDS)


def _believing(own: Settings, issuer: Issuer, temper: str) -> Settings:
    external_login.issuer_of.cache_clear()
    return own.model_copy(update={"oidc_issuer": f"{issuer.base}/{temper}", "oidc_audience": AUDIENCE})


def hostile_senders(kind: str, _full: bool) -> Outcome:
    """Too much and too slow; somebody else asks all the time."""
    with world(kind, body_seconds=str(BODY_SECONDS), head_seconds=str(HEAD_SECONDS)) as place:
        caller, over, others = place.caller(), threading.Event(), list[float]()

        def go_on() -> None:
            while not over.wait(0.05):
                others.append(took(lambda: caller.ask("GET", "/health/ready")))

        thread = threading.Thread(target=go_on)
        thread.start()
        begun = b"POST /api/v1/survey-rounds HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        try:
            port = place.service.port
            much = took(lambda: _answered(port, begun + b"Content-Length: 52428800\r\n\r\n", b"x" * 65536, 800, 0))
            body = took(lambda: _answered(port, begun + b"Content-Length: 100\r\n\r\n", b" ", 100, 1))
            head = took(lambda: _answered(port, b"GET /health/live HTTP/1.1\r\n", b"X", 100, 0.3))
        finally:
            over.set()
            thread.join()
    figures = f"50 MB refused in {much:.2f} s, body in {body:.2f} s, head in {head:.2f} s; others {max(others):.2f} s"
    good = much < REFUSAL_SECONDS and BODY_SECONDS - 0.2 < body < BODY_SECONDS + LATE and head < HEAD_SECONDS + LATE
    return Outcome(figures, good and max(others) < OTHERS_SECONDS)


def _answered(port: int, begun: bytes, part: bytes, times: int, pause: float) -> None:
    """Send on and on until the service says something."""
    over = threading.Event()
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        connection.sendall(begun)

        def go_on() -> None:
            with suppress(OSError):
                for _ in range(times):
                    if over.wait(pause):
                        return
                    connection.sendall(part)

        thread = threading.Thread(target=go_on)
        thread.start()
        connection.recv(1)
        over.set()
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        thread.join()


def counting(_kind: str, _full: bool) -> Outcome:
    """The worst bodies for the depth, and one request for the limits; the best of many rounds of 500."""
    deepest = max(took(lambda body=body: is_deep(body)) for body in WORST_BODIES)  # type: ignore[misc]
    limiter = RateLimiter("staff=1200/minute")
    rounds = [
        took(lambda number=number: [limiter.hit("staff", str(number)) for _ in range(500)]) / 500  # type: ignore[misc]
        for number in range(20)
    ]
    figures = f"depth of 1 MB {deepest * 1000:.0f} ms, a request counted in {min(rounds) * 1e6:.0f} µs"
    return Outcome(figures, deepest < 1 and min(rounds) < COUNTING_MICROSECONDS / 1e6)


def silent_connection(kind: str, _full: bool) -> Outcome:
    """Asked to end while somebody is connected who sends nothing."""
    with world(kind) as place, socket.create_connection(("127.0.0.1", place.service.port), 60):
        began = time.monotonic()
        os.kill(place.service.pid, signal.SIGTERM)
        code = place.service.exit_code(60)
        seconds = time.monotonic() - began
    return Outcome(f"ended with {code} after {seconds:.1f} s", code == 0 and seconds < END_SECONDS)


def foreign_ids(kind: str, _full: bool) -> Outcome:
    """The sum over all readings of every role, by turns: one answer alone says nothing.

    A row that is found is read into memory before it is refused, so the two are never quite the same.
    """
    times, asked = {"theirs": 0.0, "nobodys": 0.0}, 0
    with application(kind) as (app, accounts):
        engine = db.bound()
        for make in VIEWS.values():
            # As each test has it: rows of its own, gone afterwards.
            with engine.connect() as connection, connection.begin() as outer:  # type: ignore[union-attr]
                db.bind(connection)
                app.state.runtime.pool.reset()
                view = make(Callers(app, accounts))
                foreign = view.make_foreign()
                slots = [
                    (operation, slot, foreign[str(KINDS.get(slot.name))])
                    for operation in operations(app.openapi())
                    if view.role in ALLOWED.get(operation.id, ()) and operation.needs_sign_in
                    for slot in owned(operation)
                    if slot.where == "path" and operation.method == "GET" and KINDS.get(slot.name) in foreign
                ]
                for _ in range(ROUNDS):
                    for operation, slot, key in slots:
                        for whose, one in (("theirs", key), ("nobodys", NOBODY)):
                            work = partial(ask, view, operation, slot, one)
                            times[whose] += took(work)
                            asked += 1
                outer.rollback()
        db.bind(engine)
    ratio = times["theirs"] / times["nobodys"]
    return Outcome(f"{asked} readings: × {ratio:.2f}", 1 / SLOWER < ratio < SLOWER)


CHECKS = [
    Check("S1", "another's id takes as long as an unknown one, less than twice", foreign_ids),
    Check("S4", "known and unknown names < 10 % apart", known_and_unknown),
    Check("S5", "a third check is told within its 2 s", a_turn, ("sqlite",)),
    Check("S7", "401 within 2 s whatever the issuer does", issuers, ("sqlite",)),
    Check("S12", "50 MB ≤ 5 s, slow ones ≤ 2 s after their time, others ≤ 3 s", hostile_senders, ("sqlite",)),
    Check("S12", "depth < 1 s, counting < 30 µs", counting, ("sqlite",)),
    Check("R10", "a silent connection: exit 0 within 10 s", silent_connection, ("sqlite",)),
]
