"""Marked values are put into every input there is, and then everything that the service left behind is searched.

Check S8: logs at the finest level, problem documents, headers, metrics, and the rows of the audit log, jobs, kept
answers and sign-in attempts hold none of them: plain, without leading zeros, or in base64.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from app.config import Environment, Settings
from app.infra import db
from app.main import create_app
from app.models import AuditEntry, IdempotencyKey, Job, LoginAttempt, SignInSession
from app.vocabulary import Role
from tests.conftest import SECRET, Callers, Template
from tests.laws.operations.listing import Operation, operations
from tests.support import factories
from tests.support.answers import V1, ok
from tests.support.planting import found

CITIZEN_ID, PHONE, EMAIL = "000912345678", "0912000345", "nguyen.thi.mau@example.vn"
PASSWORD, ADDRESS = "mat khau rat bi mat 7", "Ấp Bình Chánh số nhà 7"
NAME = "Nguyễn Thị Rất Riêng"
NUMBERS = (CITIZEN_ID, PHONE, EMAIL)
PLANTED = (*NUMBERS, PASSWORD, ADDRESS, NAME)
WHO = {"full_name": NAME, "birth_date": "1998-05-17", "citizen_id": CITIZEN_ID, "phone": PHONE, "address": ADDRESS}
PERSON: dict[str, Any] = {
    "commune_code": factories.COMMUNE,
    "identity": WHO,
    "trades": [{"title": f"May, gọi {PHONE}", "occupation_code": factories.SEWING}],
    "matching_consent": False,
    "employment_status": "seeking",
}


@contextmanager
def service(url: str) -> Iterator[FastAPI]:
    """A service whose log is at its finest; the engine is made after that, as in a process of its own."""
    app = create_app(Settings(environment=Environment.TEST, secret_key=SECRET, log_level="DEBUG", rate_limits=""))
    engine = db.make_engine(url, threads=8)
    db.bind(engine)
    try:
        yield app
    finally:
        engine.dispose()


class Collected:
    """What was answered: of refusals everything, of the rest the headers."""

    def __init__(self) -> None:
        self.texts: list[bytes] = []
        self.statuses: set[int] = set()

    def take(self, answer: Response) -> None:
        self.statuses.add(answer.status_code)
        self.texts.append(str(sorted(answer.headers.items())).encode())
        if answer.status_code >= 400:
            self.texts.append(answer.content)


def planted(body: Any, value: str) -> Any:
    """A body with a value in the place of every text."""
    if isinstance(body, dict):
        return {name: planted(inner, value) for name, inner in body.items()}
    if isinstance(body, list):
        return [planted(inner, value) for inner in body]
    return value if isinstance(body, str) else body


def requests(operation: Operation, value: str) -> Iterator[dict[str, Any]]:
    """One value in every part of a request to an operation, one part after the other."""
    path = operation.path
    for name in operation.raw.get("parameters", ()):
        if name["in"] == "path":
            path = path.replace(f"{{{name['name']}}}", value)
    queries = {one["name"]: value for one in operation.raw.get("parameters", ()) if one["in"] == "query"}
    body = operation.body()
    numbers = value in NUMBERS
    headers = {"X-Request-ID": value, "Idempotency-Key": value, "If-Match": f'"{value}"', "Accept-Language": value}
    safe = headers if value.isascii() and " " not in value else {}
    # Addresses may hold numbers and e-mails by mistake; words of somebody's home cannot be told from others there.
    if numbers:
        yield {"url": path, "params": queries, "json": body}
    yield {"url": operation.path, "json": planted(body, value), "headers": safe}
    yield {"url": operation.path, "json": {value: value} if numbers else {"identity": value, "note": value}}
    if value == CITIZEN_ID:
        yield {"url": operation.path, "json": [value], "headers": {"Authorization": f"Bearer {value}"}}
        yield {"url": operation.path, "content": f'{{"citizen_id": "{value}", '.encode()}


def attack(client: TestClient, operation: Operation, value: str, collected: Collected) -> None:
    for request in requests(operation, value):
        headers = {"Content-Type": "application/json"} | request.pop("headers", {})
        collected.take(client.request(operation.method, headers=headers, **request))


def live_through(api: Callers, collected: Collected) -> None:
    """A life with planted values that go well, conflict, and are looked for."""
    key = {"Idempotency-Key": f"register-{PHONE}"}
    person = ok(api.staff.post(f"{V1}/jobseekers", json=PERSON, headers=key), 201)["id"]
    for _ in range(2):
        collected.take(api.staff.post(f"{V1}/jobseekers", json=PERSON, headers=key))
        collected.take(api.staff.post(f"{V1}/jobseekers", json=PERSON))
    for asked in ({"citizen_id": CITIZEN_ID}, {"phone": PHONE}, {"name": NAME}):
        assert ok(api.staff.post(f"{V1}/jobseekers/search", json=asked))["items"], asked
    collected.take(api.staff.patch(f"{V1}/jobseekers/{person}", json={"identity": {"address": ADDRESS + " b"}}))
    for action in ("identity/reveal", "export"):
        ok(api.staff.post(f"{V1}/jobseekers/{person}/{action}", json={"reason": "verify"}))
    own = factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR])
    body = {"vacancy_id": str(factories.vacancy(own).id), "jobseeker_id": person}
    collected.take(api.staff.post(f"{V1}/referrals", json=body))
    for username in (EMAIL, PHONE, Role.STAFF.value):
        login = {"username": username, "password": PASSWORD}
        collected.take(api.anonymous.post(f"{V1}/auth/login", json=login))
    break_phones()
    collected.take(api.staff.post(f"{V1}/jobseekers/{person}/identity/reveal", json={"reason": "verify"}))


def break_phones() -> None:
    """No key opens what stands there now."""
    with db.transaction() as session:
        session.connection().exec_driver_sql("UPDATE jobseeker_identities SET phone_sealed = 'v1.gone.AAAA'")


def rows_of(*models: Any) -> bytes:
    """Every column of every row, as bytes."""
    with db.reading() as session:
        lines = [
            [value if isinstance(value, bytes) else str(value).encode() for value in row]
            for model in models
            for row in session.execute(select(*model.__table__.columns))
        ]
    return b"\n".join(b"|".join(line) for line in lines)


def broken(app: FastAPI) -> str:
    """A route of the test's own that fails with somebody's data in the error and its cause."""

    def fail() -> None:
        try:
            raise ValueError(f"{CITIZEN_ID} {EMAIL} {ADDRESS}")
        except ValueError as error:
            raise RuntimeError(f"row of {NAME}: {PHONE} {PASSWORD}") from error

    app.router.add_api_route("/broken", fail, include_in_schema=False)
    return "/broken"


@pytest.mark.slow(seconds=15)
@pytest.mark.usefixtures("as_before")
def test_nothing_planted_is_found_anywhere(
    live_url: str, template: Template, capsys: pytest.CaptureFixture[str]
) -> None:
    """Check S8."""
    with service(live_url) as app:
        address = broken(app)
        api, collected = Callers(app, template.accounts), Collected()
        live_through(api, collected)
        every = operations(app.openapi())
        # What is refused before the database is the same for both; of the rest a number and a name stand for all.
        values = PLANTED if template.url.startswith("sqlite") else (CITIZEN_ID, NAME)
        for operation in every:
            for value in values:
                for client in (api.staff, api.anonymous) if value == CITIZEN_ID else (api.staff,):
                    attack(client, operation, value, collected)
        for value in NUMBERS:
            collected.take(api.staff.get(f"/{value}"))
            collected.take(api.staff.get(f"{V1}/jobseekers/{value}?phone={value}"))
        collected.take(api.staff.get(address))
        written = capsys.readouterr()
        left = rows_of(AuditEntry, Job, IdempotencyKey, LoginAttempt, SignInSession)
        metrics = api.admin.get("/metrics").content
    # What was searched is really there.
    assert len(every) > 80
    assert {200, 201, 400, 401, 404, 409, 422, 500, 503} <= collected.statuses
    assert b"reveal_identity" in left
    assert b"v1.demo." in left
    assert b"cungcau_" in metrics
    lines = [json.loads(line) for line in written.err.splitlines()]
    assert {"unexpected_error", "sealed_unreadable", "request"} <= {line["event"] for line in lines}
    for where, texts in {
        # JSON writes quotes and backslashes of a text otherwise.
        "logs": [written.err.encode(), written.out.encode(), str(lines).encode()],
        "answers": collected.texts,
        "rows": [left],
        "metrics": [metrics],
    }.items():
        assert found(PLANTED, *texts) == [], where
