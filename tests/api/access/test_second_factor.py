"""The second factor: turning it on, signing in with it, each code once, recovery codes, turning it off."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.config import Environment, Settings
from app.infra import db
from app.main import create_app
from app.models import Account, RecoveryCode
from app.services.access import second_factor
from app.vocabulary import Role
from tests.conftest import SECRET, Callers
from tests.support.answers import V1, ok, refused
from tests.support.factories import PASSWORD, VAULT
from tests.support.sign_in import NEW_PASSWORD, account, at, entries, later, login, refresh, session_row, signed_in

PATH = f"{V1}/auth/second-factor"


@pytest.fixture(autouse=True)
def standing_clock() -> Iterator[None]:
    """In the middle of a step, so that no code runs out during a test."""
    with time_machine.travel(datetime.now(UTC).replace(second=10, microsecond=0), tick=False):
        yield


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC), counter_offset=steps)


def begun(client: TestClient) -> str:
    secret: str = ok(client.post(PATH, json={"password": PASSWORD}), 201)["secret"]
    return secret


def enrolled(client: TestClient) -> tuple[str, list[str]]:
    """Turn it on: the secret and the recovery codes. The code of the step before confirms, so that this one is left."""
    secret = begun(client)
    codes = ok(client.post(f"{PATH}/confirm", json={"code": code_of(secret, -1)}))["recovery_codes"]
    return secret, codes


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_rfc_6238(api: Callers, seconds: int, code: str) -> None:
    """Appendix B, SHA-1, the last six of eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    with db.transaction() as session:
        row = session.get_one(Account, api.accounts[Role.STAFF])
        row.totp_sealed = VAULT.seal_in(secret, "accounts", "totp_sealed", row.id)
        session.flush()
        now = datetime.fromtimestamp(seconds, UTC)
        assert second_factor.take_code(session, row, VAULT, code, now)
        assert not second_factor.take_code(session, row, VAULT, code, now)


def test_turning_it_on(api: Callers, app: FastAPI) -> None:
    client, other = at(app), at(app)
    signed_in(client)
    signed_in(other)
    answer = ok(client.post(PATH, json={"password": PASSWORD}), 201)
    uri = urlsplit(answer["uri"])
    assert (uri.scheme, uri.netloc, uri.path) == ("otpauth", "totp", "/Cung%20Cau:staff")
    assert parse_qs(uri.query) == {"secret": [answer["secret"]], "issuer": ["Cung Cau"]}
    # Not in force before a code was shown.
    signed_in(at(app))
    wrong = client.post(f"{PATH}/confirm", json={"code": code_of(answer["secret"], 5)})
    refused(wrong, 422, "invalid_content", pointer="/code", field="code_wrong")
    codes = ok(client.post(f"{PATH}/confirm", json={"code": code_of(answer["secret"])}))["recovery_codes"]
    assert len(set(codes)) == 8
    assert {len(code) for code in codes} == {19}
    assert ok(client.get(f"{V1}/auth/me"))["second_factor"] is True
    # Sessions that were opened without it are over.
    refused(other.get(f"{V1}/auth/me"), 401, "not_authenticated")
    assert [entry.action for entry in entries("begin_second_factor", "confirm_second_factor")] == [
        "begin_second_factor",
        "confirm_second_factor",
    ]


def test_the_database_holds_neither_secret_nor_recovery_codes(api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    secret, codes = enrolled(client)
    sealed = account().totp_sealed
    assert sealed is not None
    assert secret not in sealed
    assert VAULT.open_in(sealed, "accounts", "totp_sealed", account().id) == secret
    with db.reading() as session:
        held = str(session.execute(select(RecoveryCode.__table__)).all())
    assert all(code not in held and code.replace("-", "") not in held for code in codes)


def test_signing_in_asks_for_a_code(api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    secret, _ = enrolled(client)
    client = at(app)
    refused(login(client), 401, "second_factor_required")
    # A wrong password says nothing of the second factor.
    refused(login(client, password="sai"), 401, "wrong_credentials")
    refused(login(client, password="sai", totp_code=code_of(secret)), 401, "wrong_credentials")
    refused(login(client, totp_code=code_of(secret, 7)), 401, "second_factor_wrong")
    answer = signed_in(client, totp_code=code_of(secret))
    assert answer["account"]["second_factor"] is True
    (item, *_) = ok(client.get(f"{V1}/auth/sessions"))["items"]
    assert session_row(item["id"]).second_factor is item["second_factor"] is True
    failed = [entry.reason for entry in entries("sign_in_failed")]
    assert failed == ["second_factor_required", "wrong_credentials", "wrong_credentials", "second_factor_wrong"]


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_differ_by_one_step(api: Callers, app: FastAPI, steps: int, good: bool) -> None:
    client = at(app)
    signed_in(client)
    secret, _ = enrolled(client)
    with later(minutes=5):
        answer = login(at(app), totp_code=code_of(secret, steps))
        assert answer.status_code == (200 if good else 401)


def test_a_code_is_good_once(api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    secret, _ = enrolled(client)
    code = code_of(secret)
    signed_in(at(app), totp_code=code)
    refused(login(at(app), totp_code=code), 401, "second_factor_wrong")
    # Nor an older one after a newer one.
    refused(login(at(app), totp_code=code_of(secret, -1)), 401, "second_factor_wrong")
    with later(seconds=30):
        signed_in(at(app), totp_code=code_of(secret))


def test_a_code_is_good_once_for_eight_at_once(live_api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    secret, codes = enrolled(client)
    start = Barrier(8)

    def one(i: int) -> int:
        more: dict[str, Any] = {"totp_code": code_of(secret)} if i % 2 else {"recovery_code": codes[0]}
        client = at(app, f"203.0.113.{i}")
        start.wait()
        return login(client, **more).status_code

    # Eight are more than strangers' addresses may try, so the last find the door slowed.
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(one, range(8)))
    assert answers.count(200) == 2, answers
    assert set(answers) <= {200, 401, 429}


def test_a_recovery_code_is_good_once(api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    _, codes = enrolled(client)
    signed_in(at(app), recovery_code=codes[0])
    refused(login(at(app), recovery_code=codes[0]), 401, "second_factor_wrong")
    signed_in(at(app), recovery_code=codes[1].upper())


def test_the_recovery_code_of_somebody_else_is_worth_nothing(api: Callers, app: FastAPI) -> None:
    client, other = at(app), at(app)
    signed_in(client)
    signed_in(other, username="admin")
    enrolled(client)
    _, codes = enrolled(other)
    refused(login(at(app), recovery_code=codes[0]), 401, "second_factor_wrong")
    signed_in(at(app), username="admin", recovery_code=codes[0])


def test_guessing_codes_is_slowed_down(api: Callers, app: FastAPI) -> None:
    """Check S4: a wrong code counts like a wrong password; being asked for one does not."""
    client = at(app)
    signed_in(client)
    secret, _ = enrolled(client)
    for _ in range(8):
        refused(login(at(app)), 401, "second_factor_required")
    for _ in range(5):
        refused(login(at(app), totp_code=code_of(secret, 9)), 401, "second_factor_wrong")
    refused(login(at(app), totp_code=code_of(secret)), 429, "sign_in_slowed")


def test_turning_it_off_needs_password_and_code(api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    secret, codes = enrolled(client)
    for body, pointer, field in (
        ({"password": "sai", "code": code_of(secret)}, "/password", "password_wrong"),
        ({"password": PASSWORD, "code": code_of(secret, 9)}, "/code", "code_wrong"),
    ):
        refused(client.post(f"{PATH}/remove", json=body), 422, "invalid_content", pointer=pointer, field=field)
    assert account().totp_confirmed_at is not None
    off = ok(client.post(f"{PATH}/remove", json={"password": PASSWORD, "code": code_of(secret)}))
    assert off["second_factor"] is False
    signed_in(at(app))
    refused(client.post(f"{PATH}/remove", json={"password": PASSWORD, "code": codes[0]}), 409, "second_factor_off")
    with db.reading() as session:
        assert session.scalars(select(RecoveryCode)).all() == []
    assert len(entries("remove_second_factor")) == 1


def test_a_recovery_code_turns_it_off_too(api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    _, codes = enrolled(client)
    ok(client.post(f"{PATH}/remove", json={"password": PASSWORD, "code": codes[3]}))


def test_turning_it_on_needs_the_password_and_happens_once(api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    answer = client.post(PATH, json={"password": "sai"})
    refused(answer, 422, "invalid_content", pointer="/password", field="password_wrong")
    refused(client.post(f"{PATH}/confirm", json={"code": "123456"}), 409, "second_factor_not_begun")
    first = begun(client)
    second = begun(client)
    assert first != second
    answer = client.post(f"{PATH}/confirm", json={"code": code_of(first)})
    refused(answer, 422, "invalid_content", pointer="/code", field="code_wrong")
    ok(client.post(f"{PATH}/confirm", json={"code": code_of(second)}))
    refused(client.post(PATH, json={"password": PASSWORD}), 409, "second_factor_on")
    refused(client.post(f"{PATH}/confirm", json={"code": code_of(second, 1)}), 409, "second_factor_on")


def test_a_short_password_stands_only_beside_a_second_factor(api: Callers, app: FastAPI) -> None:
    """Check S5: 8 characters with it, 15 without."""
    client = at(app)
    signed_in(client)
    body = {"current_password": PASSWORD, "new_password": "mèo 3 tai"}
    answer = client.post(f"{V1}/auth/password", json=body)
    refused(answer, 422, "invalid_content", pointer="/new_password", field="password_too_short")
    _, codes = enrolled(client)
    ok(client.post(f"{V1}/auth/password", json=body))
    answer = client.post(f"{PATH}/remove", json={"password": "mèo 3 tai", "code": codes[0]})
    refused(answer, 409, "password_needs_second_factor")
    ok(client.post(f"{V1}/auth/password", json={"current_password": "mèo 3 tai", "new_password": NEW_PASSWORD}))
    ok(client.post(f"{PATH}/remove", json={"password": NEW_PASSWORD, "code": codes[1]}))


def test_the_administrator_can_take_it_off(api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    enrolled(client)
    with db.transaction() as session:
        second_factor.reset(session, session.get_one(Account, api.accounts[Role.STAFF]))
    signed_in(at(app))
    assert account().totp_sealed is account().totp_step is None


@pytest.fixture(scope="module")
def strict() -> FastAPI:
    """The application where staff and administrators must have a second factor."""
    settings = Settings(
        environment=Environment.TEST,
        secret_key=SECRET,
        log_level="ERROR",
        rate_limits="",
        second_factor_required=True,
    )
    return create_app(settings)


@pytest.mark.parametrize("role", list(Role))
def test_where_it_is_required_staff_and_administrators_do_nothing_before_they_have_it(
    api: Callers, strict: FastAPI, role: Role
) -> None:
    client = at(strict)
    signed_in(client, username=role.value)
    assert client.get(f"{V1}/auth/me").status_code == 200
    answer = client.get(f"{V1}/vacancies")
    if role not in (Role.STAFF, Role.ADMIN):
        assert answer.status_code == 200
        return
    refused(answer, 403, "second_factor_enrolment_needed")
    secret, _ = enrolled(client)
    assert client.get(f"{V1}/vacancies").status_code == 200
    client = at(strict)
    token = signed_in(client, username=role.value, totp_code=code_of(secret))["refresh_token"]
    assert client.get(f"{V1}/vacancies").status_code == 200
    assert refresh(client, token).status_code == 200


def test_production_requires_it_unless_told_otherwise() -> None:
    secrets = {
        "secret_key": "x" * 40,
        "audit_key": "y" * 40,
        "field_keys": "k1:" + "A" * 43 + "=",
        "index_key": "B" * 43 + "=",
    }
    assert Settings(environment=Environment.PRODUCTION, **secrets).second_factor_required
    assert not Settings(
        environment=Environment.PRODUCTION, second_factor_required=False, **secrets
    ).second_factor_required
    assert not Settings(environment=Environment.DEMO).second_factor_required
