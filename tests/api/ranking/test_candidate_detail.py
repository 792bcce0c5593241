"""One person against one vacancy: every gate, the place, what is short, and what a step would unlock."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.core import clock
from app.vocabulary import Availability, Certificate, Gate, PriorityGroup, QualificationLevel, Role, ShiftPattern
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, introduced, ok, refused

ENGLISH = {"Accept-Language": "en"}


def detail(api: Callers, vacancy: Any, person: Any, **query: Any) -> Any:
    return ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates/{person.id}", params=query))


def gates(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["gate"]: row for row in found["gates"]}


def closed(found: dict[str, Any]) -> list[str]:
    return [row["gate"] for row in found["gates"] if not row["passed"]]


def test_who_is_in_the_list_stands_there_as_the_detail_says(api: Callers) -> None:
    vacancy = factories.vacancy(required_rank=1, pay_from=7_000_000)
    for months, wish in ((24, None), (12, 8_000_000), (3, 6_000_000), (24, None), (None, None)):
        factories.jobseeker(trades=({"experience_months": months},), pay_wish=wish)
    factories.jobseeker(priority_groups=(PriorityGroup.RETURNEE,))
    rows = ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))["items"]
    assert len(rows) == 6
    for place, row in enumerate(rows, start=1):
        found = ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates/{row['jobseeker_id']}"))
        assert {name: found[name] for name in row} == row
        assert (found["passed"], found["introduced"], found["position"]) == (True, False, place)
        assert [gate["gate"] for gate in found["gates"]] == [gate.value for gate in Gate]
        assert closed(found) == []
        assert {gate["reason"] for gate in found["gates"]} == {None}
        assert found["first_page"]["text"] == f"Đứng thứ {place}, đã trong 20 người đầu."
        assert (found["first_page"]["people"], found["first_page"]["points_short"]) == (6, 0)
        assert found["first_page"]["last_score"] == rows[-1]["score"]
        assert found["rules_version"]


def test_every_gate_says_why_it_is_closed(api: Callers) -> None:
    """All that a person's own wishes, papers and age can close, at once; the birth date is told to nobody."""
    vacancy = factories.vacancy(
        certificates=(Certificate.FORKLIFT, Certificate.WELDING_3G),
        required_level=QualificationLevel.INTERMEDIATE,
        required_rank=3,
        level_is_hard=True,
        shift_pattern=ShiftPattern.TWELVE_HOUR,
    )
    born = clock.today() - timedelta(days=14 * 365)
    person = factories.jobseeker(
        commune_code=factories.FAR_COMMUNE,
        max_travel_km=20,
        refuses_night=True,
        refuses_evening=True,
        certificates=(Certificate.WELDING_1G,),
        availability=Availability.PAUSED,
        matching_consent=False,
        identity={"birth_date": born},
    )
    found = detail(api, vacancy, person)
    assert (found["passed"], found["position"]) == (False, None)
    assert closed(found) == [gate.value for gate in Gate]
    known = gates(found)
    assert known["level"]["facts"] == {"required": 3, "rank": 1}
    assert (
        known["level"]["reason"]
        == "Chưa đạt trình độ bắt buộc: cần trung cấp, người này khai học nghề tại chỗ hoặc chứng chỉ dưới 3 tháng."
    )
    assert known["certificate"]["facts"] == {"missing": ["forklift", "welding_3g"], "expired": []}
    assert known["certificate"]["reason"] == ("Thiếu chứng chỉ bắt buộc: Chứng chỉ vận hành xe nâng, Chứng chỉ hàn 3G.")
    assert known["shift"]["facts"] == {"refused": ["night"]}
    assert known["shift"]["reason"] == "Người lao động không nhận: ca đêm."
    far = known["distance"]["facts"]
    assert far["limit_km"] == 20
    assert far["km"] > 1_000
    assert known["distance"]["reason_en"] == (
        f"About {far['km']:,} km from the workplace; the person would travel 20 km."
    )
    assert known["consent"]["reason"].startswith("Người lao động chưa đồng ý")
    assert known["working_age"]["reason_en"] == "Not yet 15 years old at the start."
    assert all(known[name]["facts"] == {} for name in ("consent", "availability", "working_age", "minor"))
    assert born.isoformat() not in str(found)
    assert all(gate["reason"] and gate["reason_en"] and gate["reason"] != gate["reason_en"] for gate in found["gates"])


def test_a_certificate_that_runs_out_before_the_first_day_is_called_expired(api: Callers) -> None:
    vacancy = factories.vacancy(certificates=(Certificate.DRIVING_C,), starts_on=clock.today() + timedelta(days=30))
    person = factories.jobseeker()
    body = {"certificates": [{"certificate": "driving_ce", "expires_on": clock.today().isoformat()}]}
    ok(api.staff.patch(f"{V1}/jobseekers/{person.id}", json=body))
    gate = gates(detail(api, vacancy, person))["certificate"]
    assert (gate["passed"], gate["facts"]) == (False, {"missing": [], "expired": ["driving_c"]})
    assert gate["reason"] == "Hết hạn trước ngày bắt đầu làm việc: Giấy phép lái xe hạng C."


def test_answers_come_in_the_language_asked_for(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker(availability=Availability.PAUSED)
    found = ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates/{person.id}", headers=ENGLISH))
    gate = gates(found)["availability"]
    assert gate["reason"] == gate["reason_en"] == "The person is not available: has a job or is not looking."
    assert found["first_page"]["text"] == found["first_page"]["text_en"]
    assert found["first_page"]["text"] == "Enough points for the first 20, once every gate is passed."


def test_points_short_of_the_first_page(api: Callers) -> None:
    vacancy = factories.vacancy(experience=None, pay_from=7_000_000, pay_to=8_000_000)
    best = factories.jobseeker()
    second = factories.jobseeker()
    last = factories.jobseeker(pay_wish=8_000_000)
    for person, place in ((best, 1), (second, 2), (last, 3)):
        assert detail(api, vacancy, person)["position"] == place
    found = detail(api, vacancy, last, limit=2)["first_page"]
    assert (found["limit"], found["people"], found["points_short"]) == (2, 2, 1.6)
    assert found["text"] == "Thiếu 1,6 điểm để vào 2 người đầu."
    assert found["text_en"] == "1.6 points short of the first 2."
    tied = detail(api, vacancy, second, limit=1)["first_page"]
    assert (tied["points_short"], tied["text"]) == (
        0,
        "Bằng điểm người thứ 1 nhưng đứng sau theo thứ tự khi bằng điểm.",
    )
    away = factories.jobseeker(pay_wish=8_000_000, availability=Availability.PAUSED)
    found = detail(api, vacancy, away, limit=2)
    assert (found["position"], found["first_page"]["points_short"]) == (None, 1.6)


def test_an_empty_first_page_has_no_last_score(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker(matching_consent=False, consent_on=None)
    found = detail(api, vacancy, person)["first_page"]
    assert (found["people"], found["last_score"], found["points_short"]) == (0, None, 0)
    assert found["text"] == "Đủ điểm vào 20 người đầu nếu đạt các điều kiện bắt buộc."


def test_who_is_introduced_already_is_said_so_and_makes_room(api: Callers) -> None:
    vacancy, first, second = factories.vacancy(), factories.jobseeker(), factories.jobseeker()
    assert [detail(api, vacancy, one)["position"] for one in (first, second)] == [1, 2]
    introduced(api, vacancy.id, first.id)
    assert [detail(api, vacancy, one)["introduced"] for one in (first, second)] == [True, False]
    # As in the list, where the first does not stand any more.
    assert [detail(api, vacancy, one)["position"] for one in (first, second)] == [1, 1]


def test_a_change_is_in_the_next_answer(api: Callers) -> None:
    vacancy, person = factories.vacancy(pay_from=7_000_000), factories.jobseeker(pay_wish=6_000_000)
    before = detail(api, vacancy, person)
    ok(api.staff.patch(f"{V1}/jobseekers/{person.id}", json={"pay_wish": 30_000_000}))
    ok(api.staff.patch(f"{V1}/vacancies/{vacancy.id}", json={"pay_to": 8_000_000}))
    assert detail(api, vacancy, person)["score"] == before["score"] - 8


def test_unlocks_say_what_a_step_brings_here_and_nearby(api: Callers) -> None:
    here = factories.vacancy(
        occupation_code=factories.WELDING, certificates=(Certificate.WELDING_3G,), required_rank=3, pay_from=1
    )
    for _ in range(2):
        factories.vacancy(occupation_code=factories.WELDING, certificates=(Certificate.WELDING_3G,))
    far = factories.vacancy(occupation_code=factories.WELDING, commune_code=factories.FAR_COMMUNE)
    welder = factories.jobseeker(trades=({"occupation_code": factories.WELDING, "skill_rank": 1},), max_travel_km=30)
    found = detail(api, here, welder)
    first, second = found["unlocks"][:2]
    assert (first["kind"], first["certificate"], first["vacancies"], first["within_km"]) == (
        "certificate", "welding_3g", 3, 20,
    )  # fmt: skip
    assert (first["opens_here"], first["points_here"], first["points"]) == (True, 0, None)
    assert first["text"] == "Chứng chỉ hàn 3G: đạt điều kiện của việc này, thêm 3 việc trong 20 km."
    assert first["text_en"] == "Welding 3G: this vacancy opens, 3 more open within 20 km."
    assert (second["kind"], second["rank"], second["points_here"], second["opens_here"]) == ("level", 3, 16.0, False)
    assert second["text"] == "Đạt trình độ trung cấp: thêm 16 điểm."
    assert str(far.id) not in str(found)
    assert closed(found) == ["certificate"]


def test_a_vacancy_that_is_closed_can_still_be_looked_at(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    ok(api.staff.post(f"{V1}/vacancies/{vacancy.id}/close", json={"reason": "đủ người"}))
    assert detail(api, vacancy, person)["passed"]


@pytest.mark.parametrize("limit", ["0", "201", "10000", "x"])
def test_a_page_of_another_length_is_refused(api: Callers, limit: str) -> None:
    url = f"{V1}/vacancies/{factories.vacancy().id}/candidates/{factories.jobseeker().id}?limit={limit}"
    refused(api.staff.get(url), 422, "invalid_content", parameter="limit", field=_limit_code(limit))


def _limit_code(limit: str) -> str:
    return {"0": "greater_than_equal", "x": "int_parsing"}.get(limit, "less_than_equal")


def test_what_does_not_exist_is_404(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    refused(api.staff.get(f"{V1}/vacancies/{NOBODY}/candidates/{person.id}"), 404, "vacancy_not_found")
    refused(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates/{NOBODY}"), 404, "jobseeker_not_found")
    path = f"{V1}/vacancies/{vacancy.id}/candidates/7"
    refused(api.staff.get(path), 422, "invalid_content", parameter="jobseeker_id", field="uuid_parsing")


def test_only_staff_may_ask(api: Callers) -> None:
    own = factories.vacancy(factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR]))
    path = f"{V1}/vacancies/{own.id}/candidates/{factories.jobseeker().id}"
    refused(api.anonymous.get(path), 401, "not_authenticated")
    for client in (api.hr, api.leader, api.portal, api.admin):
        refused(client.get(path), 403, "permission_denied")


@pytest.mark.parametrize("people", [1, 30])
def test_places_are_counted_behind_many(api: Callers, people: int) -> None:
    """Also of those who came after the pool was read."""
    vacancy = factories.vacancy()
    first = factories.jobseeker()
    assert detail(api, vacancy, first)["position"] == 1
    late = [factories.jobseeker(last_heard_on=date(2020, 1, 1)) for _ in range(people)]
    assert detail(api, vacancy, late[-1])["position"] == people + 1
    assert UUID(detail(api, vacancy, late[-1])["jobseeker_id"]) == late[-1].id
