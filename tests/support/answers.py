"""What the API tests share: asking, checking an answer or a refusal, and counting rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import event, func, select

from app.core import clock
from app.infra import db
from app.models import Account, Base
from app.security.passwords import NOBODY as NO_PASSWORD
from app.vocabulary import Role
from tests.conftest import Callers
from tests.support import factories

V1 = "/api/v1"
NOBODY = "0199aaaa-0000-7000-8000-000000000000"


def ok(response: Response, status: int = 200) -> Any:
    """The body of an answer that went well."""
    assert response.status_code == status, response.text
    return response.json()


def refused(
    response: Response,
    status: int,
    code: str,
    *,
    pointer: str | None = None,
    parameter: str | None = None,
    field: str | None = None,
) -> dict[str, Any]:
    """The problem document of a refusal, checked from its type to the field it names."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "instance", "code", "request_id", "errors"}
    assert (problem["code"], problem["status"], problem["type"]) == (code, status, f"/problems/{code}"), problem
    assert problem["instance"] == response.request.url.path
    assert problem["request_id"] == response.headers["x-request-id"]
    assert problem["detail"]
    if pointer is not None or parameter is not None:
        named = [(error["pointer"], error["parameter"], error["code"]) for error in problem["errors"]]
        assert (pointer, parameter, field or code) in named, named
    assert all(error["detail"] for error in problem["errors"])
    return problem


def without_traces(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem document without what differs between any two requests."""
    return {name: value for name, value in problem.items() if name not in ("request_id", "instance")}


def row_counts() -> dict[str, int]:
    """How many rows each table holds."""
    with db.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


@contextmanager
def nothing_written(*besides: str) -> Iterator[None]:
    """Fails when the block leaves a row more or less anywhere but in the tables named."""
    before = row_counts()
    yield
    assert {name: count for name, count in row_counts().items() if count != before[name] and name not in besides} == {}


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked in the block, in order: the work of a request, which no busy machine changes."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        # A session inside the test's own transaction counts its savepoints on and on.
        if "SAVEPOINT" not in statement:
            asked.append(statement)

    target = db.bound()
    event.listen(target, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(target, "before_cursor_execute", note)


def every_page(client: TestClient, url: str, limit: int, key: str = "id") -> list[str]:
    """The keys of all rows of a list, page by page."""
    keys: list[str] = []
    cursors: list[str] = []
    url += f"{'&' if '?' in url else '?'}limit={limit}"
    while True:
        page = ok(client.get(url + (f"&cursor={cursors[-1]}" if cursors else "")))
        assert len(page["items"]) <= limit
        keys += [item[key] for item in page["items"]]
        if page["next_cursor"] is None:
            return keys
        assert page["next_cursor"] not in cursors, "the list goes round in a circle"
        cursors.append(page["next_cursor"])


def introduced(api: Callers, vacancy_id: Any, jobseeker_id: Any) -> str:
    """Introduce somebody; the referral's id."""
    body = {"vacancy_id": str(vacancy_id), "jobseeker_id": str(jobseeker_id)}
    referral_id: str = ok(api.staff.post(f"{V1}/referrals", json=body), 201)["id"]
    return referral_id


def hired(api: Callers, vacancy_id: Any, jobseeker_id: Any, **more: Any) -> str:
    """Introduce somebody and record the hire; the placement's id."""
    body = {"referral_id": introduced(api, vacancy_id, jobseeker_id), "hired_on": clock.today().isoformat()} | more
    placement_id: str = ok(api.staff.post(f"{V1}/placements", json=body), 201)["id"]
    return placement_id


def answered(
    api: Callers, enterprise_id: Any, *lines: dict[str, Any], client: TestClient | None = None, **more: Any
) -> dict[str, Any]:
    """A survey of an enterprise in an open round, with these lines."""
    body = {
        "round_id": str(factories.survey_round().id),
        "enterprise_id": str(enterprise_id),
        "answered_on": clock.today().isoformat(),
        "lines": [{"need": "recruit", "occupation_code": "8153", "quantity": 3} | line for line in lines],
    } | more
    survey: dict[str, Any] = ok((client or api.staff).post(f"{V1}/surveys", json=body), 201)
    return survey


def staff_of(api: Callers, organisation: str) -> TestClient:
    """A client signed in as staff of an organisation."""
    with db.transaction() as session:
        account = Account(
            username=f"staff.{organisation}",
            display_name=organisation,
            password_hash=NO_PASSWORD,
            role=Role.STAFF,
            organisation_id=factories.organisation_id(session, organisation),
            active=True,
            created_at=factories.now(),
        )
        session.add(account)
        session.flush()
    return api.client(account.id)
