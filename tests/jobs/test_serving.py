"""The serving process does the daily jobs beside its requests, unless it is told not to."""

import threading
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
from tests.support.patience import wait_for


def served(url: str, **more: Any) -> TestClient:
    environment = Environment.TEST
    return TestClient(
        create_app(Settings(environment=environment, secret_key=SECRET, log_level="ERROR", database_url=url, **more))
    )


def ended() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).where(Job.ended_at.is_not(None))) or 0


@pytest.mark.slow(seconds=4)
def test_the_days_jobs_are_done_while_requests_are_served(live_url: str) -> None:
    with served(live_url) as client:

        def all_ended() -> bool:
            assert client.get("/health/live").status_code == 200
            return ended() == len(DAILY)

        wait_for("the jobs of the day", all_ended)


@pytest.mark.slow(seconds=4)
@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
def test_jobs_can_be_left_to_another_process(live_url: str) -> None:
    with served(live_url, jobs=False) as client:
        assert client.get("/health/live").status_code == 200
        assert "jobs" not in [thread.name for thread in threading.enumerate()]
        with db.reading() as session:
            assert session.scalar(select(func.count()).select_from(Job)) == 0
