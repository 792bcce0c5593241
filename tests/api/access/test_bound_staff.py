"""Staff who are bound to zones and communes: one side of the market each, and nothing beyond it."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.core import clock
from app.infra import db
from app.models import Account
from app.vocabulary import Role
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, answered, every_page, hired, nothing_written, ok, refused, without_traces

HERE, THERE = "kcn-binh-long", "kcn-binh-hoa"
HOME, AWAY = "30463", "30337"


def bound(api: Callers, zones: list[str] | None = None, communes: list[str] | None = None) -> TestClient:
    """The clerk, who from now on works for some places only."""
    with db.transaction() as session:
        account = session.get_one(Account, api.accounts[Role.STAFF])
        copy = Account(
            username=f"bound.{zones}.{communes}"[:80],
            display_name="Cán bộ phụ trách",
            password_hash=account.password_hash,
            role=Role.STAFF,
            organisation_id=account.organisation_id,
            active=True,
            created_at=factories.now(),
            scope_zones=zones,
            scope_communes=communes,
        )
        session.add(copy)
        session.flush()
    return api.client(copy.id)


@pytest.fixture
def firms(api: Callers) -> dict[str, UUID]:
    return {
        "here": factories.enterprise(zone_code=HERE).id,
        "there": factories.enterprise(zone_code=THERE).id,
        "outside_home": factories.enterprise(zone_code=None, commune_code=HOME).id,
        "outside_away": factories.enterprise(zone_code=None, commune_code=AWAY).id,
    }


@pytest.mark.parametrize(
    ("zones", "communes", "seen"),
    [
        (None, None, {"here", "there", "outside_home", "outside_away"}),
        ([HERE], None, {"here"}),
        (None, [HOME], {"here", "there", "outside_home"}),
        ([HERE], [HOME], {"here", "outside_home"}),
        ([], None, set()),
    ],
)
def test_zones_and_communes_bind_enterprises(
    api: Callers, firms: dict[str, UUID], zones: list[str] | None, communes: list[str] | None, seen: set[str]
) -> None:
    clerk = bound(api, zones, communes)
    found = set(every_page(clerk, f"{V1}/enterprises", 50))
    assert {name for name, key in firms.items() if str(key) in found} == seen
    for name, key in firms.items():
        assert clerk.get(f"{V1}/enterprises/{key}").status_code == (200 if name in seen else 404), name
    total = ok(clerk.get(f"{V1}/enterprises?total=true"))["total"]
    assert total == len(found)


def test_communes_bind_people_and_zones_do_not(api: Callers) -> None:
    near, far = factories.jobseeker(commune_code=HOME), factories.jobseeker(commune_code=AWAY)
    by_zone, by_commune = bound(api, zones=[HERE]), bound(api, communes=[HOME])
    for person in (near, far):
        ok(by_zone.get(f"{V1}/jobseekers/{person.id}"))
    ok(by_commune.get(f"{V1}/jobseekers/{near.id}"))
    others = refused(by_commune.get(f"{V1}/jobseekers/{far.id}"), 404, "jobseeker_not_found")
    unknown = refused(by_commune.get(f"{V1}/jobseekers/{NOBODY}"), 404, "jobseeker_not_found")
    assert without_traces(others) == without_traces(unknown)
    assert every_page(by_commune, f"{V1}/jobseekers", 50) == [str(near.id)]
    for body in ({"name": "nguyen thi mau"}, {"citizen_id": "000000000000"}):
        found = ok(by_commune.post(f"{V1}/jobseekers/search", json=body))["items"]
        assert {row["id"] for row in found} <= {str(near.id)}


def test_a_ranking_holds_only_her_people_and_counts_only_them(api: Callers) -> None:
    vacancy = factories.vacancy()
    here = [factories.jobseeker(commune_code=HOME) for _ in range(3)]
    for _ in range(4):
        factories.jobseeker(commune_code=AWAY, trades=({"experience_months": 240},))
    clerk = bound(api, communes=[HOME])
    url = f"{V1}/vacancies/{vacancy.id}/candidates"
    mine, all_of_them = ok(clerk.get(url)), ok(api.staff.get(url))
    assert {row["jobseeker_id"] for row in mine["items"]} == {str(one.id) for one in here}
    assert (mine["pool_size"], mine["passed"], all_of_them["pool_size"]) == (3, 3, 7)
    assert every_page(clerk, url, 2, "jobseeker_id") == [row["jobseeker_id"] for row in mine["items"]]
    for place, row in enumerate(mine["items"], start=1):
        detail = ok(clerk.get(f"{url}/{row['jobseeker_id']}"))
        assert (detail["position"], detail["first_page"]["people"]) == (place, 3)


def test_a_ranking_asked_for_elsewhere_is_empty(api: Callers) -> None:
    vacancy = factories.vacancy()
    factories.jobseeker(commune_code=HOME)
    stranger = factories.jobseeker(commune_code=AWAY)
    clerk = bound(api, communes=[HOME])
    url = f"{V1}/vacancies/{vacancy.id}/candidates"
    empty = ok(clerk.get(f"{url}?commune_code={AWAY}"))
    assert (empty["items"], empty["pool_size"], empty["passed"], empty["excluded"]) == ([], 0, 0, [])
    both = ok(clerk.get(f"{url}?commune_code={AWAY}&commune_code={HOME}"))
    assert both["pool_size"] == 1
    terms = {"occupation_code": "8153", "commune_code": HOME}
    assert ok(clerk.post(f"{V1}/match/preview", json=terms))["pool_size"] == 1
    for path in (f"vacancies/{vacancy.id}/candidates/{stranger.id}", f"jobseekers/{stranger.id}/vacancies"):
        refused(clerk.get(f"{V1}/{path}"), 404, "jobseeker_not_found")


def test_vacancies_for_a_person_are_those_of_her_zones(api: Callers, firms: dict[str, UUID]) -> None:
    person = factories.jobseeker()
    vacancies = {name: factories.vacancy(key).id for name, key in firms.items()}
    found = ok(bound(api, zones=[HERE]).get(f"{V1}/jobseekers/{person.id}/vacancies"))
    assert [row["vacancy_id"] for row in found["items"]] == [str(vacancies["here"])]
    assert found["passed"] == 1


def test_a_hire_has_two_sides_and_needs_both(api: Callers, firms: dict[str, UUID]) -> None:
    cases: dict[tuple[str, str], str] = {}
    for firm in ("here", "there"):
        vacancy = factories.vacancy(firms[firm])
        for home in (HOME, AWAY):
            cases[firm, home] = hired(api, vacancy.id, factories.jobseeker(commune_code=home).id)
    for zones, communes, seen in (
        ([HERE], None, {("here", HOME), ("here", AWAY)}),
        (None, [HOME], {("here", HOME), ("there", HOME)}),
        ([HERE], [HOME], {("here", HOME)}),
    ):
        clerk = bound(api, zones, communes)
        for name in ("placements", "referrals"):
            assert len(every_page(clerk, f"{V1}/{name}", 50)) == len(seen), (name, zones, communes)
        for case, key in cases.items():
            assert clerk.get(f"{V1}/placements/{key}").status_code == (200 if case in seen else 404), case
    assert len(every_page(api.staff, f"{V1}/placements", 50)) == len(cases)


def test_nothing_is_stated_where_it_could_not_be_seen(api: Callers) -> None:
    clerk = bound(api, zones=[HERE], communes=[HOME])
    person = factories.jobseeker(commune_code=HOME)
    firm = {"name": "Công ty mới", "kind": "fdi", "stage": "investor_project", "tax_code": None}
    bodies: list[tuple[dict[str, Any], str]] = [
        (firm | {"zone_code": THERE, "commune_code": HOME}, "/zone_code"),
        (firm | {"zone_code": None, "commune_code": AWAY}, "/commune_code"),
    ]
    with nothing_written():
        for body, pointer in bodies:
            answer = clerk.post(f"{V1}/enterprises", json=body)
            refused(answer, 422, "invalid_content", pointer=pointer, field="outside_your_places")
        answer = clerk.patch(f"{V1}/jobseekers/{person.id}", json={"commune_code": AWAY})
        refused(answer, 422, "invalid_content", pointer="/commune_code", field="outside_your_places")
    ok(clerk.post(f"{V1}/enterprises", json=firm | {"zone_code": HERE, "commune_code": AWAY}), 201)
    ok(clerk.post(f"{V1}/enterprises", json=firm | {"zone_code": None, "commune_code": HOME}), 201)


def test_records_behind_a_figure_are_those_in_scope(api: Callers, firms: dict[str, UUID]) -> None:
    for name in ("here", "there"):
        survey = answered(api, firms[name], {"asks_support": True}, headcount=40)
        ok(api.staff.post(f"{V1}/surveys/{survey['id']}/lines/{survey['lines'][0]['id']}/vacancy", json={}), 201)
    clerk, base = bound(api, zones=[HERE]), f"{V1}/plans/ag-bqlkkt-2026"
    day = clock.today().isoformat()
    for indicator, reading in (("workers_in_parks", "counted"), ("placed_on_request", "requested")):
        url = f"{base}/targets/{indicator}/records?reading={reading}&as_of={day}&total=true"
        mine, everything = ok(clerk.get(url)), ok(api.leader.get(url))
        assert {row["enterprise_id"] for row in mine["items"]} == {str(firms["here"])}
        assert mine["total"] == len(mine["items"])
        assert {row["enterprise_id"] for row in everything["items"]} == {str(firms[one]) for one in ("here", "there")}
    # The figure itself is the province's, for everybody.
    assert ok(clerk.get(f"{base}/progress")) == ok(api.leader.get(f"{base}/progress"))
