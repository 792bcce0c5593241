"""Systems: their credentials, their tokens, and what those may do."""

import base64
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from httpx import Response
from sqlalchemy import select

from app.core import clock
from app.infra import db
from app.models import ApiClient, AuditEntry, IdempotencyKey, SignInSession
from app.vocabulary import Role, SessionEnd, SessionKind
from tests.conftest import Callers
from tests.support.answers import NOBODY, V1, every_page, nothing_written, ok, refused

GRANT = {"grant_type": "client_credentials"}


def made(api: Callers, *scopes: str, **changes: Any) -> dict[str, Any]:
    """A system of the portal's account."""
    body = {
        "name": "Cổng thông tin việc làm",
        "account_id": str(api.accounts[Role.PORTAL]),
        "scopes": list(scopes) or ["vacancy:read", "enterprise:read"],
    } | changes
    client: dict[str, Any] = ok(api.admin.post(f"{V1}/clients", json=body), 201)
    return client


def ask(api: Callers, client: dict[str, Any], secret: str | None = None, **fields: str) -> Any:
    form = GRANT | {"client_id": client["id"], "client_secret": secret or client["client_secret"]} | fields
    return api.anonymous.post(f"{V1}/auth/token", data=form)


def bearer(answer: Response) -> dict[str, str]:
    return {"Authorization": f"Bearer {ok(answer)['access_token']}"}


def test_a_system_does_what_it_was_granted_and_nothing_else(api: Callers) -> None:
    client = made(api)
    answer = ask(api, client)
    assert {name: value for name, value in ok(answer).items() if name != "access_token"} == {
        "token_type": "bearer",
        "expires_in": 900,
        "scope": "enterprise:read vacancy:read",
    }
    assert answer.headers["cache-control"] == "no-store"
    headers = bearer(answer)
    assert api.anonymous.get(f"{V1}/vacancies", headers=headers).status_code == 200
    refused(api.anonymous.get(f"{V1}/organisations", headers=headers), 403, "permission_denied")
    refused(api.anonymous.get(f"{V1}/jobseekers", headers=headers), 403, "permission_denied")
    narrow = bearer(ask(api, client, scope="vacancy:read"))
    assert api.anonymous.get(f"{V1}/vacancies", headers=narrow).status_code == 200
    refused(api.anonymous.get(f"{V1}/enterprises", headers=narrow), 403, "permission_denied")
    problem = refused(ask(api, client, scope="vacancy:read plan:read"), 422, "invalid_content")
    assert [one["code"] for one in problem["errors"]] == ["scope_not_granted"]


def test_the_credentials_may_come_by_http_basic(api: Callers) -> None:
    client = made(api)
    plain = base64.b64encode(f"{client['id']}:{client['client_secret']}".encode()).decode()
    url, headers = f"{V1}/auth/token", {"Authorization": f"Basic {plain}"}
    ok(api.anonymous.post(url, data=GRANT, headers=headers))
    twice = GRANT | {"client_id": client["id"], "client_secret": client["client_secret"]}
    answer = api.anonymous.post(url, data=twice, headers=headers)
    refused(answer, 422, "invalid_content", pointer="/client_id", field="credentials_twice")
    for wrong in ("Basic", "Basic !", f"Basic {plain[:-6]}", "Basic /w==", f"Bearer {plain}"):
        refused(api.anonymous.post(url, data=GRANT, headers={"Authorization": wrong}), 401, "wrong_client")


def test_the_secret_is_shown_once_and_kept_as_a_digest(api: Callers) -> None:
    body = {"name": "Đối tác", "account_id": str(api.accounts[Role.PORTAL]), "scopes": ["vacancy:read"]}
    headers = {"Idempotency-Key": "first"}
    first, second = (api.admin.post(f"{V1}/clients", json=body, headers=headers) for _ in range(2))
    secret = ok(first, 201)["client_secret"]
    assert first.content == second.content
    assert len(secret) >= 43
    with db.reading() as session:
        (row,) = session.scalars(select(ApiClient)).all()
        assert secret not in str(vars(row))
        assert secret not in str(session.scalars(select(IdempotencyKey.answer)).one())
        assert secret not in str([entry.details for entry in session.scalars(select(AuditEntry))])
    url = f"{V1}/clients/{first.json()['id']}"
    assert secret not in api.admin.get(url).text
    assert secret not in api.admin.get(f"{V1}/clients").text


def test_an_old_secret_is_good_for_a_day_more(api: Callers) -> None:
    client = made(api)
    old = client["client_secret"]
    second = ok(api.admin.post(f"{V1}/clients/{client['id']}/rotate-secret"))
    ok(ask(api, client, old))
    ok(ask(api, client, second["client_secret"]))
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1), tick=False):
        refused(ask(api, client, old), 401, "wrong_client")
        ok(ask(api, client, second["client_secret"]))
    third = ok(api.admin.post(f"{V1}/clients/{client['id']}/rotate-secret"))
    refused(ask(api, client, old), 401, "wrong_client")
    ok(ask(api, client, second["client_secret"]))
    ok(ask(api, client, third["client_secret"]))


def test_switching_a_system_off_ends_its_tokens_and_no_other(api: Callers) -> None:
    client, other = made(api), made(api)
    headers, others = bearer(ask(api, client)), bearer(ask(api, other))
    off = ok(api.admin.post(f"{V1}/clients/{client['id']}/deactivate"))
    assert off["active"] is False
    refused(api.anonymous.get(f"{V1}/vacancies", headers=headers), 401, "not_authenticated")
    refused(ask(api, client), 401, "wrong_client")
    assert api.anonymous.get(f"{V1}/vacancies", headers=others).status_code == 200
    assert api.portal.get(f"{V1}/vacancies").status_code == 200
    for what in ("deactivate", "rotate-secret"):
        refused(api.admin.post(f"{V1}/clients/{client['id']}/{what}"), 409, "client_inactive")
    assert every_page(api.admin, f"{V1}/clients?active=true", 5) == [other["id"]]
    assert every_page(api.admin, f"{V1}/clients", 1) == [client["id"], other["id"]]
    with db.reading() as session:
        rows = session.scalars(select(SignInSession).where(SignInSession.kind == SessionKind.CLIENT)).all()
        assert {str(row.client_id): row.end_reason for row in rows} == {
            client["id"]: SessionEnd.REVOKED,
            other["id"]: None,
        }


def test_an_account_that_is_switched_off_or_moved_takes_its_systems_along(api: Callers) -> None:
    client, portal = made(api), str(api.accounts[Role.PORTAL])
    headers = bearer(ask(api, client))
    ok(api.admin.post(f"{V1}/accounts/{portal}/deactivate"))
    refused(api.anonymous.get(f"{V1}/vacancies", headers=headers), 401, "not_authenticated")
    refused(ask(api, client), 401, "wrong_client")
    ok(api.admin.post(f"{V1}/accounts/{portal}/reactivate"))
    ok(ask(api, client))
    organisation = ok(api.admin.get(f"{V1}/accounts/{portal}"))["organisation_id"]
    ok(api.admin.post(f"{V1}/accounts/{portal}/role", json={"role": "leader", "organisation_id": organisation}))
    refused(ask(api, client), 401, "wrong_client")


def test_a_token_lives_as_long_as_it_says(api: Callers) -> None:
    client = made(api)
    headers = bearer(ask(api, client))
    with time_machine.travel(clock.now() + timedelta(seconds=910), tick=False):
        refused(api.anonymous.get(f"{V1}/vacancies", headers=headers), 401, "token_expired")


def test_wrong_credentials_are_refused_in_the_same_words_and_slowed_down(api: Callers) -> None:
    """Check S4: like a sign-in."""
    client = made(api)
    wrong = [
        ask(api, client, "x" * 43),
        ask(api, client | {"id": NOBODY}),
        ask(api, client | {"id": "canbo"}),
        api.anonymous.post(f"{V1}/auth/token", data=GRANT),
    ]
    for answer in wrong:
        refused(answer, 401, "wrong_client")
    assert len({answer.json()["detail"] for answer in wrong}) == 1
    statuses = [ask(api, client, "y" * 43).status_code for _ in range(6)]
    assert statuses == [401] * 4 + [429] * 2
    assert int(ask(api, client).headers["retry-after"]) > 0
    ok(ask(api, made(api)))


@pytest.mark.parametrize(
    ("form", "pointer", "code"),
    [
        ({}, "/grant_type", "missing"),
        ({"grant_type": "password"}, "/grant_type", "literal_error"),
        (GRANT | {"username": "canbo"}, "/username", "extra_forbidden"),
        (GRANT | {"client_id": "a b"}, "/client_id", "string_pattern_mismatch"),
        (GRANT | {"client_secret": "x" * 300}, "/client_secret", "string_pattern_mismatch"),
        (GRANT | {"scope": "vacancy:read  plan:read"}, "/scope", "string_pattern_mismatch"),
        (GRANT | {"scope": "\0"}, "/scope", "string_pattern_mismatch"),
    ],
)
def test_a_form_is_checked_like_any_body(api: Callers, form: dict[str, str], pointer: str, code: str) -> None:
    with nothing_written():
        answer = api.anonymous.post(f"{V1}/auth/token", data=form or {"client_id": "x"})
        refused(answer, 422, "invalid_content", pointer=pointer, field=code)


@pytest.mark.parametrize(
    ("content", "media", "status", "code"),
    [
        (b'{"grant_type": "client_credentials"}', "application/json", 422, "invalid_content"),
        (b"grant_type=client_credentials", "text/plain", 422, "invalid_content"),
        (b"grant_type=client_credentials&grant_type=client_credentials", "", 422, "invalid_content"),
        (b"grant_type=%ff", "", 400, "malformed_form"),
        (b"\xff=1", "", 400, "malformed_form"),
        (b"&".join(b"a%d=1" % number for number in range(30)), "", 400, "malformed_form"),
    ],
)
def test_what_is_no_form_is_refused(api: Callers, content: bytes, media: str, status: int, code: str) -> None:
    headers = {"Content-Type": media or "application/x-www-form-urlencoded; charset=utf-8"}
    with nothing_written():
        refused(api.anonymous.post(f"{V1}/auth/token", content=content, headers=headers), status, code)


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"scopes": ["jobseeker:read"]}, "/scopes/0", "scope_not_of_role"),
        ({"scopes": ["vacancy:read", "no:such"]}, "/scopes/1", "scope_not_of_role"),
        ({"scopes": []}, "/scopes", "too_short"),
        ({"scopes": ["vacancy:read", "vacancy:read"]}, "/scopes", "repeated"),
        ({"account_id": NOBODY}, "/account_id", "unknown_account"),
        ({"client_secret": "mine"}, "/client_secret", "extra_forbidden"),
    ],
)
def test_a_system_gets_no_more_than_its_role_has(
    api: Callers, changes: dict[str, Any], pointer: str, code: str
) -> None:
    body = {"name": "Đối tác", "account_id": str(api.accounts[Role.PORTAL]), "scopes": ["vacancy:read"]} | changes
    with nothing_written():
        answer = api.admin.post(f"{V1}/clients", json=body)
        refused(answer, 422, "invalid_content", pointer=pointer, field=code)


@pytest.mark.parametrize("role", [Role.STAFF, Role.ADMIN, Role.LEADER])
def test_a_system_uses_a_portal_account_only(api: Callers, role: Role) -> None:
    body = {"name": "Đối tác", "account_id": str(api.accounts[role]), "scopes": ["vacancy:read"]}
    answer = api.admin.post(f"{V1}/clients", json=body)
    refused(answer, 422, "invalid_content", pointer="/account_id", field="account_not_portal")


def test_a_token_leaves_one_entry_in_the_log(api: Callers) -> None:
    """Check S10."""
    client = made(api)
    ok(ask(api, client))
    refused(ask(api, client, "x" * 43), 401, "wrong_client")
    with db.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()[-2:]
        assert [(one.action, one.role, one.subject_id) for one in entries] == [
            ("issue_client_token", Role.PORTAL, client["id"]),
            ("issue_client_token_failed", None, None),
        ]
        assert client["client_secret"] not in str([vars(one) for one in entries])


def test_a_system_neither_sees_nor_ends_the_sessions_of_another(api: Callers) -> None:
    """Several systems may share an account, but not their sessions."""
    own, others = bearer(ask(api, made(api))), bearer(ask(api, made(api)))
    (seen,) = ok(api.anonymous.get(f"{V1}/auth/sessions", headers=own))["items"]
    assert seen["current"]
    (other,) = ok(api.anonymous.get(f"{V1}/auth/sessions", headers=others))["items"]
    for session_id in (other["id"], NOBODY):
        refused(api.anonymous.post(f"{V1}/auth/sessions/{session_id}/end", headers=own), 404, "session_not_found")
    assert api.anonymous.get(f"{V1}/vacancies", headers=others).status_code == 200
    # Whoever signs in to the account itself sees them all.
    assert {seen["id"], other["id"]} < set(every_page(api.portal, f"{V1}/auth/sessions", 5))
