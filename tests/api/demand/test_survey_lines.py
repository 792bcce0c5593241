"""From a survey's lines to vacancies and requests: what a line gives, takes back and never gives twice."""

from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.vocabulary import EnterpriseStage, RequestStatus
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, answered, hired, nothing_written, ok, refused


def line_of(api: Callers, **line: Any) -> tuple[str, str]:
    """An answered survey with one line: the line's address and the survey's id."""
    survey = answered(api, factories.enterprise().id, line)
    return f"{V1}/surveys/{survey['id']}/lines/{survey['lines'][0]['id']}/vacancy", survey["id"]


def taken(api: Callers, survey_id: str) -> int:
    count: int = ok(api.staff.get(f"{V1}/surveys/{survey_id}"))["lines"][0]["openings_taken"]
    return count


def test_a_lines_vacancies_never_exceed_it(api: Callers) -> None:
    path, survey_id = line_of(api, quantity=5)
    ok(api.staff.post(path, json={"openings": 3}), 201)
    with nothing_written():
        problem = refused(api.staff.post(path, json={"openings": 3}), 409, "line_exhausted")
    assert problem["detail"] == "Dòng khảo sát chỉ còn 2 chỗ chưa đưa thành việc làm trống."
    assert ok(api.staff.post(path, json={}), 201)["openings"] == 2
    with nothing_written():
        refused(api.staff.post(path, json={}), 409, "line_exhausted")
        refused(api.staff.post(path, json={"openings": 1}), 409, "line_exhausted")
    assert taken(api, survey_id) == 5


def test_a_cancelled_vacancy_gives_back_what_nobody_took(api: Callers) -> None:
    path, survey_id = line_of(api, quantity=5)
    vacancy = ok(api.staff.post(path, json={"openings": 4}), 201)
    hired(api, vacancy["id"], factories.jobseeker().id)
    ok(api.staff.post(f"{V1}/vacancies/{vacancy['id']}/cancel", json={}))
    assert taken(api, survey_id) == 1
    assert ok(api.staff.post(path, json={}), 201)["openings"] == 4


def test_a_closed_vacancy_keeps_its_openings(api: Callers) -> None:
    path, survey_id = line_of(api, quantity=5)
    vacancy = ok(api.staff.post(path, json={"openings": 4}), 201)
    ok(api.staff.post(f"{V1}/vacancies/{vacancy['id']}/close", json={}))
    assert taken(api, survey_id) == 4


def test_a_change_of_openings_is_drawn_from_the_line(api: Callers) -> None:
    path, survey_id = line_of(api, quantity=5)
    vacancy = ok(api.staff.post(path, json={"openings": 2}), 201)
    address = f"{V1}/vacancies/{vacancy['id']}"
    assert ok(api.staff.patch(address, json={"openings": 4}))["openings_left"] == 4
    assert taken(api, survey_id) == 4
    ok(api.staff.patch(address, json={"openings": 1}))
    assert taken(api, survey_id) == 1
    refused(api.staff.patch(address, json={"openings": 6}), 409, "line_exhausted")
    ok(api.staff.patch(address, json={"title": "Thợ may chuyền"}))
    assert taken(api, survey_id) == 1
    assert ok(api.staff.get(address))["openings"] == 1


def test_openings_never_fall_below_those_filled(api: Callers) -> None:
    vacancy = factories.vacancy(openings=3)
    for _ in range(2):
        hired(api, vacancy.id, factories.jobseeker().id)
    problem = refused(
        api.staff.patch(f"{V1}/vacancies/{vacancy.id}", json={"openings": 1}), 409, "openings_below_filled"
    )
    assert "(2)" in problem["detail"]
    assert ok(api.staff.patch(f"{V1}/vacancies/{vacancy.id}", json={"openings": 2}))["openings_left"] == 0


@pytest.mark.parametrize("need", ["train", "retrain"])
def test_a_training_line_makes_no_vacancy_and_no_request(api: Callers, need: str) -> None:
    path, _ = line_of(api, need=need, asks_support=True)
    with nothing_written():
        refused(api.staff.post(path, json={}), 409, "line_is_not_recruitment")
    assert ok(api.staff.get(f"{V1}/support-requests"))["items"] == []


def test_a_line_that_asks_for_support_is_a_request(api: Callers) -> None:
    firm = factories.enterprise()
    survey = answered(
        api,
        firm.id,
        {"asks_support": True, "quantity": 7, "needed_from": (clock.today() + timedelta(days=9)).isoformat()},
        {"asks_support": False},
    )
    (request,) = ok(api.staff.get(f"{V1}/support-requests?enterprise_id={firm.id}"))["items"]
    line = survey["lines"][0]
    assert (request["survey_line_id"], request["quantity"], request["status"]) == (line["id"], 7, "open")
    # The line says from when, not by when.
    assert request["needed_by"] is None
    vacancy = ok(api.staff.post(f"{V1}/surveys/{survey['id']}/lines/{line['id']}/vacancy", json={}), 201)
    assert vacancy["support_request_id"] == request["id"]
    placement = ok(api.staff.get(f"{V1}/placements/{hired(api, vacancy['id'], factories.jobseeker().id)}"))
    assert placement["support_request_id"] == request["id"]
    assert ok(api.staff.get(f"{V1}/support-requests/{request['id']}"))["placed"] == 1
    without = ok(api.staff.post(f"{V1}/surveys/{survey['id']}/lines/{survey['lines'][1]['id']}/vacancy", json={}), 201)
    assert without["support_request_id"] is None


def test_a_vacancy_carries_its_lines_wishes(api: Callers) -> None:
    path, _ = line_of(
        api, title="CN may", level="elementary", pay_from=7_000_000, pay_to=9_000_000, needed_from="2026-12-01"
    )
    vacancy = ok(api.staff.post(path, json={"level_is_hard": True, "dormitory": True}), 201)
    assert {name: vacancy[name] for name in ("title", "required_rank", "pay_to", "starts_on", "openings")} == {
        "title": "CN may",
        "required_rank": 2,
        "pay_to": 9_000_000,
        "starts_on": "2026-12-01",
        "openings": 3,
    }


@pytest.mark.parametrize("line", [{"occupation_code": "81"}, {"occupation_code": None, "title": "May"}])
def test_a_line_without_a_unit_group_is_asked_for_one(api: Callers, line: dict[str, Any]) -> None:
    path, _ = line_of(api, **line)
    with nothing_written():
        refused(
            api.staff.post(path, json={}),
            422,
            "invalid_content",
            pointer="/occupation_code",
            field="occupation_required",
        )
    assert ok(api.staff.post(path, json={"occupation_code": "7531"}), 201)["occupation_code"] == "7531"


def test_a_hard_level_needs_a_line_with_a_level(api: Callers) -> None:
    path, _ = line_of(api)
    answer = api.staff.post(path, json={"level_is_hard": True})
    refused(answer, 422, "invalid_content", pointer="/level_is_hard", field="hard_level_missing")


def test_a_line_is_found_in_its_own_survey_only(api: Callers) -> None:
    first, second = (answered(api, factories.enterprise().id, {}) for _ in range(2))
    answer = api.staff.post(f"{V1}/surveys/{first['id']}/lines/{second['lines'][0]['id']}/vacancy", json={})
    refused(answer, 404, "survey_line_not_found")


def test_a_survey_states_a_headcount(api: Callers) -> None:
    firm = factories.enterprise()
    factories.headcount(firm.id, clock.today() - timedelta(days=30), 100)
    answered(api, firm.id, headcount=120)
    counts = ok(api.staff.get(f"{V1}/labour-use?enterprise_id={firm.id}"))["items"]
    assert [(row["headcount"], row["source"]) for row in counts] == [(120, "survey"), (100, "labour_report")]


def test_a_headcount_stated_before_stands(api: Callers) -> None:
    firm = factories.enterprise()
    factories.headcount(firm.id, clock.today(), 100)
    assert answered(api, firm.id, headcount=120)["headcount"] == 120
    counts = ok(api.staff.get(f"{V1}/labour-use?enterprise_id={firm.id}"))["items"]
    assert [row["headcount"] for row in counts] == [100]


@pytest.mark.parametrize("stage", [stage for stage in EnterpriseStage if stage is not EnterpriseStage.OPERATING])
def test_who_does_not_operate_has_no_vacancy_request_survey_or_headcount(api: Callers, stage: EnterpriseStage) -> None:
    day = clock.today().isoformat()
    ended = clock.today() - timedelta(days=1) if stage is EnterpriseStage.CLOSED else None
    enterprise_id = {"enterprise_id": str(factories.enterprise(stage=stage, operating_until=ended).id)}
    round_id = str(factories.survey_round().id)
    with nothing_written():
        for path, body in {
            "vacancies": {"title": "May", "occupation_code": "8153", "openings": 1},
            "support-requests": {"requested_on": day, "title": "May", "quantity": 1},
            "labour-use": {"as_of": day, "headcount": 1, "source": "board"},
            "surveys": {"round_id": round_id, "answered_on": day, "lines": []},
        }.items():
            refused(api.staff.post(f"{V1}/{path}", json=body | enterprise_id), 409, "enterprise_not_operating")


def test_an_investor_that_begins_to_operate_can_have_vacancies(api: Callers) -> None:
    firm = factories.enterprise(stage=EnterpriseStage.INVESTOR_PROJECT, operating_from=None)
    body = {"enterprise_id": str(firm.id), "title": "May", "occupation_code": "8153", "openings": 1}
    refused(api.staff.post(f"{V1}/vacancies", json=body), 409, "enterprise_not_operating")
    facts = {
        "name": firm.name,
        "kind": "fdi",
        "stage": "operating",
        "tax_code": factories.tax_code(),
        "commune_code": factories.COMMUNE,
    }
    ok(api.staff.put(f"{V1}/enterprises/{firm.id}", json=facts))
    ok(api.staff.post(f"{V1}/vacancies", json=body), 201)


def test_a_vacancy_points_to_a_request_of_its_own_enterprise(api: Callers) -> None:
    firm, other = factories.enterprise(), factories.enterprise()
    body = {"enterprise_id": str(firm.id), "title": "May", "occupation_code": "8153", "openings": 1}
    foreign = factories.support_request(other.id, status=RequestStatus.OPEN)
    with nothing_written():
        answer = api.staff.post(f"{V1}/vacancies", json=body | {"support_request_id": str(foreign.id)})
        refused(answer, 409, "request_of_another_enterprise")
    own = factories.support_request(firm.id)
    created = ok(api.staff.post(f"{V1}/vacancies", json=body | {"support_request_id": str(own.id)}), 201)
    assert created["support_request_id"] == str(own.id)


def test_a_hire_undone_in_a_cancelled_vacancy_gives_its_opening_back(api: Callers) -> None:
    path, survey_id = line_of(api, quantity=5)
    vacancy = ok(api.staff.post(path, json={"openings": 4}), 201)
    placement = hired(api, vacancy["id"], factories.jobseeker().id)
    ok(api.staff.post(f"{V1}/vacancies/{vacancy['id']}/cancel", json={}))
    ok(api.staff.post(f"{V1}/placements/{placement}/cancel", json={}))
    assert taken(api, survey_id) == 0


def test_a_withdrawn_request_is_nobodys_request(api: Callers) -> None:
    path, _ = line_of(api, quantity=5, asks_support=True)
    vacancy = ok(api.staff.post(path, json={"openings": 2}), 201)
    request = f"{V1}/support-requests/{vacancy['support_request_id']}"
    ok(api.staff.post(f"{request}/withdraw", json={}))
    placement = hired(api, vacancy["id"], factories.jobseeker().id)
    assert ok(api.staff.get(f"{V1}/placements/{placement}"))["support_request_id"] is None
    assert ok(api.staff.post(path, json={}), 201)["support_request_id"] is None
    another = {
        "enterprise_id": vacancy["enterprise_id"],
        "support_request_id": vacancy["support_request_id"],
        "title": "CN may",
        "occupation_code": factories.SEWING,
        "openings": 1,
    }
    refused(api.staff.post(f"{V1}/vacancies", json=another), 409, "request_not_open")


def test_a_request_that_brought_people_can_be_closed_but_not_withdrawn(api: Callers) -> None:
    path, _ = line_of(api, quantity=5, asks_support=True)
    vacancy = ok(api.staff.post(path, json={}), 201)
    hired(api, vacancy["id"], factories.jobseeker().id)
    request = f"{V1}/support-requests/{vacancy['support_request_id']}"
    refused(api.staff.post(f"{request}/withdraw", json={}), 409, "request_has_placements")
    assert ok(api.staff.post(f"{request}/close", json={}))["placed"] == 1
