"""What narrows the two rankings, how they page to their ends, and which cursors they refuse."""

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.vocabulary import Certificate, PriorityGroup
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, every_page, introduced, ok, refused, staff_of
from tests.support.runtime import runtime_with

NEAR, NEXT = factories.COMMUNE, "30307"


def listed(client: TestClient, vacancy: Any, query: str = "") -> Any:
    return ok(client.get(f"{V1}/vacancies/{vacancy.id}/candidates?{query}"))


def ids(found: dict[str, Any], key: str = "jobseeker_id") -> list[str]:
    return [row[key] for row in found["items"]]


def other_rules(app: FastAPI) -> AbstractContextManager[None]:
    """Meanwhile the service scores by a new version of the rules."""
    return runtime_with(app, rules=replace(app.state.runtime.rules, version="2027-01-1"))


def test_communes_and_trade_narrow_the_list_and_its_figures(api: Callers) -> None:
    vacancy = factories.vacancy()
    near, also, welder = (
        factories.jobseeker(),
        factories.jobseeker(commune_code=NEXT),
        factories.jobseeker(trades=({"occupation_code": factories.WELDING, "title": "Thợ hàn"},)),
    )
    both = factories.jobseeker(trades=({}, {"occupation_code": factories.WELDING, "title": "Hàn"}))
    everybody = listed(api.staff, vacancy)
    assert (everybody["passed"], everybody["pool_size"]) == (4, 4)
    found = listed(api.staff, vacancy, f"commune_code={NEXT}")
    assert (ids(found), found["passed"], found["pool_size"]) == ([str(also.id)], 1, 1)
    found = listed(api.staff, vacancy, f"commune_code={NEXT}&commune_code={NEAR}")
    assert set(ids(found)) == {str(one.id) for one in (near, also, welder, both)}
    found = listed(api.staff, vacancy, f"occupation_code={factories.WELDING}")
    assert set(ids(found)) == {str(welder.id), str(both.id)}
    # The other trade, which would serve better, does not count here.
    assert {row["occupation_code"] for row in found["items"]} == {factories.WELDING}
    found = listed(api.staff, vacancy, f"occupation_code={factories.WELDING}&commune_code={NEXT}")
    assert (found["items"], found["passed"], found["pool_size"], found["next_cursor"]) == ([], 0, 0, None)


def test_priority_is_for_who_may_know(api: Callers) -> None:
    vacancy = factories.vacancy()
    poor = factories.jobseeker(priority_groups=(PriorityGroup.POOR_HOUSEHOLD,))
    back = factories.jobseeker(priority_groups=(PriorityGroup.RETURNEE, PriorityGroup.POOR_HOUSEHOLD))
    factories.jobseeker()
    found = listed(api.staff, vacancy, "priority=true")
    assert (set(ids(found)), found["pool_size"]) == ({str(poor.id), str(back.id)}, 2)
    found = listed(api.staff, vacancy, "priority_group=returnee")
    assert (ids(found), found["passed"], found["pool_size"]) == ([str(back.id)], 1, 1)
    assert listed(api.staff, vacancy, "priority_group=ex_prisoner")["items"] == []
    health = staff_of(api, "snv-ag")
    for query in ("priority=true", "priority_group=returnee"):
        answer = health.get(f"{V1}/vacancies/{vacancy.id}/candidates?{query}")
        refused(answer, 403, "priority_groups_closed")
    seen = {row["jobseeker_id"]: row["priority"] for row in listed(health, vacancy, "")["items"]}
    assert set(seen.values()) == {None}
    assert ok(health.get(f"{V1}/vacancies/{vacancy.id}/candidates/{poor.id}"))["priority"] is None


def test_who_is_introduced_is_left_out_until_asked_for(api: Callers) -> None:
    vacancy, first, second = factories.vacancy(), factories.jobseeker(), factories.jobseeker()
    referral = introduced(api, vacancy.id, first.id)
    assert ids(listed(api.staff, vacancy)) == [str(second.id)]
    found = listed(api.staff, vacancy, "not_yet_introduced=false")
    assert ids(found) == [str(first.id), str(second.id)]
    assert listed(api.staff, vacancy)["passed"] == found["passed"] == 2
    ok(api.staff.post(f"{V1}/referrals/{referral}/withdraw", json={"reason": "đổi ý"}))
    assert ids(listed(api.staff, vacancy)) == [str(first.id), str(second.id)]


@pytest.mark.parametrize("query", ["", f"commune_code={NEAR}", "priority=true", "occupation_code=8153"])
@pytest.mark.parametrize("limit", [1, 3])
def test_pages_join_to_one_big_page(api: Callers, query: str, limit: int) -> None:
    vacancy = factories.vacancy(required_rank=2)
    for number in range(8):
        factories.jobseeker(
            commune_code=NEXT if number % 4 == 3 else NEAR,
            trades=({"skill_rank": number % 3},),
            priority_groups=(PriorityGroup.RETURNEE,) if number % 2 else (),
        )
    whole = listed(api.staff, vacancy, f"{query}&limit=200" if query else "limit=200")
    assert whole["next_cursor"] is None
    assert len(whole["items"]) == whole["passed"] >= 4
    url = f"{V1}/vacancies/{vacancy.id}/candidates" + (f"?{query}" if query else "")
    assert every_page(api.staff, url, limit, "jobseeker_id") == ids(whole)


def test_who_comes_in_between_two_pages_moves_nobody(api: Callers) -> None:
    vacancy = factories.vacancy(required_rank=1)
    slow = [factories.jobseeker(trades=({"skill_rank": 0},)) for _ in range(4)]
    first = listed(api.staff, vacancy, "limit=2")
    better, worse = factories.jobseeker(), factories.jobseeker(trades=({"skill_rank": 0, "experience_months": None},))
    second = listed(api.staff, vacancy, f"limit=9&cursor={first['next_cursor']}")
    assert ids(first) + ids(second) == [str(one.id) for one in (*slow, worse)]
    assert ids(listed(api.staff, vacancy))[0] == str(better.id)


@pytest.mark.parametrize(
    ("limit", "code"), [(0, "greater_than_equal"), (201, "less_than_equal"), (10_000, "less_than_equal")]
)
def test_a_page_is_1_to_200_rows_long(api: Callers, limit: int, code: str) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    for path in (f"vacancies/{vacancy.id}/candidates", f"jobseekers/{person.id}/vacancies"):
        answer = api.staff.get(f"{V1}/{path}?limit={limit}")
        refused(answer, 422, "invalid_content", parameter="limit", field=code)
        assert api.staff.get(f"{V1}/{path}?limit=200").status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("commune_code=99999", "commune_code", "unknown_commune"),
        ("commune_code=3046", "commune_code", "string_pattern_mismatch"),
        ("commune_code=30463&commune_code=99999", "commune_code", "unknown_commune"),
        ("occupation_code=9999", "occupation_code", "unknown_occupation"),
        ("occupation_code=81", "occupation_code", "string_pattern_mismatch"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(api: Callers, query: str, parameter: str, code: str) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    for path in (f"vacancies/{vacancy.id}/candidates", f"jobseekers/{person.id}/vacancies"):
        refused(api.staff.get(f"{V1}/{path}?{query}"), 422, "invalid_content", parameter=parameter, field=code)


def test_groups_and_zones_that_do_not_exist_are_refused(api: Callers) -> None:
    answer = api.staff.get(f"{V1}/vacancies/{factories.vacancy().id}/candidates?priority_group=rich")
    refused(answer, 422, "invalid_content", parameter="priority_group", field="enum")
    answer = api.staff.get(f"{V1}/jobseekers/{factories.jobseeker().id}/vacancies?zone_code=kcn-khong-co")
    refused(answer, 422, "invalid_content", parameter="zone_code", field="unknown_zone")


def test_a_cursor_belongs_to_one_ranking_its_filters_and_its_rules(api: Callers, app: FastAPI) -> None:
    vacancies = [factories.vacancy(), factories.vacancy()]
    people = [factories.jobseeker(), factories.jobseeker()]
    for one, other in (
        (f"vacancies/{vacancies[0].id}/candidates", f"vacancies/{vacancies[1].id}/candidates"),
        (f"jobseekers/{people[0].id}/vacancies", f"jobseekers/{people[1].id}/vacancies"),
    ):
        cursor = ok(api.staff.get(f"{V1}/{one}?limit=1"))["next_cursor"]
        assert len(ok(api.staff.get(f"{V1}/{one}?limit=5&cursor={cursor}"))["items"]) == 1
        for path in (f"{other}?limit=1", f"{one}?commune_code={NEAR}", f"{one}?not_yet_introduced=false"):
            answer = api.staff.get(f"{V1}/{path}&cursor={cursor}")
            refused(answer, 422, "invalid_content", parameter="cursor", field="cursor_invalid")
        with other_rules(app):
            answer = api.staff.get(f"{V1}/{one}?cursor={cursor}")
            problem = refused(answer, 422, "invalid_content", parameter="cursor", field="cursor_outdated")
            assert problem["errors"][0]["detail"].startswith("Cách chấm điểm đã đổi")
            assert ok(api.staff.get(f"{V1}/{one}"))["rules_version"] == "2027-01-1"
        ok(api.staff.get(f"{V1}/{one}?cursor={cursor}"))


def test_relaxations_are_said_in_words(api: Callers) -> None:
    vacancy = factories.vacancy(certificates=(Certificate.FORKLIFT,))
    holder = (Certificate.FORKLIFT,)
    factories.jobseeker()
    factories.jobseeker(certificates=holder, commune_code=factories.FAR_COMMUNE, max_travel_km=10)
    texts = {way["gate"]: way["text"] for way in listed(api.staff, vacancy)["relaxations"]}
    assert texts == {
        "certificate": "Đào tạo, cấp chứng chỉ vận hành xe nâng: thêm 1 người.",
        "distance": "Không hạn chế khoảng cách: thêm 1 người.",
    }
    english = api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates", headers={"Accept-Language": "en"})
    assert {way["text"] for way in ok(english)["relaxations"]} == {
        "Training for the forklift certificate: 1 more.",
        "From anywhere: 1 more.",
    }


def test_vacancies_for_a_person_are_narrowed_too(api: Callers) -> None:
    person = factories.jobseeker()
    here = factories.vacancy()
    far = factories.vacancy(factories.enterprise(zone_code=factories.KKTCK, commune_code="30769").id)
    welding = factories.vacancy(occupation_code=factories.WELDING)
    url = f"{V1}/jobseekers/{person.id}/vacancies"
    assert set(ids(ok(api.staff.get(url)), "vacancy_id")) == {str(one.id) for one in (here, far, welding)}
    for query, expected in (
        (f"occupation_code={factories.WELDING}", [welding]),
        ("commune_code=30769", [far]),
        (f"zone_code={factories.KKTCK}", [far]),
        (f"zone_code={factories.KCN}&occupation_code=8153", [here]),
        (f"commune_code={NEXT}", []),
    ):
        found = ok(api.staff.get(f"{url}?{query}"))
        assert ids(found, "vacancy_id") == [str(one.id) for one in expected]
        assert found["passed"] == len(expected)
    introduced(api, here.id, person.id)
    assert str(here.id) not in ids(ok(api.staff.get(url)), "vacancy_id")
    assert str(here.id) in ids(ok(api.staff.get(f"{url}?not_yet_introduced=false")), "vacancy_id")


def test_vacancies_for_a_person_say_what_would_unlock_more_once(api: Callers) -> None:
    welder = factories.jobseeker(trades=({"occupation_code": factories.WELDING, "skill_rank": 2},), max_travel_km=5)
    for number in range(3):
        factories.vacancy(occupation_code=factories.WELDING, required_rank=number, level_is_hard=bool(number))
    for _ in range(2):
        factories.vacancy(occupation_code=factories.WELDING, certificates=(Certificate.WELDING_3G,))
    url = f"{V1}/jobseekers/{welder.id}/vacancies?limit=2"
    first = ok(api.staff.get(url))
    assert (first["passed"], first["excluded"]) == (3, [{"gate": "certificate", "vacancies": 2}])
    (unlock,) = [one for one in first["unlocks"] if one["kind"] == "certificate"]
    assert (unlock["certificate"], unlock["vacancies"], unlock["within_km"]) == ("welding_3g", 2, 20)
    assert (unlock["points_here"], unlock["opens_here"]) == (None, None)
    assert unlock["text"] == "Chứng chỉ hàn 3G: thêm 2 việc trong 20 km."
    assert ok(api.staff.get(f"{url}&cursor={first['next_cursor']}"))["unlocks"] == []
    # What is not open any more is not counted.
    rows = ok(api.staff.get(f"{V1}/vacancies?occupation_code={factories.WELDING}"))["items"]
    ok(api.staff.post(f"{V1}/vacancies/{rows[0]['id']}/close", json={"reason": "đủ người"}))
    assert [one["vacancies"] for one in ok(api.staff.get(url))["unlocks"] if one["kind"] == "certificate"] == [1]


def test_a_change_of_terms_is_in_the_next_answer(api: Callers) -> None:
    person, vacancy = factories.jobseeker(pay_wish=8_000_000), factories.vacancy(pay_from=8_000_000)
    url = f"{V1}/jobseekers/{person.id}/vacancies"
    (before,) = ok(api.staff.get(url))["items"]
    ok(api.staff.patch(f"{V1}/vacancies/{vacancy.id}", json={"pay_from": 1_000_000, "pay_to": 2_000_000, "title": "x"}))
    (after,) = ok(api.staff.get(url))["items"]
    assert (after["title"], after["score"]) == ("x", before["score"] - 8)


def test_nobody_else_and_nothing_unknown(api: Callers) -> None:
    for path in (f"vacancies/{NOBODY}/candidates", f"jobseekers/{NOBODY}/vacancies"):
        refused(api.anonymous.get(f"{V1}/{path}"), 401, "not_authenticated")
        refused(api.hr.get(f"{V1}/{path}"), 403, "permission_denied")
        assert api.staff.get(f"{V1}/{path}").status_code == 404
