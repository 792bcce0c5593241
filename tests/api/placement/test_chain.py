"""The one unbroken chain: survey line → vacancy → ranking → introduction → hire → the plan's figure and its rows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from app.core import clock
from tests.conftest import Callers
from tests.support import factories


@pytest.fixture(autouse=True)
def during_the_plan() -> Iterator[None]:
    """A day within the plan's year, whenever the test runs."""
    with time_machine.travel(datetime(2026, 11, 22, 3, tzinfo=UTC)):
        yield


PLAN = "/api/v1/plans/ag-bqlkkt-2026"


def ok(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.json()


def figures(api: Callers, indicator: str) -> dict[str, int]:
    targets = ok(api.leader.get(f"{PLAN}/progress"))["targets"]
    (target,) = [one for one in targets if one["indicator"] == indicator]
    return {figure["reading"]: figure["value"] for figure in target["figures"]}


def records(api: Callers, indicator: str, reading: str) -> list[dict[str, Any]]:
    """The rows behind a figure, through the link that stands beside it, page by page."""
    targets = ok(api.leader.get(f"{PLAN}/progress"))["targets"]
    (link,) = [
        figure["records"]
        for one in targets
        if one["indicator"] == indicator
        for figure in one["figures"]
        if figure["reading"] == reading
    ]
    rows, cursor = [], ""
    while cursor is not None:
        page = ok(api.leader.get(f"{link}&limit=1" + (f"&cursor={cursor}" if cursor else "")))
        rows += page["items"]
        cursor = page["next_cursor"]
    return rows


def test_a_survey_line_becomes_a_counted_placement(api: Callers) -> None:
    today = clock.today().isoformat()
    enterprise = factories.enterprise(name="Công ty May Bình Long")
    seamstress = factories.jobseeker()
    factories.jobseeker(commune_code=factories.FAR_COMMUNE, max_travel_km=30)
    welder = factories.jobseeker(trades=({"occupation_code": factories.WELDING, "title": "Thợ hàn"},))

    survey_round = ok(
        api.staff.post(
            "/api/v1/survey-rounds",
            json={"title": "Khảo sát quý IV", "opens_on": "2026-01-01", "closes_on": "2099-12-31"},
        ),
        201,
    )
    ok(api.staff.post(f"/api/v1/survey-rounds/{survey_round['id']}/open", json={}))
    survey = ok(
        api.staff.post(
            "/api/v1/surveys",
            json={
                "round_id": survey_round["id"],
                "enterprise_id": str(enterprise.id),
                "answered_on": today,
                "headcount": 320,
                "lines": [
                    {
                        "need": "recruit",
                        "asks_support": True,
                        "occupation_code": "8153",
                        "title": "CN may",
                        "quantity": 3,
                        "women": 2,
                        "level": "untrained",
                        "pay_from": 7_000_000,
                        "pay_to": 9_000_000,
                    },
                    {"need": "retrain", "title": "Vận hành máy mới", "quantity": 10},
                ],
            },
        ),
        201,
    )
    lines = ok(api.staff.get(f"/api/v1/survey-rounds/{survey_round['id']}/lines?need=recruit"))["items"]
    assert [line["enterprise_name"] for line in lines] == ["Công ty May Bình Long"]

    vacancy = ok(
        api.staff.post(f"/api/v1/surveys/{survey['id']}/lines/{lines[0]['id']}/vacancy", json={"openings": 2}), 201
    )
    assert (vacancy["survey_line_id"], vacancy["openings_left"], vacancy["zone_code"]) == (
        lines[0]["id"],
        2,
        "kcn-binh-long",
    )
    assert vacancy["support_request_id"] is not None

    ranking = ok(api.staff.get(f"/api/v1/vacancies/{vacancy['id']}/candidates"))
    assert [row["jobseeker_id"] for row in ranking["items"]] == [str(seamstress.id), str(welder.id)]
    best = ranking["items"][0]
    assert best["score"] == sum(part["points"] for part in best["parts"])
    assert best["parts"][0]["reason"].startswith("Đúng nghề: ")
    assert {"gate": "distance", "people": 1} in ranking["excluded"]

    before = figures(api, "placed_on_request")
    referral = ok(
        api.staff.post("/api/v1/referrals", json={"vacancy_id": vacancy["id"], "jobseeker_id": best["jobseeker_id"]}),
        201,
    )
    assert referral["score"] == best["score"]
    introduced = figures(api, "placed_on_request")
    assert introduced["introduced"] == before["introduced"] + 1
    assert introduced["counted"] == before["counted"]
    remaining = ok(api.staff.get(f"/api/v1/vacancies/{vacancy['id']}/candidates"))["items"]
    assert str(seamstress.id) not in {row["jobseeker_id"] for row in remaining}

    placement = ok(api.staff.post("/api/v1/placements", json={"referral_id": referral["id"], "hired_on": today}), 201)
    assert ok(api.staff.get(f"/api/v1/vacancies/{vacancy['id']}"))["openings_left"] == 1
    assert ok(api.staff.get(f"/api/v1/referrals/{referral['id']}"))["status"] == "hired"
    assert ok(api.staff.get(f"/api/v1/jobseekers/{seamstress.id}"))["availability"] == "placed"

    after = figures(api, "placed_on_request")
    assert after["counted"] == before["counted"] + 1
    assert after["requested"] == 3
    assert after["confirmed"] == before["confirmed"]
    rows = records(api, "placed_on_request", "counted")
    assert [row["id"] for row in rows] == [placement["id"]]
    assert rows[0]["organisation_name"] == "Trung tâm Dịch vụ việc làm tỉnh An Giang"

    ok(api.staff.post(f"/api/v1/placements/{placement['id']}/confirm", json={"confirmed_on": today}))
    assert figures(api, "placed_on_request")["confirmed"] == before["confirmed"] + 1
    assert figures(api, "workers_in_parks")["counted"] == 320
    assert [row["amount"] for row in records(api, "workers_in_parks", "counted")] == [320]


def test_every_figure_equals_the_rows_behind_it(api: Callers) -> None:
    today = clock.today()
    firm = factories.enterprise()
    silent = factories.enterprise()
    border = factories.enterprise(zone_code=factories.KKTCK, commune_code="30769")
    factories.headcount(firm.id, today, 100)
    factories.headcount(border.id, today, 40)
    request = factories.support_request(firm.id, quantity=7, requested_on=today)
    vacancy = factories.vacancy(firm.id, support_request_id=request.id)
    for _ in range(3):
        person = factories.jobseeker()
        body = {"vacancy_id": str(vacancy.id), "jobseeker_id": str(person.id)}
        referral = ok(api.staff.post("/api/v1/referrals", json=body), 201)
        ok(
            api.staff.post("/api/v1/placements", json={"referral_id": referral["id"], "hired_on": today.isoformat()}),
            201,
        )
    for indicator in ("placed_on_request", "workers_in_parks"):
        for reading, value in figures(api, indicator).items():
            assert sum(row["amount"] for row in records(api, indicator, reading)) == value, (indicator, reading)
    assert figures(api, "placed_on_request")["counted"] == 3
    assert figures(api, "placed_on_request")["requested"] == 7
    missing = {row["enterprise_id"] for row in records(api, "workers_in_parks", "missing")}
    assert str(silent.id) in missing
    assert str(firm.id) not in missing
    assert figures(api, "workers_in_parks")["followed"] == 40
