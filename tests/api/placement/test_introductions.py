"""Introducing, hiring, ending, cancelling: what each does to the person, the vacancy and the other introductions."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app.core import clock
from app.infra import db
from app.models import Jobseeker
from app.vocabulary import (
    Availability,
    Certificate,
    EnterpriseStage,
    QualificationLevel,
    ShiftPattern,
    VacancyStatus,
)
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, hired, introduced, nothing_written, ok, refused


def person_of(api: Callers, jobseeker_id: Any) -> dict[str, Any]:
    found: dict[str, Any] = ok(api.staff.get(f"{V1}/jobseekers/{jobseeker_id}"))
    return found


def left(api: Callers, vacancy_id: Any) -> int:
    count: int = ok(api.staff.get(f"{V1}/vacancies/{vacancy_id}"))["openings_left"]
    return count


def ranked(api: Callers, vacancy_id: Any) -> set[str]:
    return {row["jobseeker_id"] for row in ok(api.staff.get(f"{V1}/vacancies/{vacancy_id}/candidates"))["items"]}


TODAY = clock.today()


@pytest.mark.parametrize(
    ("person", "vacancy", "why"),
    [
        ({"matching_consent": False}, {}, "chưa đồng ý"),
        ({"availability": Availability.PAUSED}, {}, "chưa sẵn sàng"),
        ({"identity": {"birth_date": TODAY.replace(year=TODAY.year - 14, day=1)}}, {"minors_allowed": True}, "15 tuổi"),
        ({"identity": {"birth_date": TODAY.replace(year=TODAY.year - 17, day=1)}}, {}, "18 tuổi"),
        ({}, {"certificates": (Certificate.FORKLIFT,)}, "chứng chỉ"),
    ],
)
def test_law_and_fact_stop_an_introduction(
    api: Callers, person: dict[str, Any], vacancy: dict[str, Any], why: str
) -> None:
    body = {
        "vacancy_id": str(factories.vacancy(**vacancy).id),
        "jobseeker_id": str(factories.jobseeker(**person).id),
    }
    with nothing_written():
        problem = refused(api.staff.post(f"{V1}/referrals", json=body), 409, "gate_closed")
    assert problem["detail"].startswith("Chưa thể giới thiệu: ")
    assert why in problem["detail"]
    assert "Nguyễn" not in problem["detail"]


def test_every_closed_gate_is_named(api: Callers) -> None:
    person = factories.jobseeker(matching_consent=False, availability=Availability.PAUSED)
    body = {"vacancy_id": str(factories.vacancy().id), "jobseeker_id": str(person.id)}
    english = {"Accept-Language": "en"}
    problem = refused(api.staff.post(f"{V1}/referrals", json=body, headers=english), 409, "gate_closed")
    assert "has not agreed" in problem["detail"]
    assert "not available" in problem["detail"]


@pytest.mark.parametrize(
    ("person", "vacancy", "gate"),
    [
        ({"commune_code": factories.FAR_COMMUNE, "max_travel_km": 10}, {}, "distance"),
        ({"refuses_night": True}, {"shift_pattern": ShiftPattern.NIGHT}, "shift"),
        (
            {"trades": ({"skill_rank": 0},)},
            {"level_is_hard": True, "required_level": QualificationLevel.COLLEGE, "required_rank": 4},
            "level",
        ),
    ],
)
def test_a_wish_that_does_not_fit_is_kept_and_stops_nobody(
    api: Callers, person: dict[str, Any], vacancy: dict[str, Any], gate: str
) -> None:
    offered = factories.vacancy(**vacancy)
    jobseeker = factories.jobseeker(**person)
    assert str(jobseeker.id) not in ranked(api, offered.id)
    referral_id = introduced(api, offered.id, jobseeker.id)
    assert ok(api.staff.get(f"{V1}/referrals/{referral_id}"))["gates_failed"] == [gate]


def test_nobody_is_introduced_twice_at_once(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    referral_id = introduced(api, vacancy.id, person.id)
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": str(person.id)}
    with nothing_written():
        refused(api.staff.post(f"{V1}/referrals", json=body), 409, "already_introduced", pointer="/jobseeker_id")
    ok(api.staff.post(f"{V1}/referrals/{referral_id}/interview", json={}))
    refused(api.staff.post(f"{V1}/referrals", json=body), 409, "already_introduced")
    ok(api.staff.post(f"{V1}/referrals/{referral_id}/decline", json={}))
    ok(api.staff.post(f"{V1}/referrals", json=body), 201)


def test_a_referral_remembers_its_score(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    referral_id = introduced(api, vacancy.id, person.id)
    before = ok(api.staff.get(f"{V1}/referrals/{referral_id}"))
    ok(api.staff.patch(f"{V1}/jobseekers/{person.id}", json={"commune_code": factories.FAR_COMMUNE}))
    after = ok(api.staff.get(f"{V1}/referrals/{referral_id}"))
    assert after == before
    assert sum(part["points"] for part in after["parts"]) == pytest.approx(after["score"])


def test_a_full_vacancy_takes_no_introduction_and_no_hire(api: Callers) -> None:
    vacancy = factories.vacancy(openings=1)
    waiting = introduced(api, vacancy.id, factories.jobseeker().id)
    hired(api, vacancy.id, factories.jobseeker().id)
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": str(factories.jobseeker().id)}
    with nothing_written():
        refused(api.staff.post(f"{V1}/referrals", json=body), 409, "no_opening_left")
        hire = {"referral_id": waiting, "hired_on": clock.today().isoformat()}
        refused(api.staff.post(f"{V1}/placements", json=hire), 409, "no_opening_left")
    assert ok(api.staff.get(f"{V1}/referrals/{waiting}"))["status"] == "introduced"


def test_a_closed_vacancy_takes_no_hire(api: Callers) -> None:
    vacancy = factories.vacancy()
    referral_id = introduced(api, vacancy.id, factories.jobseeker().id)
    ok(api.staff.post(f"{V1}/vacancies/{vacancy.id}/close", json={}))
    with nothing_written():
        hire = {"referral_id": referral_id, "hired_on": clock.today().isoformat()}
        refused(api.staff.post(f"{V1}/placements", json=hire), 409, "vacancy_not_open")


def test_hiring_ends_the_persons_other_introductions(api: Callers) -> None:
    person = factories.jobseeker()
    chosen, other, third = (factories.vacancy() for _ in range(3))
    waiting = [introduced(api, vacancy.id, person.id) for vacancy in (other, third)]
    ok(api.staff.post(f"{V1}/referrals/{waiting[1]}/interview", json={}))
    stranger = introduced(api, other.id, factories.jobseeker().id)
    hired(api, chosen.id, person.id)
    for referral_id in waiting:
        found = ok(api.staff.get(f"{V1}/referrals/{referral_id}"))
        assert (found["status"], found["events"][-1]["reason"]) == ("withdrawn", "Đã nhận việc khác")
        assert found["events"][-1]["reason_code"] == "found_other_work"
    assert ok(api.staff.get(f"{V1}/referrals/{stranger}"))["status"] == "introduced"
    found = person_of(api, person.id)
    assert found["availability"] == "placed"
    assert [(row["status"], row["source"]) for row in found["history"]] == [("working", "placement")]
    assert str(person.id) not in ranked(api, other.id)


def test_who_has_a_job_is_not_hired_again(api: Callers) -> None:
    person = factories.jobseeker()
    hired(api, factories.vacancy().id, person.id)
    vacancy = factories.vacancy()
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": str(person.id)}
    with nothing_written():
        hire = body | {"hired_on": clock.today().isoformat()}
        refused(api.staff.post(f"{V1}/placements", json=hire), 409, "already_placed")
        refused(api.staff.post(f"{V1}/referrals", json=body), 409, "gate_closed")
    assert left(api, vacancy.id) == 5


def test_a_cancelled_hire_frees_the_opening_and_the_person(api: Callers) -> None:
    vacancy, person = factories.vacancy(openings=1), factories.jobseeker()
    placement_id = hired(api, vacancy.id, person.id)
    assert left(api, vacancy.id) == 0
    ok(api.staff.post(f"{V1}/placements/{placement_id}/cancel", json={"reason": "Không đến nhận việc"}))
    assert left(api, vacancy.id) == 1
    assert person_of(api, person.id)["availability"] == "available"
    history = person_of(api, person.id)["history"]
    assert "working" not in {entry["status"] for entry in history}
    # The introduction stands again, so the hire can be recorded anew, with the day that is true.
    (referral,) = ok(api.staff.get(f"{V1}/referrals?jobseeker_id={person.id}&status=introduced"))["items"]
    body = {"referral_id": referral["id"], "hired_on": clock.today().isoformat()}
    ok(api.staff.post(f"{V1}/placements", json=body), 201)
    assert left(api, vacancy.id) == 0


@pytest.mark.parametrize("taken_back", [{"matching_consent": False}, {"restricted": True}])
def test_a_cancelled_hire_brings_back_no_introduction_of_who_wants_none(
    api: Callers, taken_back: dict[str, bool]
) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    placement_id = hired(api, vacancy.id, person.id)
    with db.transaction() as session:
        gone = {"consent_on": None} if "matching_consent" in taken_back else {}
        session.execute(update(Jobseeker).where(Jobseeker.id == person.id).values(**taken_back, **gone))
    ok(api.staff.post(f"{V1}/placements/{placement_id}/cancel", json={"reason": "Không đến nhận việc"}))
    (referral,) = ok(api.staff.get(f"{V1}/referrals?jobseeker_id={person.id}"))["items"]
    assert referral["status"] == "withdrawn"


def test_a_direct_hire_of_somebody_introduced_there_is_an_introduced_hire(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    introduced(api, vacancy.id, person.id)
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": str(person.id), "hired_on": clock.today().isoformat()}
    assert ok(api.staff.post(f"{V1}/placements", json=body), 201)["introduced_by_id"] is not None


def test_a_direct_hire_needs_the_certificate_too(api: Callers) -> None:
    vacancy, person = factories.vacancy(certificates=(Certificate.FORKLIFT,)), factories.jobseeker()
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": str(person.id), "hired_on": clock.today().isoformat()}
    with nothing_written():
        refused(
            api.staff.post(f"{V1}/placements", json=body),
            422,
            "invalid_content",
            pointer="/hired_on",
            field="certificate_missing",
        )


def test_a_closed_enterprise_neither_reopens_vacancies_nor_hires(api: Callers) -> None:
    firm = factories.enterprise(stage=EnterpriseStage.CLOSED, operating_until=clock.today())
    shut = factories.vacancy(firm.id, status=VacancyStatus.CLOSED)
    still_open = factories.vacancy(firm.id)
    person = str(factories.jobseeker().id)
    with nothing_written():
        refused(api.staff.post(f"{V1}/vacancies/{shut.id}/reopen", json={}), 409, "enterprise_not_operating")
        pair = {"vacancy_id": str(still_open.id), "jobseeker_id": person}
        refused(api.staff.post(f"{V1}/referrals", json=pair), 409, "enterprise_not_operating")
        hire = pair | {"hired_on": clock.today().isoformat()}
        refused(api.staff.post(f"{V1}/placements", json=hire), 409, "enterprise_not_operating")


def test_a_job_that_ends_frees_the_person_and_not_the_opening(api: Callers) -> None:
    vacancy, person = factories.vacancy(openings=2), factories.jobseeker()
    placement_id = hired(api, vacancy.id, person.id)
    ended = ok(api.staff.post(f"{V1}/placements/{placement_id}/end", json={"ended_on": clock.today().isoformat()}))
    assert (ended["status"], ended["ended_on"]) == ("ended", clock.today().isoformat())
    assert left(api, vacancy.id) == 1
    found = person_of(api, person.id)
    assert found["availability"] == "available"
    assert [row["status"] for row in found["history"]] == ["working", "out_of_work"]
    assert str(person.id) in ranked(api, vacancy.id)


def test_a_used_referral_is_not_used_again(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    placement_id = hired(api, vacancy.id, person.id)
    referral_id = ok(api.staff.get(f"{V1}/placements/{placement_id}"))["referral_id"]
    ok(api.staff.post(f"{V1}/placements/{placement_id}/end", json={"ended_on": clock.today().isoformat()}))
    with nothing_written():
        hire = {"referral_id": referral_id, "hired_on": clock.today().isoformat()}
        refused(api.staff.post(f"{V1}/placements", json=hire), 409, "transition_not_allowed")


def test_a_placement_remembers_the_zone_and_request_of_its_day(api: Callers) -> None:
    firm = factories.enterprise()
    request = factories.support_request(firm.id)
    vacancy = factories.vacancy(firm.id, support_request_id=request.id)
    placement_id = hired(api, vacancy.id, factories.jobseeker().id)
    moved = {
        "name": firm.name,
        "kind": "fdi",
        "stage": "operating",
        "tax_code": firm.tax_code,
        "zone_code": factories.KKTCK,
        "commune_code": "30769",
    }
    ok(api.staff.put(f"{V1}/enterprises/{firm.id}", json=moved))
    placement = ok(api.staff.get(f"{V1}/placements/{placement_id}"))
    assert (placement["zone_code"], placement["support_request_id"]) == (factories.KCN, str(request.id))


def test_a_direct_hire_has_no_introducer(api: Callers) -> None:
    body = {
        "vacancy_id": str(factories.vacancy().id),
        "jobseeker_id": str(factories.jobseeker().id),
        "hired_on": (clock.today() - timedelta(days=3)).isoformat(),
        "starts_on": (clock.today() + timedelta(days=7)).isoformat(),
    }
    placement = ok(api.staff.post(f"{V1}/placements", json=body), 201)
    assert (placement["referral_id"], placement["introduced_by_id"]) == (None, None)
    assert (placement["status"], placement["starts_on"]) == ("reported", body["starts_on"])
