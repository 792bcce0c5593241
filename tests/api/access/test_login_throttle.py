"""Guessing passwords is slowed down by account and by address, and the owner is never locked out (check S4)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx import Response
from sqlalchemy import func, select, text

from app.config import Environment, Settings
from app.core import clock
from app.infra import db
from app.main import create_app
from app.models import LoginAttempt
from app.security import passwords
from app.services.access import login_throttle
from tests.conftest import SECRET, Callers
from tests.support.answers import V1, ok, refused, statements, without_traces
from tests.support.factories import PASSWORD
from tests.support.sign_in import ELSEWHERE, HOME, at, later, login, signed_in

Checks = list[str]


@pytest.fixture(autouse=True)
def standing_clock() -> Iterator[None]:
    """So that no wait that is told gets shorter while a busy machine checks passwords."""
    with later(seconds=0):
        yield


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> Checks:
    """The passwords that reached the hash."""
    reached: Checks = []
    verify = passwords.verify

    def counting(stored: str, password: str) -> bool:
        reached.append(password)
        return verify(stored, password)

    monkeypatch.setattr(passwords, "verify", counting)
    return reached


def guess(app: FastAPI, times: int, *, username: str = "staff", host: Callable[[int], str] = lambda _: HOME) -> Checks:
    """Guess so often; the codes of the answers."""
    return [login(at(app, host(i)), username, f"sai {i}").json()["code"] for i in range(times)]


def one_of_many(i: int) -> str:
    return f"203.0.113.{i % 250}"


def test_one_account_from_one_address(api: Callers, app: FastAPI, checks: Checks) -> None:
    """Check S4: 200 tries, at most 10 reach the hash; the owner gets in from elsewhere, in the middle of it."""
    codes = guess(app, 100)
    signed_in(at(app, ELSEWHERE))
    codes += guess(app, 100)
    assert codes.count("wrong_credentials") == 5
    assert codes.count("sign_in_slowed") == 195
    assert len([word for word in checks if word != PASSWORD]) == 5


def test_a_refusal_says_when_to_come_back_and_adds_nothing(api: Callers, app: FastAPI) -> None:
    guess(app, 5)
    answer = login(at(app))
    refused(answer, 429, "sign_in_slowed")
    assert 880 <= int(answer.headers["retry-after"]) <= 900
    guess(app, 20)
    with later(minutes=10):
        late = login(at(app))
        refused(late, 429, "sign_in_slowed")
        assert 280 <= int(late.headers["retry-after"]) <= 300
    with later(seconds=int(late.headers["retry-after"]), minutes=10):
        signed_in(at(app))


def test_right_and_wrong_password_are_refused_alike(api: Callers, app: FastAPI) -> None:
    guess(app, 5)
    problems = [
        without_traces(refused(login(at(app), password=word), 429, "sign_in_slowed")) for word in ("x", PASSWORD)
    ]
    assert problems[0] == problems[1]


def test_one_account_from_many_addresses_does_not_lock_the_owner_out(
    api: Callers, app: FastAPI, checks: Checks
) -> None:
    """Check S4: a distributed attack uses up what strangers have; the owner's own address has the rest."""
    signed_in(at(app, HOME))
    with later(days=20):
        codes = guess(app, 200, host=one_of_many)
        assert codes.count("wrong_credentials") == 7
        refused(login(at(app, ELSEWHERE)), 429, "sign_in_slowed")
        # The owner mistypes twice, and gets in, as often as need be.
        for word in ("sai", "sai nua"):
            refused(login(at(app, HOME), password=word), 401, "wrong_credentials")
        for _ in range(4):
            signed_in(at(app, HOME))
        guess(app, 50, host=one_of_many)
        assert len([word for word in checks if word != PASSWORD]) <= 10


def test_an_address_is_known_for_90_days(api: Callers, app: FastAPI) -> None:
    signed_in(at(app, HOME))
    for days, status in ((89, 200), (91 + 89, 429)):
        with later(days=days):
            guess(app, 7, host=one_of_many)
            assert login(at(app, HOME)).status_code == status


def test_many_accounts_from_one_address(api: Callers, app: FastAPI, checks: Checks) -> None:
    """Check S4: 200 accounts, one try each."""
    signed_in(at(app, HOME), username="leader")
    codes = [login(at(app, HOME), f"user{i}", "Password2026!!!").json()["code"] for i in range(200)]
    assert codes.count("wrong_credentials") == 20
    assert codes.count("sign_in_slowed") == 180
    # Whoever signed in from there before still does: the same office, the same address.
    signed_in(at(app, HOME), username="leader")
    refused(login(at(app, HOME)), 429, "sign_in_slowed")
    signed_in(at(app, ELSEWHERE))
    for i in range(50):
        login(at(app, HOME), "leader", f"sai {i}")
    assert len([word for word in checks if word != PASSWORD]) <= 30


def test_a_name_that_nobody_has_is_slowed_down_alike(api: Callers, app: FastAPI) -> None:
    """Check S4."""

    def answers(username: str, host: str) -> list[tuple[object, ...]]:
        given: list[Response] = [login(at(app, host), username, f"sai {i}") for i in range(8)]
        return [(one.status_code, one.headers.get("retry-after"), one.json()["code"]) for one in given]

    with later(seconds=0):
        assert answers("staff", HOME) == answers("khong-co-ai", ELSEWHERE)


def test_writing_the_name_otherwise_does_not_help(api: Callers, app: FastAPI) -> None:
    guess(app, 3)
    guess(app, 2, username="STAFF")
    refused(login(at(app), "Staff"), 429, "sign_in_slowed")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::1", True),
        ("testclient", "testclient", True),
        ("", "192.0.2.1", False),
    ],
)
def test_what_counts_as_one_address(first: str, second: str, same: bool) -> None:
    """Who has IPv6 at home has 2^64 addresses, and is one subscriber."""
    keys = [login_throttle.keys_of(SECRET, "staff", host) for host in (first, second)]
    assert (keys[0].address == keys[1].address) is same
    assert keys[0].account == keys[1].account


def test_a_restart_resets_nothing(api: Callers, app: FastAPI) -> None:
    """Check S4: what counts stands in the database."""
    guess(app, 5)
    again = create_app(Settings(environment=Environment.TEST, secret_key=SECRET, log_level="ERROR", rate_limits=""))
    refused(login(at(again)), 429, "sign_in_slowed")
    assert login(at(again, ELSEWHERE)).status_code == 200


def test_the_table_names_neither_account_nor_address(api: Callers, app: FastAPI) -> None:
    """Check S8."""
    guess(app, 2)
    with db.reading() as session:
        held = str(session.execute(text("SELECT * FROM login_attempts")).all())
    assert "staff" not in held
    assert HOME not in held
    assert login_throttle.keys_of(SECRET, "staff", HOME).account in held
    assert login_throttle.keys_of("another-secret-of-32-characters-or-more", "staff", HOME).account not in held


def test_an_attempt_that_never_ended_counts_too(api: Callers, app: FastAPI) -> None:
    """The service died between the reservation and the answer."""
    with db.transaction() as session:
        for _ in range(5):
            login_throttle.reserve(
                session, login_throttle.keys_of(SECRET, "staff", HOME), clock.now() - timedelta(minutes=1)
            )
    refused(login(at(app)), 429, "sign_in_slowed")


def test_a_session_in_strange_hands_cannot_be_used_to_guess_the_password(api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    body = {"new_password": "con mèo trắng ngủ trên mái nhà"}
    for i in range(5):
        answer = client.post(f"{V1}/auth/password", json=body | {"current_password": f"sai {i}"})
        refused(answer, 422, "invalid_content", pointer="/current_password", field="password_wrong")
    refused(client.post(f"{V1}/auth/password", json=body | {"current_password": PASSWORD}), 429, "sign_in_slowed")
    assert ok(client.get(f"{V1}/auth/me"))["username"] == "staff"


@pytest.mark.parametrize("spread", [False, True])
def test_threads_do_not_pass_the_limit(live_api: Callers, app: FastAPI, checks: Checks, spread: bool) -> None:
    """Check S4: 24 at once; the attempt is written down before the password is looked at."""
    start = Barrier(24)

    def one(i: int) -> str:
        client = at(app, one_of_many(i) if spread else HOME)
        start.wait()
        code: str = login(client, password=f"sai {i}").json()["code"]
        return code

    with ThreadPoolExecutor(24) as threads:
        codes = list(threads.map(one, range(24)))
    assert set(codes) == {"wrong_credentials", "sign_in_slowed"}, codes
    assert len(checks) == codes.count("wrong_credentials") == (7 if spread else 5)
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(LoginAttempt)) == len(checks)


class CountingHasher:
    """The real one, and a note of what each check cost: the parameters that stand in the hash."""

    def __init__(self, real: PasswordHasher) -> None:
        self._real = real
        self.costs: list[str] = []

    def verify(self, stored: str, password: str) -> bool:
        self.costs.append(stored.rpartition("$")[0].rpartition("$")[0])
        return self._real.verify(stored, password)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def test_known_and_unknown_names_cost_the_same(api: Callers, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check S4: as many hashes with the same parameters, and as many statements; ``./dev faults`` takes the time."""
    hasher = CountingHasher(passwords._hasher)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    client, cost = at(app), {}
    # The first entry ever in the audit log begins its chain.
    refused(login(client, "somebody-else", "sai"), 401, "wrong_credentials")
    for username in ("staff", "khong-co-ai"):
        hasher.costs.clear()
        with statements() as asked:
            refused(login(client, username, "sai"), 401, "wrong_credentials")
        cost[username] = (list(hasher.costs), [said.split(" FROM ")[0] for said in asked])
    known, unknown = cost.values()
    assert known == unknown
    assert known[0] == [passwords.NOBODY.rpartition("$")[0].rpartition("$")[0]]
    assert len(known[1]) > 3


def test_checks_that_are_not_over_cost_a_moment_and_not_a_quarter_of_an_hour(api: Callers, app: FastAPI) -> None:
    """Eight workers of a partner ask at once: those over the limit come back when the others have been answered."""
    keys = login_throttle.keys_of(SECRET, "staff", HOME)
    with later(seconds=0):
        with db.transaction() as session:
            for _ in range(5):
                login_throttle.reserve(session, keys, clock.now() - timedelta(seconds=3))
        answer = login(at(app))
        refused(answer, 429, "sign_in_slowed")
        assert int(answer.headers["retry-after"]) == login_throttle.SOON
    with later(minutes=2):
        assert int(login(at(app)).headers["retry-after"]) > 600, "whoever checked them died"
