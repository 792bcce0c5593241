"""Whether the process lives and whether it can serve, also while the database is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import db
from tests.api.asking import V1, ok, refused
from tests.conftest import Callers


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


def test_a_request_without_a_database_is_told_to_come_back(away: TestClient) -> None:
    answer = away.post(f"{V1}/auth/login", json={"username": "staff", "password": "x"})
    refused(answer, 503, "database_unavailable")
    assert answer.headers["retry-after"] == "2"
