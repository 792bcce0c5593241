"""S4: guessing passwords. Attackers and the owner come from different addresses of the loopback."""

import statistics
import time
from collections import Counter
from collections.abc import Iterator

import httpx

from checks.attack.target import PASSWORD, Finding, Target
from checks.fuzz.run import USERS

TRIES = 200
MOST_CHECKED = 10
TIMED = 8
LOGIN = "/api/v1/auth/login"


def guess(client: httpx.Client, username: str, password: str) -> httpx.Response:
    """One try."""
    return client.post(LOGIN, json={"username": username, "password": password})


def attack(target: Target) -> Iterator[Finding]:
    """The checks in this order, because each leaves its traces in the counters."""
    yield _known_and_unknown(target)
    yield from _one_account(target)
    yield _many_accounts(target)


def _known_and_unknown(target: Target) -> Finding:
    """Medians by turns, each pair from an address of its own so that nobody is slowed down."""
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for i in range(TIMED):
        client = target.client(None, f"127.0.1.{i + 1}")
        for kind, name in (("known", USERS["leader"]), ("unknown", f"khong-co-{i}")):
            started = time.perf_counter()
            answer = guess(client, name if i < 3 or kind == "unknown" else list(USERS.values())[i % 2], "sai-mat-khau")
            if answer.status_code == 401:
                times[kind].append(time.perf_counter() - started)
    known, unknown = (statistics.median(times[kind]) for kind in ("known", "unknown"))
    apart = abs(known - unknown) / max(known, unknown)
    # Few tries on a shared machine: the exact mark (10 %, 100 tries) is held by the tests of sign-in.
    figure = f"{known * 1000:.0f} / {unknown * 1000:.0f} ms, {apart:.0%} apart"
    return Finding("S4", "known and unknown name take the same time", "< 50 % apart (few tries)", figure, apart < 0.5)


def _one_account(target: Target) -> Iterator[Finding]:
    attacker, owner = target.client(None, "127.0.0.9"), target.client(None, "127.0.0.1")
    answers = [guess(attacker, USERS["portal"], f"sai-{i}") for i in range(TRIES // 2)]
    during = guess(owner, USERS["portal"], PASSWORD)
    answers += [guess(attacker, USERS["portal"], f"sai-{i}") for i in range(TRIES // 2)]
    statuses = Counter(one.status_code for one in answers)
    checked = statuses[401]
    slowed = [one for one in answers if one.status_code == 429]
    told = all(one.headers.get("retry-after", "").isdigit() for one in slowed)
    figure = f"{checked} checked, {len(slowed)} × 429"
    passed = checked <= MOST_CHECKED and checked + len(slowed) == TRIES and told
    yield Finding("S4", f"{TRIES} tries at one account", f"≤ {MOST_CHECKED} reach the hash", figure, passed)
    yield Finding("S4", "the owner signs in meanwhile", "200", str(during.status_code), during.status_code == 200)


def _many_accounts(target: Target) -> Finding:
    """One password at many names, from one address: known and unknown names are answered alike."""
    attacker = target.client(None, "127.0.0.10")
    statuses = Counter(guess(attacker, f"tai-khoan-{i}", "Mat-khau-hay-dung-1").status_code for i in range(TRIES))
    passed = statuses[401] <= 30 and statuses[401] + statuses[429] == TRIES
    figure = f"{statuses[401]} checked, {statuses[429]} × 429"
    return Finding("S4", f"{TRIES} accounts, one try each", "≤ 30 from one address", figure, passed)
