"""Sessions of the browser, for the console: cookie, token against forged requests, idle time, end (check S6)."""

from collections.abc import Iterator
from datetime import timedelta
from http.cookies import Morsel, SimpleCookie
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import event, select

from app.config import Environment, Settings
from app.core import clock
from app.http import cookies
from app.infra import db
from app.main import create_app
from app.models import Account, SignInSession
from app.services.access import sessions
from app.vocabulary import Role, SessionEnd, SessionKind
from tests.conftest import SECRET, Callers
from tests.support.answers import V1, ok, refused
from tests.support.factories import PASSWORD
from tests.support.sign_in import NEW_PASSWORD, at, entries, later, login, signed_in

CSRF = "X-CSRF-Token"
COOKIE = "cungcau"
# An operation that a clerk may call and that writes; an empty body is as far as it gets.
WRITE = f"{V1}/enterprises"


def enter(client: TestClient, username: str = "staff", **more: Any) -> Response:
    body = {"username": username, "password": PASSWORD} | more
    return client.post(f"{V1}/auth/browser-sessions", json=body)


@pytest.fixture
def browser(api: Callers, app: FastAPI) -> TestClient:
    """A browser in which somebody has signed in; it sends its cookies, and scripts of ours the header."""
    client = at(app)
    client.headers[CSRF] = ok(enter(client), 201)["csrf_token"]
    return client


def given(answer: Response) -> dict[str, Morsel[str]]:
    """The cookies that an answer sets, with their marks."""
    found: dict[str, Morsel[str]] = {}
    for header in answer.headers.get_list("set-cookie"):
        found |= SimpleCookie(header)
    return found


def rows() -> list[SignInSession]:
    with db.reading() as session:
        kind = SignInSession.kind == SessionKind.BROWSER
        return list(session.scalars(select(SignInSession).where(kind).order_by(SignInSession.id)))


def test_signing_in_sets_two_cookies_and_gives_no_token(api: Callers, app: FastAPI) -> None:
    client = at(app)
    answer = enter(client)
    body = ok(answer, 201)
    assert set(body) == {"csrf_token", "idle_seconds", "expires_at", "account"}
    assert body["idle_seconds"] == 1800
    set_cookies = given(answer)
    assert set(set_cookies) == {COOKIE, "cungcau-csrf"}
    assert set_cookies["cungcau-csrf"].value == body["csrf_token"]
    assert set_cookies[COOKIE].value not in answer.text
    assert ok(client.get(f"{V1}/auth/me"))["username"] == "staff"
    (row,) = rows()
    assert row.secret_hash == sessions.digest(set_cookies[COOKIE].value)
    (entry,) = entries("create_browser_session")
    assert (entry.account_id, entry.subject_id) == (api.accounts[Role.STAFF], str(row.id))


@pytest.mark.parametrize("tls", [False, True])
def test_the_flags_of_the_cookies(api: Callers, tls: bool) -> None:
    """Check S6: __Host- and Secure wherever there is TLS."""
    settings = Settings(environment=Environment.TEST, secret_key=SECRET, log_level="ERROR", tls=tls, rate_limits="")
    client = at(create_app(settings), base_url="https://testserver" if tls else "http://testserver")
    answer = enter(client)
    own, csrf = given(answer)["__Host-cungcau" if tls else COOKIE], given(answer)["cungcau-csrf"]
    for morsel in (own, csrf):
        assert (morsel["path"], morsel["samesite"], morsel["domain"]) == ("/", "lax", "")
        assert (morsel["max-age"], morsel["expires"]) == ("", "")
        assert bool(morsel["secure"]) is tls
    assert own["httponly"] is True
    assert not csrf["httponly"]
    assert client.get(f"{V1}/auth/me").status_code == 200


def test_production_has_secure_cookies() -> None:
    secrets = {
        "secret_key": "x" * 40,
        "audit_key": "y" * 40,
        "field_keys": "k1:" + "A" * 43 + "=",
        "index_key": "B" * 43 + "=",
    }
    assert cookies.name_of(Settings(environment=Environment.PRODUCTION, **secrets)) == "__Host-cungcau"
    with pytest.raises(ValueError, match="https"):
        Settings(environment=Environment.PRODUCTION, tls=False, **secrets)


def test_each_sign_in_has_an_id_of_its_own_and_ends_the_one_before(api: Callers, app: FastAPI) -> None:
    """Check S6: nobody can plant a session in somebody's browser."""
    client = at(app)
    client.cookies.set(COOKIE, "planted-by-somebody-else-000000000000000000")
    first = given(enter(client))[COOKIE].value
    assert first != "planted-by-somebody-else-000000000000000000"
    client.cookies.clear()
    client.cookies.set(COOKIE, first)
    second = given(enter(client))[COOKIE].value
    assert second != first
    old, new = rows()
    assert (old.end_reason, new.ended_at) == (SessionEnd.LOGGED_OUT, None)
    assert old.id != new.id


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_form_of_another_site_cannot_sign_in(api: Callers, app: FastAPI, kind: str) -> None:
    """What a page may send elsewhere without asking is none of these."""
    body = b'{"username": "staff", "password": "%s"}' % PASSWORD.encode()
    answer = at(app).post(f"{V1}/auth/browser-sessions", content=body, headers={"Content-Type": kind})
    assert answer.status_code in (415, 422), answer.text
    assert given(answer) == {}
    assert rows() == []


def test_a_failed_sign_in_sets_no_cookie(api: Callers, app: FastAPI) -> None:
    answer = enter(at(app), password="sai")
    refused(answer, 401, "wrong_credentials")
    assert given(answer) == {}
    assert rows() == []


def test_reading_needs_no_token_and_every_write_does(browser: TestClient) -> None:
    """Check S6."""
    token = browser.headers.pop(CSRF)
    assert browser.get(f"{V1}/enterprises").status_code == 200
    for method in ("POST", "PUT", "PATCH"):
        path = WRITE if method == "POST" else f"{WRITE}/0199aaaa-0000-7000-8000-000000000000"
        if method == "PATCH":
            path = path.replace("enterprises", "vacancies")
        for wrong in (None, "", "x", token[:-1], token.upper() + "0", "ơ"):
            headers = {} if wrong is None else {CSRF: wrong.encode()}
            refused(browser.request(method, path, json={}, headers=headers), 403, "csrf_missing")
        answer = browser.request(method, path, json={}, headers={CSRF: token})
        assert answer.json()["code"] == ("if_match_missing" if method == "PATCH" else "invalid_content")


def test_the_token_of_another_session_is_worth_nothing(api: Callers, app: FastAPI, browser: TestClient) -> None:
    other = ok(enter(at(app)), 201)["csrf_token"]
    refused(browser.post(WRITE, json={}, headers={CSRF: other}), 403, "csrf_missing")


def test_planting_the_readable_cookie_does_not_help(browser: TestClient) -> None:
    browser.cookies.set("cungcau-csrf", "planted")
    refused(browser.post(WRITE, json={}, headers={CSRF: "planted"}), 403, "csrf_missing")


def test_who_may_not_is_told_so_after_the_token_was_right(api: Callers, app: FastAPI) -> None:
    client = at(app)
    token = ok(enter(client, "leader"), 201)["csrf_token"]
    refused(client.post(WRITE, json={}), 403, "csrf_missing")
    refused(client.post(WRITE, json={}, headers={CSRF: token}), 403, "permission_denied")


def test_a_bearer_token_goes_before_the_cookie(api: Callers, browser: TestClient, app: FastAPI) -> None:
    token = ok(login(at(app), "admin"))["access_token"]
    headers = {"Authorization": f"Bearer {token}", CSRF: ""}
    assert ok(browser.get(f"{V1}/auth/me", headers=headers))["username"] == "admin"
    answer = browser.post(f"{V1}/zones", json={}, headers=headers)
    refused(answer, 422, "invalid_content")
    refused(browser.get(f"{V1}/auth/me", headers={"Authorization": "Bearer x"}), 401, "not_authenticated")


def test_a_session_that_lies_idle_is_over(browser: TestClient) -> None:
    """Check S6: 30 minutes."""
    with later(minutes=29):
        assert browser.get(f"{V1}/auth/me").status_code == 200
    with later(minutes=29 + 29):
        assert browser.get(f"{V1}/auth/me").status_code == 200
    with later(minutes=29 + 29 + 31):
        refused(browser.get(f"{V1}/auth/me"), 401, "token_expired")


def test_a_session_is_over_after_eight_hours_of_work(browser: TestClient) -> None:
    """Check S6."""
    for minutes in range(20, 8 * 60, 20):
        with later(minutes=minutes):
            assert browser.get(f"{V1}/auth/me").status_code == 200
    with later(minutes=8 * 60, seconds=1):
        refused(browser.get(f"{V1}/auth/me"), 401, "token_expired")


def test_use_is_noted_once_a_minute_and_not_more(browser: TestClient) -> None:
    used = rows()[0].last_used_at
    with later(seconds=50):
        browser.get(f"{V1}/auth/me")
        assert rows()[0].last_used_at == used
    with later(seconds=70):
        now = clock.now()
        browser.get(f"{V1}/auth/me")
        browser.get(f"{V1}/auth/me")
        assert rows()[0].last_used_at == now
    assert now - used >= timedelta(seconds=60)


@pytest.fixture
def statements(browser: TestClient) -> Iterator[list[str]]:
    """What the database is asked."""
    target, said = db.bound(), []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            said.append(statement)

    event.listen(target, "before_cursor_execute", note)
    yield said
    event.remove(target, "before_cursor_execute", note)


def test_account_and_session_are_one_question(browser: TestClient, statements: list[str]) -> None:
    refused(browser.post(WRITE, json={}), 422, "invalid_content")
    assert len(statements) == 1
    assert statements[0].startswith("SELECT")


def test_signing_out_ends_the_session_and_drops_the_cookies(browser: TestClient) -> None:
    """Check S6."""
    own = browser.cookies[COOKIE]
    answer = browser.post(f"{V1}/auth/logout")
    assert ok(answer)["kind"] == "browser"
    assert {name: morsel["max-age"] for name, morsel in given(answer).items()} == {COOKIE: "0", "cungcau-csrf": "0"}
    refused(browser.get(f"{V1}/auth/me"), 401, "not_authenticated")
    browser.cookies.set(COOKIE, own)
    refused(browser.get(f"{V1}/auth/me"), 401, "token_expired")


def test_signing_out_needs_the_token_too(browser: TestClient) -> None:
    refused(browser.post(f"{V1}/auth/logout", headers={CSRF: ""}), 403, "csrf_missing")
    assert browser.get(f"{V1}/auth/me").status_code == 200


@pytest.mark.parametrize("how", ["rights", "switched off", "password", "from elsewhere"])
def test_what_ends_a_session_at_once(api: Callers, app: FastAPI, browser: TestClient, how: str) -> None:
    """Check S6: a change of role, among others."""
    staff = api.accounts[Role.STAFF]
    if how == "rights":
        with db.transaction() as session:
            session.get_one(Account, staff).role = Role.LEADER
            sessions.end_all(session, staff, SessionEnd.ACCOUNT_CHANGED, clock.now())
    elif how == "switched off":
        with db.transaction() as session:
            session.get_one(Account, staff).active = False
    elif how == "password":
        client = at(app)
        signed_in(client)
        ok(client.post(f"{V1}/auth/password", json={"current_password": PASSWORD, "new_password": NEW_PASSWORD}))
    else:
        ok(api.staff.post(f"{V1}/auth/sessions/{rows()[0].id}/end"))
    refused(browser.get(f"{V1}/auth/me"), 401, "token_expired")


def test_a_refresh_token_is_no_cookie_and_a_cookie_no_refresh_token(api: Callers, app: FastAPI) -> None:
    token = signed_in(at(app))["refresh_token"]
    client = at(app)
    client.cookies.set(COOKIE, token)
    refused(client.get(f"{V1}/auth/me"), 401, "token_expired")
    secret = given(enter(at(app)))[COOKIE].value
    refused(at(app).post(f"{V1}/auth/refresh", json={"refresh_token": secret}), 401, "refresh_refused")
