"""One person's whole life in the service, from the first consent to being nobody."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.config import Settings
from app.core import clock
from app.infra import db
from app.jobs.runner import Runner
from app.models import Jobseeker, JobseekerIdentity, Referral, StatusEvent
from app.services.common import audit
from app.services.privacy import retention
from app.vocabulary import Role
from tests.api.plans.test_progress import figure, make_plan
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, ok, refused

NAME, PHONE, CITIZEN_ID = "Trần Thị Đời Người", "0000246810", "000198765432"
READINGS = ("counted", "requested", "introduced", "hired_without_introduction", "hired_without_request", "confirmed")
SETTINGS = Settings()


def ranked(api: Callers, vacancy: Any) -> list[str]:
    return [row["jobseeker_id"] for row in ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))["items"]]


def figures(api: Callers) -> list[int]:
    return [figure(api, "mot-doi", reading) for reading in READINGS]


def registered(api: Callers, today: str) -> Any:
    body = {
        "identity": {"full_name": NAME, "birth_date": "1995-06-01", "phone": PHONE, "citizen_id": CITIZEN_ID},
        "commune_code": factories.COMMUNE,
        "trades": [{"title": "Công nhân may", "occupation_code": factories.SEWING, "experience_months": 30}],
        "employment_status": "seeking",
        "matching_consent": True,
        "consent_on": today,
        "consent_how": "written",
        "consent_evidence": "phiếu số 1",
    }
    return api.staff.post(f"{V1}/jobseekers", json=body, headers={"Idempotency-Key": "dang-ky-mot-lan"})


def test_the_life_of_a_person(api: Callers) -> None:
    """Consent, introduction, refusal, purge, withdrawal, anonymised; the figures stay.

    Check S8, check S10, docs/domain.md §7.
    """
    today = clock.today().isoformat()
    make_plan(api, "mot-doi", "industrial_park")
    firm = factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR])
    vacancy, elsewhere = factories.vacancy(firm), factories.vacancy()

    # She registers, agrees to be matched, and is found.
    person = ok(registered(api, today), 201)["id"]
    assert ranked(api, vacancy) == [person]

    # She is introduced, and agrees that this one enterprise may know who she is.
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": person, "disclosure": {"given_on": today, "how": "recorded"}}
    referral = ok(api.staff.post(f"{V1}/referrals", json=body), 201)["id"]
    here = f"{V1}/referrals/{referral}"

    # The enterprise reads initials, and no contact, until it wants to see her.
    seen = api.hr.get(here)
    assert ok(seen)["person"]["masked"] is True
    assert not [secret for secret in (NAME, PHONE, CITIZEN_ID) if secret in seen.text]
    refused(api.hr.post(f"{here}/contact"), 409, "contact_not_open")
    ok(api.hr.post(f"{here}/interview", json={"reason": "Hẹn thứ Hai"}))
    contact = ok(api.hr.post(f"{here}/contact"))
    assert (contact["full_name"], contact["phone"]) == (NAME, PHONE)

    # It does not take her, and knows her no more.
    ok(api.hr.post(f"{here}/decline", json={"reason": "Chọn người gần hơn"}))
    refused(api.hr.post(f"{here}/contact"), 409, "contact_not_open")
    counted = figures(api)
    assert counted[READINGS.index("introduced")] == 1

    # Fifteen days later what the enterprise was told is deleted; the score's points stay, their facts do not.
    with db.transaction() as session:
        assert retention.purge_disclosures(session, clock.today() + timedelta(days=15), clock.now(), 15) == 1
    kept = ok(api.staff.get(here))
    assert all(part["facts"] == {} for part in kept["parts"])
    with db.reading() as session:
        row = session.get_one(Referral, UUID(referral))
        assert row.facts is None and row.purged_at is not None
        reasons = session.scalars(select(StatusEvent.reason).where(StatusEvent.referral_id == row.id)).all()
    assert set(reasons) == {None}

    # She takes her consent back: out of the pool at once, and the clock of the law runs.
    assert ranked(api, elsewhere) == [person]
    [consent] = ok(api.staff.get(f"{V1}/jobseekers/{person}/consents?purpose=matching"))["items"]
    withdrawn = {"withdrawn_on": today, "how": "written"}
    ok(api.staff.post(f"{V1}/jobseekers/{person}/consents/{consent['id']}/withdraw", json=withdrawn))
    assert ranked(api, elsewhere) == []
    [request] = ok(api.staff.get(f"{V1}/data-requests?jobseeker_id={person}"))["items"]
    assert (request["kind"], request["status"]) == ("withdraw", "received")
    ok(api.staff.post(f"{V1}/data-requests/{request['id']}/acknowledge"))
    assert ok(api.staff.post(f"{V1}/data-requests/{request['id']}/complete"))["status"] == "done"

    # She asks what is held on her, reads it, and asks that it be deleted.
    wanted = {"kind": "see", "received_on": today}
    see = ok(api.staff.post(f"{V1}/jobseekers/{person}/data-requests", json=wanted), 201)
    refused(api.staff.post(f"{V1}/data-requests/{see['id']}/complete"), 409, "export_missing")
    held = api.staff.post(f"{V1}/jobseekers/{person}/export", json={"reason": "data_request"})
    assert NAME in ok(held).__repr__() and PHONE in held.text
    ok(api.staff.post(f"{V1}/data-requests/{see['id']}/complete"))
    delete = ok(api.staff.post(f"{V1}/jobseekers/{person}/data-requests", json=wanted | {"kind": "delete"}), 201)
    assert ok(api.staff.post(f"{V1}/data-requests/{delete['id']}/complete"))["status"] == "done"

    # She is nobody now: not found, not listed, and every figure is what it was.
    refused(api.staff.get(f"{V1}/jobseekers/{person}"), 404, "jobseeker_not_found")
    assert ok(api.staff.post(f"{V1}/jobseekers/search", json={"citizen_id": CITIZEN_ID}))["items"] == []
    assert ok(api.staff.get(here))["person"] is None
    with db.reading() as session:
        assert session.get(JobseekerIdentity, UUID(person)) is None
        assert session.get_one(Jobseeker, UUID(person)).anonymised_at is not None
    assert figures(api) == counted
    # Sending the registration again neither tells who she was nor registers her anew.
    again = registered(api, today)
    refused(again, 409, "answer_taken_back")
    assert NAME not in again.text

    # The daily jobs find nothing left to do, and the log tells the whole story in one unbroken chain.
    Runner(SETTINGS).drain()
    assert figures(api) == counted
    told = [
        entry["action"] for entry in ok(api.admin.get(f"{V1}/audit-entries?subject_id={person}&limit=200"))["items"]
    ]
    assert {"create_jobseeker", "export_jobseeker"} <= set(told)
    with db.reading() as session:
        assert audit.verify(session, SETTINGS.audit_key).fault is None
