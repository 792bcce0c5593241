"""Who somebody is: masked for everybody, in clear for a reason that is written down, changed without being read."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.ids import new_id
from app.infra import db
from app.models import AuditEntry, IdempotencyKey, Jobseeker, JobseekerIdentity
from app.vocabulary import Role
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, nothing_written, ok, refused

CITIZEN_ID, PHONE, ADDRESS = "000912345678", "0912000345", "Ấp Bình Chánh, số nhà 7"
WHO = {"full_name": "Nguyễn Thị Mẫu", "citizen_id": CITIZEN_ID, "phone": PHONE, "address": ADDRESS}
BODY: dict[str, Any] = {
    "commune_code": factories.COMMUNE,
    "identity": WHO | {"birth_date": "1998-05-17"},
    "trades": [{"title": "May công nghiệp", "occupation_code": factories.SEWING}],
    "matching_consent": False,
    "employment_status": "seeking",
}


def entries(action: str) -> list[AuditEntry]:
    with db.reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq)))


def reveal(api: Callers, jobseeker_id: object, **more: Any) -> Any:
    return api.staff.post(f"{V1}/jobseekers/{jobseeker_id}/identity/reveal", json={"reason": "contact"} | more)


def test_a_profile_shows_only_the_ends_of_numbers(api: Callers) -> None:
    person = factories.jobseeker(identity=WHO)
    answer = api.staff.get(f"{V1}/jobseekers/{person.id}")
    identity = ok(answer)["identity"]
    assert (identity["citizen_id"], identity["phone"], identity["address"]) == ("•••5678", "•••345", "•••")
    assert identity["full_name"] == WHO["full_name"]
    for secret in (CITIZEN_ID, PHONE, ADDRESS):
        assert secret not in answer.text


def test_all_is_read_for_a_reason_that_is_kept(api: Callers) -> None:
    """Check S10: a reading in clear leaves one entry with who, whom, why, and nothing of the person."""
    person = factories.jobseeker(identity=WHO)
    found = ok(reveal(api, person.id))
    assert {name: found[name] for name in WHO} == WHO
    (entry,) = entries("reveal_identity")
    assert (entry.account_id, entry.role) == (api.accounts[Role.STAFF], Role.STAFF)
    assert (entry.subject_type, entry.subject_id, entry.reason) == ("jobseekers", str(person.id), "contact")
    assert entry.details == {}
    assert entry.request_id


def test_a_reading_names_the_person_as_every_other_entry_does(api: Callers) -> None:
    person = factories.jobseeker()
    ok(reveal(api, str(person.id).upper()))
    assert entries("reveal_identity")[0].subject_id == str(person.id)


def test_no_reading_without_reason_person_or_right(api: Callers) -> None:
    person = factories.jobseeker()
    with nothing_written():
        path = f"{V1}/jobseekers/{person.id}/identity/reveal"
        refused(api.staff.post(path, json={}), 422, "invalid_content", pointer="/reason", field="missing")
        refused(reveal(api, person.id, reason="curious"), 422, "invalid_content", pointer="/reason", field="enum")
        refused(reveal(api, NOBODY), 404, "jobseeker_not_found")
        for client in (api.hr, api.leader, api.portal, api.admin):
            refused(client.post(path, json={"reason": "contact"}), 403, "permission_denied")
        refused(api.anonymous.post(path, json={"reason": "contact"}), 401, "not_authenticated")


def test_an_answer_in_clear_is_kept_nowhere(api: Callers) -> None:
    """Check S8: a key sent with a reading stores nothing."""
    person = factories.jobseeker(identity=WHO)
    path = f"{V1}/jobseekers/{person.id}/identity/reveal"
    for _ in range(2):
        ok(api.staff.post(path, json={"reason": "verify"}, headers={"Idempotency-Key": "the-same-key"}))
    assert len(entries("reveal_identity")) == 2
    with db.reading() as session:
        assert session.scalars(select(IdempotencyKey)).all() == []


def test_kept_answers_are_sealed(api: Callers) -> None:
    """Check S8, S9: the stored answer of a registration shows no name, and is given again all the same."""
    headers = {"Idempotency-Key": CITIZEN_ID}
    first = api.staff.post(f"{V1}/jobseekers", json=BODY, headers=headers)
    again = api.staff.post(f"{V1}/jobseekers", json=BODY, headers=headers)
    ok(first, 201)
    assert (again.status_code, again.content) == (201, first.content)
    with db.reading() as session:
        (kept,) = session.scalars(select(IdempotencyKey))
    assert kept.answer is not None
    for secret in ("Mẫu", "5678", "commune_code"):
        assert secret.encode() not in kept.answer
    assert CITIZEN_ID not in kept.key


def test_correcting_a_name_touches_nothing_else(api: Callers) -> None:
    person = factories.jobseeker(identity=WHO)
    ok(api.staff.patch(f"{V1}/jobseekers/{person.id}", json={"identity": {"full_name": "Nguyễn Thị Mận"}}))
    found = ok(reveal(api, person.id))
    assert {name: found[name] for name in WHO} == WHO | {"full_name": "Nguyễn Thị Mận"}
    (hit,) = ok(api.staff.post(f"{V1}/jobseekers/search", json={"name": "man"}))["items"]
    assert hit["id"] == str(person.id)


def test_null_clears_a_number_and_its_index(api: Callers) -> None:
    person = factories.jobseeker(identity=WHO)
    changed = ok(api.staff.patch(f"{V1}/jobseekers/{person.id}", json={"identity": {"phone": None}}))
    assert (changed["identity"]["phone"], changed["identity"]["citizen_id"]) == (None, "•••5678")
    assert ok(api.staff.post(f"{V1}/jobseekers/search", json={"phone": PHONE}))["items"] == []
    for name in ("full_name", "birth_date"):
        answer = api.staff.patch(f"{V1}/jobseekers/{person.id}", json={"identity": {name: None}})
        refused(answer, 422, "invalid_content", pointer=f"/identity/{name}", field="missing")


def test_a_citizen_id_belongs_to_one_person(api: Callers) -> None:
    factories.jobseeker(identity=WHO)
    other = factories.jobseeker(identity={"citizen_id": None})
    path = f"{V1}/jobseekers/{other.id}"
    with nothing_written("audit_entries", "audit_head"):
        refused(api.staff.patch(path, json={"identity": {"citizen_id": CITIZEN_ID}}), 409, "citizen_id_taken")
        refused(api.staff.post(f"{V1}/jobseekers", json=BODY), 409, "citizen_id_taken")
    # The refusal tells that the number is known, so it is written down like a question for it.
    assert [entry.details for entry in entries("citizen_id_taken")] == [{}, {}]


def test_stating_numbers_that_are_known_is_slowed_down(api: Callers) -> None:
    """docs/checks.md §3: the blind index must not be guessed through, by whatever door."""
    factories.jobseeker(identity=WHO)
    with db.transaction() as session:
        asked(session, api.accounts[Role.STAFF], 200, 20, "citizen_id_taken")
    for headers in ({}, {"Idempotency-Key": "one"}):
        refused(api.staff.post(f"{V1}/jobseekers", json=BODY, headers=headers), 429, "too_many_lookups")
    ok(search(api, citizen_id=CITIZEN_ID))


def search(api: Callers, **body: Any) -> Any:
    return api.staff.post(f"{V1}/jobseekers/search", json=body)


def test_asking_whether_a_number_is_known_is_written_down(api: Callers) -> None:
    factories.jobseeker(identity=WHO)
    ok(search(api, name="nguyen"))
    assert entries("search_jobseekers") == []
    assert len(ok(search(api, citizen_id=CITIZEN_ID))["items"]) == 1
    assert ok(search(api, name="mau", phone="0999999999"))["items"] == []
    found = [entry.details for entry in entries("search_jobseekers")]
    assert found == [{"fields": ["citizen_id"], "found": 1}, {"fields": ["phone"], "found": 0}]


def asked(session: Session, account_id: Any, times: int, minutes_ago: int, action: str = "search_jobseekers") -> None:
    """So many questions of an account, so long ago; only what the limit counts is filled."""
    last = max(session.scalars(select(AuditEntry.seq)), default=0)
    for number in range(1, times + 1):
        at = clock.now() - timedelta(minutes=minutes_ago)
        row = AuditEntry(
            seq=last + 1000 + number, at=at, account_id=account_id, action=action, details={},
            previous_hash="0" * 64, hash=new_id().hex * 2,
        )  # fmt: skip
        session.add(row)


@pytest.mark.parametrize("numbers", [{"citizen_id": CITIZEN_ID}, {"phone": PHONE}])
def test_guessing_numbers_is_slowed_down(api: Callers, numbers: dict[str, str]) -> None:
    """The count is read from the audit log, so a restart does not reset it; another account goes on."""
    staff = api.accounts[Role.STAFF]
    with db.transaction() as session:
        asked(session, staff, 200, 70)
        asked(session, new_id(), 200, 5)
    ok(search(api, **numbers))
    with db.transaction() as session:
        asked(session, staff, 199, 20)
    answer = search(api, **numbers)
    problem = refused(answer, 429, "too_many_lookups")
    assert 39 * 60 <= int(answer.headers["retry-after"]) <= 41 * 60
    assert CITIZEN_ID not in problem["detail"]
    ok(search(api, name="nguyen"))


def tampered(jobseeker_id: Any, **values: Any) -> None:
    with db.transaction() as session:
        session.execute(update(JobseekerIdentity).where(JobseekerIdentity.jobseeker_id == jobseeker_id).values(values))


def sealed_of(jobseeker_id: Any, name: str) -> str:
    with db.reading() as session:
        found: str = getattr(session.get_one(JobseekerIdentity, jobseeker_id), f"{name}_sealed")
        return found


def test_a_sealed_text_that_was_moved_or_changed_is_refused_and_no_crash(api: Callers) -> None:
    """Check S9: moved to another row or column, one byte changed, a key that is not there: 503 with a code."""
    first, second = (
        factories.jobseeker(identity=WHO),
        factories.jobseeker(identity=WHO | {"citizen_id": "000111222333"}),
    )
    phone = sealed_of(first.id, "phone")
    turned = phone[:-6] + ("A" if phone[-6] != "A" else "B") + phone[-5:]
    for text in (sealed_of(second.id, "phone"), sealed_of(first.id, "citizen_id"), turned, "v1.gone.AAAA", "x"):
        tampered(first.id, phone_sealed=text)
        for answer in (api.staff.get(f"{V1}/jobseekers/{first.id}"), reveal(api, first.id)):
            problem = refused(answer, 503, "sealed_unreadable")
            assert answer.headers["retry-after"]
            assert text not in str(problem)
    assert entries("reveal_identity") == []
    tampered(first.id, phone_sealed=phone)
    assert ok(reveal(api, first.id))["phone"] == PHONE


def test_the_same_number_looks_different_and_is_found_the_same(api: Callers) -> None:
    """Check S9: two people with one phone have two sealed texts and one index."""
    people = [factories.jobseeker(identity=WHO | {"citizen_id": None}) for _ in range(2)]
    with db.reading() as session:
        rows = [session.get_one(JobseekerIdentity, person.id) for person in people]
    assert rows[0].phone_sealed != rows[1].phone_sealed
    assert rows[0].phone_index == rows[1].phone_index
    assert {row["id"] for row in ok(search(api, phone=PHONE))["items"]} == {str(person.id) for person in people}


def test_nobody_reads_identity_from_a_list(api: Callers) -> None:
    person = factories.jobseeker(identity=WHO)
    text = api.staff.get(f"{V1}/jobseekers").text
    assert str(person.id) in text
    for secret in (WHO["full_name"], "5678", "345"):
        assert secret not in text.replace(str(person.id), "")
    with db.reading() as session:
        assert session.get_one(Jobseeker, person.id)
