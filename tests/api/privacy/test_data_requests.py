"""Requests of the person: a worklist whose days the law sets, and what completing each of them does."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.core import clock, working_days
from app.infra import db
from app.models import Consent, DataRequest, Jobseeker, JobseekerIdentity, Referral
from app.vocabulary import DataRequestKind, DataRequestStatus
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, every_page, hired, introduced, nothing_written, ok, refused

TODAY = clock.today()
DAY = TODAY.isoformat()
LIST = f"{V1}/data-requests"


def asked(api: Callers, person: Any, kind: str, received_on: str = DAY, **more: Any) -> dict[str, Any]:
    body = {"kind": kind, "received_on": received_on} | more
    made: dict[str, Any] = ok(api.staff.post(f"{V1}/jobseekers/{person.id}/data-requests", json=body), 201)
    return made


def done(api: Callers, request: dict[str, Any], step: str = "complete", **body: Any) -> dict[str, Any]:
    options = {"json": body} if body else {}
    changed: dict[str, Any] = ok(api.staff.post(f"{LIST}/{request['id']}/{step}", **options))
    return changed


def late(person: Any, **changes: Any) -> None:
    """A request that came some weeks ago."""
    facts: dict[str, Any] = {
        "kind": DataRequestKind.SEE,
        "status": DataRequestStatus.RECEIVED,
        "received_on": TODAY - timedelta(days=30),
        "recorded_at": factories.now(),
        "acknowledge_by": TODAY - timedelta(days=28),
        "due_on": TODAY - timedelta(days=20),
    }
    with db.transaction() as session:
        session.add(DataRequest(jobseeker_id=person.id, **facts | changes))


@pytest.mark.parametrize(
    ("kind", "received", "acknowledge_by", "due_on"),
    [
        ("see", "2026-11-02", "2026-11-04", "2026-11-12"),
        ("correct", "2026-11-02", "2026-11-04", "2026-11-12"),
        ("delete", "2026-11-02", "2026-11-04", "2026-11-23"),  # day 20 is Sunday 22 November
        ("withdraw", "2026-11-02", "2026-11-04", "2026-11-17"),
        ("restrict", "2026-11-02", "2026-11-04", "2026-11-17"),
        ("object", "2026-11-02", "2026-11-04", "2026-11-17"),
        ("withdraw", "2026-02-02", "2026-02-04", "2026-02-23"),  # day 15 lies in Tết
        ("see", "2026-04-17", "2026-04-21", "2026-04-28"),  # day 10 is the day in lieu of Giỗ Tổ
        ("correct", "2026-04-24", "2026-04-29", "2026-05-04"),
    ],
)
def test_the_days_of_the_law(api: Callers, kind: str, received: str, acknowledge_by: str, due_on: str) -> None:
    """docs/domain.md §7: acknowledged in 2 working days; done in 15 days, others in 10 to 20."""
    made = asked(api, factories.jobseeker(), kind, received, note="Nộp trực tiếp")
    assert (made["acknowledge_by"], made["due_on"], made["status"]) == (acknowledge_by, due_on, "received")
    assert made == ok(api.staff.get(f"{LIST}/{made['id']}"))


def test_one_extension_of_at_most_fifteen_days(api: Callers) -> None:
    request = asked(api, factories.jobseeker(), "delete")
    longer = done(api, request, "extend", reason="Phải đối chiếu hồ sơ giấy", days=15)
    due = working_days.on_or_after(date.fromisoformat(request["due_on"]) + timedelta(days=15))
    assert (longer["due_on"], longer["extended_on"]) == (due.isoformat(), DAY)
    again = {"json": {"reason": "Thêm nữa", "days": 1}}
    refused(api.staff.post(f"{LIST}/{request['id']}/extend", **again), 409, "data_request_extended")
    other = asked(api, factories.jobseeker(), "delete")
    too_long = api.staff.post(f"{LIST}/{other['id']}/extend", json={"reason": "Lâu", "days": 16})
    refused(too_long, 422, "invalid_content", pointer="/days", field="less_than_equal")
    reasonless = api.staff.post(f"{LIST}/{other['id']}/extend", json={"days": 5})
    refused(reasonless, 422, "invalid_content", pointer="/reason", field="missing")
    done(api, other, "refuse", reason="Không phải chủ thể dữ liệu")
    refused(api.staff.post(f"{LIST}/{other['id']}/extend", **again), 409, "data_request_closed")


def test_what_is_overdue_cannot_be_put_off(api: Callers) -> None:
    late(factories.jobseeker())
    [request] = ok(api.staff.get(f"{LIST}?overdue=true"))["items"]
    answer = api.staff.post(f"{LIST}/{request['id']}/extend", json={"reason": "Quên"})
    refused(answer, 409, "data_request_overdue")


def test_the_worklist_shows_first_what_is_due_first(api: Callers) -> None:
    person = factories.jobseeker()
    last = asked(api, person, "delete")
    soon = asked(api, person, "see")
    late(person)
    late(person, status=DataRequestStatus.ACKNOWLEDGED, due_on=TODAY + timedelta(days=1))
    assert every_page(api.staff, LIST, 1) == (ids := [row["id"] for row in ok(api.staff.get(LIST))["items"]])
    assert ids[2:] == [soon["id"], last["id"]]
    assert [row["id"] for row in ok(api.staff.get(f"{LIST}?overdue=true"))["items"]] == ids[:1]
    assert [row["id"] for row in ok(api.staff.get(f"{LIST}?overdue=false"))["items"]] == ids[1:]
    assert [row["id"] for row in ok(api.staff.get(f"{LIST}?kind=delete&status=received"))["items"]] == [last["id"]]
    done(api, last, "acknowledge")
    assert [row["id"] for row in ok(api.staff.get(f"{LIST}?status=acknowledged&kind=delete"))["items"]] == [last["id"]]


def test_a_closed_request_stays_as_it_is(api: Callers) -> None:
    request = asked(api, factories.jobseeker(), "correct")
    told = done(api, request, "acknowledge")
    assert told["status"] == "acknowledged" and told["acknowledged_at"] is not None
    refused(api.staff.post(f"{LIST}/{request['id']}/acknowledge"), 409, "transition_not_allowed")
    closed = done(api, request)
    assert closed["status"] == "done" and closed["closed_at"] is not None
    for step, body in (("complete", None), ("acknowledge", None), ("refuse", {"reason": "Thôi"})):
        with nothing_written():
            answer = api.staff.post(f"{LIST}/{request['id']}/{step}", json=body)
        refused(answer, 409, "transition_not_allowed")


def test_a_refusal_has_its_reason(api: Callers) -> None:
    request = asked(api, factories.jobseeker(), "see")
    reasonless = api.staff.post(f"{LIST}/{request['id']}/refuse", json={})
    refused(reasonless, 422, "invalid_content", pointer="/reason", field="missing")
    found = done(api, request, "refuse", reason="Không chứng minh được là chủ thể dữ liệu")
    assert (found["status"], found["refusal_reason"]) == ("refused", "Không chứng minh được là chủ thể dữ liệu")


@pytest.mark.parametrize("kind", ["restrict", "object"])
def test_restricting_keeps_the_profile_and_does_nothing_with_it(api: Callers, kind: str) -> None:
    vacancy, other, person = factories.vacancy(), factories.vacancy(), factories.jobseeker()
    referral = introduced(api, vacancy.id, person.id)
    done(api, asked(api, person, kind))
    found = ok(api.staff.get(f"{V1}/jobseekers/{person.id}"))
    assert (found["restricted"], found["matching_consent"]) == (True, True)
    assert ok(api.staff.get(f"{V1}/referrals/{referral}"))["status"] == "withdrawn"
    assert ok(api.staff.get(f"{V1}/vacancies/{other.id}/candidates"))["items"] == []
    body = {"vacancy_id": str(other.id), "jobseeker_id": str(person.id)}
    refused(api.staff.post(f"{V1}/referrals", json=body), 409, "gate_closed")
    again = {"purpose": "matching", "text_version": "2026-11", "given_on": DAY, "how": "written"}
    ok(api.staff.post(f"{V1}/jobseekers/{person.id}/consents", json=again), 201)
    ok(api.staff.post(f"{V1}/referrals", json=body), 201)


def test_withdrawing_everything(api: Callers) -> None:
    person = factories.jobseeker()
    contact = {"purpose": "contact", "text_version": "2026-11", "given_on": DAY, "how": "written"}
    ok(api.staff.post(f"{V1}/jobseekers/{person.id}/consents", json=contact), 201)
    done(api, asked(api, person, "withdraw"))
    assert ok(api.staff.get(f"{V1}/jobseekers/{person.id}/consents?live=true"))["items"] == []
    assert ok(api.staff.get(f"{V1}/jobseekers/{person.id}"))["matching_consent"] is False
    [only] = ok(api.staff.get(f"{LIST}?jobseeker_id={person.id}"))["items"]
    assert only["status"] == "done", "no second request is opened by doing the first"


def test_withdrawing_is_done_only_when_what_was_told_is_gone(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    referral = introduced(api, vacancy.id, person.id)
    request = asked(api, person, "withdraw")
    before = ok(api.staff.get(f"{V1}/referrals/{referral}"))
    done(api, request)
    after = ok(api.staff.get(f"{V1}/referrals/{referral}"))
    assert (after["status"], after["score"]) == ("withdrawn", before["score"])
    assert any(part["facts"] for part in before["parts"])
    assert all(part["facts"] == {} for part in after["parts"])
    with db.reading() as session:
        row = session.get_one(Referral, UUID(referral))
        assert row.facts is None and row.purged_at is not None


def test_a_restriction_ends_only_by_a_consent_given_since(api: Callers) -> None:
    person = factories.jobseeker()
    done(api, asked(api, person, "restrict"))
    home = f"{V1}/jobseekers/{person.id}"
    earlier = {"matching_consent": True, "consent_on": (TODAY - timedelta(days=2)).isoformat()}
    assert ok(api.staff.patch(home, json=earlier | {"consent_evidence": "phiếu số 8"}))["restricted"] is True
    assert ok(api.staff.patch(home, json=earlier | {"consent_on": DAY}))["restricted"] is False


def test_deleting_makes_the_person_anonymous(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    introduced(api, vacancy.id, person.id)
    other = asked(api, person, "correct", note="Sai tên đệm")
    closed = done(api, asked(api, person, "delete", note="Gửi thư"))
    assert (closed["status"], closed["note"]) == ("done", None)
    refused(api.staff.get(f"{V1}/jobseekers/{person.id}"), 404, "jobseeker_not_found")
    left = ok(api.staff.get(f"{LIST}/{other['id']}"))
    assert (left["status"], left["note"]) == ("done", None)
    assert str(person.id) not in api.staff.get(f"{V1}/jobseekers").text
    with db.reading() as session:
        assert session.get(JobseekerIdentity, person.id) is None
        assert session.query(Consent).filter_by(jobseeker_id=person.id, ended_at=None).count() == 0
        assert session.get_one(Jobseeker, person.id).anonymised_at is not None


def test_nobody_at_work_through_us_is_deleted(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    hired(api, vacancy.id, person.id)
    request = asked(api, person, "delete")
    with nothing_written():
        refused(api.staff.post(f"{LIST}/{request['id']}/complete"), 409, "already_placed")
    assert ok(api.staff.get(f"{LIST}/{request['id']}"))["status"] == "received"


def test_who_asks_to_see_must_be_shown(api: Callers) -> None:
    person = factories.jobseeker()
    request = asked(api, person, "see")
    with nothing_written():
        refused(api.staff.post(f"{LIST}/{request['id']}/complete"), 409, "export_missing")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"kind": "see", "received_on": (TODAY + timedelta(days=1)).isoformat()}, "/received_on", "in_the_future"),
        ({"kind": "other", "received_on": DAY}, "/kind", "enum"),
        ({"kind": "see"}, "/received_on", "missing"),
        ({"kind": "see", "received_on": DAY, "due_on": DAY}, "/due_on", "extra_forbidden"),
        ({"kind": "see", "received_on": DAY, "status": "done"}, "/status", "extra_forbidden"),
    ],
)
def test_a_request_that_cannot_be(api: Callers, body: dict[str, Any], pointer: str, code: str) -> None:
    person = factories.jobseeker()
    with nothing_written():
        answer = api.staff.post(f"{V1}/jobseekers/{person.id}/data-requests", json=body)
    refused(answer, 422, "invalid_content", pointer=pointer, field=code)


def test_only_staff_see_the_worklist(api: Callers) -> None:
    request = asked(api, factories.jobseeker(), "see")
    for caller in (api.hr, api.leader, api.portal, api.admin):
        refused(caller.get(LIST), 403, "permission_denied")
        refused(caller.get(f"{LIST}/{request['id']}"), 403, "permission_denied")
        refused(caller.post(f"{LIST}/{request['id']}/complete"), 403, "permission_denied")
    refused(api.anonymous.get(LIST), 401, "not_authenticated")
    refused(api.staff.get(f"{LIST}/{NOBODY}"), 404, "data_request_not_found")
    body = {"kind": "see", "received_on": DAY}
    refused(api.staff.post(f"{V1}/jobseekers/{NOBODY}/data-requests", json=body), 404, "jobseeker_not_found")
