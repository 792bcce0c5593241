"""The same request sent again does nothing twice (check R4)."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from fastapi import FastAPI
from httpx import Response
from sqlalchemy import func, select

from app.config import Environment, Settings
from app.core import clock
from app.infra import db
from app.main import create_app
from app.models import AuditEntry, IdempotencyKey, Zone
from app.services.common import idempotency
from app.vocabulary import Role, VacancyStatus
from tests.conftest import SECRET, Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, introduced, nothing_written, ok, refused, staff_of

THREADS = 32
KEY = {"Idempotency-Key": "9d0f3f0e-53b2-4c0b-8f5a-2f1f5d3c7a11"}


def vacancy_body(openings: int = 3) -> dict[str, Any]:
    firm = factories.enterprise()
    return {"enterprise_id": str(firm.id), "title": "Công nhân may", "occupation_code": "8153", "openings": openings}


def rows(model: type[Any]) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def at_once(call: Callable[[], Response], threads: int) -> list[Response]:
    barrier = threading.Barrier(threads)

    def go(_: int) -> Response:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(go, range(threads)))


def seen(answer: Response) -> tuple[int, bytes, str | None]:
    return answer.status_code, answer.content, answer.headers.get("etag")


@pytest.mark.parametrize("round_number", range(3))
def test_one_key_from_32_threads_has_one_effect(live_api: Callers, template: Any, round_number: int) -> None:
    """Check R4: every answer is the same, byte for byte, or 409 while the first is running; also after a restart."""
    vacancy, person = factories.vacancy(), factories.jobseeker()
    referral = introduced(live_api, vacancy.id, person.id)
    body = {"referral_id": referral, "hired_on": clock.today().isoformat()}
    staff, before = live_api.by_role(Role.STAFF), rows(AuditEntry)

    answers = at_once(lambda: staff.post(f"{V1}/placements", json=body, headers=KEY), THREADS)

    kinds = Counter(answer.status_code for answer in answers)
    assert kinds.keys() <= {201, 409}, kinds
    assert len({seen(answer) for answer in answers if answer.status_code == 201}) == 1
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"request_running"}
    assert [answer.headers.get("idempotent-replayed") for answer in answers if answer.status_code == 201].count(
        None
    ) == 1
    assert ok(live_api.staff.get(f"{V1}/vacancies/{vacancy.id}"))["filled"] == 1
    assert rows(AuditEntry) == before + 1

    restarted = create_app(Settings(environment=Environment.TEST, secret_key=SECRET, log_level="ERROR"))
    again = Callers(restarted, template.accounts).staff.post(f"{V1}/placements", json=body, headers=KEY)
    assert seen(again) == seen(next(answer for answer in answers if answer.status_code == 201))
    assert again.headers["idempotent-replayed"] == "true"
    assert rows(AuditEntry) == before + 1


def test_another_request_with_the_key_is_refused(api: Callers) -> None:
    """Check R4: another body, address or query; the first answer stays."""
    body = vacancy_body()
    first = api.staff.post(f"{V1}/vacancies", json=body, headers=KEY)
    made = ok(first, 201)
    for path, changed in (
        ("/vacancies", body | {"openings": 4}),
        ("/labour-use", {"enterprise_id": NOBODY, "as_of": "2026-03-01", "headcount": 1, "source": "board"}),
        (f"/vacancies/{made['id']}/close", {}),
    ):
        refused(api.staff.post(f"{V1}{path}", json=changed, headers=KEY), 422, "idempotency_key_reused")
    assert seen(api.staff.post(f"{V1}/vacancies", json=body, headers=KEY)) == seen(first)


def test_a_key_belongs_to_its_caller(api: Callers) -> None:
    """Check R4: the same key of two callers is two keys, and tells neither of the other."""
    body = vacancy_body() | {"enterprise_id": str(factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR]))}
    made = [ok(caller.post(f"{V1}/vacancies", json=body, headers=KEY), 201)["id"] for caller in (api.staff, api.hr)]
    assert made[0] != made[1]


def test_the_language_of_the_repeated_request_does_not_matter(api: Callers) -> None:
    first = api.staff.post(f"{V1}/vacancies/{NOBODY}/close", json={}, headers=KEY)
    again = api.staff.post(f"{V1}/vacancies/{NOBODY}/close", json={}, headers=KEY | {"Accept-Language": "en"})
    assert seen(again) == seen(first)


def test_refusals_of_the_domain_are_kept(api: Callers) -> None:
    """Check R4: 404, 409 and the 422 of a service come again as they were, although the state has changed since."""
    vacancy = factories.vacancy(status=VacancyStatus.CLOSED)
    path = f"{V1}/vacancies/{vacancy.id}/close"
    conflict = api.staff.post(path, json={}, headers=KEY)
    assert conflict.status_code == 409
    ok(api.staff.post(f"{V1}/vacancies/{vacancy.id}/reopen", json={}))
    again = api.staff.post(path, json={}, headers=KEY)
    assert seen(again) == seen(conflict)
    assert (conflict.headers.get("idempotent-replayed"), again.headers["idempotent-replayed"]) == (None, "true")
    assert ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}"))["status"] == "open"
    ok(api.staff.post(path, json={}, headers={"Idempotency-Key": "another"}))

    unknown = vacancy_body() | {"enterprise_id": NOBODY}
    absent = f"{V1}/vacancies/{NOBODY}/close"
    for number, (address, body, status) in enumerate(((f"{V1}/vacancies", unknown, 422), (absent, {}, 404))):
        first, second = (
            api.staff.post(address, json=body, headers={"Idempotency-Key": f"kept-{number}"}) for _ in range(2)
        )
        assert (first.status_code, seen(first)) == (status, seen(second))


def test_a_refused_work_leaves_nothing_but_its_key(api: Callers) -> None:
    """Check R4: the effect is rolled back, the kept refusal is not."""
    body = {"enterprise_id": str(factories.enterprise().id), "as_of": clock.today().isoformat(), "source": "board"}
    ok(api.staff.post(f"{V1}/labour-use", json=body | {"headcount": 5}), 201)
    before, keys = rows(AuditEntry), rows(IdempotencyKey)
    refused(api.staff.post(f"{V1}/labour-use", json=body | {"headcount": 6}, headers=KEY), 409, "headcount_exists")
    assert (rows(AuditEntry), rows(IdempotencyKey)) == (before, keys + 1)


def test_what_was_not_begun_is_not_kept(api: Callers, app: FastAPI) -> None:
    """Check R4: 422 of the shape, 400, 401 and 403 leave the key free for the corrected request."""
    body, path = vacancy_body(), f"{V1}/vacancies"
    with nothing_written():
        refused(api.staff.post(path, json=body | {"openings": 0}, headers=KEY), 422, "invalid_content")
        refused(
            api.staff.post(path, content=b"{", headers=KEY | {"Content-Type": "application/json"}),
            400,
            "malformed_json",
        )
        refused(api.leader.post(path, json=body, headers=KEY), 403, "permission_denied")
        refused(api.anonymous.post(path, json=body, headers=KEY), 401, "not_authenticated")
    ok(api.staff.post(path, json=body, headers=KEY), 201)


def test_a_403_of_the_domain_is_not_kept(api: Callers) -> None:
    """Whoever gets the right later sends the same request again, and it is done."""
    with db.reading() as session:
        centre = str(factories.organisation_id(session))
    body = {"title": "Đợt chung", "opens_on": "2026-01-01", "closes_on": "2026-12-31", "shared_with": [centre]}
    shared = ok(staff_of(api, "bqlkkt-ag").post(f"{V1}/survey-rounds", json=body), 201)
    before = rows(IdempotencyKey)
    refused(api.staff.post(f"{V1}/survey-rounds/{shared['id']}/open", json={}, headers=KEY), 403, "not_round_owner")
    assert rows(IdempotencyKey) == before


def test_a_key_is_free_again_after_72_hours(api: Callers) -> None:
    """Check R4: kept over a weekend, then the key means a new request."""
    body, begun = vacancy_body(), clock.now()

    def made(after: timedelta) -> str:
        with time_machine.travel(begun + after):
            found: str = ok(api.by_role(Role.STAFF).post(f"{V1}/vacancies", json=body, headers=KEY), 201)["id"]
            return found

    first = made(timedelta())
    assert made(timedelta(hours=71, minutes=59)) == first
    second = made(timedelta(hours=72, minutes=1))
    assert second != first
    assert made(timedelta(hours=100)) == second
    with db.transaction() as session:
        assert idempotency.forget_old(session, begun + timedelta(hours=150)) >= 1
    assert made(timedelta(hours=101)) not in (first, second)


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "khóa".encode(), "a\tb", "\x7f"])
def test_a_key_of_another_form_is_422(api: Callers, key: str | bytes) -> None:
    body = {"code": "ccn-x", "name": "CCN", "kind": "industrial_cluster", "status": "operating", "source": "QĐ"}
    before = rows(Zone)
    answer = api.admin.post(
        f"{V1}/zones", json=body | {"commune_code": factories.COMMUNE}, headers={"Idempotency-Key": key}
    )
    refused(answer, 422, "invalid_content", parameter="Idempotency-Key", field="string_pattern_mismatch")
    assert rows(Zone) == before


def test_the_longest_key_is_taken(api: Callers) -> None:
    body = vacancy_body()
    for key in ("x" * 255, "!~#%&'*+-.^_`|{}"):
        first, again = (
            api.staff.post(f"{V1}/vacancies", json=body, headers={"Idempotency-Key": key}) for _ in range(2)
        )
        assert seen(first) == seen(again)
        assert first.status_code == 201
