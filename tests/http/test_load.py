"""A short ``bench load``: 100 clients on 8 threads, reading and writing, against the real service on the loopback.

A session held by a waiting request would show here: all threads would wait for a connection until the pool gives up.
"""

import pytest
from sqlalchemy import Engine, func, select

from app.core import clock
from app.infra import db
from app.models import Jobseeker
from app.security import access_tokens
from app.vocabulary import Role
from bench import load
from bench.service import running
from tests.conftest import SECRET, THREADS, Template
from tests.support import factories

CLIENTS = 100
SECONDS = 4


@pytest.fixture
def vacancies(live: Engine) -> list[str]:
    owner = factories.enterprise()
    for _ in range(20):
        factories.jobseeker()
    return [str(factories.vacancy(owner.id, openings=50).id) for _ in range(3)]


def people() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Jobseeker)) or 0


def test_a_crowd_gets_answers_and_no_error(vacancies: list[str], live_url: str, template: Template) -> None:
    before = people()
    staff = template.accounts[Role.STAFF]
    token = access_tokens.issue(staff, factories.session_of(staff), secret=SECRET, now=clock.now(), minutes=60)
    with running(live_url, threads=THREADS, secret=SECRET) as service:
        seen = load.run(service, token, vacancies, clients=CLIENTS, seconds=SECONDS)
    assert dict(seen.errors) == {}
    assert len(+seen.per_client) == CLIENTS, "somebody had no answer at all"
    assert all(seen.times.values()), "some kind of request was never made"
    assert seen.longest_silence() < SECONDS
    assert people() == before + len(seen.times["register"])
