"""Signing in with a password: short access tokens, refresh tokens good once, one's own sessions, change of password."""

from uuid import UUID

import jwt
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import func, select

from app.core import clock
from app.infra import db
from app.models import Account, SignInSession
from app.security import access_tokens, passwords
from app.services.access import sessions
from app.vocabulary import Role, SessionEnd, SessionKind
from tests.conftest import SECRET, Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, ok, refused
from tests.support.factories import PASSWORD
from tests.support.sign_in import (
    HOME,
    NEW_PASSWORD,
    account,
    at,
    entries,
    later,
    login,
    refresh,
    session_row,
    signed_in,
)


def session_of(answer: dict[str, str]) -> UUID:
    """The session that an access token belongs to."""
    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    return UUID(claims["sid"])


def test_signing_in_gives_a_short_access_token_and_a_refresh_token(api: Callers, app: FastAPI) -> None:
    client = at(app)
    answer = signed_in(client)
    assert (answer["token_type"], answer["expires_in"], answer["refresh_expires_in"]) == ("bearer", 900, 1800)
    assert (answer["account"]["username"], answer["account"]["second_factor"]) == ("staff", False)
    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 900
    assert ok(client.get(f"{V1}/auth/me"))["username"] == "staff"
    row = session_row(session_of(answer))
    assert (row.kind, row.second_factor, row.secret_hash) == (
        SessionKind.API,
        False,
        sessions.digest(answer["refresh_token"]),
    )
    with later(minutes=16):
        refused(client.get(f"{V1}/auth/me"), 401, "token_expired")


def test_the_database_holds_no_secret_of_a_session(api: Callers, app: FastAPI) -> None:
    answer = signed_in(at(app))
    with db.reading() as session:
        held = str(session.execute(select(SignInSession.__table__)).all())
    assert answer["refresh_token"] not in held
    assert len(answer["refresh_token"]) == 43


def test_a_refresh_token_is_exchanged_for_the_next_one(api: Callers, app: FastAPI) -> None:
    client = at(app)
    first = signed_in(client)
    with later(minutes=20):
        refused(client.get(f"{V1}/auth/me"), 401, "token_expired")
        second = ok(refresh(client, first["refresh_token"]))
        assert second["refresh_token"] != first["refresh_token"]
        assert session_of(second) == session_of(first)
        client.headers["Authorization"] = f"Bearer {second['access_token']}"
        assert ok(client.get(f"{V1}/auth/me"))["username"] == "staff"


def test_an_old_refresh_token_used_again_ends_the_session(api: Callers, app: FastAPI) -> None:
    """Somebody copied it: neither the thief nor the owner goes on."""
    client = at(app)
    first = signed_in(client)
    second = ok(refresh(client, first["refresh_token"]))
    client.headers["Authorization"] = f"Bearer {second['access_token']}"
    refused(refresh(client, first["refresh_token"]), 401, "refresh_refused")
    refused(client.get(f"{V1}/auth/me"), 401, "not_authenticated")
    refused(refresh(client, second["refresh_token"]), 401, "refresh_refused")
    assert session_row(session_of(first)).end_reason is SessionEnd.TOKEN_REUSED
    (entry,) = entries("token_reused")
    assert entry.subject_id == str(session_of(first))


def test_a_session_ends_when_it_lies_idle_or_after_a_working_day(api: Callers, app: FastAPI) -> None:
    """Check S6: 30 minutes without use, 8 hours at most."""
    client = at(app)
    first = signed_in(client)
    with later(minutes=31):
        refused(refresh(client, first["refresh_token"]), 401, "refresh_refused")
        assert ok(api.client(api.accounts[Role.STAFF]).get(f"{V1}/auth/sessions"))["items"][0]["current"]
    token = signed_in(at(app))["refresh_token"]
    for minutes in range(25, 8 * 60, 25):
        with later(minutes=minutes):
            answer = ok(refresh(client, token))
            token = answer["refresh_token"]
    assert answer["refresh_expires_in"] <= 5 * 60
    with later(minutes=8 * 60 + 1):
        refused(refresh(client, token), 401, "refresh_refused")


@pytest.mark.parametrize("token", ["", "a b", "x" * 201, "é", 5, None])
def test_what_cannot_be_a_refresh_token_is_422(api: Callers, token: object) -> None:
    answer = api.anonymous.post(f"{V1}/auth/refresh", json={"refresh_token": token})
    refused(answer, 422, "invalid_content")


def test_a_made_up_refresh_token_ends_nothing(api: Callers, app: FastAPI) -> None:
    client = at(app)
    signed_in(client)
    refused(refresh(client, "x" * 43), 401, "refresh_refused")
    assert client.get(f"{V1}/auth/me").status_code == 200


def test_who_is_switched_off_cannot_renew(api: Callers, app: FastAPI) -> None:
    client = at(app)
    token = signed_in(client)["refresh_token"]
    with db.transaction() as session:
        session.get_one(Account, api.accounts[Role.STAFF]).active = False
    refused(refresh(client, token), 401, "refresh_refused")


def test_signing_out_ends_the_session_at_once(api: Callers, app: FastAPI) -> None:
    """Check S6."""
    client, other = at(app), at(app)
    answer = signed_in(client)
    signed_in(other)
    ended = ok(client.post(f"{V1}/auth/logout"))
    assert (ended["id"], ended["current"]) == (str(session_of(answer)), True)
    assert ended["ended_at"] is not None
    refused(client.get(f"{V1}/auth/me"), 401, "not_authenticated")
    refused(refresh(client, answer["refresh_token"]), 401, "refresh_refused")
    assert other.get(f"{V1}/auth/me").status_code == 200


def test_a_person_sees_and_ends_the_own_sessions(api: Callers, app: FastAPI) -> None:
    here, there = at(app), at(app)
    signed_in(here)
    lost = session_of(signed_in(there))
    listed = ok(here.get(f"{V1}/auth/sessions?total=true"))
    assert listed["total"] == len(listed["items"]) == 3
    assert [item["current"] for item in listed["items"]].count(True) == 1
    assert {item["kind"] for item in listed["items"]} == {"api"}
    ended = ok(here.post(f"{V1}/auth/sessions/{lost}/end"))
    assert (ended["id"], ended["current"]) == (str(lost), False)
    refused(there.get(f"{V1}/auth/me"), 401, "not_authenticated")
    again = ok(here.post(f"{V1}/auth/sessions/{lost}/end"))
    assert again["ended_at"] == ended["ended_at"]
    assert session_row(lost).end_reason is SessionEnd.REVOKED
    assert ok(here.get(f"{V1}/auth/sessions?total=true"))["total"] == 2


def test_sessions_come_page_by_page(api: Callers, app: FastAPI) -> None:
    client = at(app)
    for _ in range(3):
        signed_in(client)
    first = ok(client.get(f"{V1}/auth/sessions?limit=2"))
    second = ok(client.get(f"{V1}/auth/sessions?limit=2&cursor={first['next_cursor']}"))
    seen = [item["id"] for item in first["items"] + second["items"]]
    assert len(set(seen)) == len(seen) == 4
    assert seen == sorted(seen, reverse=True)


def test_the_session_of_somebody_else_is_not_there(api: Callers, app: FastAPI) -> None:
    """Check S1: the same as one that never was."""
    client = at(app)
    theirs = session_of(signed_in(client))
    for session_id in (theirs, NOBODY):
        refused(api.admin.post(f"{V1}/auth/sessions/{session_id}/end"), 404, "session_not_found")
    assert client.get(f"{V1}/auth/me").status_code == 200
    assert str(theirs) not in str(ok(api.admin.get(f"{V1}/auth/sessions")))


def change(client: object, new: str = NEW_PASSWORD, current: str = PASSWORD) -> object:
    return client.post(  # type: ignore[attr-defined]
        f"{V1}/auth/password", json={"current_password": current, "new_password": new}
    )


def test_a_change_of_password_ends_the_other_sessions(api: Callers, app: FastAPI) -> None:
    here, there = at(app), at(app)
    signed_in(here)
    token = signed_in(there)["refresh_token"]
    assert ok(change(here))["username"] == "staff"
    assert here.get(f"{V1}/auth/me").status_code == 200
    refused(there.get(f"{V1}/auth/me"), 401, "not_authenticated")
    refused(refresh(there, token), 401, "refresh_refused")
    refused(login(at(app)), 401, "wrong_credentials")
    signed_in(at(app), password=NEW_PASSWORD)
    (entry,) = entries("change_password")
    assert (entry.account_id, entry.subject_id) == (api.accounts[Role.STAFF], str(api.accounts[Role.STAFF]))


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ("ngắn quá thôi", "password_too_short"),
        ("staff staff staff", "password_names"),
        ("ttdvvl an giang 2026", "password_names"),
        ("passwordpassword", "password_common"),
        ("abcdefghijklmnopq", "password_pattern"),
        (PASSWORD, "password_same"),
        ("x" * 129, "string_too_long"),
        ("x" * 7, "string_too_short"),
    ],
)
def test_a_weak_new_password_is_refused_and_nothing_changed(api: Callers, app: FastAPI, new: str, field: str) -> None:
    """Check S5."""
    refused(change(api.staff, new), 422, "invalid_content", pointer="/new_password", field=field)
    signed_in(at(app))


def test_the_present_password_must_be_right(api: Callers, app: FastAPI) -> None:
    answer = change(api.staff, current="sai mất rồi")
    refused(answer, 422, "invalid_content", pointer="/current_password", field="password_wrong")
    (entry,) = entries("password_check_failed")
    assert entry.subject_id == str(api.accounts[Role.STAFF])
    signed_in(at(app))


@pytest.mark.parametrize("length", [15, 64, 128])
def test_a_new_password_works_to_its_last_character(api: Callers, app: FastAPI, length: int) -> None:
    """Check S5: 15, 64 and 128 characters, spaces and Vietnamese, not cut."""
    new = (f"  {NEW_PASSWORD}  " * 5)[:length]
    ok(change(api.staff, new))
    refused(login(at(app), password=new[:-1]), 401, "wrong_credentials")
    if new.strip() != new:
        refused(login(at(app), password=new.strip()), 401, "wrong_credentials")
    signed_in(at(app), password=new)


def test_a_hash_of_older_parameters_is_made_anew_at_sign_in(api: Callers, app: FastAPI) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with db.transaction() as session:
        session.get_one(Account, api.accounts[Role.STAFF]).password_hash = old
    signed_in(at(app))
    fresh = account().password_hash
    assert fresh != old
    assert not passwords.is_outdated(fresh)
    signed_in(at(app))
    assert account().password_hash == fresh


def test_the_audit_log_keeps_sign_ins_and_failures_without_the_name_that_was_typed(api: Callers, app: FastAPI) -> None:
    """Check S10 and S8: people type their password where the name belongs."""
    client = at(app)
    login(client, username="mat-khau-go-nham", password="x")
    login(client, password="sai")
    answer = ok(login(client))
    unknown, wrong, right = entries("login", "sign_in_failed")
    assert (unknown.action, unknown.account_id, unknown.subject_id, unknown.reason) == (
        "sign_in_failed",
        None,
        None,
        "wrong_credentials",
    )
    assert (wrong.account_id, wrong.subject_id) == (None, str(api.accounts[Role.STAFF]))
    assert (right.action, right.account_id, right.subject_id) == (
        "login",
        api.accounts[Role.STAFF],
        str(session_of(answer)),
    )
    assert right.request_id
    names = unknown.__table__.columns.keys()
    said = str([{name: getattr(entry, name) for name in names} for entry in (unknown, wrong)])
    assert "go-nham" not in said
    assert HOME not in said


def test_a_password_that_changes_while_it_is_checked_does_not_let_in(
    api: Callers, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = passwords.verify

    def changing(stored: str, password: str) -> bool:
        with db.transaction() as session:
            session.get_one(Account, api.accounts[Role.STAFF]).password_hash = passwords.hash_password(NEW_PASSWORD)
        return verify(stored, password)

    monkeypatch.setattr(passwords, "verify", changing)
    refused(login(at(app)), 401, "wrong_credentials")
    with db.reading() as session:
        begun = session.scalar(
            select(func.count())
            .select_from(SignInSession)
            .where(SignInSession.account_id == api.accounts[Role.STAFF], SignInSession.secret_hash.is_not(None))
        )
    assert begun == 0


def test_a_crowd_at_the_login_is_asked_to_come_back(
    api: Callers, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most two checks at once; who gets no turn has not failed."""
    monkeypatch.setattr(passwords, "TURN_SECONDS", 0.01)
    with passwords._turns, passwords._turns:
        for _ in range(7):
            answer = login(at(app))
            refused(answer, 429, "sign_in_busy")
            assert answer.headers["retry-after"] == "2"
    signed_in(at(app))


def test_an_access_token_of_an_ended_session_is_worth_nothing(api: Callers) -> None:
    staff = api.accounts[Role.STAFF]
    begun = factories.session_of(staff)
    token = access_tokens.issue(staff, begun, secret=SECRET, now=clock.now(), minutes=15)
    headers = {"Authorization": f"Bearer {token}"}
    assert api.anonymous.get(f"{V1}/auth/me", headers=headers).status_code == 200
    with db.transaction() as session:
        sessions.end_all(session, staff, SessionEnd.ACCOUNT_CHANGED, clock.now())
    refused(api.anonymous.get(f"{V1}/auth/me", headers=headers), 401, "not_authenticated")
