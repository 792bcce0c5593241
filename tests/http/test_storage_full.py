"""Check R8: no space left. The answer says so, nothing is half there, and it goes on when there is room again.

PostgreSQL, and a real small disk for both: ``./dev faults --only R8``.
"""

from contextlib import ExitStack

import pytest
from sqlalchemy import Engine

from app.infra import db
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, ok, refused, row_counts


def hold_to(engine: Engine, pages: int) -> None:
    """Every connection of the pool may use so many pages."""
    with ExitStack() as stack:
        for _ in range(db.in_use()[1]):
            connection = stack.enter_context(engine.connect())
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
def test_a_full_file_refuses_and_goes_on_later(live_api: Callers, live: Engine) -> None:
    enterprise_id = str(factories.enterprise().id)
    sent = {"enterprise_id": enterprise_id, "title": "May" * 60, "occupation_code": "8153", "openings": 2}
    ok(live_api.staff.post(f"{V1}/vacancies", json=sent), 201)
    hold_to(live, 1)
    before = row_counts()
    written = 0
    while (answer := live_api.staff.post(f"{V1}/vacancies", json=sent)).status_code == 201:
        written += 1
        assert written < 500
    refused(answer, 507, "storage_full")
    assert answer.headers["retry-after"] == "60"
    after = row_counts()
    assert after["vacancies"] == before["vacancies"] + written
    assert after["audit_entries"] == before["audit_entries"] + written
    assert ok(live_api.staff.get(f"{V1}/vacancies"))["items"]
    hold_to(live, 1_000_000)
    ok(live_api.staff.post(f"{V1}/vacancies", json=sent), 201)
