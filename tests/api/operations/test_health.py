"""Whether the process lives and whether it can serve, also while the database is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.api.operations import health
from app.infra import db, schema
from tests.conftest import Callers
from tests.support.answers import V1, ok, refused


@pytest.fixture
def away(app: FastAPI, tmp_path: Path) -> Iterator[TestClient]:
    """A client of the app, bound to a database that cannot be opened."""
    engine = db.make_engine(f"sqlite:///{tmp_path}")
    db.bind(engine)
    yield TestClient(app, raise_server_exceptions=False)
    engine.dispose()


def test_alive_and_ready(api: Callers) -> None:
    for path in ("/health/live", "/health/ready"):
        assert ok(api.anonymous.get(path)) == {"status": "ok"}


def test_alive_but_not_ready_without_its_database(away: TestClient) -> None:
    assert ok(away.get("/health/live")) == {"status": "ok"}
    answer = away.get("/health/ready")
    problem = refused(answer, 503, "database_unavailable")
    assert answer.headers["retry-after"] == "2"
    assert problem["detail"].startswith("Cơ sở dữ liệu đang bận hoặc tạm dừng.")


def test_not_ready_with_a_database_that_answers_late(api: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SLOW_SECONDS", 0.0)
    answer = api.anonymous.get("/health/ready")
    refused(answer, 503, "database_slow")
    assert answer.headers["retry-after"] == "2"
    assert ok(api.anonymous.get("/health/live")) == {"status": "ok"}


@pytest.mark.parametrize("change", ["UPDATE alembic_version SET version_num = :older", "DELETE FROM alembic_version"])
def test_not_ready_with_a_schema_of_an_older_program(api: Callers, change: str) -> None:
    older = sorted(schema.older())[0]
    with db.transaction() as session:
        session.execute(text(change), {"older": older} if ":older" in change else {})
    refused(api.anonymous.get("/health/ready"), 503, "migrations_behind")


def test_ready_with_a_schema_that_is_newer(api: Callers) -> None:
    """While a new release is rolled out, the old one goes on serving."""
    with db.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'of-tomorrow'"))
    assert ok(api.anonymous.get("/health/ready")) == {"status": "ok"}


def test_a_silent_database_is_refused_at_once(live_api: Callers) -> None:
    """What the watch says holds for every transaction, and ends with it."""
    db.set_silent(True)
    try:
        refused(live_api.anonymous.get("/health/ready"), 503, "database_unavailable")
        refused(live_api.staff.get(f"{V1}/zones"), 503, "database_unavailable")
        assert ok(live_api.anonymous.get("/health/live")) == {"status": "ok"}
    finally:
        db.set_silent(False)
    assert ok(live_api.anonymous.get("/health/ready")) == {"status": "ok"}


def test_a_request_without_a_database_is_told_to_come_back(away: TestClient) -> None:
    answer = away.post(f"{V1}/auth/login", json={"username": "staff", "password": "x"})
    refused(answer, 503, "database_unavailable")
    assert answer.headers["retry-after"] == "2"
