"""A job queue with leases: a job is put beside its change, claimed by one worker, ended with its effect.

A worker that dies keeps nothing: its lease runs out and another worker takes over, and since the end of a job is
written in the transaction of its effect, under the check that the job is still the worker's, the effect happens once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.core.ids import new_id
from app.models import Job
from app.schemas.operations.jobs import JobQuery
from app.services.common import keyset

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LOST = "worker_lost"
"""The error of a job whose workers all died on it."""


@dataclass(frozen=True, slots=True)
class JobClaim:
    """A job that is this worker's until the lease runs out."""

    id: UUID
    name: str
    args: dict[str, Any]
    worker: str
    attempt: int


def put(session: Session, name: str, unique_key: str, *, run_at: datetime, args: dict[str, Any] | None = None) -> None:
    """Want a job done, in the transaction of the change that wants it; a key that was put before is the same job."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"id": new_id(), "name": name, "unique_key": unique_key, "args": args or {}, "run_at": run_at}
    session.execute(insert(Job).values(**values, attempts=0).on_conflict_do_nothing(index_elements=[Job.unique_key]))


def _due(now: datetime) -> ColumnElement[bool]:
    free = or_(Job.lease_until.is_(None), Job.lease_until < now)
    return and_(Job.ended_at.is_(None), Job.run_at <= now, free)


def is_due(session: Session, now: datetime) -> bool:
    """Whether there is anything to claim; asked first, since a question holds up no writer."""
    return session.scalar(select(Job.id).where(_due(now)).limit(1)) is not None


def claim(session: Session, worker: str, now: datetime) -> JobClaim | None:
    """Take the job that has waited longest. SQLite has no row locks and needs none: it has one writer at a time."""
    session.execute(
        update(Job).where(_due(now), Job.attempts >= MOST_ATTEMPTS).values(ended_at=now, error=LOST, lease_until=None)
    )
    oldest = select(Job.id).where(_due(now)).order_by(Job.run_at, Job.id).limit(1).with_for_update(skip_locked=True)
    row = session.execute(
        update(Job)
        .where(Job.id == oldest.scalar_subquery())
        .values(worker=worker, lease_until=now + LEASE, attempts=Job.attempts + 1)
        .returning(Job.id, Job.name, Job.args, Job.attempts)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return None if row is None else JobClaim(row.id, row.name, row.args, worker, row.attempts)


def finish(session: Session, claimed: JobClaim, changed: int, now: datetime, *, again: bool) -> bool:
    """Write the end beside the effect; False when the job has become another worker's, and nothing may be committed.

    ``again``: there is more of it to do, so the job waits for the next batch instead.
    """
    values: dict[str, Any] = {"changed": func.coalesce(Job.changed, 0) + changed, "error": None, "lease_until": None}
    values |= {"worker": None, "attempts": 0, "run_at": now} if again else {"ended_at": now}
    return _write(session, claimed, values)


def fail(session: Session, claimed: JobClaim, error: str, now: datetime) -> bool:
    """Try again later, each time after twice as long; dead after the last attempt."""
    dead = claimed.attempt >= MOST_ATTEMPTS
    values: dict[str, Any] = {"error": error[:200], "lease_until": None, "worker": None}
    values |= {"ended_at": now} if dead else {"run_at": now + FIRST_WAIT * 2 ** (claimed.attempt - 1)}
    return _write(session, claimed, values)


def _write(session: Session, claimed: JobClaim, values: dict[str, Any]) -> bool:
    mine = (Job.id == claimed.id, Job.worker == claimed.worker, Job.attempts == claimed.attempt)
    written = session.execute(
        update(Job)
        .where(*mine, Job.ended_at.is_(None))
        .values(**values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return written.one_or_none() is not None


def list_jobs(session: Session, query: JobQuery, after: keyset.PageKey | None) -> keyset.Slice[Job]:
    """The last runs, newest first."""
    statement = select(Job)
    if query.name is not None:
        statement = statement.where(Job.name == query.name)
    if query.failed is not None:
        statement = statement.where(Job.error.is_not(None) if query.failed else Job.error.is_(None))
    return keyset.fetch(session, statement, [keyset.Order(Job.id, descending=True)], query, after)
