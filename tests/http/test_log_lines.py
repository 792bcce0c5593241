"""One line a request: what operations staff need, and nothing of who asked for whom."""

from typing import Any

import pytest

from tests.conftest import Template
from tests.support import factories
from tests.support.patience import wait_for
from tests.support.processes.service import Running, bearer

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("served")]
MINE, OTHER = "a-request-of-mine", "a-request-of-nobody"


def test_a_line_says_what_happened_and_not_to_whom(served: Running, template: Template) -> None:
    person = factories.jobseeker()
    authorization = bearer(template)
    served.ask(f"/api/v1/jobseekers/{person.id}", Authorization=authorization, X_Request_ID=MINE)
    served.ask("/api/v1/jobseekers?q=0912345678", Authorization="Bearer x.y.z", X_Request_ID=OTHER)

    def lines() -> dict[str, dict[str, Any]]:
        return {line["request_id"]: line for line in served.lines() if line.get("event") == "request"}

    # Written when the answer is on its way already.
    wait_for("both lines", lambda: {MINE, OTHER} <= lines().keys())
    text = served.log.read_text("utf-8")
    mine = lines()[MINE]
    assert set(mine) == {"event", "level", "method", "ms", "request_id", "role", "room", "route", "status", "timestamp"}
    assert (mine["method"], mine["route"], mine["status"], mine["role"]) == (
        "GET",
        "/api/v1/jobseekers/{jobseeker_id}",
        200,
        "staff",
    )
    assert mine["ms"] > 0
    refused = lines()[OTHER]
    assert (refused["status"], refused["route"], refused["role"]) == (401, "/api/v1/jobseekers", None)
    for secret in (str(person.id), "0912345678", "x.y.z", str(template.accounts)):
        assert secret not in text
