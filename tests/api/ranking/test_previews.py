"""Ranking for a vacancy that is not saved: the same people with the same points as once it is saved, and no trace."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from app.core import clock
from app.vocabulary import Certificate, PriorityGroup
from tests.conftest import Callers
from tests.laws.test_openapi import closed as validator
from tests.support import factories
from tests.support.answers import V1, nothing_written, ok, refused

PREVIEW = f"{V1}/match/preview"
PLAIN = {"occupation_code": factories.SEWING, "commune_code": factories.COMMUNE}
FULL: dict[str, Any] = {
    "occupation_code": factories.SEWING,
    "commune_code": factories.COMMUNE,
    "required_level": "elementary",
    "level_is_hard": False,
    "certificates": ["food_safety"],
    "experience": "from_1_to_2",
    "shift_pattern": "two_shift",
    "shift_choice": False,
    "shuttle_communes": ["30307"],
    "dormitory": True,
    "minors_allowed": True,
    "pay_from": 7_000_000,
    "pay_to": 9_000_000,
}


def crowd() -> None:
    """People who differ in all that a vacancy can ask."""
    papers = (Certificate.FOOD_SAFETY,)
    factories.jobseeker(certificates=papers)
    factories.jobseeker(certificates=papers, pay_wish=9_500_000, commune_code="30307")
    factories.jobseeker(certificates=papers, trades=({"skill_rank": 2, "experience_months": 6},))
    factories.jobseeker(certificates=papers, would_live_in_dormitory=True, commune_code=factories.FAR_COMMUNE)
    factories.jobseeker(certificates=papers, trades=({"occupation_code": factories.WELDING},), refuses_night=True)
    factories.jobseeker(certificates=papers, identity={"birth_date": clock.today() - timedelta(days=16 * 366)})
    factories.jobseeker(certificates=papers, refuses_evening=True)
    factories.jobseeker()


@pytest.mark.parametrize("body", [PLAIN, FULL, FULL | {"starts_on": "2099-01-01", "level_is_hard": True}])
def test_saved_it_ranks_just_so(api: Callers, body: dict[str, Any]) -> None:
    crowd()
    with nothing_written():
        before = ok(api.staff.post(PREVIEW, json=body))
    assert before["items"]
    more = {"enterprise_id": str(factories.enterprise().id), "title": "Công nhân may", "openings": 3}
    saved = ok(api.staff.post(f"{V1}/vacancies", json=body | more), 201)
    assert ok(api.staff.get(f"{V1}/vacancies/{saved['id']}/candidates")) == before


def test_a_zone_stands_for_its_commune(api: Callers) -> None:
    crowd()
    zone = ok(api.staff.get(f"{V1}/zones/{factories.KCN}"))
    by_zone = ok(api.staff.post(PREVIEW, json={"occupation_code": "8153", "zone_code": factories.KCN}))
    by_commune = ok(api.staff.post(PREVIEW, json={"occupation_code": "8153", "commune_code": zone["commune_code"]}))
    assert by_zone == by_commune
    both = PLAIN | {"commune_code": factories.FAR_COMMUNE, "zone_code": factories.KCN}
    assert ok(api.staff.post(PREVIEW, json=both)) == ok(api.staff.post(PREVIEW, json=both | {"zone_code": None}))


def test_pages_join_to_the_whole(api: Callers) -> None:
    crowd()
    whole = ok(api.staff.post(f"{PREVIEW}?limit=200", json=FULL))
    assert whole["next_cursor"] is None
    assert len(whole["items"]) >= 5
    rows, cursor = [], ""
    while cursor is not None:
        page = ok(api.staff.post(f"{PREVIEW}?limit=2" + (f"&cursor={cursor}" if cursor else ""), json=FULL))
        rows += page["items"]
        cursor = page["next_cursor"]
    assert rows == whole["items"]


def test_a_cursor_belongs_to_what_was_previewed_and_its_filters(api: Callers) -> None:
    crowd()
    cursor = ok(api.staff.post(f"{PREVIEW}?limit=1", json=FULL))["next_cursor"]
    ok(api.staff.post(f"{PREVIEW}?limit=5&cursor={cursor}", json=FULL))
    for body, query in (
        (FULL | {"pay_to": 9_000_001}, ""),
        (FULL | {"certificates": []}, ""),
        (FULL | {"commune_code": "30307"}, ""),
        (FULL, "&priority=true"),
        (FULL, f"&commune_code={factories.COMMUNE}"),
    ):
        answer = api.staff.post(f"{PREVIEW}?limit=1&cursor={cursor}{query}", json=body)
        refused(answer, 422, "invalid_content", parameter="cursor", field="cursor_invalid")
    vacancy = factories.vacancy()
    answer = api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates?limit=1&cursor={cursor}")
    refused(answer, 422, "invalid_content", parameter="cursor", field="cursor_invalid")


def test_filters_are_those_of_the_list(api: Callers) -> None:
    crowd()
    poor = factories.jobseeker(priority_groups=(PriorityGroup.POOR_HOUSEHOLD,))
    for query in ("priority=true", "priority_group=poor_household"):
        found = ok(api.staff.post(f"{PREVIEW}?{query}", json=PLAIN))
        assert [row["jobseeker_id"] for row in found["items"]] == [str(poor.id)]
        assert found["pool_size"] == 1
    found = ok(api.staff.post(f"{PREVIEW}?occupation_code={factories.WELDING}", json=PLAIN))
    assert {row["occupation_code"] for row in found["items"]} == {factories.WELDING}


@pytest.mark.parametrize("body", [{}, {"occupation_code": None}, {"commune_code": "30463", "dormitory": True}])
def test_without_a_trade_it_says_where_to_find_one(api: Callers, body: dict[str, Any]) -> None:
    answer = api.staff.post(PREVIEW, json=body)
    problem = refused(answer, 422, "invalid_content", pointer="/occupation_code", field="trade_required")
    assert "/api/v1/occupations/resolve" in problem["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"commune_code": None}, "/commune_code", "workplace_required"),
        ({"occupation_code": "9999"}, "/occupation_code", "unknown_occupation"),
        ({"occupation_code": "81"}, "/occupation_code", "string_pattern_mismatch"),
        ({"commune_code": "99999"}, "/commune_code", "unknown_commune"),
        ({"zone_code": "kcn-khong-co"}, "/zone_code", "unknown_zone"),
        ({"shuttle_communes": ["30463", "99999"]}, "/shuttle_communes/1", "unknown_commune"),
        ({"pay_from": 9_000_001}, "/pay_from", "pay_reversed"),
        ({"required_level": None, "level_is_hard": True}, "/required_level", "hard_level_missing"),
        ({"certificates": ["rocket"]}, "/certificates/0", "enum"),
        ({"certificates": ["forklift", "forklift"]}, "/certificates", "repeated"),
        ({"title": "Công nhân may"}, "/title", "extra_forbidden"),
        ({"starts_on": "2026-02-30"}, "/starts_on", "date_from_datetime_parsing"),
    ],
)
def test_a_wrong_preview_is_refused(api: Callers, change: dict[str, Any], pointer: str, code: str) -> None:
    with nothing_written():
        refused(api.staff.post(PREVIEW, json=FULL | change), 422, "invalid_content", pointer=pointer, field=code)


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("limit=0", "limit", "greater_than_equal"),
        ("limit=201", "limit", "less_than_equal"),
        ("limit=10000", "limit", "less_than_equal"),
        ("commune_code=99999", "commune_code", "unknown_commune"),
        ("occupation_code=9999", "occupation_code", "unknown_occupation"),
        ("not_yet_introduced=true", "not_yet_introduced", "unknown_parameter"),
        ("cursor=abc", "cursor", "cursor_invalid"),
    ],
)
def test_a_wrong_parameter_is_named(api: Callers, query: str, parameter: str, code: str) -> None:
    answer = api.staff.post(f"{PREVIEW}?{query}", json=PLAIN)
    refused(answer, 422, "invalid_content", parameter=parameter, field=code)


def test_only_staff_may_preview(api: Callers) -> None:
    refused(api.anonymous.post(PREVIEW, json=PLAIN), 401, "not_authenticated")
    for client in (api.hr, api.leader, api.portal, api.admin):
        refused(client.post(PREVIEW, json=PLAIN), 403, "permission_denied")


def test_the_answer_is_as_declared(api: Callers, app: FastAPI) -> None:
    crowd()
    body = ok(api.staff.post(PREVIEW, json=FULL))
    assert body["items"]
    validator(app.openapi(), "CandidatesOut").validate(body)
