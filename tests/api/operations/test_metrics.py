"""What the service counts of itself: who may read it, what is in it, and that nobody is."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.core import clock
from app.core.ids import new_id
from app.infra import db, metrics
from app.models import Job
from app.vocabulary import Role
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, ok, refused

LOCAL = ("127.0.0.1", 50_000)


def read(client: TestClient) -> dict[str, float]:
    """Each figure by its name with labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_only_who_runs_the_service_reads_its_figures(api: Callers) -> None:
    assert read(api.admin)
    refused(api.anonymous.get("/metrics"), 401, "not_authenticated")
    for role in (Role.STAFF, Role.ENTERPRISE_HR, Role.LEADER, Role.PORTAL):
        refused(api.by_role(role).get("/metrics"), 403, "permission_denied")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_machine_reads_them_without_signing_in(api: Callers, app: FastAPI, address: str) -> None:
    assert read(TestClient(app, client=(address, 50_000)))


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_request_that_was_passed_on_is_not_of_this_machine(api: Callers, app: FastAPI, header: str) -> None:
    local = TestClient(app, client=LOCAL, headers={header: "127.0.0.1"})
    refused(local.get("/metrics"), 401, "not_authenticated")
    refused(TestClient(app, client=("192.0.2.7", 1)).get("/metrics"), 401, "not_authenticated")


def test_a_wrong_token_is_refused_also_on_this_machine(api: Callers, app: FastAPI) -> None:
    local = TestClient(app, client=LOCAL, headers={"Authorization": "Bearer wrong"})
    refused(local.get("/metrics"), 401, "not_authenticated")


def test_requests_are_counted_by_template_and_never_by_path(api: Callers) -> None:
    name = 'cungcau_http_requests_total{method="GET",route="/api/v1/vacancies/{vacancy_id}",status="404"}'
    before = read(api.admin).get(name, 0)
    refused(api.staff.get(f"{V1}/vacancies/{NOBODY}"), 404, "vacancy_not_found")
    api.anonymous.get("/nowhere/0912345678")
    api.anonymous.request("BREW", "/nowhere/0912345678")
    after = read(api.admin)
    assert after[name] == before + 1
    assert after['cungcau_http_requests_total{method="GET",route="none",status="404"}'] >= 1
    assert any('method="other"' in one for one in after)
    text = api.admin.get("/metrics").text
    assert NOBODY not in text
    assert "0912345678" not in text
    assert "BREW" not in text


def test_rankings_are_timed(api: Callers) -> None:
    name = 'cungcau_ranking_seconds_count{kind="candidates"}'
    vacancy = factories.vacancy()
    before = read(api.admin).get(name, 0)
    ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))
    assert read(api.admin)[name] == before + 1


def test_pool_and_what_it_has_not_taken_in_are_shown(api: Callers) -> None:
    vacancy = factories.vacancy()
    factories.jobseeker()
    ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))
    assert (read(api.admin)["cungcau_pool_people"], read(api.admin)["cungcau_pool_changes_behind"]) == (1, 0)
    factories.jobseeker()
    factories.jobseeker()
    assert read(api.admin)["cungcau_pool_changes_behind"] == 2
    ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))
    assert (read(api.admin)["cungcau_pool_people"], read(api.admin)["cungcau_pool_changes_behind"]) == (3, 0)


def test_openings_are_shown(api: Callers) -> None:
    before = read(api.admin)
    factories.vacancy(openings=7)
    closed = factories.vacancy(openings=5)
    ok(api.staff.post(f"{V1}/vacancies/{closed.id}/close", json={"reason": "other"}))
    after = read(api.admin)
    assert after["cungcau_vacancies_open"] == before["cungcau_vacancies_open"] + 1
    assert after["cungcau_openings_left"] == before["cungcau_openings_left"] + 7


def test_jobs_are_shown_by_name(api: Callers) -> None:
    now = clock.now()
    with db.transaction() as session:
        for number, (ended, error, attempts) in enumerate([(None, None, 0), (now, None, 1), (now, "KeyError", 8)]):
            session.add(
                Job(
                    id=new_id(),
                    name="example",
                    unique_key=f"example:{number}",
                    args={},
                    run_at=now,
                    attempts=attempts,
                    ended_at=ended,
                    error=error,
                )
            )
    found = read(api.admin)
    for state in ("waiting", "done", "failed"):
        assert found[f'cungcau_jobs{{name="example",state="{state}"}}'] == 1
    assert found['cungcau_job_attempts{name="example"}'] == 9


def test_process_and_database_are_shown(api: Callers) -> None:
    found = read(api.admin)
    assert found["process_resident_memory_bytes"] > 10_000_000
    assert found["cungcau_database_up"] == 1
    assert found["cungcau_database_connections_most"] >= 1


def test_names_of_figures_say_what_they_are() -> None:
    for line in metrics.text().decode().splitlines():
        if line.startswith("# HELP cungcau_"):
            assert re.fullmatch(r"# HELP cungcau_[a-z_]+ .+\.", line), line
