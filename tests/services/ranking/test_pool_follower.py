"""The pool follows the database: edits, late committers, other processes."""

import subprocess
import sys
import uuid
from datetime import date

import pytest
from sqlalchemy import Engine, delete, event, insert, select
from sqlalchemy.orm import Session

from app.infra import db
from app.matching.ranking import Pool
from app.models import Jobseeker, JobseekerIdentity, JobseekerTrade, PoolChange, ReferenceList
from app.services.common.pool_changes import WriterId, note_change
from app.services.ranking import pool_loader
from app.services.ranking.pool_follower import PoolFollower, load_catalogue
from app.vocabulary import Certificate
from tests.support import factories
from tests.support.small_world import sorted_papers


def ids(follower: PoolFollower) -> set[uuid.UUID]:
    with db.reading() as session:
        pool = follower.current(session)
    return pool.ids()


def travel(pool: Pool, jobseeker_id: uuid.UUID) -> int | None:
    person = pool.get(jobseeker_id)
    assert person is not None
    return person.max_travel_km


def test_the_pool_holds_what_the_database_says(database: None) -> None:
    made = [
        factories.jobseeker(
            trades=({}, {"occupation_code": factories.WELDING, "skill_rank": None, "experience_months": None}),
            certificates=(Certificate.FORKLIFT, Certificate.WELDING_3G),
            max_travel_km=15,
            pay_wish=8_000_000,
            ready_from=date(2026, 12, 1),
            refuses_night=True,
            would_move=True,
        ),
        factories.jobseeker(matching_consent=False, consent_on=None, identity={"birth_date": date(1961, 1, 31)}),
    ]
    with db.reading() as session:
        pool = PoolFollower().current(session)
        values = pool_loader.people(session, [one.id for one in made])
    assert {one.id for one in values} == {one.id for one in made}
    for value in values:
        assert sorted_papers(pool.get(value.id)) == sorted_papers(value)


def test_who_is_half_removed_holds_up_nobody(database: None) -> None:
    """Without a trade, or without an identity: left out, whether read with everybody or after an edit."""
    whole, tradeless, nameless = (factories.jobseeker(certificates=(Certificate.FORKLIFT,)) for _ in range(3))
    follower = PoolFollower()
    assert ids(follower) == {whole.id, tradeless.id, nameless.id}
    with db.transaction() as session:
        session.execute(delete(JobseekerTrade).where(JobseekerTrade.jobseeker_id == tradeless.id))
        session.execute(delete(JobseekerIdentity).where(JobseekerIdentity.jobseeker_id == nameless.id))
        note_change(session, tradeless.id)
        note_change(session, nameless.id)
    assert ids(follower) == ids(PoolFollower()) == {whole.id}
    with db.reading() as session:
        assert sorted_papers(PoolFollower().current(session).get(whole.id)) is not None


def test_an_edit_is_in_the_next_answer(database: None) -> None:
    follower = PoolFollower()
    first = factories.jobseeker()
    assert ids(follower) == {first.id}
    second = factories.jobseeker()
    with db.transaction() as session:
        session.get_one(Jobseeker, first.id).max_travel_km = 7
        note_change(session, first.id)
    assert ids(follower) == {first.id, second.id}
    with db.reading() as session:
        pool = follower.current(session)
    assert travel(pool, first.id) == 7


def test_everybody_is_read_again_when_the_log_says_so(database: None) -> None:
    """What a bulk load does: rows without a change each, and one change for all."""
    follower = PoolFollower()
    someone = factories.jobseeker()
    ids(follower)
    with db.transaction() as session:
        session.get_one(Jobseeker, someone.id).max_travel_km = 9
        note_change(session, None)
    with db.reading() as session:
        assert travel(follower.current(session), someone.id) == 9


def test_a_rolled_back_edit_never_shows(live: Engine) -> None:
    follower = PoolFollower()
    someone = factories.jobseeker()
    ids(follower)
    with pytest.raises(RuntimeError, match="regret"), db.transaction() as session:
        session.get_one(Jobseeker, someone.id).max_travel_km = 1
        note_change(session, someone.id)
        session.flush()
        raise RuntimeError("regret")
    with db.reading() as session:
        pool = follower.current(session)
    assert travel(pool, someone.id) is None


# On PostgreSQL alone: SQLite has one writer at a time, so nobody can commit late there.
@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
def test_who_took_a_number_early_and_committed_late_is_not_lost(live: Engine) -> None:
    """On PostgreSQL with two connections: A takes its number, B takes the next and commits, we read, A commits."""
    early, late = factories.jobseeker(), factories.jobseeker()
    follower = PoolFollower()
    ids(follower)
    with Session(live) as slow, Session(live) as quick:
        slow.get_one(Jobseeker, early.id).max_travel_km = 11
        note_change(slow, early.id)
        slow.flush()
        quick.get_one(Jobseeker, late.id).max_travel_km = 22
        note_change(quick, late.id)
        quick.commit()
        with db.reading() as session:
            seen = follower.current(session)
        assert travel(seen, late.id) == 22
        assert travel(seen, early.id) is None
        slow.commit()
    with db.reading() as session:
        seen = follower.current(session)
    assert travel(seen, early.id) == 11


# On PostgreSQL alone: SQLite has no ids of transactions.
@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
def test_changes_from_before_a_dump_was_put_back_are_not_read_again_and_again(live: Engine) -> None:
    """The new server counts its transactions from the beginning; the rows keep the higher ids of the old one."""
    someone = factories.jobseeker()
    with db.transaction() as session:
        old = {"transaction_id": 1_000_000_000, "jobseeker_id": someone.id}
        session.execute(insert(PoolChange), [old] * 20)
    follower, asked = PoolFollower(), []
    ids(follower)
    ids(follower)
    event.listen(live, "before_cursor_execute", lambda *said: asked.append(said[2]))
    ids(follower)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1
    with db.transaction() as session:
        session.get_one(Jobseeker, someone.id).max_travel_km = 5
        note_change(session, someone.id)
    with db.reading() as session:
        assert travel(follower.current(session), someone.id) == 5


@pytest.mark.server
def test_an_edit_by_another_process_is_in_the_next_answer(live: Engine, live_url: str) -> None:
    someone = factories.jobseeker()
    follower = PoolFollower()
    ids(follower)
    program = (
        "import sys, uuid\nfrom app.infra import db\nfrom app.models import Jobseeker\n"
        "from app.services.common.pool_changes import note_change\n"
        "db.bind(db.make_engine(sys.argv[1]))\n"
        "with db.transaction() as session:\n"
        "    session.get_one(Jobseeker, uuid.UUID(sys.argv[2])).max_travel_km = 33\n"
        "    note_change(session, uuid.UUID(sys.argv[2]))\n"
    )
    subprocess.run([sys.executable, "-c", program, live_url, str(someone.id)], check=True)
    with db.reading() as session:
        pool = follower.current(session)
    assert travel(pool, someone.id) == 33


def test_a_new_version_of_a_reference_list_reloads_the_pool(database: None) -> None:
    follower = PoolFollower()
    ids(follower)
    with db.reading() as session:
        before = follower.current(session).distances
    with db.transaction() as session:
        session.get_one(ReferenceList, "communes").checksum = "another"
    with db.reading() as session:
        after = follower.current(session).distances
        assert load_catalogue(session)[0].codes == after.codes
    assert after is not before


def test_a_flood_of_changes_beside_a_long_writer_stops_nobody(live: Engine) -> None:
    """More changes than a statement takes parameters, all kept in sight by a transaction that does not end."""
    someone = factories.jobseeker()
    follower = PoolFollower()
    ids(follower)
    with Session(live) as slow:
        if live.dialect.name == "postgresql":
            note_change(slow, someone.id)
            slow.flush()
        with db.transaction() as session:
            writer = session.scalar(select(WriterId()))
            row = {"transaction_id": writer, "jobseeker_id": someone.id}
            session.execute(insert(PoolChange), [row] * 70_000)
        for _ in range(3):
            assert ids(follower) == {someone.id}
        slow.rollback()
    assert ids(follower) == {someone.id}
