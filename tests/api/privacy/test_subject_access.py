"""Everything that is held on one person, in words, with who read it; nothing of anybody else."""

from typing import Any

import pytest
from sqlalchemy import select

from app.core import clock
from app.infra import db
from app.models import AuditEntry
from app.services.privacy.subject_access import given, models
from app.vocabulary import Certificate, PriorityGroup, Role
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, nothing_written, ok, refused, staff_of

WHO = {
    "full_name": "Nguyễn Thị Mẫu",
    "citizen_id": "000912345678",
    "phone": "0912000345",
    "address": "Ấp Bình Chánh, số nhà 7",
}
ASKED = {"reason": "data_request"}


def exported(api: Callers, jobseeker_id: object, **more: Any) -> dict[str, Any]:
    answer = api.staff.post(f"{V1}/jobseekers/{jobseeker_id}/export", json=ASKED, **more)
    found: dict[str, Any] = ok(answer)
    return found


def records(found: dict[str, Any], section: str) -> list[dict[str, Any]]:
    (one,) = [one for one in found["sections"] if one["section"] == section]
    return [{field["field"]: field for field in record["fields"]} for record in one["records"]]


@pytest.fixture
def life(api: Callers) -> str:
    """Somebody who was introduced, agreed, and was seen."""
    own = factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR])
    vacancy = factories.vacancy(own)
    person = factories.jobseeker(
        identity=WHO,
        certificates=(Certificate.FORKLIFT,),
        priority_groups=(PriorityGroup.POOR_HOUSEHOLD,),
        pay_wish=7_000_000,
    )
    agreed = {"given_on": clock.today().isoformat(), "how": "written", "evidence": "phiếu số 7"}
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": str(person.id), "disclosure": agreed}
    referral_id = ok(api.staff.post(f"{V1}/referrals", json=body), 201)["id"]
    ok(api.hr.post(f"{V1}/referrals/{referral_id}/interview", json={"reason": "Mời gặp"}))
    ok(api.hr.post(f"{V1}/referrals/{referral_id}/contact"))
    hire = {"referral_id": referral_id, "hired_on": clock.today().isoformat()}
    ok(api.staff.post(f"{V1}/placements", json=hire), 201)
    return str(person.id)


def test_every_marked_field_is_given(api: Callers, life: str) -> None:
    found = exported(api, life)
    assert [one["section"] for one in found["sections"]] == list(models())
    for section, model in models().items():
        wanted = {name.removesuffix("_sealed") for name in given(model)}
        for record in records(found, section):
            assert set(record) == wanted, section
    assert not [one["section"] for one in found["sections"] if not one["records"] and one["section"] != "data_requests"]


def test_values_are_given_in_clear_and_in_words(api: Callers, life: str) -> None:
    found = exported(api, life)
    (identity,) = records(found, "jobseeker_identities")
    assert {name: identity[name]["value"] for name in WHO} == WHO
    assert (identity["birth_date"]["value"], identity["birth_date"]["text"]) == ("1995-05-17", "17/05/1995")
    assert identity["birth_date"]["label"] == "Ngày sinh"
    (profile,) = records(found, "jobseekers")
    assert (profile["pay_wish"]["value"], profile["pay_wish"]["text"]) == ("7000000", "7.000.000")
    assert (profile["commune_code"]["value"], profile["would_move"]["text"]) == (factories.COMMUNE, "Không")
    assert profile["commune_code"]["text"] != factories.COMMUNE
    (group,) = records(found, "jobseeker_priority_groups")
    assert group["priority_group"]["value"] == "poor_household"
    assert group["priority_group"]["text"] != "poor_household"
    (consent,) = [row for row in records(found, "consents") if row["purpose"]["value"] == "disclosure"]
    assert (consent["evidence"]["value"], consent["enterprise_id"]["text"]) == ("phiếu số 7", "Công ty TNHH Thử Nghiệm")
    events = records(found, "status_events")
    assert {"Mời gặp"} < {row["reason"]["value"] for row in events}
    assert {row["to_status"]["text"] for row in events} >= {"Đã giới thiệu", "Phỏng vấn", "Đã tuyển", "Đã có việc"}
    english = exported(api, life, headers={"Accept-Language": "en"})
    assert records(english, "jobseeker_identities")[0]["birth_date"]["label"] == "Date of birth"


def test_who_read_it_is_told(api: Callers, life: str) -> None:
    ok(api.staff.post(f"{V1}/jobseekers/{life}/identity/reveal", json={"reason": "verify"}))
    exported(api, life)
    told = [(one["action"], one["role"], one["reason"]) for one in exported(api, life)["readings"]]
    assert told == [
        ("reveal_contact", "enterprise_hr", None),
        ("reveal_identity", "staff", "verify"),
        ("export_jobseeker", "staff", "data_request"),
    ]
    assert exported(api, life)["readings"][0]["belongs_to"] == "Công ty TNHH Thử Nghiệm"


def test_nothing_of_anybody_else_is_in_it(api: Callers, life: str) -> None:
    other = factories.jobseeker(identity={"full_name": "Trần Văn Khác", "phone": "0987000111"})
    ok(api.staff.post(f"{V1}/jobseekers/{other.id}/identity/reveal", json={"reason": "verify"}))
    text = api.staff.post(f"{V1}/jobseekers/{life}/export", json=ASKED).text
    assert not [secret for secret in ("Trần Văn Khác", "0987000111", str(other.id)) if secret in text]


def test_an_export_is_written_down_and_kept_nowhere_else(api: Callers) -> None:
    """Check S10."""
    person = factories.jobseeker()
    exported(api, person.id, headers={"Idempotency-Key": "x"})
    exported(api, person.id, headers={"Idempotency-Key": "x"})
    with db.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "export_jobseeker")).all()
    assert [(one.subject_id, one.reason, one.details) for one in entries] == [(str(person.id), "data_request", {})] * 2


def test_who_may_not_know_all_cannot_give_all(api: Callers) -> None:
    """The refusal is the same whether or not the person belongs to a group."""
    path = f"{V1}/jobseekers/{{}}/export"
    people = [factories.jobseeker(), factories.jobseeker(priority_groups=(PriorityGroup.EX_PRISONER,))]
    stranger = staff_of(api, "sct-ag")
    with nothing_written():
        for person in people:
            refused(stranger.post(path.format(person.id), json=ASKED), 403, "priority_groups_closed")
        refused(api.staff.post(path.format(NOBODY), json=ASKED), 404, "jobseeker_not_found")
        refused(
            api.staff.post(path.format(people[0].id), json={}),
            422,
            "invalid_content",
            pointer="/reason",
            field="missing",
        )
        for client in (api.hr, api.leader, api.portal, api.admin):
            refused(client.post(path.format(people[0].id), json=ASKED), 403, "permission_denied")
        refused(api.anonymous.post(path.format(people[0].id), json=ASKED), 401, "not_authenticated")
