"""A short ``bench load``: 100 clients on 8 threads, reading and writing, against the real service on the loopback.

A session held by a waiting request would show here: all threads would wait for a connection until the pool gives up.
How long the longest silence was is judged by ``./dev bench load`` itself.
"""

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.infra import db
from app.models import Jobseeker
from app.security import access_tokens
from app.vocabulary import Role
from bench import load
from bench.service import Service
from tests.conftest import SECRET, Template
from tests.support import factories
from tests.support.processes.service import Running

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("served")]
CLIENTS = 100
SECONDS = 4
"""How long nobody is told to stop; each client makes its first requests however long they take."""


@pytest.fixture
def vacancies(served: Running) -> list[str]:
    owner = factories.enterprise()
    for _ in range(20):
        factories.jobseeker()
    return [str(factories.vacancy(owner.id, openings=50).id) for _ in range(3)]


def people() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Jobseeker)) or 0


@pytest.mark.slow(seconds=8)
def test_a_crowd_gets_answers_and_no_error(vacancies: list[str], served: Running, template: Template) -> None:
    before = people()
    staff = template.accounts[Role.STAFF]
    token = access_tokens.issue(staff, factories.session_of(staff), secret=SECRET, now=clock.now(), minutes=60)
    service = Service(served.port, served.process)
    seen = load.run(service, token, vacancies, clients=CLIENTS, seconds=SECONDS)
    service.close_clients()
    assert dict(seen.errors) == {}
    assert len(+seen.per_client) == CLIENTS, "somebody had no answer at all"
    assert all(seen.times.values()), "some kind of request was never made"
    assert people() == before + len(seen.times["register"])
