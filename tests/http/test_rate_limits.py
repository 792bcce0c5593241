"""Check S12 within the service: size, depth, head, kind of content, and how often somebody may ask."""

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import ValidationError

from app.config import Settings
from app.core import clock
from app.http.middleware import ADDRESS_BYTES, HEAD_BYTES, HEADER_COUNT
from app.http.rate_limits import DEEPEST, is_deep
from app.infra.rate_limiter import RateLimiter
from tests.conftest import Callers
from tests.support.answers import NOBODY, V1, nothing_written, ok, refused, staff_of
from tests.support.runtime import runtime_with

JSON = {"Content-Type": "application/json"}
BIG = "x" * 1_000_000
ANY_VERSION = {"If-Match": f'"{"0" * 32}"'}


def nested(levels: int) -> bytes:
    return b'{"title":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


@pytest.mark.parametrize("levels", [DEEPEST + 1, 100, 10_000])
def test_json_that_is_too_deep_is_refused(api: Callers, levels: int) -> None:
    with nothing_written():
        answer = api.staff.post(f"{V1}/survey-rounds", content=nested(levels), headers=JSON)
        problem = refused(answer, 400, "json_too_deep")
    assert str(DEEPEST) in problem["detail"]


def test_json_that_is_just_not_too_deep_is_read(api: Callers) -> None:
    answer = api.staff.post(f"{V1}/survey-rounds", content=nested(DEEPEST), headers=JSON)
    refused(answer, 422, "invalid_content", pointer="/title", field="string_type")


@pytest.mark.parametrize(
    ("body", "deep"),
    [
        (b"[[1,[2]],[[3]]]", False),
        (b"[[[[]]]]", True),
        (b'{"a":{"b":{"c":{}}}}', True),
        (b'["[[[[[[", "{{{{{{"]', False),
        (b'["\\"[[[[", [[[]]]]', True),
        (b'["a\\\\", [[[]]]]', True),
        (b'[[[ "an open end [[[[[', False),
        (b"[" * 50, True),
        (b"[]" * 50, False),
        (b"[[],[],[],[],[]]", False),
    ],
)
def test_depth_is_counted_outside_of_texts(body: bytes, deep: bool) -> None:
    assert is_deep(body, deepest=3) is deep


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 1_000_000,
        b'\\"' * 500_000,
        b'"' + b'\\"' * 500_000,
        b"[]," * 340_000,
        b'{"a":' * 200_000,
        b'"[' * 500_000,
    ],
)
def test_no_body_keeps_the_counting_busy(body: bytes) -> None:
    """Counting runs where everybody waits for it: a few passes over the body, however it is made.

    A pass is one call of the library each; ``./dev faults`` takes the time.
    """
    assert calls_of(lambda: is_deep(body)) <= 3 * DEEPEST + 10


def test_a_head_that_is_too_large_is_refused(api: Callers) -> None:
    for headers in ({"X-Big": "x" * HEAD_BYTES}, {f"X-{number}": "1" for number in range(HEADER_COUNT)}):
        refused(api.staff.get(f"{V1}/zones", headers=headers), 431, "headers_too_large")


def test_an_address_that_is_too_long_is_refused(api: Callers) -> None:
    refused(api.staff.get(f"{V1}/communes", params={"q": "x" * ADDRESS_BYTES}), 414, "address_too_long")


@pytest.mark.parametrize("media", ["text/plain", "multipart/form-data; boundary=x", "text/json", ""])
def test_a_body_of_another_kind_is_refused_after_the_question_who_asks(api: Callers, media: str) -> None:
    sent = {"content": b"{}", "headers": {"Content-Type": media}}
    with nothing_written():
        refused(api.staff.post(f"{V1}/survey-rounds", **sent), 415, "unsupported_content_type")
        refused(api.anonymous.post(f"{V1}/survey-rounds", **sent), 401, "not_authenticated")
        refused(api.leader.post(f"{V1}/survey-rounds", **sent), 403, "permission_denied")


def fields_of(document: dict[str, Any], said: dict[str, Any]) -> Iterator[str]:
    """The fields of a body that may hold text."""
    for media in said.get("requestBody", {}).get("content", {}).values():
        for name in re.findall(r"#/components/schemas/(\w+)", str(media["schema"])):
            for field, about in document["components"]["schemas"][name].get("properties", {}).items():
                if "'string'" in str(about):
                    yield field


def test_every_text_field_refuses_a_megabyte(api: Callers, app: FastAPI) -> None:
    """Check S12: 1 MB of text in each field of each operation is refused, in few words."""
    document = app.openapi()
    tried = 0
    with nothing_written():
        for path, methods in document["paths"].items():
            url = re.sub(r"\{[^}]+\}", NOBODY, path)
            for method, said in methods.items():
                for field in fields_of(document, said):
                    answer = api.staff.request(method, url, json={field: BIG}, headers=ANY_VERSION)
                    # 404: signing in by an outside issuer, when there is none.
                    assert answer.status_code in (401, 403, 404, 413, 422), (method, path, field)
                    assert len(answer.content) < 50_000, (method, path, field)
                    tried += 1
    assert tried > 100


@pytest.fixture
def limited(app: FastAPI) -> Iterator[None]:
    """Three requests a minute for staff and for addresses, one for HR, none counted for the rest; the clock stands."""
    limiter = RateLimiter("staff=3/minute,enterprise_hr=1/minute,anonymous=3/minute")
    with runtime_with(app, limiter=limiter), time_machine.travel(clock.now(), tick=False):
        yield


@pytest.mark.usefixtures("limited")
def test_who_asks_too_often_is_told_when_to_come_back(api: Callers) -> None:
    for _ in range(3):
        ok(api.staff.get(f"{V1}/zones"))
    answer = api.staff.get(f"{V1}/zones")
    problem = refused(answer, 429, "too_many_requests")
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert answer.headers["retry-after"] in problem["detail"]


@pytest.mark.usefixtures("limited")
def test_each_role_has_its_own_number_and_each_account_its_own_count(api: Callers) -> None:
    ok(api.hr.get(f"{V1}/zones"))
    refused(api.hr.get(f"{V1}/zones"), 429, "too_many_requests")
    ok(api.staff.get(f"{V1}/zones"))
    for _ in range(10):
        ok(api.admin.get(f"{V1}/zones"))
    for _ in range(2):
        ok(api.staff.get(f"{V1}/zones"))
    refused(api.staff.get(f"{V1}/zones"), 429, "too_many_requests")
    ok(staff_of(api, "ttdvvl-ag").get(f"{V1}/zones"))


@pytest.mark.usefixtures("limited")
def test_a_refused_request_writes_nothing(api: Callers) -> None:
    for _ in range(3):
        ok(api.staff.get(f"{V1}/zones"))
    body = {"title": "Khảo sát", "opens_on": "2026-01-01", "closes_on": "2026-12-31"}
    with nothing_written():
        refused(api.staff.post(f"{V1}/survey-rounds", json=body), 429, "too_many_requests")


@pytest.mark.usefixtures("limited")
def test_whoever_does_not_say_who_he_is_counts_by_address(api: Callers, app: FastAPI) -> None:
    wrong = {"username": "nobody", "password": "not the password of anybody"}
    for _ in range(3):
        assert api.anonymous.post(f"{V1}/auth/login", json=wrong).status_code == 401
    answer = api.anonymous.post(f"{V1}/auth/login", json=wrong)
    refused(answer, 429, "too_many_requests")
    assert int(answer.headers["retry-after"]) > 0
    elsewhere = TestClient(app, client=("192.0.2.7", 1), raise_server_exceptions=False)
    assert elsewhere.post(f"{V1}/auth/login", json=wrong).status_code == 401
    # A line with IPv6 has 2^64 addresses, and is one subscriber.
    line = [TestClient(app, client=(f"2001:db8:1:2::{n}", 1), raise_server_exceptions=False) for n in range(1, 5)]
    codes = [one.post(f"{V1}/auth/login", json=wrong).json()["code"] for one in line]
    assert codes == ["wrong_credentials"] * 3 + ["too_many_requests"]


@pytest.mark.usefixtures("limited")
def test_the_question_whether_the_service_lives_is_always_answered(api: Callers) -> None:
    for _ in range(10):
        ok(api.anonymous.get("/health/live"))
        ok(api.anonymous.get("/health/ready"))


def test_the_window_moves() -> None:
    limiter = RateLimiter("staff=2/second")
    with time_machine.travel(clock.now(), tick=False) as moved:
        assert [limiter.hit("staff", "a") for _ in range(3)] == [0, 0, 1]
        moved.shift(1.05)
        assert limiter.hit("staff", "a") == 0


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called, of Python and of its libraries: work that no busy machine changes."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def test_counting_costs_the_same_however_much_was_counted() -> None:
    """``./dev faults`` takes the time."""
    limiter = RateLimiter("staff=1200/minute")
    limiter.hit("staff", "a")
    first = calls_of(lambda: limiter.hit("staff", "a"))
    for _ in range(1000):
        limiter.hit("staff", "a")
    assert calls_of(lambda: limiter.hit("staff", "a")) <= first + 2


@pytest.mark.parametrize(
    "said", ["staff", "staff=0/minute", "staff=10", "nobody=10/minute", "staff=10/year", "staff=-1/hour"]
)
def test_a_wrong_setting_is_refused_at_the_start(said: str) -> None:
    with pytest.raises(ValidationError):
        Settings(rate_limits=said)


def test_no_setting_means_no_limit() -> None:
    limiter = RateLimiter(Settings(rate_limits="").rate_limits)
    assert not any(limiter.hit("staff", "a") for _ in range(5000))
