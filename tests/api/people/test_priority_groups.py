"""Priority groups: stated by the person, kept from whoever need not know, one bit in a ranking."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.core import clock
from app.infra import db
from app.models import Consent, JobseekerPriorityGroup
from app.vocabulary import ConsentPurpose, PriorityGroup, Role
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, introduced, nothing_written, ok, refused, staff_of

TODAY = clock.today()
POOR = {"group": "poor_household", "disclosed_on": "2026-01-10", "evidence": "giấy xác nhận hộ nghèo 2026"}
DISABLED = {"group": "disabled", "disclosed_on": "2026-02-01", "evidence": None}
JOBSEEKER: dict[str, Any] = {
    "commune_code": factories.COMMUNE,
    "identity": {"full_name": "Nguyễn Thị Mẫu", "birth_date": "1998-05-17"},
    "trades": [{"title": "May công nghiệp", "occupation_code": factories.SEWING}],
    "matching_consent": True,
    "consent_on": "2026-01-10",
    "employment_status": "seeking",
}


def groups_of(client: TestClient, jobseeker_id: object) -> Any:
    return ok(client.get(f"{V1}/jobseekers/{jobseeker_id}"))["priority_groups"]


def test_groups_are_registered_with_the_person(api: Callers) -> None:
    created = ok(api.staff.post(f"{V1}/jobseekers", json=JOBSEEKER | {"priority_groups": [POOR, DISABLED]}), 201)
    assert created["priority_groups"] == [DISABLED, POOR]
    assert groups_of(api.staff, created["id"]) == [DISABLED, POOR]


def test_who_states_nothing_belongs_to_no_group(api: Callers) -> None:
    created = ok(api.staff.post(f"{V1}/jobseekers", json=JOBSEEKER), 201)
    assert created["priority_groups"] == []


def test_an_update_states_all_groups_anew(api: Callers) -> None:
    person = factories.jobseeker(priority_groups=(PriorityGroup.POOR_HOUSEHOLD, PriorityGroup.RETURNEE))
    path = f"{V1}/jobseekers/{person.id}"
    assert [row["group"] for row in ok(api.staff.patch(path, json={"pay_wish": 7_000_000}))["priority_groups"]] == [
        "poor_household",
        "returnee",
    ]
    assert ok(api.staff.patch(path, json={"priority_groups": [POOR]}))["priority_groups"] == [POOR]
    assert ok(api.staff.patch(path, json={"priority_groups": []}))["priority_groups"] == []
    assert groups_of(api.staff, person.id) == []


@pytest.mark.parametrize("group", PriorityGroup)
def test_every_group_can_be_stated(api: Callers, group: PriorityGroup) -> None:
    """Each is in the list of the database too."""
    person = factories.jobseeker()
    stated = POOR | {"group": group.value}
    found = ok(api.staff.patch(f"{V1}/jobseekers/{person.id}", json={"priority_groups": [stated]}))
    assert found["priority_groups"] == [stated]


def consents_of(jobseeker_id: Any) -> list[tuple[str, str | None, bool]]:
    """Days, evidence, and whether they stand, of the consents to the use of sensitive data."""
    with db.reading() as session:
        rows = session.query(Consent).filter_by(jobseeker_id=UUID(str(jobseeker_id)), purpose=ConsentPurpose.SENSITIVE)
        return [(row.given_on.isoformat(), row.evidence, row.ended_at is None) for row in rows.order_by(Consent.id)]


def test_stating_a_group_is_the_consent_to_its_use(api: Callers) -> None:
    created = ok(api.staff.post(f"{V1}/jobseekers", json=JOBSEEKER | {"priority_groups": [POOR, DISABLED]}), 201)
    first = ("2026-02-01", None, True)
    assert consents_of(created["id"]) == [first]
    path = f"{V1}/jobseekers/{created['id']}"
    ok(api.staff.patch(path, json={"priority_groups": [POOR]}))
    assert consents_of(created["id"]) == [first]
    ok(api.staff.patch(path, json={"priority_groups": [POOR | {"disclosed_on": TODAY.isoformat()}]}))
    assert consents_of(created["id"]) == [
        ("2026-02-01", None, False),
        (TODAY.isoformat(), POOR["evidence"], True),
    ]
    assert consents_of(ok(api.staff.post(f"{V1}/jobseekers", json=JOBSEEKER), 201)["id"]) == []


def test_an_agreement_that_is_over_stores_no_group(api: Callers) -> None:
    person, long_ago = factories.jobseeker(), (TODAY - timedelta(days=800)).isoformat()
    body = {"priority_groups": [POOR | {"disclosed_on": long_ago}]}
    with nothing_written():
        answer = api.staff.patch(f"{V1}/jobseekers/{person.id}", json=body)
        pointer = "/priority_groups/0/disclosed_on"
        refused(answer, 422, "invalid_content", pointer=pointer, field="consent_over")


TOMORROW = (TODAY + timedelta(days=1)).isoformat()
WRONG: list[tuple[Any, str, str]] = [
    ([POOR, POOR | {"evidence": None}], "", "named_twice"),
    ([DISABLED, POOR | {"disclosed_on": TOMORROW}], "/1/disclosed_on", "in_the_future"),
    ([POOR | {"disclosed_on": "2026-02-30"}], "/0/disclosed_on", "date_from_datetime_parsing"),
    ([{"group": "poor_household"}], "/0/disclosed_on", "missing"),
    ([POOR | {"group": "woman"}], "/0/group", "enum"),
    ([POOR | {"evidence": "x" * 201}], "/0/evidence", "string_too_long"),
    ([POOR | {"evidence": " "}], "/0/evidence", "string_too_short"),
    ([POOR | {"note": "x"}], "/0/note", "extra_forbidden"),
    (None, "", "missing"),
    ("poor_household", "", "list_type"),
]


@pytest.mark.parametrize(("groups", "pointer", "code"), WRONG, ids=[f"{code}{at}" for _, at, code in WRONG])
def test_wrong_groups_are_refused(api: Callers, groups: Any, pointer: str, code: str) -> None:
    person = factories.jobseeker()
    sent = {"priority_groups": groups}
    with nothing_written():
        answers = [
            api.staff.patch(f"{V1}/jobseekers/{person.id}", json=sent),
            api.staff.post(f"{V1}/jobseekers", json=JOBSEEKER | sent),
        ]
    for answer, expected in zip(answers, (code, "list_type" if groups is None else code), strict=True):
        refused(answer, 422, "invalid_content", pointer=f"/priority_groups{pointer}", field=expected)


def test_staff_elsewhere_neither_sees_nor_states_groups(api: Callers) -> None:
    person = factories.jobseeker(priority_groups=(PriorityGroup.EX_PRISONER,))
    path = f"{V1}/jobseekers/{person.id}"
    stranger, board = staff_of(api, "sct-ag"), staff_of(api, "bqlkkt-ag-dtdn")
    assert [row["group"] for row in groups_of(board, person.id)] == ["ex_prisoner"]
    assert groups_of(stranger, person.id) is None
    with nothing_written():
        for groups in ([], [POOR]):
            refused(stranger.patch(path, json={"priority_groups": groups}), 403, "priority_groups_closed")
        answer = stranger.post(f"{V1}/jobseekers", json=JOBSEEKER | {"priority_groups": [POOR]})
        refused(answer, 403, "priority_groups_closed")
    # The rest of the profile is theirs to keep, and does not touch what they do not see.
    assert ok(stranger.patch(path, json={"max_travel_km": 7}))["priority_groups"] is None
    assert ok(stranger.post(f"{V1}/jobseekers", json=JOBSEEKER), 201)["priority_groups"] is None
    assert [row["group"] for row in groups_of(api.staff, person.id)] == ["ex_prisoner"]


@pytest.mark.parametrize("role", [Role.ENTERPRISE_HR, Role.LEADER, Role.PORTAL, Role.ADMIN])
def test_other_roles_read_no_group(api: Callers, role: Role) -> None:
    person = factories.jobseeker(priority_groups=(PriorityGroup.DISABLED,))
    client, body = api.by_role(role), {"priority_groups": [POOR]}
    refused(client.get(f"{V1}/jobseekers/{person.id}"), 403, "permission_denied")
    refused(client.get(f"{V1}/jobseekers"), 403, "permission_denied")
    refused(client.patch(f"{V1}/jobseekers/{person.id}", json=body), 403, "permission_denied")
    refused(client.post(f"{V1}/jobseekers", json=JOBSEEKER | body), 403, "permission_denied")
    refused(client.patch(f"{V1}/jobseekers/{NOBODY}", json=body), 403, "permission_denied")


def test_hr_does_not_learn_the_group_of_who_is_introduced_to_it(api: Callers) -> None:
    person = factories.jobseeker(priority_groups=(PriorityGroup.EX_PRISONER,))
    vacancy = factories.vacancy(factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR]))
    referral_id = introduced(api, vacancy.id, person.id)
    for path in ("referrals", f"referrals/{referral_id}", f"vacancies/{vacancy.id}"):
        text = api.hr.get(f"{V1}/{path}").text
        for secret in ("ex_prisoner", "priority", "ưu tiên", "án phạt"):
            assert secret not in text, (path, secret)


def test_lists_of_working_profiles_name_no_group(api: Callers) -> None:
    person = factories.jobseeker(priority_groups=(PriorityGroup.ETHNIC_MINORITY,))
    (row,) = ok(api.staff.get(f"{V1}/jobseekers"))["items"]
    assert row["id"] == str(person.id)
    assert "priority_groups" not in row
    assert "ethnic_minority" not in str(row)


def test_the_groups_go_with_the_person(api: Callers) -> None:
    person = factories.jobseeker(priority_groups=(PriorityGroup.DISABLED, PriorityGroup.RETURNEE))
    ok(api.staff.patch(f"{V1}/jobseekers/{person.id}", json={"priority_groups": [POOR]}))
    with db.reading() as session:
        kept = session.query(JobseekerPriorityGroup).all()
    assert [(row.jobseeker_id, row.priority_group.value) for row in kept] == [(person.id, "poor_household")]
