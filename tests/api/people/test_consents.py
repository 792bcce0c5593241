"""Consent: given for a purpose, on a text, until a day; taken back at once (Law 91/2025/QH15, Decree 356/2025)."""

from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.reporting_days import months_after
from app.infra import db
from app.models import JobseekerPriorityGroup
from app.vocabulary import ConsentPurpose, PriorityGroup
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, introduced, nothing_written, ok, refused, staff_of

TODAY = clock.today()
DAY = TODAY.isoformat()
CONTACT = {"purpose": "contact", "text_version": "2026-11", "given_on": DAY, "how": "written"}
MATCHING = CONTACT | {"purpose": "matching"}
WITHDRAWN = {"withdrawn_on": DAY, "how": "recorded"}


def path(person: Any, more: str = "") -> str:
    return f"{V1}/jobseekers/{person.id}/consents{more}"


def consents_of(api: Callers, person: Any, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ok(api.staff.get(path(person) + query))["items"]
    return found


def live(api: Callers, person: Any, purpose: str) -> dict[str, Any] | None:
    found = consents_of(api, person, f"?purpose={purpose}&live=true")
    assert len(found) <= 1
    return found[0] if found else None


def profile(api: Callers, person: Any) -> dict[str, Any]:
    found: dict[str, Any] = ok(api.staff.get(f"{V1}/jobseekers/{person.id}"))
    return found


def ranked(api: Callers, vacancy: Any) -> set[str]:
    return {row["jobseeker_id"] for row in ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))["items"]}


def test_the_texts_say_what_for_to_whom_how_long_and_how_to_withdraw(api: Callers) -> None:
    for caller in (api.staff, api.hr, api.leader, api.portal, api.admin):
        found = ok(caller.get(f"{V1}/consent-texts"))["items"]
    current = {text["purpose"]: text for text in found if text["current"]}
    assert set(current) == {purpose.value for purpose in ConsentPurpose}
    for text in current.values():
        assert text["version"] == "2026-11"
        for part in ("Tôi đồng ý", "chỉ ", "12 tháng", "rút", "91/2025/QH15", "356/2025/NĐ-CP"):
            assert part in text["text"], (text["purpose"], part)
        assert text["text_en"].startswith("I agree")
    assert current["contact"]["label"] == "Liên hệ qua điện thoại"
    refused(api.anonymous.get(f"{V1}/consent-texts"), 401, "not_authenticated")


def test_a_consent_lasts_twelve_months_unless_agreed_otherwise(api: Callers) -> None:
    person = factories.jobseeker()
    given = ok(api.staff.post(path(person), json=CONTACT | {"evidence": "phiếu số 118/2026"}), 201)
    assert given["expires_on"] == months_after(TODAY, 12).isoformat()
    assert (given["evidence"], given["ended_on"], given["end_reason"]) == ("phiếu số 118/2026", None, None)
    longer = months_after(TODAY, 24)
    assert ok(api.staff.post(path(person), json=CONTACT | {"expires_on": longer.isoformat()}), 201)
    too_long = CONTACT | {"expires_on": (longer + timedelta(days=1)).isoformat()}
    problem = api.staff.post(path(person), json=too_long)
    refused(problem, 422, "invalid_content", pointer="/expires_on", field="consent_too_long")


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"text_version": "2020-01"}, "/text_version", "text_version_old"),
        ({"text_version": "truoc-2026-11"}, "/text_version", "text_version_old"),
        ({"given_on": (TODAY + timedelta(days=1)).isoformat()}, "/given_on", "in_the_future"),
        ({"given_on": (TODAY - timedelta(days=366)).isoformat()}, "/given_on", "consent_over"),
        ({"how": "silence"}, "/how", "enum"),
        ({"enterprise_id": NOBODY}, "/enterprise_id", "disclosure_needs_enterprise"),
        ({"purpose": "disclosure"}, "/enterprise_id", "disclosure_needs_enterprise"),
        ({"purpose": "disclosure", "enterprise_id": NOBODY}, "/enterprise_id", "unknown_enterprise"),
        ({"expires_on": (TODAY - timedelta(days=1)).isoformat()}, "/expires_on", "dates_reversed"),
        ({"jobseeker_id": NOBODY}, "/jobseeker_id", "extra_forbidden"),
        ({"ended_on": DAY}, "/ended_on", "extra_forbidden"),
    ],
)
def test_what_is_no_consent_is_refused(api: Callers, change: dict[str, Any], pointer: str, code: str) -> None:
    person = factories.jobseeker()
    with nothing_written():
        refused(
            api.staff.post(path(person), json=CONTACT | change), 422, "invalid_content", pointer=pointer, field=code
        )


def test_a_newer_consent_replaces_the_one_before(api: Callers) -> None:
    person = factories.jobseeker()
    ok(api.staff.post(path(person), json=CONTACT), 201)
    second = ok(api.staff.post(path(person), json=CONTACT | {"how": "electronic"}), 201)
    newest, older = consents_of(api, person, "?purpose=contact")
    assert (newest["id"], newest["end_reason"]) == (second["id"], None)
    assert (older["end_reason"], older["ended_on"]) == ("replaced", DAY)


def test_registering_with_consent_writes_it_down(api: Callers) -> None:
    body: dict[str, Any] = {
        "identity": {"full_name": "Trần Văn Mẫu", "birth_date": "1990-03-01"},
        "commune_code": factories.COMMUNE,
        "trades": [{"title": "Công nhân may", "occupation_code": factories.SEWING}],
        "employment_status": "seeking",
        "matching_consent": True,
        "consent_on": DAY,
        "consent_how": "electronic",
        "consent_evidence": "phiếu điện tử 7",
    }
    made = ok(api.staff.post(f"{V1}/jobseekers", json=body), 201)
    assert (made["matching_consent"], made["consent_on"]) == (True, DAY)
    [consent] = ok(api.staff.get(f"{V1}/jobseekers/{made['id']}/consents"))["items"]
    assert (consent["how"], consent["evidence"], consent["text_version"]) == (
        "electronic",
        "phiếu điện tử 7",
        "2026-11",
    )
    without = body | {"matching_consent": False, "consent_on": None, "consent_evidence": None}
    problem = api.staff.post(f"{V1}/jobseekers", json=without)
    refused(problem, 422, "invalid_content", pointer="/consent_how", field="without_consent")
    old = body | {"consent_on": (TODAY - timedelta(days=400)).isoformat()}
    problem = api.staff.post(f"{V1}/jobseekers", json=old)
    refused(problem, 422, "invalid_content", pointer="/consent_on", field="consent_over")


def test_the_profile_and_the_consent_say_the_same(api: Callers) -> None:
    person = factories.jobseeker()
    url = f"{V1}/jobseekers/{person.id}"
    on_record = live(api, person, "matching")
    assert on_record is not None
    problem = api.staff.patch(url, json={"matching_consent": False})
    refused(problem, 422, "invalid_content", pointer="/matching_consent", field="consent_is_withdrawn_elsewhere")
    assert live(api, person, "matching") == on_record, "nothing was taken back by the way"
    ok(api.staff.post(f"{url}/consents/{on_record['id']}/withdraw", json={"withdrawn_on": DAY, "how": "written"}))
    assert live(api, person, "matching") is None
    ok(api.staff.patch(url, json={"matching_consent": False}))
    assert (profile(api, person)["matching_consent"], profile(api, person)["consent_on"]) == (False, None)
    ok(api.staff.patch(url, json={"matching_consent": True, "consent_on": DAY}))
    first = live(api, person, "matching")
    assert first is not None and first["how"] == "written"
    ok(api.staff.patch(url, json={"matching_consent": True, "consent_on": DAY}))
    again = live(api, person, "matching")
    assert again is not None and again["id"] == first["id"], "said once more, it is the same consent"
    earlier = (TODAY - timedelta(days=3)).isoformat()
    ok(api.staff.post(path(person), json=MATCHING | {"given_on": earlier}), 201)
    assert profile(api, person)["consent_on"] == earlier


def test_withdrawing_takes_the_person_out_of_the_pool_at_once_and_starts_the_clock(api: Callers) -> None:
    """docs/domain.md §7: withdrawal is as easy as consent, and done within 15 days."""
    vacancy, other, person = factories.vacancy(), factories.vacancy(), factories.jobseeker()
    referral = introduced(api, vacancy.id, person.id)
    disclosed = CONTACT | {"purpose": "disclosure", "enterprise_id": str(vacancy.enterprise_id)}
    ok(api.staff.post(path(person), json=disclosed), 201)
    assert ranked(api, other) == {str(person.id)}
    consent = live(api, person, "matching")
    assert consent is not None
    ended = ok(api.staff.post(path(person, f"/{consent['id']}/withdraw"), json=WITHDRAWN))
    assert (ended["end_reason"], ended["ended_on"]) == ("withdrawn", DAY)
    assert ranked(api, other) == set()
    found = ok(api.staff.get(f"{V1}/referrals/{referral}"))
    assert (found["status"], found["events"][-1]["reason"]) == ("withdrawn", "Người lao động rút sự đồng ý")
    assert found["events"][-1]["reason_code"] == "consent_withdrawn"
    assert live(api, person, "disclosure") is None
    [request] = ok(api.staff.get(f"{V1}/data-requests?jobseeker_id={person.id}"))["items"]
    assert (request["kind"], request["status"], request["received_on"]) == ("withdraw", "received", DAY)
    refused(api.staff.post(path(person, f"/{consent['id']}/withdraw"), json=WITHDRAWN), 409, "consent_ended")


def test_an_older_paper_does_not_bring_back_what_was_withdrawn(api: Callers) -> None:
    person = factories.jobseeker()
    consent = live(api, person, "matching")
    assert consent is not None
    ok(api.staff.post(path(person, f"/{consent['id']}/withdraw"), json=WITHDRAWN))
    earlier = (TODAY - timedelta(days=1)).isoformat()
    with nothing_written():
        answer = api.staff.post(path(person), json=MATCHING | {"given_on": earlier})
        refused(answer, 422, "invalid_content", pointer="/given_on", field="before_withdrawal")
        stated = {"matching_consent": True, "consent_on": earlier}
        answer = api.staff.patch(f"{V1}/jobseekers/{person.id}", json=stated)
        refused(answer, 422, "invalid_content", pointer="/consent_on", field="before_withdrawal")
    assert profile(api, person)["matching_consent"] is False
    ok(api.staff.post(path(person), json=MATCHING), 201)


def test_withdrawing_sensitive_data_deletes_the_groups(api: Callers) -> None:
    person = factories.jobseeker(priority_groups=(PriorityGroup.POOR_HOUSEHOLD, PriorityGroup.DISABLED))
    given = ok(api.staff.post(path(person), json=CONTACT | {"purpose": "sensitive"}), 201)
    ok(api.staff.post(path(person, f"/{given['id']}/withdraw"), json=WITHDRAWN))
    assert profile(api, person)["priority_groups"] == []
    with db.reading() as session:
        assert session.query(JobseekerPriorityGroup).filter_by(jobseeker_id=person.id).count() == 0
    assert live(api, person, "matching") is not None, "each purpose is withdrawn by itself"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"withdrawn_on": (TODAY + timedelta(days=1)).isoformat()}, "in_the_future"),
        ({"withdrawn_on": (TODAY - timedelta(days=1)).isoformat()}, "before_consent"),
    ],
)
def test_a_day_of_withdrawal_that_cannot_be(api: Callers, change: dict[str, Any], code: str) -> None:
    person = factories.jobseeker()
    given = ok(api.staff.post(path(person), json=CONTACT), 201)
    answer = api.staff.post(path(person, f"/{given['id']}/withdraw"), json=WITHDRAWN | change)
    refused(answer, 422, "invalid_content", pointer="/withdrawn_on", field=code)


def test_an_introduction_may_bring_the_disclosure_along(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": str(person.id)}
    late = {"given_on": (TODAY + timedelta(days=1)).isoformat(), "how": "recorded"}
    with nothing_written():
        answer = api.staff.post(f"{V1}/referrals", json=body | {"disclosure": late})
    refused(answer, 422, "invalid_content", pointer="/disclosure/given_on", field="in_the_future")
    ok(api.staff.post(f"{V1}/referrals", json=body | {"disclosure": {"given_on": DAY, "how": "recorded"}}), 201)
    given = live(api, person, "disclosure")
    assert given is not None
    assert (given["enterprise_id"], given["how"]) == (str(vacancy.enterprise_id), "recorded")


def test_two_enterprises_are_two_disclosures(api: Callers) -> None:
    person = factories.jobseeker()
    for _ in range(2):
        firm = factories.enterprise()
        ok(api.staff.post(path(person), json=CONTACT | {"purpose": "disclosure", "enterprise_id": str(firm.id)}), 201)
    assert len(consents_of(api, person, "?purpose=disclosure&live=true")) == 2


def test_another_persons_consent_is_unknown(api: Callers) -> None:
    one, other = factories.jobseeker(), factories.jobseeker()
    given = ok(api.staff.post(path(one), json=CONTACT), 201)
    refused(api.staff.post(path(other, f"/{given['id']}/withdraw"), json=WITHDRAWN), 404, "consent_not_found")
    refused(api.staff.post(path(one, f"/{NOBODY}/withdraw"), json=WITHDRAWN), 404, "consent_not_found")
    refused(api.staff.get(f"{V1}/jobseekers/{NOBODY}/consents"), 404, "jobseeker_not_found")


def test_only_staff_read_and_write_consents(api: Callers) -> None:
    person = factories.jobseeker()
    for caller in (api.hr, api.leader, api.portal, api.admin):
        refused(caller.get(path(person)), 403, "permission_denied")
        refused(caller.post(path(person), json=CONTACT), 403, "permission_denied")
    assert consents_of(api, person)
    assert ok(staff_of(api, "bqlkkt-ag").get(path(person)))["items"]


def test_sending_the_same_consent_twice_writes_it_once(api: Callers) -> None:
    person = factories.jobseeker()
    key = {"Idempotency-Key": "dong-y-1"}
    first = api.staff.post(path(person), json=CONTACT, headers=key)
    assert api.staff.post(path(person), json=CONTACT, headers=key).content == first.content
    assert len(consents_of(api, person, "?purpose=contact")) == 1
