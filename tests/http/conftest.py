"""One real service for the tests that need no settings of their own and do not end it.

It waits long for slow senders: a test about how long it waits starts another. The modules that use it are one group,
``xdist_group("served")``, so that it is started once for each kind of database.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.infra import db
from tests.conftest import THREADS, Template, copied
from tests.support.processes.service import Running, running


@pytest.fixture(scope="session")
def service_of_all(
    template: Template, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """The process, on a database of its own that keeps what each test leaves."""
    with (
        copied(template, request, tmp_path_factory.mktemp("served")) as url,
        running(url, body_seconds="300", head_seconds="120") as service,
    ):
        yield service


@pytest.fixture
def served(service_of_all: Running) -> Iterator[Running]:
    """It, with its database bound here too, for rows that must stand there."""
    engine: Engine = db.make_engine(service_of_all.url, threads=THREADS)
    db.bind(engine)
    yield service_of_all
    engine.dispose()
