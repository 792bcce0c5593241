"""What an enterprise learns of the people introduced to it: initials, then a name, a phone when the person agreed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.core import clock
from app.infra import db
from app.models import AuditEntry, Consent, Referral
from app.services.people.identities import initials
from app.vocabulary import ConsentEnd, ReferralStatus, Role, ShiftPattern
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, introduced, nothing_written, ok, refused

NAME, PHONE = "Nguyễn Thị Mẫu", "0912000345"
AGREED = {"given_on": clock.today().isoformat(), "how": "written", "evidence": "phiếu số 7"}


@pytest.fixture
def vacancy_id(api: Callers) -> str:
    own = factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR])
    offer = {"pay_from": 7_000_000, "pay_to": 9_000_000, "shift_pattern": ShiftPattern.NIGHT, "dormitory": True}
    return str(factories.vacancy(own, **offer).id)


def introduce(api: Callers, vacancy_id: str, *, agreed: bool = True, **person: Any) -> str:
    one = factories.jobseeker(identity={"full_name": NAME, "phone": PHONE}, **person)
    body = {"vacancy_id": vacancy_id, "jobseeker_id": str(one.id)} | ({"disclosure": AGREED} if agreed else {})
    referral_id: str = ok(api.staff.post(f"{V1}/referrals", json=body), 201)["id"]
    return referral_id


def seen(api: Callers, referral_id: str) -> dict[str, Any]:
    found: dict[str, Any] = ok(api.hr.get(f"{V1}/referrals/{referral_id}"))
    (row,) = [one for one in ok(api.hr.get(f"{V1}/referrals"))["items"] if one["id"] == referral_id]
    assert row == {name: found[name] for name in row}, "the list says the same"
    return found


def contact(api: Callers, referral_id: str) -> Any:
    return api.hr.post(f"{V1}/referrals/{referral_id}/contact")


def test_initials_until_the_interview(api: Callers, vacancy_id: str) -> None:
    """Check S1, S8: the name is nowhere in what HR reads before it wants to see the person."""
    referral_id = introduce(api, vacancy_id)
    assert seen(api, referral_id)["person"] == {"name": "N. T. M.", "masked": True}
    for path in ("referrals", f"referrals/{referral_id}", "placements", f"vacancies/{vacancy_id}"):
        text = api.hr.get(f"{V1}/{path}").text
        assert not [secret for secret in (NAME, "Mẫu", PHONE, PHONE[-3:] + '"') if secret in text], path
    assert ok(api.staff.get(f"{V1}/referrals/{referral_id}"))["person"] == {"name": NAME, "masked": False}
    ok(api.hr.post(f"{V1}/referrals/{referral_id}/interview", json={}))
    assert seen(api, referral_id)["person"] == {"name": NAME, "masked": False}


def test_without_consent_to_disclosure_the_name_stays_masked(api: Callers, vacancy_id: str) -> None:
    referral_id = introduce(api, vacancy_id, agreed=False)
    ok(api.hr.post(f"{V1}/referrals/{referral_id}/interview", json={}))
    assert seen(api, referral_id)["person"]["masked"]
    with nothing_written():
        refused(contact(api, referral_id), 409, "disclosure_not_agreed")
    today = clock.today().isoformat()
    placement_id = ok(api.hr.post(f"{V1}/placements", json={"referral_id": referral_id, "hired_on": today}), 201)["id"]
    # An enterprise that says it hired must not learn names that way, and cancel.
    assert seen(api, referral_id)["person"] == {"name": "N. T. M.", "masked": True}
    ok(api.staff.post(f"{V1}/placements/{placement_id}/confirm", json={"confirmed_on": today}))
    # Who employs somebody knows the name.
    assert seen(api, referral_id)["person"] == {"name": NAME, "masked": False}


def test_contact_is_read_once_open_and_written_down(api: Callers, vacancy_id: str) -> None:
    """Check S10: one entry for the reading, about the referral, without anything of the person."""
    referral_id = introduce(api, vacancy_id)
    with nothing_written():
        refused(contact(api, referral_id), 409, "contact_not_open")
    ok(api.hr.post(f"{V1}/referrals/{referral_id}/interview", json={}))
    assert ok(contact(api, referral_id)) == {"full_name": NAME, "phone": PHONE}
    with db.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "reveal_contact"))
    assert (entry.role, entry.subject_type, entry.subject_id) == (Role.ENTERPRISE_HR, "referrals", referral_id)
    assert entry.details == {}


@pytest.mark.parametrize("end", ["decline", "withdraw"])
def test_contact_closes_with_the_introduction(api: Callers, vacancy_id: str, end: str) -> None:
    referral_id = introduce(api, vacancy_id)
    ok(api.hr.post(f"{V1}/referrals/{referral_id}/interview", json={}))
    ok((api.hr if end == "decline" else api.staff).post(f"{V1}/referrals/{referral_id}/{end}", json={}))
    found = seen(api, referral_id)
    assert (found["person"], found["parts"]) == (None, [])
    with nothing_written():
        refused(contact(api, referral_id), 409, "contact_not_open")


def test_a_withdrawn_or_expired_consent_closes_the_contact(api: Callers, vacancy_id: str) -> None:
    referral_id = introduce(api, vacancy_id)
    ok(api.hr.post(f"{V1}/referrals/{referral_id}/interview", json={}))
    before = clock.today() - timedelta(days=1)
    ended = {"ended_at": clock.now(), "ended_on": clock.today(), "end_reason": ConsentEnd.WITHDRAWN}
    for values in ({"given_on": before, "expires_on": before}, ended):
        with db.transaction() as session:
            session.execute(update(Consent).where(Consent.enterprise_id.is_not(None)).values(values))
        refused(contact(api, referral_id), 409, "disclosure_not_agreed")
        assert seen(api, referral_id)["person"]["masked"]


def test_asking_twice_does_not_tell_what_was_taken_back(api: Callers, vacancy_id: str) -> None:
    """A kept answer is no way around a withdrawal: the key stays taken, the answer is gone, nothing is done again."""
    referral_id = introduce(api, vacancy_id)
    call = {"url": f"{V1}/referrals/{referral_id}/interview", "json": {}, "headers": {"Idempotency-Key": "mot-lan"}}
    assert ok(api.hr.post(**call))["person"]["name"] == NAME
    assert ok(api.hr.post(**call))["person"]["name"] == NAME
    jobseeker_id = ok(api.staff.get(f"{V1}/referrals/{referral_id}"))["jobseeker_id"]
    consents = f"{V1}/jobseekers/{jobseeker_id}/consents"
    (disclosure,) = [one for one in ok(api.staff.get(consents))["items"] if one["purpose"] == "disclosure"]
    body = {"withdrawn_on": clock.today().isoformat(), "how": "written"}
    ok(api.staff.post(f"{consents}/{disclosure['id']}/withdraw", json=body))
    answer = api.hr.post(**call)
    refused(answer, 409, "answer_taken_back")
    assert NAME not in answer.text
    assert seen(api, referral_id)["status"] == "interview"


def test_what_was_purged_names_nobody(api: Callers, vacancy_id: str) -> None:
    referral_id = introduce(api, vacancy_id)
    ok(api.hr.post(f"{V1}/referrals/{referral_id}/interview", json={}))
    with db.transaction() as session:
        session.execute(update(Referral).values(purged_at=clock.now()))
    assert seen(api, referral_id)["person"] is None
    refused(contact(api, referral_id), 409, "contact_not_open")


def test_another_enterprises_introduction_does_not_exist(api: Callers) -> None:
    """Check S1: the same 404 as for an unknown id; other roles may not ask at all."""
    other = introduced(api, factories.vacancy().id, factories.jobseeker().id)
    with nothing_written():
        for referral_id in (other, NOBODY):
            refused(contact(api, referral_id), 404, "referral_not_found")
        for client in (api.leader, api.portal, api.admin):
            refused(client.post(f"{V1}/referrals/{other}/contact"), 403, "permission_denied")
        refused(api.anonymous.post(f"{V1}/referrals/{other}/contact"), 401, "not_authenticated")


def test_home_and_wage_wish_cannot_be_computed(api: Callers, vacancy_id: str) -> None:
    """People who differ in home, wish and how they would live only look the same: score, parts and gates."""
    plain = {"max_travel_km": None, "pay_wish": 7_000_000}
    far = {"commune_code": factories.FAR_COMMUNE, "max_travel_km": 5, "pay_wish": 30_000_000}
    housed = plain | {"would_live_in_dormitory": True}
    one, two, three = (seen(api, introduce(api, vacancy_id, **person)) for person in (plain, far, housed))
    assert (three["score"], three["parts"]) == (one["score"], one["parts"])
    assert (one["score"], one["out_of"], one["gates_failed"]) == (two["score"], two["out_of"], two["gates_failed"])
    assert one["parts"] == two["parts"]
    hidden = {part["criterion"]: part for part in one["parts"] if part["points"] is None}
    assert set(hidden) == {"place", "pay"}
    assert [part["facts"] for part in hidden.values()] == [{}, {}]
    shown = [part for part in one["parts"] if part["points"] is not None]
    assert one["score"] == pytest.approx(sum(part["points"] for part in shown))
    assert one["out_of"] == sum(part["maximum"] for part in shown) < 100
    whole = ok(api.staff.get(f"{V1}/referrals/{two['id']}"))
    assert (whole["out_of"], "distance" in whole["gates_failed"]) == (100, True)
    assert sum(part["points"] for part in whole["parts"]) == pytest.approx(whole["score"])


@pytest.mark.parametrize("status", ReferralStatus)
def test_staff_always_read_the_name(api: Callers, vacancy_id: str, status: ReferralStatus) -> None:
    referral_id = introduce(api, vacancy_id, agreed=False)
    with db.transaction() as session:
        session.execute(update(Referral).values(status=status))
    assert ok(api.staff.get(f"{V1}/referrals/{referral_id}"))["person"] == {"name": NAME, "masked": False}


@pytest.mark.parametrize(
    ("name", "short"), [("Nguyễn Thị Mẫu", "N. T. M."), ("đặng ánh", "Đ. Á."), ("H'Hen", "H."), ("Lê", "L.")]
)
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short
