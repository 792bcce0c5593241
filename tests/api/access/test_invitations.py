"""Invitations: a code shown once, used once, and an account that waits until staff approve it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import clock
from app.infra import db
from app.models import Account, AuditEntry, IdempotencyKey, Invitation
from app.vocabulary import Role
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, every_page, nothing_written, ok, refused

PASSWORD = "con trâu đen gặm cỏ bờ đê"


def invited(api: Callers, **changes: Any) -> dict[str, Any]:
    """An invitation by staff for the HR of a new enterprise."""
    body = {"enterprise_id": str(factories.enterprise().id), "display_name": "Phòng nhân sự"} | changes
    made: dict[str, Any] = ok(api.staff.post(f"{V1}/invitations", json=body), 201)
    return made


def accept(api: Callers, code: str, username: str = "nhansu.moi", password: str = PASSWORD) -> Any:
    body = {"code": code, "username": username, "password": password}
    return api.anonymous.post(f"{V1}/invitations/accept", json=body)


def login(api: Callers, username: str, password: str = PASSWORD) -> Any:
    return api.anonymous.post(f"{V1}/auth/login", json={"username": username, "password": password})


def refused_code(answer: Any) -> None:
    refused(answer, 422, "invalid_content", pointer="/code", field="invitation_invalid")


def test_hr_comes_in_by_invitation_and_approval(api: Callers) -> None:
    made = invited(api)
    accepted = ok(accept(api, made["code"], "NhanSu.Moi"), 201)
    assert (accepted["username"], accepted["role"], accepted["active"]) == ("nhansu.moi", "enterprise_hr", False)
    refused(login(api, "nhansu.moi"), 401, "wrong_credentials")
    waiting = ok(api.staff.get(f"{V1}/accounts", params={"awaiting_approval": True}))["items"]
    assert [(one["id"], one["enterprise_id"]) for one in waiting] == [(accepted["id"], made["enterprise_id"])]
    approved = ok(api.staff.post(f"{V1}/accounts/{accepted['id']}/approve"))
    assert approved["approved_by_id"] == str(api.accounts[Role.STAFF])
    token = ok(login(api, "nhansu.moi"))["access_token"]
    own = ok(api.anonymous.get(f"{V1}/enterprises", headers={"Authorization": f"Bearer {token}"}))
    assert [one["id"] for one in own["items"]] == [made["enterprise_id"]]
    refused(api.staff.post(f"{V1}/accounts/{accepted['id']}/approve"), 409, "account_not_awaiting")


def test_whom_the_administrator_invites_may_begin_at_once(api: Callers) -> None:
    with db.reading() as session:
        organisation = str(factories.organisation_id(session))
    body = {"role": "leader", "organisation_id": organisation, "display_name": "Phó giám đốc"}
    made = ok(api.admin.post(f"{V1}/invitations", json=body), 201)
    assert ok(accept(api, made["code"], "pho.giamdoc"), 201)["active"] is True
    assert ok(login(api, "pho.giamdoc"))["account"]["role"] == "leader"
    with nothing_written():
        refused(api.staff.post(f"{V1}/invitations", json=body), 403, "permission_denied")


def test_the_code_is_shown_once_and_kept_as_a_digest(api: Callers) -> None:
    headers = {"Idempotency-Key": "first"}
    body = {"enterprise_id": str(factories.enterprise().id), "display_name": "Phòng nhân sự"}
    first, second = (api.staff.post(f"{V1}/invitations", json=body, headers=headers) for _ in range(2))
    assert first.content == second.content
    code = ok(first, 201)["code"]
    assert len(code) >= 32
    with db.reading() as session:
        (row,) = session.scalars(select(Invitation)).all()
        assert row.code_hash != code
        kept = session.scalars(select(IdempotencyKey.answer)).one()
        assert code not in str(kept)
        assert code not in str([entry.details for entry in session.scalars(select(AuditEntry))])
    url = f"{V1}/invitations/{first.json()['id']}"
    assert code not in api.staff.get(url).text
    assert code not in api.staff.get(f"{V1}/invitations").text
    ok(api.staff.post(f"{url}/withdraw"))


def test_codes_that_are_not_good_are_refused_in_the_same_words(api: Callers) -> None:
    used, gone, late, orphan = (invited(api) for _ in range(4))
    ok(accept(api, used["code"]), 201)
    ok(api.staff.post(f"{V1}/invitations/{gone['id']}/withdraw"))
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1), tick=False):
        refused_code(accept(api, late["code"], "khac"))
    answers = [accept(api, one, "khac") for one in (used["code"], gone["code"], "no such code", "x")]
    with db.transaction() as session:
        session.get_one(Account, api.accounts[Role.STAFF]).active = False
    answers.append(accept(api, orphan["code"], "khac"))
    for answer in answers:
        refused_code(answer)
    assert len({answer.json()["detail"] + str(answer.json()["errors"]) for answer in answers}) == 1
    with db.reading() as session:
        assert session.scalar(select(func.count()).where(Account.username == "khac")) == 0


def test_guessing_codes_is_slowed_down(api: Callers) -> None:
    """Check S4: like a sign-in, by address."""
    statuses = [accept(api, f"guess {number}").status_code for number in range(25)]
    assert statuses == [422] * 20 + [429] * 5
    answer = accept(api, invited(api)["code"])
    refused(answer, 429, "sign_in_slowed")
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("taken", ["staff", "STAFF"])
def test_a_user_name_is_given_once_and_nothing_is_told_of_its_owner(api: Callers, taken: str) -> None:
    made = invited(api)
    problem = refused(accept(api, made["code"], taken), 409, "username_taken")
    assert "staff" not in problem["detail"].lower()
    assert ok(accept(api, made["code"], "con.trong"), 201)["username"] == "con.trong"


def test_a_code_and_a_user_name_are_taken_once_however_many_try(live_api: Callers) -> None:
    code, codes = invited(live_api)["code"], [invited(live_api)["code"] for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        same_code = list(pool.map(lambda number: accept(live_api, code, f"nguoi.{number}").status_code, range(4)))
        same_name = list(pool.map(lambda own: accept(live_api, own, "cung.ten").status_code, codes))
    assert sorted(same_code) == [201, 422, 422, 422]
    assert sorted(same_name) == [201, 409, 409, 409]
    with db.reading() as session:
        opened = select(func.count()).where(Account.username.in_([f"nguoi.{number}" for number in range(4)]))
        assert session.scalar(opened) == 1


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("ngan qua", "password_too_short"),
        ("tttttttttttttttttttt", "password_pattern"),
        ("Công ty TNHH Thử Nghiệm", "password_names"),
        ("nhansu.moi nhansu.moi", "password_names"),
    ],
)
def test_passwords_keep_the_rules(api: Callers, password: str, code: str) -> None:
    """Check S5: also not made of the enterprise's or the account's name."""
    made = invited(api)
    refused(accept(api, made["code"], password=password), 422, "invalid_content", pointer="/password", field=code)
    # What was refused for the password may be tried again with another one.
    ok(accept(api, made["code"]), 201)


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"enterprise_id": None}, "/enterprise_id", "account_enterprise_needed"),
        ({"enterprise_id": NOBODY}, "/enterprise_id", "unknown_enterprise"),
        ({"organisation_id": NOBODY}, "/organisation_id", "account_enterprise_needed"),
        ({"role": "staff", "enterprise_id": None}, "/organisation_id", "account_organisation_needed"),
        ({"display_name": ""}, "/display_name", "string_too_short"),
        ({"code": "mine"}, "/code", "extra_forbidden"),
    ],
)
def test_an_invitation_says_whom_and_where_to(api: Callers, changes: dict[str, Any], pointer: str, code: str) -> None:
    body = {"enterprise_id": str(factories.enterprise().id), "display_name": "Phòng nhân sự"} | changes
    with nothing_written():
        answer = api.staff.post(f"{V1}/invitations", json=body)
        refused(answer, 422, "invalid_content", pointer=pointer, field=code)


def test_staff_bound_to_a_zone_invite_and_approve_there_only(api: Callers) -> None:
    """Check S1."""
    far = factories.enterprise(zone_code=factories.KKTCK, commune_code="30769")
    elsewhere = invited(api, enterprise_id=str(far.id))
    waiting = ok(accept(api, elsewhere["code"]), 201)
    clerk = api.accounts[Role.STAFF]
    ok(api.admin.post(f"{V1}/accounts/{clerk}/scope", json={"zones": [factories.KCN], "communes": []}))
    bound = api.client(clerk)
    body = {"enterprise_id": str(far.id), "display_name": "Phòng nhân sự"}
    with nothing_written():
        answer = bound.post(f"{V1}/invitations", json=body)
        refused(answer, 422, "invalid_content", pointer="/enterprise_id", field="unknown_enterprise")
        refused(bound.get(f"{V1}/invitations/{elsewhere['id']}"), 404, "invitation_not_found")
        refused(bound.post(f"{V1}/invitations/{elsewhere['id']}/withdraw"), 404, "invitation_not_found")
        refused(bound.post(f"{V1}/accounts/{waiting['id']}/approve"), 404, "account_not_found")
    assert every_page(bound, f"{V1}/invitations", 10) == []


def test_the_list_takes_filters_and_a_closed_one_is_not_withdrawn(api: Callers) -> None:
    first, second, third = (invited(api) for _ in range(3))
    ok(accept(api, first["code"]), 201)
    ok(api.staff.post(f"{V1}/invitations/{second['id']}/withdraw"))
    for closed in (first, second):
        refused(api.staff.post(f"{V1}/invitations/{closed['id']}/withdraw"), 409, "invitation_closed")
    assert every_page(api.staff, f"{V1}/invitations", 2) == [third["id"], second["id"], first["id"]]
    assert every_page(api.staff, f"{V1}/invitations?open=true", 2) == [third["id"]]
    assert every_page(api.staff, f"{V1}/invitations?open=false", 2) == [second["id"], first["id"]]
    own = f"{V1}/invitations?enterprise_id={second['enterprise_id']}"
    assert every_page(api.admin, own, 2) == [second["id"]]


def test_accepting_leaves_one_entry_of_the_new_account(api: Callers) -> None:
    """Check S10: anonymous as it is."""
    made = invited(api)
    accepted = ok(accept(api, made["code"]), 201)
    refused_code(accept(api, made["code"], "khac"))
    with db.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()[-2:]
        assert [(one.action, one.account_id) for one in entries] == [
            ("accept_invitation", UUID(accepted["id"])),
            ("accept_invitation_failed", None),
        ]
        assert made["code"] not in str([vars(one) for one in entries])
