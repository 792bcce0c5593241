"""What is not kept longer than needed; each job may run twice, and the figures of the plans never move."""

from datetime import date, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, func, insert, select, update

from app.cli import OPERATOR
from app.config import Settings
from app.core import clock
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.reporting_days import months_after
from app.infra import db
from app.models import (
    Base,
    Consent,
    EmploymentStatusEntry,
    Jobseeker,
    JobseekerCertificate,
    JobseekerIdentity,
    JobseekerPriorityGroup,
    JobseekerTrade,
    LoginAttempt,
    Placement,
    Referral,
    SignInSession,
    StatusEvent,
)
from app.services.people import consents
from app.services.placement import rescoring
from app.services.plans import progress
from app.services.privacy import anonymisation, retention
from app.services.ranking.rulebook import read_rulebook
from app.vocabulary import (
    Certificate,
    ConsentEnd,
    ConsentHow,
    ConsentPurpose,
    LoginOutcome,
    PriorityGroup,
    ReferralStatus,
    Role,
)
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, hired, introduced, ok, refused
from tests.support.waiting import until_somebody_waits

TODAY, NOW = clock.today(), clock.now()
PLAN = "ag-bqlkkt-2026"
SECRET = "Nhà ở gần chùa, chồng đi làm xa"


def consent(person: Jobseeker, purpose: ConsentPurpose, expires_on: date | None, **changes: Any) -> UUID:
    with db.transaction() as session:
        row = Consent(
            **{
                "jobseeker_id": person.id,
                "purpose": purpose,
                "text_version": "2026-11",
                "given_on": months_after(expires_on or TODAY, -12),
                "how": ConsentHow.WRITTEN,
                "evidence": "phiếu số 9",
                "expires_on": expires_on,
                "recorded_at": factories.now(),
            }
            | changes
        )
        session.add(row)
        session.flush()
        return row.id


def until(person: Jobseeker, day: date) -> None:
    """The person's consent for matching ends on a day."""
    with db.transaction() as session:
        session.execute(update(Consent).where(Consent.jobseeker_id == person.id).values(expires_on=day))


def put_back(person: Jobseeker, **days: date | None) -> None:
    with db.transaction() as session:
        session.execute(update(Jobseeker).where(Jobseeker.id == person.id).values(**days))


def stored(model: type[Base], key: Any) -> Any:
    with db.reading() as session:
        return session.get_one(model, key)


def count(model: type[Base], *where: Any) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def run(job: Any, *more: Any) -> int:
    with db.transaction() as session:
        changed: int = job(session, *more)
        return changed


def figures() -> list[tuple[str, str, int | None]]:
    with db.reading() as session:
        found = progress.plan_progress(session, PLAN, TODAY)
    return [(one.target.indicator.value, figure.reading.value, figure.value) for one in found for figure in one.figures]


def test_a_consent_ends_after_its_last_day_and_the_person_leaves_the_pool(api: Callers) -> None:
    last_day, over = factories.jobseeker(), factories.jobseeker()
    vacancy, other = factories.vacancy(), factories.vacancy()
    referral = introduced(api, vacancy.id, over.id)
    until(last_day, TODAY)
    until(over, TODAY - timedelta(days=1))
    assert run(retention.expire_consents, TODAY, NOW) == 1
    assert stored(Jobseeker, over.id).matching_consent is False
    assert stored(Referral, UUID(referral)).status is ReferralStatus.WITHDRAWN
    with db.reading() as session:
        ended = session.scalars(select(Consent).where(Consent.jobseeker_id == over.id)).one()
    assert (ended.end_reason, ended.ended_on) == (ConsentEnd.EXPIRED, TODAY - timedelta(days=1))
    ranked = ok(api.staff.get(f"{V1}/vacancies/{other.id}/candidates"))["items"]
    assert {row["jobseeker_id"] for row in ranked} == {str(last_day.id)}
    assert run(retention.expire_consents, TODAY, NOW) == 0
    assert count(StatusEvent, StatusEvent.referral_id == UUID(referral)) == 2


def test_groups_go_with_the_consent_to_them(api: Callers) -> None:
    person = factories.jobseeker(priority_groups=(PriorityGroup.DISABLED,))
    consent(person, ConsentPurpose.SENSITIVE, TODAY - timedelta(days=1))
    assert run(retention.expire_consents, TODAY, NOW) == 1
    assert count(JobseekerPriorityGroup, JobseekerPriorityGroup.jobseeker_id == person.id) == 0
    assert stored(Jobseeker, person.id).matching_consent is True


def test_consents_end_in_batches(database: None) -> None:
    people = [factories.jobseeker() for _ in range(5)]
    for person in people:
        until(person, TODAY - timedelta(days=2))
    assert [run(retention.expire_consents, TODAY, NOW, 2) for _ in range(4)] == [2, 2, 1, 0]


def ended(api: Callers, step: str, days_ago: int) -> tuple[Any, Any, str]:
    """An introduction that came to nothing some days ago: person, vacancy, referral."""
    vacancy, person = factories.vacancy(), factories.jobseeker()
    body = {
        "vacancy_id": str(vacancy.id),
        "jobseeker_id": str(person.id),
        "disclosure": {"given_on": TODAY.isoformat(), "how": "recorded"},
    }
    referral = ok(api.staff.post(f"{V1}/referrals", json=body), 201)["id"]
    ok(api.staff.post(f"{V1}/referrals/{referral}/{step}", json={"reason": SECRET}))
    with db.transaction() as session:
        at = NOW - timedelta(days=days_ago)
        session.execute(update(StatusEvent).where(StatusEvent.referral_id == UUID(referral)).values(at=at))
    return person, vacancy, referral


@pytest.mark.parametrize("step", ["decline", "withdraw"])
def test_what_was_disclosed_is_deleted_when_nobody_is_hired(api: Callers, step: str) -> None:
    _, vacancy, referral = ended(api, step, 15)
    before = ok(api.staff.get(f"{V1}/referrals/{referral}"))
    assert run(retention.purge_disclosures, TODAY, NOW, 15) == 1
    row = stored(Referral, UUID(referral))
    assert row.facts is None and row.purged_at is not None
    assert count(StatusEvent, StatusEvent.referral_id == row.id, StatusEvent.reason.is_not(None)) == 0
    after = ok(api.staff.get(f"{V1}/referrals/{referral}"))
    points = [(part["criterion"], part["points"], part["maximum"]) for part in before["parts"]]
    assert points == [(part["criterion"], part["points"], part["maximum"]) for part in after["parts"]]
    assert after["score"] == before["score"]
    assert {(part["reason"], str(part["facts"])) for part in after["parts"]} == {
        ("Dữ kiện của phần điểm này đã được xóa theo quy định bảo vệ dữ liệu cá nhân.", "{}")
    }
    with db.reading() as session:
        given = session.scalars(select(Consent).where(Consent.enterprise_id == vacancy.enterprise_id)).one()
    assert given.end_reason is ConsentEnd.NOT_HIRED
    with db.reading() as session, pytest.raises(Conflict, match="referral_purged"):
        rescoring.rescore(session, OPERATOR, UUID(referral), read_rulebook(None, None))
    assert run(retention.purge_disclosures, TODAY, NOW, 15) == 0


def test_no_installation_keeps_it_longer_than_people_were_told() -> None:
    [told] = [one.text for one in consents.texts() if one.purpose is ConsentPurpose.DISCLOSURE and one.current]
    assert "trong 15 ngày" in told
    assert Settings(disclosure_days=15).disclosure_days == 15
    with pytest.raises(ValidationError):
        Settings(disclosure_days=16)


def test_nothing_is_deleted_too_soon_or_while_it_is_needed(api: Callers) -> None:
    _, _, recent = ended(api, "decline", 14)
    person, vacancy, old = ended(api, "decline", 40)
    introduced(api, vacancy.id, person.id)
    assert run(retention.purge_disclosures, TODAY, NOW, 15) == 1
    assert stored(Referral, UUID(recent)).facts is not None
    assert stored(Referral, UUID(old)).facts is None
    still = (Consent.jobseeker_id == person.id, Consent.enterprise_id == vacancy.enterprise_id)
    assert count(Consent, *still, Consent.ended_at.is_(None)) == 1, "the enterprise is in touch with the person again"


def test_idle_profiles_get_notice_and_whoever_answers_stays(api: Callers) -> None:
    idle, fresh, at_work = (factories.jobseeker() for _ in range(3))
    hired(api, factories.vacancy().id, at_work.id)
    long_ago = months_after(TODAY, -24) - timedelta(days=1)
    for person in (idle, at_work):
        put_back(person, last_heard_on=long_ago)
    put_back(fresh, last_heard_on=months_after(TODAY, -24))
    assert run(retention.notify_idle, TODAY) == 1
    assert run(retention.notify_idle, TODAY) == 0
    [noticed] = ok(api.staff.get(f"{V1}/jobseekers?idle=true"))["items"]
    assert (noticed["id"], noticed["idle_notice_on"]) == (str(idle.id), TODAY.isoformat())
    later = TODAY + timedelta(days=31)
    ok(api.staff.patch(f"{V1}/jobseekers/{idle.id}", json={"pay_wish": 9_000_000}))
    assert ok(api.staff.get(f"{V1}/jobseekers?idle=true"))["items"] == []
    assert run(retention.anonymise_idle, later, NOW) == 0


def test_who_does_not_answer_within_thirty_days_is_anonymised(api: Callers) -> None:
    person = factories.jobseeker()
    put_back(person, last_heard_on=months_after(TODAY, -25), idle_notice_on=TODAY - timedelta(days=29))
    assert run(retention.anonymise_idle, TODAY, NOW) == 0
    assert run(retention.anonymise_idle, TODAY + timedelta(days=1), NOW) == 1
    assert run(retention.anonymise_idle, TODAY + timedelta(days=1), NOW) == 0
    refused(api.staff.get(f"{V1}/jobseekers/{person.id}"), 404, "jobseeker_not_found")


def test_who_is_introduced_in_the_last_moment_stays(live_api: Callers, live: Engine) -> None:
    """The job has found the person idle and waits for the row, which the introduction holds (PostgreSQL)."""
    person, vacancy = factories.jobseeker(), factories.vacancy()
    introduction = stored(Referral, UUID(introduced(live_api, vacancy.id, factories.jobseeker().id)))
    put_back(person, last_heard_on=months_after(TODAY, -25), idle_notice_on=TODAY - timedelta(days=30))
    changed: list[int] = []
    job = Thread(target=lambda: changed.append(run(retention.anonymise_idle, TODAY, NOW)))
    with db.transaction() as session:
        session.get_one(Jobseeker, person.id, with_for_update=True)
        job.start()
        if live.dialect.name == "postgresql":
            until_somebody_waits(live)
        moved = update(Referral).where(Referral.id == introduction.id).values(jobseeker_id=person.id)
        session.execute(moved)
    job.join()
    assert changed == [0]
    assert stored(Jobseeker, person.id).anonymised_at is None


def told_a_lot(api: Callers) -> tuple[Jobseeker, str]:
    """Somebody who was hired at a request, left, was introduced again, and told much; the first placement."""
    firm = factories.enterprise()
    request = factories.support_request(firm.id)
    vacancy = factories.vacancy(firm.id, support_request_id=request.id)
    person = factories.jobseeker(
        certificates=(Certificate.FORKLIFT,),
        priority_groups=(PriorityGroup.DISABLED,),
        pay_wish=9_000_000,
        refuses_night=True,
        max_travel_km=20,
    )
    status = {"status": "seeking", "from_on": TODAY.isoformat(), "availability": "available"}
    ok(api.staff.post(f"{V1}/jobseekers/{person.id}/employment-statuses", json=status), 201)
    placement = hired(api, vacancy.id, person.id)
    left = {"ended_on": TODAY.isoformat(), "reason": SECRET}
    ok(api.staff.post(f"{V1}/placements/{placement}/end", json=left))
    introduced(api, factories.vacancy().id, person.id)
    return person, placement


def test_anonymous_means_nothing_is_left_but_what_is_counted(api: Callers) -> None:
    person, placement = told_a_lot(api)
    before = figures()
    kept = stored(Placement, UUID(placement))
    for expected in (True, False):
        with db.transaction() as session:
            row = session.get_one(Jobseeker, person.id)
            assert anonymisation.anonymise(session, row, None, TODAY, NOW) is expected
    assert figures() == before
    assert any(value for _, reading, value in before if reading == "counted")
    for model in (JobseekerIdentity, JobseekerTrade, JobseekerCertificate, JobseekerPriorityGroup):
        assert count(model, model.jobseeker_id == person.id) == 0, model.__name__
    said = count(EmploymentStatusEntry, EmploymentStatusEntry.jobseeker_id == person.id)
    assert said == 2, "the lines of the placement, and no other"
    assert count(StatusEvent, StatusEvent.reason == SECRET) == 0
    assert count(StatusEvent, StatusEvent.reason_code.is_not(None), StatusEvent.jobseeker_id.is_not(None)) == 0
    assert count(Consent, Consent.jobseeker_id == person.id, Consent.evidence.is_not(None)) == 0
    assert count(Consent, Consent.jobseeker_id == person.id, Consent.ended_at.is_(None)) == 0
    row = stored(Jobseeker, person.id)
    assert (row.pay_wish, row.refuses_night, row.max_travel_km, row.matching_consent) == (None, False, None, False)
    still = stored(Placement, UUID(placement))
    for name in ("enterprise_id", "zone_code", "hired_on", "starts_on", "ended_on", "support_request_id"):
        assert getattr(still, name) == getattr(kept, name)


def test_the_anonymous_appear_nowhere(api: Callers) -> None:
    vacancy = factories.vacancy()
    person, _ = told_a_lot(api)
    name = "Nguyễn Thị Mẫu"
    with db.transaction() as session:
        anonymisation.anonymise(session, session.get_one(Jobseeker, person.id), None, TODAY, NOW)
    assert ok(api.staff.get(f"{V1}/jobseekers"))["items"] == []
    assert ok(api.staff.post(f"{V1}/jobseekers/search", json={"name": name}))["items"] == []
    assert ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))["items"] == []
    assert ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))["pool_size"] == 0
    refused(api.staff.get(f"{V1}/jobseekers/{person.id}/vacancies"), 404, "jobseeker_not_found")
    for referral in ok(api.staff.get(f"{V1}/referrals"))["items"]:
        assert referral["person"] is None
        ok(api.staff.get(f"{V1}/referrals/{referral['id']}"))
    assert ok(api.hr.get(f"{V1}/referrals"))["items"] == []


def test_old_attempts_and_sessions_are_forgotten(database: None, template: Any) -> None:
    account = template.accounts[Role.STAFF]
    old, young = NOW - timedelta(days=91), NOW - timedelta(days=89)

    def attempt(at: datetime) -> dict[str, Any]:
        keys = {"account_key": "a" * 64, "address_key": "b" * 64}
        return {"id": new_id(), "at": at, "outcome": LoginOutcome.FAILED} | keys

    with db.transaction() as session:
        session.execute(insert(LoginAttempt), [attempt(at) for at in (old, old, old, young)])
        session.execute(update(SignInSession).values(expires_at=old))
    factories.session_of(account)
    assert [run(retention.forget_old_attempts, NOW, 2) for _ in range(3)] == [2, 1, 0]
    assert count(LoginAttempt) == 1
    run(retention.forget_old_sessions, NOW)
    assert count(SignInSession) == 1
    assert run(retention.forget_old_sessions, NOW) == 0
