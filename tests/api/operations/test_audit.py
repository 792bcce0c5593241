"""The audit log: one entry for each write, none for a refusal, read by the administrator (check S10)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from fastapi import FastAPI
from sqlalchemy import select

from app.config import Environment, Settings, get_settings
from app.core import clock
from app.infra import db
from app.main import create_app
from app.messages import Language, action_label
from app.models import AuditEntry
from app.services.common import audit
from app.vocabulary import JobName, Role
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, every_page, ok, refused
from tests.support.recipes.recipe import Ask
from tests.support.recipes.table import ELSEWHERE, READS, RECIPES

LOG = f"{V1}/audit-entries"
# Writes that take no key, each with its reason.
IN_CLEAR = "an answer in clear must not be kept; asked again it is one more reading"
SECRET_SENT = "a password or a secret is sent or answered, and must not be kept with a key"
NOBODY_YET = "the caller is not known yet, so that a key would be nobody's; asked again it begins one more session"
WITHOUT_KEY = {
    **dict.fromkeys(("reveal_identity", "reveal_contact", "export_jobseeker"), IN_CLEAR),
    **dict.fromkeys(
        ("change_password", "begin_second_factor", "confirm_second_factor", "remove_second_factor"), SECRET_SENT
    ),
    **dict.fromkeys(
        ("login", "login_outside", "refresh_session", "create_browser_session", "issue_client_token"), NOBODY_YET
    ),
    "accept_invitation": "an invitation is accepted once by itself",
    "logout": "a session ends once by itself",
}


def with_header(name: str) -> set[str]:
    """The operations that take a request header, by the OpenAPI."""
    return {
        operation["operationId"]
        for operations in create_app(Settings(environment=Environment.TEST)).openapi()["paths"].values()
        for operation in operations.values()
        if name in {parameter["name"] for parameter in operation.get("parameters", ())}
    }


def writes(app: FastAPI) -> dict[str, str]:
    """Every operation that is no GET, with its resource."""
    return {
        operation["operationId"]: operation["tags"][0]
        for operations in app.openapi()["paths"].values()
        for method, operation in operations.items()
        if method != "get" and operation["operationId"] not in READS
    }


def entries() -> list[AuditEntry]:
    with db.reading() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))


@contextmanager
def new_entries() -> Iterator[list[AuditEntry]]:
    """What the block adds to the log."""
    before, found = len(entries()), []
    yield found
    found += entries()[before:]


def named_in(path: str) -> str | None:
    ids = [part for part in path.split("/") if len(part) == 36]
    return ids[-1] if ids else None


def test_every_write_has_a_recipe_and_no_recipe_is_left_over(app: FastAPI) -> None:
    """Check S10: an operation that nobody thought of fails here."""
    missing, left_over = writes(app).keys() - RECIPES.keys() - ELSEWHERE.keys(), RECIPES.keys() - writes(app).keys()
    assert (sorted(missing), sorted(left_over)) == ([], [])


@pytest.mark.parametrize("operation", sorted(RECIPES))
def test_a_write_leaves_exactly_one_entry(api: Callers, app: FastAPI, operation: str) -> None:
    """Check S10: actor, action, subject and request id of every operation; the chain holds."""
    ask: Ask = RECIPES[operation](api)
    with new_entries() as found:
        answer = ask.send()
    assert answer.status_code in (200, 201), answer.text
    (entry,) = found
    assert (entry.action, entry.request_id) == (operation, answer.headers["x-request-id"])
    if ask.stranger:
        assert entry.account_id not in api.accounts.values()
    else:
        assert (entry.account_id, entry.role) in {(account, role) for role, account in api.accounts.items()}
    assert entry.subject_type == (ask.subject or writes(app)[operation])
    body = answer.json()
    assert entry.subject_id is not None
    if ask.subject is None:
        assert entry.subject_id in {body.get("id"), body.get("code"), named_in(ask.path)}
    with db.reading() as session:
        assert audit.verify(session, get_settings().audit_key).fault is None


@pytest.mark.parametrize("operation", sorted(RECIPES.keys() & with_header("Idempotency-Key")))
def test_a_key_leaves_one_entry_for_any_number_of_requests(api: Callers, operation: str) -> None:
    """Check R4, S10: sent twice with one key, an operation that takes a key answers alike and writes once."""
    ask: Ask = RECIPES[operation](api)
    with new_entries() as found:
        first, second = (ask.send(Idempotency_Key=f"{operation}-1") for _ in range(2))
    assert (first.status_code, first.content, first.headers.get("etag")) == (
        second.status_code,
        second.content,
        second.headers.get("etag"),
    )
    assert (first.headers.get("idempotent-replayed"), second.headers.get("idempotent-replayed")) == (None, "true")
    assert [entry.action for entry in found] == [operation]


def test_every_post_that_writes_takes_a_key_and_every_change_its_version(app: FastAPI) -> None:
    """Check R4, R5: the two ways of writing safely; what takes neither is listed with its reason."""
    keyed, versioned = with_header("Idempotency-Key"), with_header("If-Match")
    assert keyed & versioned == set()
    assert writes(app).keys() - keyed - versioned - WITHOUT_KEY.keys() == set()


def test_refusals_leave_no_entry(api: Callers) -> None:
    """Check S10: of the shape, the role, the version and the state; with a key and without."""
    firm, vacancy = factories.enterprise(), factories.vacancy()
    body = {"enterprise_id": str(firm.id), "as_of": clock.today().isoformat(), "headcount": 5, "source": "board"}
    ok(api.staff.post(f"{V1}/labour-use", json=body), 201)
    stale = {"If-Match": f'"{"0" * 32}"'}
    with new_entries() as found:
        for key in ("", "one"):
            headers = {"Idempotency-Key": key} if key else {}
            refused(api.staff.post(f"{V1}/labour-use", json=body, headers=headers), 409, "headcount_exists")
            headers = {"Idempotency-Key": f"{key}-two"} if key else {}
            refused(
                api.staff.post(f"{V1}/vacancies/{NOBODY}/close", json={}, headers=headers), 404, "vacancy_not_found"
            )
        refused(api.staff.post(f"{V1}/labour-use", json={}), 422, "invalid_content")
        refused(api.leader.post(f"{V1}/labour-use", json=body), 403, "permission_denied")
        refused(api.anonymous.post(f"{V1}/labour-use", json=body), 401, "not_authenticated")
        refused(
            api.staff.patch(f"{V1}/vacancies/{vacancy.id}", json={"title": "x"}, headers=stale), 412, "version_stale"
        )
    assert found == []


def test_the_administrator_reads_who_did_what(api: Callers) -> None:
    vacancy = factories.vacancy()
    ok(api.staff.post(f"{V1}/vacancies/{vacancy.id}/close", json={"reason": "Tạm dừng"}))
    (row,) = ok(api.admin.get(f"{LOG}?subject_id={vacancy.id}"))["items"]
    assert row["action_label"] == "Ngừng nhận người"
    assert (row["action"], row["subject_type"], row["subject_id"]) == ("close_vacancy", "vacancies", str(vacancy.id))
    assert (row["account_id"], row["account_name"]) == (str(api.accounts[Role.STAFF]), "staff")
    assert "Tạm dừng" not in str(row)
    english = ok(api.admin.get(f"{LOG}?subject_id={vacancy.id}", headers={"Accept-Language": "en"}))["items"]
    assert english[0]["action_label"] == "Close vacancy"
    assert ok(api.admin.get(f"{LOG}/head")) == {"seq": row["seq"], "hash": row["hash"]}


def test_every_action_of_the_api_has_a_name_in_vietnamese(api: Callers, app: FastAPI) -> None:
    summaries = app.state.runtime.contract.summaries
    assert all(summaries[operation] != operation.replace("_", " ").capitalize() for operation in writes(app))


def test_actions_that_are_no_operation_have_a_name_too() -> None:
    """Whatever the code records by a name of its own: sign-ins that failed, jobs, commands."""
    named = re.compile(r'(?:action=|_record(?:ed)?\((?:session, )?)"([a-z_]+)"')
    found = {name for file in Path("app").rglob("*.py") for name in named.findall(file.read_text("utf-8"))}
    found |= {job.value for job in JobName}
    assert len(found) >= 10
    unnamed = {name for name in found if action_label(name, None, Language.VI) == name.replace("_", " ").capitalize()}
    assert unnamed == set()


def test_the_log_is_paged_and_filtered(api: Callers) -> None:
    for _ in range(5):
        ok(api.staff.post(f"{V1}/vacancies/{factories.vacancy().id}/close", json={}))
    own = factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR])
    ok(api.hr.post(f"{V1}/vacancies/{factories.vacancy(own).id}/cancel", json={}))
    seqs = every_page(api.admin, LOG, 2, key="seq")
    assert seqs == sorted(seqs, reverse=True)
    assert len(set(seqs)) == len(seqs) == 6
    assert len(every_page(api.admin, f"{LOG}?action=close_vacancy", 2, key="seq")) == 5
    hr = api.accounts[Role.ENTERPRISE_HR]
    assert [row["action"] for row in ok(api.admin.get(f"{LOG}?account_id={hr}"))["items"]] == ["cancel_vacancy"]
    assert ok(api.admin.get(f"{LOG}?action=close_vacancy&total=true&limit=1"))["total"] == 5


def test_days_are_those_of_viet_nam(api: Callers) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 17, 30, tzinfo=UTC)):
        staff = api.by_role(Role.STAFF)
        ok(staff.post(f"{V1}/vacancies/{factories.vacancy().id}/close", json={}))
    admin = api.admin
    assert len(ok(admin.get(f"{LOG}?from_on=2026-03-02&to_on=2026-03-02"))["items"]) == 1
    assert ok(admin.get(f"{LOG}?to_on=2026-03-01"))["items"] == []
    assert ok(admin.get(f"{LOG}?from_on=2026-03-03&to_on=2026-03-04"))["items"] == []
    reversed_days = admin.get(f"{LOG}?from_on=2026-03-03&to_on=2026-03-02")
    refused(reversed_days, 422, "invalid_content", parameter="to_on", field="dates_reversed")


@pytest.mark.parametrize("path", [LOG, f"{LOG}/head"])
def test_only_the_administrator_reads_the_log(api: Callers, path: str) -> None:
    for caller in (api.staff, api.hr, api.leader, api.portal):
        refused(caller.get(path), 403, "permission_denied")
    refused(api.anonymous.get(path), 401, "not_authenticated")


@pytest.mark.parametrize("query", ["action=X!", "subject_id=a%20b", "account_id=1", "from_on=hom-nay", "who=1"])
def test_a_wrong_filter_is_422(api: Callers, query: str) -> None:
    name = query.partition("=")[0]
    problem = refused(api.admin.get(f"{LOG}?{query}"), 422, "invalid_content")
    assert [error["parameter"] for error in problem["errors"]] == [name]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nobody_writes_to_the_log_over_http(api: Callers, method: str) -> None:
    refused(api.admin.request(method, LOG, json={}), 405, "method_not_allowed")
