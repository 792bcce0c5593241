"""Jobs: done once however many workers there are and whoever of them dies."""

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.config import Settings
from app.core import clock
from app.core.ids import new_id
from app.core.reporting_days import begin_of, months_after
from app.infra import db
from app.jobs import runner as runners
from app.jobs.runner import Runner
from app.jobs.table import DAILY, TABLE, Moment, Work
from app.models import AuditEntry, Consent, Job, Jobseeker, PoolChange
from app.services.common import audit, jobs
from app.services.privacy import retention
from app.vocabulary import ConsentEnd, JobName
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, ok, refused
from tests.support.patience import GENEROUS, wait_for
from tests.support.processes.job_worker import MARK, table
from tests.support.processes.terminal import run

SETTINGS = Settings()
TODAY = clock.today()


def put(name: str, count: int = 1) -> list[UUID]:
    """So many jobs that are due, each with a key of its own."""
    keys = [new_id() for _ in range(count)]
    with db.transaction() as session:
        for key in keys:
            due = clock.now() - timedelta(seconds=1)
            jobs.put(session, name, f"{name}:{key}", run_at=due, args={"key": str(key)})
    return keys


def all_jobs() -> list[Job]:
    with db.reading() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


def traces(keys: list[UUID]) -> Counter[UUID]:
    with db.reading() as session:
        return Counter(session.scalars(select(PoolChange.jobseeker_id).where(PoolChange.jobseeker_id.in_(keys))))


def runs(action: str) -> list[AuditEntry]:
    with db.reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def let_leases_run_out() -> None:
    with db.transaction() as session:
        session.execute(
            update(Job).where(Job.ended_at.is_(None)).values(lease_until=clock.now() - timedelta(seconds=1))
        )


@contextmanager
def worker(url: str, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """A worker in a process of its own, that is gone at the end in any case."""
    command = [sys.executable, "-m", "tests.support.processes.job_worker", url, str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=GENEROUS)


@pytest.mark.server
def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(live: Engine, live_url: str) -> None:
    """Check R6: a job is taken over after its lease; its effect happens once."""
    [key] = put(MARK)
    with worker(live_url, 60) as doomed:
        assert doomed.stdout is not None and doomed.stdout.readline() == "effect\n"
        doomed.kill()
        doomed.wait(timeout=GENEROUS)
    assert traces([key]) == {}, "the effect had not been committed"
    assert Runner(SETTINGS, table(0), daily=()).drain() == 0, "the lease of the dead worker still runs"
    let_leases_run_out()
    assert Runner(SETTINGS, table(0), daily=()).drain() == 1
    assert traces([key]) == {key: 1}
    [job] = all_jobs()
    assert (job.attempts, job.changed, job.error) == (2, 1, None)
    assert len(runs(MARK)) == 1


@pytest.mark.server
def test_two_workers_and_one_that_dies_do_each_job_once(live: Engine, live_url: str) -> None:
    """Check R6: 0 jobs lost, each effect once."""
    keys = put(MARK, 40)
    with worker(live_url, 60) as doomed:
        assert doomed.stdout is not None and doomed.stdout.readline() == "effect\n"
    with worker(live_url, 0.01) as one, worker(live_url, 0.01) as two:
        assert one.wait(timeout=GENEROUS) == two.wait(timeout=GENEROUS) == 0
    let_leases_run_out()
    Runner(SETTINGS, table(0), daily=()).drain()
    assert traces(keys) == dict.fromkeys(keys, 1)
    assert all(job.ended_at is not None and job.error is None for job in all_jobs())
    assert len(runs(MARK)) == len(keys)
    with db.reading() as session:
        assert audit.verify(session, SETTINGS.audit_key).fault is None


def test_whoever_was_too_slow_commits_nothing(live: Engine) -> None:
    """The lease ran out while the job was being done, and another worker did it."""
    [key] = put(MARK)

    def slow(session: Session, at: Moment) -> int:
        taken_over.append(at)
        return table(0)[MARK].run(session, at)

    taken_over: list[Moment] = []
    first = Runner(SETTINGS, {MARK: Work(slow, batch=None)}, daily=())
    with db.transaction() as session:
        claimed = jobs.claim(session, first.worker, clock.now())
    assert claimed is not None
    let_leases_run_out()
    assert Runner(SETTINGS, table(0), daily=()).drain() == 1
    with pytest.raises(runners.NotMine):
        first._do(claimed)
    assert taken_over and traces([key]) == {key: 1}


def test_a_job_that_fails_waits_longer_each_time_and_is_dead_after_eight(database: None) -> None:
    put(MARK)

    def broken(session: Session, at: Moment) -> int:
        session.execute(text("UPDATE accounts SET active = false"))
        raise ValueError("Nguyễn Thị Mẫu 000123456789")

    waits = []
    for _ in range(8):
        before = clock.now()
        assert Runner(SETTINGS, {MARK: Work(broken)}, daily=()).drain() == 1
        [job] = all_jobs()
        assert job.error == "ValueError", "the kind of the error and never its text"
        waits.append(round((job.run_at - before) / timedelta(minutes=1)))
        with db.transaction() as session:
            session.execute(update(Job).where(Job.ended_at.is_(None)).values(run_at=before))
    assert waits[:7] == [1, 2, 4, 8, 16, 32, 64]
    assert job.ended_at is not None and job.changed is None
    assert Runner(SETTINGS, {MARK: Work(broken)}, daily=()).drain() == 0
    assert runs(MARK) == []
    with db.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM accounts WHERE NOT active")) == 0


def test_a_job_on_which_workers_die_is_dead_after_eight(database: None) -> None:
    put(MARK)
    for _ in range(8):
        with db.transaction() as session:
            assert jobs.claim(session, "somebody", clock.now()) is not None
        let_leases_run_out()
    with db.transaction() as session:
        assert jobs.claim(session, "somebody", clock.now()) is None
    [job] = all_jobs()
    assert (job.error, job.ended_at is not None) == (jobs.LOST, True)


def test_one_broken_job_holds_up_no_other(database: None) -> None:
    put("no_such_job")
    [key] = put(MARK)
    assert Runner(SETTINGS, table(0), daily=()).drain() == 2
    assert traces([key]) == {key: 1}


def test_every_day_brings_each_job_once(database: None) -> None:
    for _ in range(3):
        Runner(SETTINGS).drain()
    assert {job.unique_key for job in all_jobs()} == {f"{name}:{TODAY.isoformat()}" for name in DAILY}
    assert {job.run_at for job in all_jobs()} == {begin_of(TODAY)}
    assert {job.name for job in all_jobs()} == {name.value for name in JobName} == set(TABLE)
    for name in DAILY:
        [entry] = runs(name)
        assert (entry.account_id, entry.role, entry.subject_type) == (None, None, "jobs")
        assert set(entry.details) == {"changed"}


def test_a_job_goes_on_until_nothing_is_left(database: None) -> None:
    people = [factories.jobseeker() for _ in range(5)]
    with db.transaction() as session:
        over = TODAY - timedelta(days=1)
        mine = Consent.jobseeker_id.in_([person.id for person in people])
        session.execute(update(Consent).where(mine).values(expires_on=over, given_on=months_after(over, -12)))

    def expire(session: Session, at: Moment) -> int:
        return retention.expire_consents(session, at.today, at.now, limit=2)

    put(JobName.EXPIRE_CONSENTS)
    assert Runner(SETTINGS, {JobName.EXPIRE_CONSENTS: Work(expire, batch=2)}, daily=()).drain() == 3
    [job] = all_jobs()
    assert (job.changed, job.attempts, job.error) == (5, 1, None)
    with db.reading() as session:
        ended = session.scalars(select(Consent.end_reason).where(mine)).all()
        assert list(ended) == [ConsentEnd.EXPIRED] * 5
        assert session.scalars(select(Jobseeker.matching_consent)).all() == [False] * 5


def test_the_loop_survives_a_lost_database(live: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runners, "AWAY_SECONDS", 0.01)
    monkeypatch.setattr(runners, "IDLE_SECONDS", 0.01)
    away, back, stop = threading.Event(), threading.Event(), threading.Event()

    def lost(session: Session, at: Moment) -> int:
        if not back.is_set():
            away.set()
            raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))
        return table(0)[MARK].run(session, at)

    [key] = put(MARK)
    thread = threading.Thread(target=Runner(SETTINGS, {MARK: Work(lost, batch=None)}, daily=()).run, args=[stop])
    thread.start()
    try:
        assert away.wait(GENEROUS)
        back.set()
        let_leases_run_out()
        wait_for("the effect", lambda: traces([key]))
    finally:
        stop.set()
        thread.join(timeout=GENEROUS)
    assert not thread.is_alive()
    assert traces([key]) == {key: 1}


def test_the_administrator_sees_what_was_done(api: Callers) -> None:
    Runner(SETTINGS).drain()
    found = ok(api.admin.get(f"{V1}/jobs"))["items"]
    assert {row["name"] for row in found} == set(DAILY)
    assert all(row["ended_at"] is not None and row["error"] is None for row in found)
    [one] = ok(api.admin.get(f"{V1}/jobs?name=expire_consents&failed=false"))["items"]
    assert (one["unique_key"], one["changed"], one["attempts"]) == (f"expire_consents:{TODAY.isoformat()}", 0, 1)
    assert ok(api.admin.get(f"{V1}/jobs?failed=true"))["items"] == []
    for caller in (api.staff, api.hr, api.leader, api.portal):
        refused(caller.get(f"{V1}/jobs"), 403, "permission_denied")


def test_jobs_from_the_terminal(live_url: str, live: Engine) -> None:
    for runs in (len(DAILY), 0):
        done = run("jobs", "--once", "--json", url=live_url)
        assert (done.returncode, json.loads(done.stdout)) == (0, {"runs": runs}), done.stderr
