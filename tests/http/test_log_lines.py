"""One line a request: what operations staff need, and nothing of who asked for whom."""

import time

from sqlalchemy import Engine

from tests.conftest import Template
from tests.support import factories
from tests.support.service_process import bearer, running


def test_a_line_says_what_happened_and_not_to_whom(live_url: str, live: Engine, template: Template) -> None:
    person = factories.jobseeker()
    authorization = bearer(template)
    with running(live_url) as service:
        service.ask(f"/api/v1/jobseekers/{person.id}", Authorization=authorization, X_Request_ID="a-request-of-mine")
        service.ask("/api/v1/jobseekers?q=0912345678", Authorization="Bearer x.y.z")
        time.sleep(0.3)
        lines = [line for line in service.lines() if line.get("event") == "request"]
        text = service.log.read_text("utf-8")
    mine = next(line for line in lines if line["request_id"] == "a-request-of-mine")
    assert set(mine) == {"event", "level", "method", "ms", "request_id", "role", "room", "route", "status", "timestamp"}
    assert (mine["method"], mine["route"], mine["status"], mine["role"]) == (
        "GET",
        "/api/v1/jobseekers/{jobseeker_id}",
        200,
        "staff",
    )
    assert mine["ms"] > 0
    refused = next(line for line in lines if line["status"] == 401)
    assert (refused["route"], refused["role"]) == ("/api/v1/jobseekers", None)
    for secret in (str(person.id), "0912345678", "x.y.z", str(template.accounts)):
        assert secret not in text
