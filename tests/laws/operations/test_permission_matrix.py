"""Who may call what: the written matrix against every operation of the OpenAPI, for six callers."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.core import clock
from app.infra import db
from app.models import Account
from app.security import access_tokens
from app.vocabulary import Role
from tests.conftest import SECRET, Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, refused

STAFF, HR, LEADER, PORTAL, ADMIN = (
    Role.STAFF,
    Role.ENTERPRISE_HR,
    Role.LEADER,
    Role.PORTAL,
    Role.ADMIN,
)
ALL = frozenset(Role)
OPEN_TO_ANYBODY = frozenset(
    """
    login refresh_session create_browser_session issue_client_token login_outside accept_invitation
    health_live health_ready
    """.split()
)
ALLOWED: dict[str, frozenset[Role]] = {
    "login": ALL,
    "health_live": ALL,
    "health_ready": ALL,
    "get_me": ALL,
    "list_communes": ALL,
    "get_commune": ALL,
    "resolve_communes": ALL,
    "list_occupations": ALL,
    "get_occupation": ALL,
    "resolve_titles": ALL,
    "list_occupation_aliases": ALL,
    "confirm_occupation_alias": frozenset({STAFF, ADMIN}),
    "withdraw_occupation_alias": frozenset({STAFF, ADMIN}),
    "list_zones": ALL,
    "get_zone": ALL,
    "create_zone": frozenset({ADMIN}),
    "list_reference_lists": ALL,
    "list_organisations": ALL,
    "get_organisation": ALL,
    "create_organisation": frozenset({ADMIN}),
    "list_enterprises": ALL,
    "get_enterprise": ALL,
    "create_enterprise": frozenset({STAFF, ADMIN}),
    "replace_enterprise": frozenset({STAFF, ADMIN}),
    "list_survey_rounds": frozenset({STAFF, HR, LEADER, ADMIN}),
    "get_survey_round": frozenset({STAFF, HR, LEADER, ADMIN}),
    "create_survey_round": frozenset({STAFF}),
    "open_survey_round": frozenset({STAFF}),
    "close_survey_round": frozenset({STAFF}),
    "list_round_lines": frozenset({STAFF, HR}),
    "list_surveys": frozenset({STAFF, HR}),
    "get_survey": frozenset({STAFF, HR}),
    "create_survey": frozenset({STAFF, HR}),
    "create_line_vacancy": frozenset({STAFF, HR}),
    "list_support_requests": frozenset({STAFF, HR}),
    "get_support_request": frozenset({STAFF, HR}),
    "create_support_request": frozenset({STAFF, HR}),
    "close_support_request": frozenset({STAFF, HR}),
    "reopen_support_request": frozenset({STAFF, HR}),
    "withdraw_support_request": frozenset({STAFF, HR}),
    "list_vacancies": ALL,
    "get_vacancy": ALL,
    "create_vacancy": frozenset({STAFF, HR}),
    "update_vacancy": frozenset({STAFF, HR}),
    "close_vacancy": frozenset({STAFF, HR}),
    "reopen_vacancy": frozenset({STAFF, HR}),
    "cancel_vacancy": frozenset({STAFF, HR}),
    "list_candidates": frozenset({STAFF}),
    "get_candidate": frozenset({STAFF}),
    "preview_match": frozenset({STAFF}),
    "list_matching_vacancies": frozenset({STAFF}),
    "list_jobseekers": frozenset({STAFF}),
    "search_jobseekers": frozenset({STAFF}),
    "get_jobseeker": frozenset({STAFF}),
    "create_jobseeker": frozenset({STAFF}),
    "update_jobseeker": frozenset({STAFF}),
    "record_employment_status": frozenset({STAFF}),
    "list_referrals": frozenset({STAFF, HR}),
    "get_referral": frozenset({STAFF, HR}),
    "introduce": frozenset({STAFF}),
    "invite_to_interview": frozenset({STAFF, HR}),
    "decline_referral": frozenset({STAFF, HR}),
    "withdraw_referral": frozenset({STAFF}),
    "list_placements": frozenset({STAFF, HR}),
    "get_placement": frozenset({STAFF, HR}),
    "record_hire": frozenset({STAFF, HR}),
    "confirm_placement": frozenset({STAFF}),
    "end_placement": frozenset({STAFF, HR}),
    "cancel_placement": frozenset({STAFF, HR}),
    "list_labour_use": frozenset({STAFF, HR, LEADER}),
    "get_labour_use": frozenset({STAFF, HR, LEADER}),
    "record_labour_use": frozenset({STAFF, HR}),
    "correct_labour_use": frozenset({STAFF, HR}),
    "list_plans": frozenset({STAFF, LEADER, PORTAL, ADMIN}),
    "get_plan": frozenset({STAFF, LEADER, PORTAL, ADMIN}),
    "get_progress": frozenset({STAFF, LEADER, PORTAL, ADMIN}),
    "list_target_records": frozenset({STAFF, LEADER, ADMIN}),
    "create_plan": frozenset({ADMIN}),
    # One's own sign-in.
    "refresh_session": ALL,
    "create_browser_session": ALL,
    "issue_client_token": ALL,
    "login_outside": ALL,
    "logout": ALL,
    "list_sessions": ALL,
    "end_session": ALL,
    "change_password": ALL,
    "begin_second_factor": ALL,
    "confirm_second_factor": ALL,
    "remove_second_factor": ALL,
    # Who somebody is, and what somebody agreed to.
    "reveal_identity": frozenset({STAFF}),
    "reveal_contact": frozenset({STAFF, HR}),
    "export_jobseeker": frozenset({STAFF}),
    "list_consent_texts": ALL,
    "list_consents": frozenset({STAFF}),
    "record_consent": frozenset({STAFF}),
    "withdraw_consent": frozenset({STAFF}),
    "list_data_requests": frozenset({STAFF}),
    "get_data_request": frozenset({STAFF}),
    "create_data_request": frozenset({STAFF}),
    "acknowledge_data_request": frozenset({STAFF}),
    "extend_data_request": frozenset({STAFF}),
    "complete_data_request": frozenset({STAFF}),
    "refuse_data_request": frozenset({STAFF}),
    # Accounts: staff for the enterprises, the administrator for all.
    "list_accounts": frozenset({STAFF, ADMIN}),
    "get_account": frozenset({STAFF, ADMIN}),
    "approve_account": frozenset({STAFF, ADMIN}),
    "deactivate_account": frozenset({STAFF, ADMIN}),
    "reactivate_account": frozenset({STAFF, ADMIN}),
    "end_account_sessions": frozenset({STAFF, ADMIN}),
    "set_account_role": frozenset({ADMIN}),
    "set_account_scope": frozenset({ADMIN}),
    "reset_second_factor": frozenset({ADMIN}),
    "declare_affiliation": frozenset({ADMIN}),
    "withdraw_affiliation": frozenset({ADMIN}),
    "link_external_identity": frozenset({ADMIN}),
    "remove_external_identities": frozenset({ADMIN}),
    "list_invitations": frozenset({STAFF, ADMIN}),
    "get_invitation": frozenset({STAFF, ADMIN}),
    "create_invitation": frozenset({STAFF, ADMIN}),
    "withdraw_invitation": frozenset({STAFF, ADMIN}),
    "accept_invitation": ALL,
    "list_clients": frozenset({ADMIN}),
    "get_client": frozenset({ADMIN}),
    "create_client": frozenset({ADMIN}),
    "rotate_client_secret": frozenset({ADMIN}),
    "deactivate_client": frozenset({ADMIN}),
    # How the service is run.
    "list_audit_entries": frozenset({ADMIN}),
    "get_audit_head": frozenset({ADMIN}),
    "list_jobs": frozenset({ADMIN}),
    "read_metrics": frozenset({ADMIN}),
}
VALUES = {"indicator": "placed_on_request", "code": "91"}


def operations(app: FastAPI) -> Iterator[tuple[str, str, str]]:
    """Operation id, method and a path to call, for all that the OpenAPI names."""
    for template, methods in app.openapi()["paths"].items():
        path = re.sub(r"\{(\w+)\}", lambda found: VALUES.get(found[1], NOBODY), template)
        for method, operation in methods.items():
            yield operation["operationId"], method.upper(), path


def call(client: TestClient, method: str, path: str) -> tuple[int, str]:
    response = client.request(method, path, json=None if method == "GET" else {})
    told = response.json() if response.headers.get("content-type", "").endswith("json") else {}
    return response.status_code, told.get("code", "")


def test_the_matrix_names_every_operation_and_no_other(app: FastAPI) -> None:
    named = [name for name, _, _ in operations(app)]
    assert sorted(named) == sorted(ALLOWED)
    assert len(named) == len(ALLOWED)


def test_each_role_may_call_what_the_matrix_says_and_nothing_else(api: Callers, app: FastAPI) -> None:
    wrong, asked = [], 0
    for role in Role:
        client = api.by_role(role)
        # Logging out comes last, because it works.
        for name, method, path in sorted(operations(app), key=lambda one: one[0] == "logout"):
            status, code = call(client, method, path)
            asked += 1
            may = role in ALLOWED[name]
            # Anybody may try to sign in; {} gets 422 there, or 401 where a cookie or a client's secret is missing.
            if may and status in ((403, 500) if name in OPEN_TO_ANYBODY else (401, 403, 500)):
                wrong.append(f"{role} should reach {name}, got {status} {code}")
            if not may and (status, code) != (403, "permission_denied"):
                wrong.append(f"{role} should not reach {name}, got {status} {code}")
    assert not wrong, "\n".join(wrong)
    assert asked == len(Role) * len(ALLOWED)


def test_nobody_gets_in_without_signing_in(api: Callers, app: FastAPI) -> None:
    asked = 0
    for name, method, path in operations(app):
        response = api.anonymous.request(method, path, json=None if method == "GET" else {})
        asked += 1
        if name in OPEN_TO_ANYBODY:
            assert response.status_code not in (403, 500), name
            assert response.json().get("code") != "not_authenticated", name
        else:
            refused(response, 401, "not_authenticated")
            assert response.headers["www-authenticate"] == "Bearer", name
    assert asked == len(ALLOWED)


def test_a_refusal_names_the_permission_that_is_missing(api: Callers) -> None:
    problem = refused(api.leader.get(f"{V1}/jobseekers"), 403, "permission_denied")
    assert problem["detail"] == "Vai trò của tài khoản không có quyền jobseeker:read."


@pytest.mark.parametrize(
    "header",
    ["Basic Y2FuYm86bWF0LWtoYXU=", "Bearer", "Bearer ", "Bearer not.a.token", "Token abc", "Bearer a b"],
)
def test_what_is_not_our_token_is_401(api: Callers, header: str) -> None:
    refused(api.anonymous.get(f"{V1}/auth/me", headers={"Authorization": header}), 401, "not_authenticated")


def test_a_token_of_another_secret_is_401(api: Callers) -> None:
    forged = access_tokens.issue(
        api.accounts[ADMIN],
        factories.session_of(api.accounts[ADMIN]),
        secret="another-secret-of-32-characters-or-more",
        now=clock.now(),
        minutes=5,
    )
    refused(api.anonymous.get(f"{V1}/auth/me", headers={"Authorization": f"Bearer {forged}"}), 401, "not_authenticated")


def test_an_old_token_says_that_it_is_old(api: Callers) -> None:
    staff = api.accounts[STAFF]
    old = access_tokens.issue(staff, factories.session_of(staff), secret=SECRET, now=clock.now(), minutes=-1)
    answer = api.anonymous.get(f"{V1}/auth/me", headers={"Authorization": f"Bearer {old}"})
    assert refused(answer, 401, "token_expired")["detail"] == (
        "Mã truy cập đã hết hạn. Hãy gia hạn (POST /api/v1/auth/refresh) hoặc đăng nhập lại."
    )
    assert answer.headers["www-authenticate"] == "Bearer"


def test_an_account_switched_off_is_out_at_once(api: Callers) -> None:
    with db.transaction() as session:
        session.get_one(Account, api.accounts[STAFF]).active = False
    refused(api.staff.get(f"{V1}/vacancies"), 401, "not_authenticated")
    refused(
        api.anonymous.post(f"{V1}/auth/login", json={"username": "staff", "password": "mat-khau-chi-de-kiem-tra"}),
        401,
        "wrong_credentials",
    )


def test_a_change_of_role_counts_from_the_next_call(api: Callers) -> None:
    assert api.staff.get(f"{V1}/jobseekers").status_code == 200
    with db.transaction() as session:
        session.get_one(Account, api.accounts[STAFF]).role = LEADER
    refused(api.staff.get(f"{V1}/jobseekers"), 403, "permission_denied")


def test_signing_in_gives_a_token_that_works(api: Callers) -> None:
    for username in ("enterprise_hr", "Enterprise_HR"):
        answer = api.anonymous.post(
            f"{V1}/auth/login", json={"username": username, "password": "mat-khau-chi-de-kiem-tra"}
        )
        assert answer.status_code == 200, answer.text
        token = answer.json()["access_token"]
        me = api.anonymous.get(f"{V1}/auth/me", headers={"Authorization": f"Bearer {token}"}).json()
        assert (me["role"], me["organisation_id"]) == ("enterprise_hr", None)
        assert "jobseeker:read" not in me["permissions"]


def test_unknown_name_and_wrong_password_look_alike(api: Callers) -> None:
    answers = [
        api.anonymous.post(f"{V1}/auth/login", json={"username": username, "password": "sai"})
        for username in ("staff", "khong-co-ai")
    ]
    problems = [refused(answer, 401, "wrong_credentials") for answer in answers]
    assert problems[0] | {"request_id": ""} == problems[1] | {"request_id": ""}
    assert all(answer.headers["www-authenticate"] == "Bearer" for answer in answers)


def test_who_may_not_ask_is_told_that_before_a_wrong_parameter(api: Callers) -> None:
    refused(api.anonymous.get(f"{V1}/jobseekers?foo=1"), 401, "not_authenticated")
    refused(api.leader.get(f"{V1}/jobseekers?foo=1"), 403, "permission_denied")
    for path in (f"{V1}/jobseekers", f"{V1}/auth/me", "/health/live"):
        refused(api.staff.get(f"{path}?foo=1"), 422, "invalid_content", parameter="foo", field="unknown_parameter")
