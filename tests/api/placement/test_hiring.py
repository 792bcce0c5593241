"""Openings are never oversold, however many clerks press at once."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from app.core import clock
from tests.conftest import Callers
from tests.support import factories


def at_once(calls: Sequence[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """Make all calls at the same moment, each in a thread of its own."""
    barrier = threading.Barrier(len(calls))

    def go(call: Callable[[], httpx.Response]) -> httpx.Response:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(go, calls))


def introduced(api: Callers, vacancy_id: str, people: int) -> list[str]:
    """So many different people introduced to a vacancy; the ids of their referrals."""
    found = []
    for _ in range(people):
        body = {"vacancy_id": vacancy_id, "jobseeker_id": str(factories.jobseeker().id)}
        response = api.staff.post("/api/v1/referrals", json=body)
        assert response.status_code == 201, response.text
        found.append(response.json()["id"])
    return found


def hire(api: Callers, referral_id: str) -> Callable[[], httpx.Response]:
    client = api.by_role(factories.Role.STAFF)
    body = {"referral_id": referral_id, "hired_on": clock.today().isoformat()}
    return lambda: client.post("/api/v1/placements", json=body)


@pytest.mark.parametrize(("threads", "openings"), [(2, 1), pytest.param(100, 10, marks=pytest.mark.slow(seconds=5))])
def test_exactly_as_many_are_hired_as_there_are_openings(live_api: Callers, threads: int, openings: int) -> None:
    vacancy = factories.vacancy(openings=openings)
    referrals = introduced(live_api, str(vacancy.id), threads)

    answers = at_once([hire(live_api, referral) for referral in referrals])

    assert Counter(answer.status_code for answer in answers) == {201: openings, 409: threads - openings}
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {problem["code"] for problem in refused} == {"no_opening_left"}
    left = live_api.staff.get(f"/api/v1/vacancies/{vacancy.id}").json()
    assert (left["filled"], left["openings_left"]) == (openings, 0)
    placed = live_api.staff.get(f"/api/v1/placements?vacancy_id={vacancy.id}&total=true").json()
    assert placed["total"] == openings
    # Who was refused is still introduced, and nothing of the refused hire is left behind.
    waiting = live_api.staff.get(f"/api/v1/referrals?vacancy_id={vacancy.id}&status=introduced&total=true").json()
    assert waiting["total"] == threads - openings


def test_one_person_is_hired_once_by_two_clerks_for_two_vacancies(live_api: Callers) -> None:
    person = factories.jobseeker()
    referrals = []
    for _ in range(2):
        body = {"vacancy_id": str(factories.vacancy().id), "jobseeker_id": str(person.id)}
        referrals.append(live_api.staff.post("/api/v1/referrals", json=body).json()["id"])

    answers = at_once([hire(live_api, referral) for referral in referrals])

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    current = live_api.staff.get(f"/api/v1/placements?jobseeker_id={person.id}&total=true").json()
    assert current["total"] == 1


def test_the_same_referral_pressed_twice_hires_once(live_api: Callers) -> None:
    (referral,) = introduced(live_api, str(factories.vacancy().id), 1)
    answers = at_once([hire(live_api, referral), hire(live_api, referral)])
    assert sorted(answer.status_code for answer in answers) == [201, 409]


def test_closing_a_firm_while_it_hires_leaves_one_or_the_other(live_api: Callers) -> None:
    """Neither waits for the other in a circle, and a closed firm is left with no open vacancy."""
    for _ in range(5):
        firm = factories.enterprise()
        vacancy = factories.vacancy(firm.id)
        (referral,) = introduced(live_api, str(vacancy.id), 1)
        stated = live_api.staff.get(f"/api/v1/enterprises/{firm.id}").json()
        facts = {name: value for name, value in stated.items() if name not in ("id", "events")}
        closed = facts | {"stage": "closed", "operating_until": clock.today().isoformat()}
        closer = live_api.by_role(factories.Role.STAFF)
        address = f"/api/v1/enterprises/{firm.id}"

        def close(client: TestClient = closer, path: str = address, body: dict[str, Any] = closed) -> httpx.Response:
            return client.put(path, json=body)

        shut, hired = at_once([close, hire(live_api, referral)])

        assert shut.status_code == 200, shut.text
        assert hired.status_code in (201, 409), hired.text
        after = live_api.staff.get(f"/api/v1/vacancies/{vacancy.id}").json()
        assert (after["status"], after["filled"]) == ("closed", int(hired.status_code == 201))
