"""Accounts: who sees and changes whose, what ends their sessions, and that somebody is left to manage them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.core import clock
from app.infra import db
from app.models import Account, AuditEntry, SignInSession
from app.security.passwords import NOBODY as NO_PASSWORD
from app.vocabulary import Role, SessionEnd
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, every_page, nothing_written, ok, refused


def account(role: Role = Role.ENTERPRISE_HR, **changes: Any) -> UUID:
    """An account of a new enterprise, or of the job centre."""
    facts: dict[str, Any] = {"active": True} | changes
    if role is Role.ENTERPRISE_HR:
        facts.setdefault("enterprise_id", factories.enterprise().id)
    with db.transaction() as session:
        if role is not Role.ENTERPRISE_HR:
            facts.setdefault("organisation_id", factories.organisation_id(session))
        row = Account(
            **{
                "username": f"thu.{factories.tax_code()}",
                "display_name": "Tài khoản thử",
                "password_hash": NO_PASSWORD,
                "role": role,
                "created_at": factories.now(),
            }
            | facts
        )
        session.add(row)
        session.flush()
        return row.id


def change(client: TestClient, account_id: UUID | str, what: str, body: Any = None) -> Any:
    return client.post(f"{V1}/accounts/{account_id}/{what}", json=body)


def ended(account_id: UUID) -> set[SessionEnd | None]:
    with db.reading() as session:
        rows = session.query(SignInSession).where(SignInSession.account_id == account_id)
        return {row.end_reason for row in rows}


def test_staff_see_accounts_of_enterprises_and_the_administrator_all(api: Callers) -> None:
    hr, colleague = account(), account(Role.STAFF)
    seen_by_staff = every_page(api.staff, f"{V1}/accounts", 1)
    seen_by_admin = every_page(api.admin, f"{V1}/accounts", 2)
    assert str(hr) in seen_by_staff
    assert str(colleague) not in seen_by_staff
    assert {str(hr), str(colleague), *map(str, api.accounts.values())} == set(seen_by_admin)
    assert ok(api.staff.get(f"{V1}/accounts/{hr}"))["role"] == "enterprise_hr"
    for unseen in (colleague, api.accounts[Role.ADMIN], NOBODY):
        refused(api.staff.get(f"{V1}/accounts/{unseen}"), 404, "account_not_found")


def test_the_list_takes_filters(api: Callers) -> None:
    off, waiting = account(active=False, approved_at=factories.now()), account(active=False)
    enterprise = factories.enterprise_of(waiting)

    def found(**query: Any) -> set[str]:
        return {one["id"] for one in ok(api.admin.get(f"{V1}/accounts", params=query))["items"]}

    assert found(role="leader") == {str(api.accounts[Role.LEADER])}
    assert found(active=False) == {str(off), str(waiting)}
    assert found(awaiting_approval=True) == {str(waiting)}
    assert found(awaiting_approval=False, active=False) == {str(off)}
    assert found(enterprise_id=str(enterprise)) == {str(waiting)}


def test_an_account_shows_no_secret(api: Callers) -> None:
    text = api.admin.get(f"{V1}/accounts/{api.accounts[Role.STAFF]}").text
    for name in ("password", "totp", "hash", "$argon2"):
        assert name not in text


def test_staff_switch_an_hr_account_off_and_on(api: Callers) -> None:
    """Check S6: switching off ends every session at once."""
    hr = account()
    client = api.client(hr)
    assert client.get(f"{V1}/auth/me").status_code == 200
    answer = change(api.staff, hr, "deactivate")
    assert ok(answer)["active"] is False
    assert answer.headers["etag"] == api.staff.get(f"{V1}/accounts/{hr}").headers["etag"]
    refused(client.get(f"{V1}/auth/me"), 401, "not_authenticated")
    refused(change(api.staff, hr, "deactivate"), 409, "account_inactive")
    # Nobody had ever approved it, but it was in use: it is not one that waits to be let in.
    assert every_page(api.staff, f"{V1}/accounts?awaiting_approval=true", 5) == []
    refused(change(api.staff, hr, "approve"), 409, "account_not_awaiting")
    assert ok(change(api.staff, hr, "reactivate"))["active"] is True
    refused(client.get(f"{V1}/auth/me"), 401, "not_authenticated")
    assert ended(hr) == {SessionEnd.ACCOUNT_CHANGED}


@pytest.mark.parametrize("what", ["approve", "deactivate", "reactivate", "end-sessions"])
def test_staff_touch_no_account_but_those_of_enterprises(api: Callers, what: str) -> None:
    for unseen in (account(Role.STAFF), account(Role.ADMIN), NOBODY):
        with nothing_written():
            refused(change(api.staff, unseen, what), 404, "account_not_found")


def test_staff_bound_to_a_zone_manage_accounts_of_its_enterprises_only(api: Callers) -> None:
    near = account(enterprise_id=factories.enterprise().id)
    far = account(enterprise_id=factories.enterprise(zone_code=factories.KKTCK, commune_code="30769").id)
    clerk = account(Role.STAFF)
    bound = ok(change(api.admin, clerk, "scope", {"zones": [factories.KCN], "communes": []}))
    assert (bound["scope_zones"], bound["scope_communes"]) == ([factories.KCN], [])
    client = api.client(clerk)
    assert ok(change(client, near, "deactivate"))["active"] is False
    refused(change(client, far, "deactivate"), 404, "account_not_found")
    assert str(far) not in every_page(client, f"{V1}/accounts", 50)
    ok(change(api.admin, clerk, "scope", {"zones": [], "communes": []}))
    ok(change(api.client(clerk), far, "deactivate"))


def test_a_new_role_ends_the_sessions_and_counts_at_once(api: Callers) -> None:
    """Check S6: a change of role ends every session."""
    person = account(Role.STAFF, scope_zones=[factories.KCN])
    client = api.client(person)
    organisation = ok(api.admin.get(f"{V1}/accounts/{person}"))["organisation_id"]
    moved = ok(change(api.admin, person, "role", {"role": "leader", "organisation_id": organisation}))
    assert (moved["role"], moved["scope_zones"]) == ("leader", [])
    refused(client.get(f"{V1}/auth/me"), 401, "not_authenticated")
    refused(api.client(person).get(f"{V1}/jobseekers"), 403, "permission_denied")
    with db.reading() as session:
        entry = session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
        assert entry is not None
        assert (entry.action, entry.subject_id) == ("set_account_role", str(person))
        assert entry.details == {"from_role": "staff", "to_role": "leader"}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"role": "enterprise_hr"}, "/enterprise_id", "account_enterprise_needed"),
        (
            {"role": "enterprise_hr", "enterprise_id": NOBODY, "organisation_id": NOBODY},
            "/organisation_id",
            "account_enterprise_needed",
        ),
        ({"role": "staff"}, "/organisation_id", "account_organisation_needed"),
        (
            {"role": "staff", "enterprise_id": NOBODY, "organisation_id": NOBODY},
            "/enterprise_id",
            "account_organisation_needed",
        ),
        ({"role": "staff", "organisation_id": NOBODY}, "/organisation_id", "unknown_organisation"),
        ({"role": "enterprise_hr", "enterprise_id": NOBODY}, "/enterprise_id", "unknown_enterprise"),
        ({"role": "chief", "organisation_id": NOBODY}, "/role", "enum"),
        ({"role": "leader", "organisation_id": NOBODY, "active": True}, "/active", "extra_forbidden"),
    ],
)
def test_a_role_goes_with_the_place_it_belongs_to(api: Callers, body: dict[str, Any], pointer: str, code: str) -> None:
    person = account(Role.STAFF)
    with nothing_written():
        refused(change(api.admin, person, "role", body), 422, "invalid_content", pointer=pointer, field=code)


@pytest.mark.parametrize(
    ("what", "body"),
    [("deactivate", None), ("role", {"role": "staff", "organisation_id": None}), ("reset-second-factor", None)],
)
def test_nobody_does_this_to_the_own_account(api: Callers, what: str, body: dict[str, Any] | None) -> None:
    own = api.accounts[Role.ADMIN]
    account(Role.ADMIN)
    if body is not None:
        body = body | {"organisation_id": ok(api.admin.get(f"{V1}/accounts/{own}"))["organisation_id"]}
    with nothing_written():
        refused(change(api.admin, own, what, body), 409, "own_account")


def test_two_administrators_who_act_on_each_other_leave_one(live_api: Callers) -> None:
    first, second = live_api.accounts[Role.ADMIN], account(Role.ADMIN)
    clients = {second: live_api.admin, first: live_api.client(second)}
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda target: change(clients[target], target, "deactivate").status_code, clients))
    assert sorted(answers) in ([200, 401], [200, 409])
    with db.reading() as session:
        assert session.query(Account).where(Account.role == Role.ADMIN, Account.active).count() == 1


def test_scope_is_for_staff_and_names_places_that_exist(api: Callers) -> None:
    clerk = account(Role.STAFF)
    unknown = {"zones": ["kcn-khong-co"], "communes": []}
    refused(
        change(api.admin, clerk, "scope", unknown), 422, "invalid_content", pointer="/zones/0", field="unknown_zone"
    )
    unknown = {"zones": [], "communes": [factories.COMMUNE, "00000"]}
    refused(
        change(api.admin, clerk, "scope", unknown),
        422,
        "invalid_content",
        pointer="/communes/1",
        field="unknown_commune",
    )
    refused(change(api.admin, account(), "scope", {"zones": [], "communes": []}), 409, "account_not_staff")
    client = api.client(clerk)
    ok(change(api.admin, clerk, "scope", {"zones": [], "communes": [factories.COMMUNE]}))
    refused(client.get(f"{V1}/auth/me"), 401, "not_authenticated")


def test_whoever_belongs_to_an_enterprise_introduces_nobody_into_it(api: Callers) -> None:
    own, other = factories.vacancy(), factories.vacancy()
    person = factories.jobseeker()
    clerk = api.accounts[Role.STAFF]
    declared = ok(change(api.admin, clerk, "affiliations", {"enterprise_id": str(own.enterprise_id)}))
    assert [one["enterprise_id"] for one in declared["affiliations"]] == [str(own.enterprise_id)]
    body = {"vacancy_id": str(own.id), "jobseeker_id": str(person.id)}
    hire = body | {"hired_on": clock.today().isoformat()}
    with nothing_written():
        refused(api.staff.post(f"{V1}/referrals", json=body), 409, "conflict_of_interest")
        refused(api.staff.post(f"{V1}/placements", json=hire), 409, "conflict_of_interest")
    ok(api.staff.post(f"{V1}/referrals", json=body | {"vacancy_id": str(other.id)}), 201)
    # Declared twice it stands once, and a colleague may introduce.
    ok(change(api.admin, clerk, "affiliations", {"enterprise_id": str(own.enterprise_id)}))
    ok(api.client(account(Role.STAFF)).post(f"{V1}/referrals", json=body), 201)
    ok(change(api.admin, clerk, f"affiliations/{own.enterprise_id}/withdraw"))
    refused(change(api.admin, clerk, f"affiliations/{own.enterprise_id}/withdraw"), 404, "affiliation_not_found")
    with db.reading() as session:
        entries = session.query(AuditEntry).where(
            AuditEntry.action.in_(["declare_affiliation", "withdraw_affiliation"])
        )
        assert [one.details for one in entries] == [{"enterprise_id": str(own.enterprise_id)}] * 3
    ok(api.staff.post(f"{V1}/placements", json=hire), 201)


def test_affiliations_are_of_staff_and_name_an_enterprise_that_exists(api: Callers) -> None:
    clerk = api.accounts[Role.STAFF]
    refused(
        change(api.admin, clerk, "affiliations", {"enterprise_id": NOBODY}),
        422,
        "invalid_content",
        pointer="/enterprise_id",
        field="unknown_enterprise",
    )
    body = {"enterprise_id": str(factories.enterprise().id)}
    refused(change(api.admin, api.accounts[Role.LEADER], "affiliations", body), 409, "account_not_staff")


def test_the_second_factor_of_somebody_else_is_reset(api: Callers) -> None:
    person = account(Role.STAFF, totp_sealed="v1.x.y", totp_confirmed_at=factories.now(), totp_step=1)
    client = api.client(person)
    assert ok(api.admin.get(f"{V1}/accounts/{person}"))["second_factor"] is True
    assert ok(change(api.admin, person, "reset-second-factor"))["second_factor"] is False
    refused(client.get(f"{V1}/auth/me"), 401, "not_authenticated")


def test_sessions_are_ended_without_touching_the_account(api: Callers) -> None:
    hr = account()
    client = api.client(hr)
    assert ok(change(api.staff, hr, "end-sessions"))["active"] is True
    refused(client.get(f"{V1}/auth/me"), 401, "not_authenticated")
    assert ended(hr) == {SessionEnd.REVOKED}
    assert ok(api.client(hr).get(f"{V1}/auth/me"))["id"] == str(hr)


@pytest.mark.parametrize("key", ["first", None])
def test_the_same_key_gives_the_same_answer(api: Callers, key: str | None) -> None:
    """Check R4."""
    hr, headers = account(), {} if key is None else {"Idempotency-Key": key}
    url = f"{V1}/accounts/{hr}/deactivate"
    first, second = (api.staff.post(url, headers=headers) for _ in range(2))
    assert first.status_code == 200
    assert second.status_code == (200 if key else 409)
