"""The serving process does the daily jobs beside its requests, unless it is told not to."""

import time
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from app.config import Environment, Settings
from app.infra import db
from app.jobs.table import DAILY
from app.main import create_app
from app.models import Job
from tests.conftest import SECRET


def served(url: str, **more: Any) -> TestClient:
    environment = Environment.TEST
    return TestClient(
        create_app(Settings(environment=environment, secret_key=SECRET, log_level="ERROR", database_url=url, **more))
    )


def ended() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).where(Job.ended_at.is_not(None))) or 0


def test_the_days_jobs_are_done_while_requests_are_served(live_url: str) -> None:
    with served(live_url) as client:
        patience = time.monotonic() + 60
        while ended() < len(DAILY) and time.monotonic() < patience:
            assert client.get("/health/live").status_code == 200
            time.sleep(0.1)
        assert ended() == len(DAILY)


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
def test_jobs_can_be_left_to_another_process(live_url: str) -> None:
    with served(live_url, jobs=False) as client:
        assert client.get("/health/live").status_code == 200
        time.sleep(0.5)
        with db.reading() as session:
            assert session.scalar(select(func.count()).select_from(Job)) == 0
