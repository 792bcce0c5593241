"""Transactions: one at a time in a thread, reading that cannot write, all or nothing."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.infra import db
from app.models import Plan, Province
from app.vocabulary import RoundStatus
from tests.conftest import Template
from tests.support import factories
from tests.support.patience import GENEROUS

Opener = Callable[[], AbstractContextManager[Session]]
BOTH = [db.transaction, db.reading]


def province(code: str = "99") -> Province:
    return Province(code=code, name="Tỉnh thử")


def provinces() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Province)) or 0


@pytest.fixture(params=["database", "live"])
def either(request: pytest.FixtureRequest, template: Template) -> None:
    """A bound connection, then a bound engine."""
    request.getfixturevalue(request.param)


def test_what_is_deleted_from_a_file_is_overwritten(tmp_path: Path) -> None:
    """A revision that seals what stood in clear must not leave the old pages behind, whatever the build's default."""
    engine = db.make_engine(f"sqlite:///{tmp_path}/new.sqlite3")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("outer", BOTH)
@pytest.mark.parametrize("inner", BOTH)
@pytest.mark.usefixtures("either")
def test_one_never_opens_inside_another(outer: Opener, inner: Opener) -> None:
    with outer() as session:
        with pytest.raises(RuntimeError, match="already open"), inner():
            pass
        # The outer one goes on as if nothing had been tried.
        assert session.scalar(select(func.count()).select_from(Province)) == 3
    with inner() as session:
        assert session.get(Province, "91") is not None


@pytest.mark.usefixtures("either")
def test_what_is_committed_the_next_one_sees() -> None:
    with db.transaction() as session:
        session.add(province())
    assert provinces() == 4
    with db.transaction() as session:
        assert session.get_one(Province, "99").name == "Tỉnh thử"


@pytest.mark.usefixtures("either")
def test_an_error_takes_everything_back() -> None:
    with pytest.raises(LookupError), db.transaction() as session:
        session.add(province())
        session.flush()
        raise LookupError
    assert provinces() == 3
    with db.transaction() as session:
        session.add(province())
    assert provinces() == 4


@pytest.mark.usefixtures("either")
def test_a_broken_rule_takes_everything_back() -> None:
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.add(province())
        session.flush()
        session.add(Plan(code="x", title="x", issued_by="x", province_code="00", ends_on=factories.now().date()))
    assert provinces() == 3


@pytest.mark.usefixtures("either")
def test_what_was_read_stays_readable() -> None:
    with db.reading() as session:
        found = session.get_one(Province, "91")
    assert (found.name, inspect(found).detached) == ("An Giang", True)


@pytest.mark.usefixtures("either")
def test_what_was_written_stays_readable() -> None:
    with db.transaction() as session:
        row = province()
        session.add(row)
    assert row.name == "Tỉnh thử"


@pytest.mark.usefixtures("either")
def test_reading_keeps_nothing() -> None:
    with db.reading() as session:
        session.add(province())
    assert provinces() == 3


@pytest.mark.parametrize("statement", ["DELETE FROM plan_target_zone_kinds", "UPDATE provinces SET name = 'x'"])
def test_reading_refuses_to_write(live: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError), db.reading() as session:
        session.execute(text(statement))
    with pytest.raises(DBAPIError), db.reading() as session:
        session.add(province())
        session.flush()
    # The connection goes back to the pool fit for writing.
    for _ in range(20):
        with db.reading():
            pass
        with db.transaction() as session:
            session.execute(text(statement))


def test_a_reader_sees_one_moment_and_waits_for_nobody(live: Engine) -> None:
    written, seen = threading.Event(), threading.Event()

    def write() -> None:
        with db.transaction() as session:
            session.add(province("98"))
            session.flush()
            written.set()
            assert seen.wait(GENEROUS)

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        assert written.wait(GENEROUS)
        with db.reading() as session:
            count = select(func.count()).select_from(Province)
            assert session.scalar(count) == 3
            seen.set()
            writer.result(GENEROUS)
            # Committed meanwhile, and still not in this reader's moment.
            assert session.scalar(count) == 3
    assert provinces() == 4


def test_threads_do_not_hinder_one_another(live: Engine) -> None:
    start = threading.Barrier(8)

    def add(number: int) -> None:
        start.wait(GENEROUS)
        with db.transaction() as session:
            session.add(province(f"{number:02d}"))
        with db.reading() as session:
            assert session.get(Province, f"{number:02d}") is not None

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(8)))
    assert provinces() == 11


def test_no_connection_is_left_behind(live: Engine) -> None:
    for opener in BOTH:
        for _ in range(30):
            with opener():
                pass
            with pytest.raises(LookupError), opener():
                raise LookupError
    assert live.pool.status().startswith("Pool size")
    assert live.pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.usefixtures("database")
def test_a_code_outside_its_list_is_refused_by_the_database_itself() -> None:
    survey_round = factories.survey_round(status=RoundStatus.DRAFT)
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.execute(text("UPDATE survey_rounds SET status = 'asleep'"))
    with db.reading() as session:
        assert session.get_one(type(survey_round), survey_round.id).status is RoundStatus.DRAFT


def test_a_file_gets_its_folder(tmp_path: Path) -> None:
    engine = db.make_engine(f"sqlite:///{tmp_path}/new/folder/a.sqlite3")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()
    assert (tmp_path / "new/folder/a.sqlite3").exists()


def test_a_database_that_is_away_is_noticed(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}")
    db.bind(engine)
    with pytest.raises(DBAPIError):
        db.ping()
    engine.dispose()
