"""A plan's progress over HTTP: figures, the links to their rows, several plans at once."""

from datetime import date
from typing import Any

import pytest

from app.core import clock
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, hired, ok, refused

ALWAYS = {"starts_on": "2000-01-01", "ends_on": "2099-12-31"}


def make_plan(api: Callers, code: str, *kinds: str, **more: Any) -> None:
    """A plan of the province for all days, with both indicators over these kinds of zone."""
    target = {"approximate": True, "zone_kinds": kinds, "article": "I.1", "reading": "Như lời văn."} | ALWAYS
    body = {"code": code, "title": code, "issued_by": "Cơ quan thử", "province_code": "91"} | ALWAYS
    targets = [
        target | {"indicator": "placed_on_request", "value": 8},
        target | {"indicator": "workers_in_parks", "value": 1000},
    ]
    ok(api.admin.post(f"{V1}/plans", json=body | {"targets": targets} | more), 201)


def target_of(api: Callers, plan: str, indicator: str = "placed_on_request", query: str = "") -> dict[str, Any]:
    targets = ok(api.leader.get(f"{V1}/plans/{plan}/progress{query}"))["targets"]
    found: dict[str, Any] = next(target for target in targets if target["indicator"] == indicator)
    return found


def figure(api: Callers, plan: str, reading: str = "counted", indicator: str = "placed_on_request") -> int:
    found = {one["reading"]: one["value"] for one in target_of(api, plan, indicator)["figures"]}
    return int(found[reading])


def records(api: Callers, plan: str, reading: str = "counted") -> list[dict[str, Any]]:
    url = f"{V1}/plans/{plan}/targets/placed_on_request/records?reading={reading}&limit=200"
    found: list[dict[str, Any]] = ok(api.leader.get(url))["items"]
    return found


def requested_vacancy(**place: Any) -> Any:
    firm = factories.enterprise(**place)
    request = factories.support_request(firm.id, requested_on=clock.today())
    return factories.vacancy(firm.id, support_request_id=request.id)


def test_one_person_counts_once_in_each_plan(api: Callers) -> None:
    make_plan(api, "ban-quan-ly", "industrial_park", "border_gate_zone")
    make_plan(api, "so-noi-vu", "industrial_park", "industrial_cluster")
    placement_id = hired(api, requested_vacancy().id, factories.jobseeker().id)
    assert [figure(api, plan) for plan in ("ban-quan-ly", "so-noi-vu")] == [1, 1]
    # Over both plans it is still one placement.
    assert {row["id"] for plan in ("ban-quan-ly", "so-noi-vu") for row in records(api, plan)} == {placement_id}


def test_each_plan_counts_its_own_kinds_of_zone(api: Callers) -> None:
    make_plan(api, "ban-quan-ly", "industrial_park", "border_gate_zone")
    make_plan(api, "chi-kcn", "industrial_park")
    hired(api, requested_vacancy(zone_code=factories.KKTCK, commune_code="30769").id, factories.jobseeker().id)
    assert [figure(api, plan) for plan in ("ban-quan-ly", "chi-kcn")] == [1, 0]


def test_the_job_centres_hire_counts_for_the_boards_plan(api: Callers) -> None:
    make_plan(api, "ban-quan-ly", "industrial_park")
    hired(api, requested_vacancy().id, factories.jobseeker().id)
    (row,) = records(api, "ban-quan-ly")
    assert row["organisation_name"] == "Trung tâm Dịch vụ việc làm tỉnh An Giang"


def test_a_person_hired_twice_counts_once(api: Callers) -> None:
    make_plan(api, "ban-quan-ly", "industrial_park")
    person, vacancies = factories.jobseeker(), [requested_vacancy() for _ in range(2)]
    first = hired(api, vacancies[0].id, person.id)
    ok(api.staff.post(f"{V1}/placements/{first}/end", json={"ended_on": clock.today().isoformat()}))
    hired(api, vacancies[1].id, person.id)
    assert figure(api, "ban-quan-ly") == 1
    assert [row["id"] for row in records(api, "ban-quan-ly")] == [first]


def test_cancelling_takes_a_hire_out_of_the_count_and_ending_does_not(api: Callers) -> None:
    make_plan(api, "ban-quan-ly", "industrial_park")
    vacancy = requested_vacancy()
    ended, cancelled = (hired(api, vacancy.id, factories.jobseeker().id) for _ in range(2))
    assert figure(api, "ban-quan-ly") == 2
    ok(api.staff.post(f"{V1}/placements/{ended}/end", json={"ended_on": clock.today().isoformat()}))
    assert figure(api, "ban-quan-ly") == 2
    ok(api.staff.post(f"{V1}/placements/{cancelled}/cancel", json={}))
    assert figure(api, "ban-quan-ly") == 1


def test_a_withdrawn_request_falls_out_of_the_requested_heads(api: Callers) -> None:
    make_plan(api, "ban-quan-ly", "industrial_park")
    body = {"enterprise_id": str(factories.enterprise().id), "requested_on": clock.today().isoformat(), "title": "May"}
    kept, closed, withdrawn = (
        ok(api.staff.post(f"{V1}/support-requests", json=body | {"quantity": quantity}), 201)["id"]
        for quantity in (3, 5, 7)
    )
    assert figure(api, "ban-quan-ly", "requested") == 15
    ok(api.staff.post(f"{V1}/support-requests/{closed}/close", json={}))
    ok(api.staff.post(f"{V1}/support-requests/{withdrawn}/withdraw", json={}))
    assert figure(api, "ban-quan-ly", "requested") == 8
    assert {row["id"] for row in records(api, "ban-quan-ly", "requested")} == {kept, closed}


def test_what_is_left_and_the_percentage(api: Callers) -> None:
    make_plan(api, "ban-quan-ly", "industrial_park")
    vacancy = requested_vacancy()
    for _ in range(3):
        hired(api, vacancy.id, factories.jobseeker().id)
    found = target_of(api, "ban-quan-ly")
    assert (found["target"], found["value"], found["left"], found["percent"]) == (8, 3, 5, 37.5)
    assert (found["approximate"], found["oldest_as_of"]) == (True, None)
    stock = target_of(api, "ban-quan-ly", "workers_in_parks")
    factories.headcount(vacancy.enterprise_id, date(2026, 2, 1), 2500)
    stock = target_of(api, "ban-quan-ly", "workers_in_parks")
    assert (stock["value"], stock["left"], stock["percent"], stock["oldest_as_of"]) == (2500, 0, 250.0, "2026-02-01")


def test_a_figure_of_a_day_stays_what_it_was(api: Callers) -> None:
    firm = factories.enterprise()
    factories.headcount(firm.id, date(2026, 2, 1), 100)
    query = "?as_of=2026-03-01"
    before = target_of(api, "ag-bqlkkt-2026", "workers_in_parks", query)
    factories.headcount(firm.id, date(2026, 3, 2), 900)
    assert target_of(api, "ag-bqlkkt-2026", "workers_in_parks", query) == before
    assert (before["value"], before["to_on"]) == (100, "2026-03-01")


def test_a_plan_ends_on_its_last_day(api: Callers) -> None:
    found = target_of(api, "ag-bqlkkt-2026", query="?as_of=2030-05-05")
    assert (found["from_on"], found["to_on"]) == ("2026-01-01", "2026-12-31")


def test_each_figure_opens_to_its_rows_without_anybodys_name(api: Callers) -> None:
    person = factories.jobseeker(
        identity={"full_name": "Trần Thị Bí Mật", "phone": "0900111222", "citizen_id": "000999888777"}
    )
    hired(api, requested_vacancy().id, person.id)
    factories.headcount(factories.enterprise().id, date(2026, 2, 1), 100)
    opened = 0
    for target in ok(api.leader.get(f"{V1}/plans/ag-bqlkkt-2026/progress"))["targets"]:
        assert target["figures"][0]["value"] == target["value"]
        for one in target["figures"]:
            answer = api.leader.get(f"{one['records']}&total=true&limit=200")
            page = ok(answer)
            assert sum(row["amount"] for row in page["items"]) == one["value"], one["reading"]
            assert page["total"] == one["rows"] == len(page["items"]), one["reading"]
            for secret in ("Bí Mật", "0900111222", str(person.id), "000999888777"):
                assert secret not in answer.text, one["reading"]
            opened += 1
            for row in page["items"]:
                assert set(row) == {
                    "id",
                    "kind",
                    "amount",
                    "on",
                    "enterprise_id",
                    "enterprise_name",
                    "zone_code",
                    "detail",
                    "organisation_name",
                }
    assert opened == 9


@pytest.mark.parametrize("client", ["leader", "portal", "admin", "staff"])
def test_whoever_may_see_a_plan_sees_the_same_figures(api: Callers, client: str) -> None:
    hired(api, requested_vacancy().id, factories.jobseeker().id)
    url = f"{V1}/plans/ag-bqlkkt-2026/progress"
    assert ok(getattr(api, client).get(url)) == ok(api.leader.get(url))


def test_a_cursor_of_one_reading_does_not_open_another(api: Callers) -> None:
    for _ in range(2):
        factories.enterprise()
    url = f"{V1}/plans/ag-bqlkkt-2026/targets/workers_in_parks/records?limit=1&reading="
    cursor = ok(api.leader.get(f"{url}missing"))["next_cursor"]
    ok(api.leader.get(f"{url}missing&cursor={cursor}"))
    for other in ("followed", "missing&as_of=2026-02-01"):
        answer = api.leader.get(f"{url}{other}&cursor={cursor}")
        refused(answer, 422, "invalid_content", parameter="cursor", field="cursor_invalid")


def test_the_figures_are_named_in_the_readers_language(api: Callers) -> None:
    url = f"{V1}/plans/ag-bqlkkt-2026/progress"
    vietnamese, english = (
        ok(api.leader.get(url, headers={"Accept-Language": language}))["targets"][0] for language in ("vi", "en")
    )
    assert vietnamese["figures"][0]["label"] == "Số được tính vào chỉ tiêu"
    assert english["figures"][0]["label"] == "Counted towards the target"
