"""The runner: claims a job, does it, and ends it in the transaction of its effect.

Any number of runners may work on one database, in the serving processes or beside them (``cungcau jobs``). A database
that is away is waited for; a job that fails is tried again later and the others go on.
"""

import os
import secrets
import threading
from datetime import date

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.config import Settings
from app.core import clock
from app.core.reporting_days import begin_of
from app.infra import db
from app.infra.logs import get_logger
from app.jobs.table import DAILY, TABLE, JobTable, Moment
from app.services.common import audit, jobs

log = get_logger("jobs")

IDLE_SECONDS = 5.0
AWAY_SECONDS = 15.0
Away = (OperationalError, InterfaceError, PoolTimeoutError)


class NotMine(Exception):
    """The lease ran out and another worker has the job, so this effect must not be committed."""


class Runner:
    """One worker; ``run`` is meant for a thread of its own."""

    def __init__(self, settings: Settings, table: JobTable = TABLE, daily: tuple[str, ...] = DAILY) -> None:
        self._settings = settings
        self._table = table
        self._daily = daily
        self._planned: date | None = None
        self.worker = f"{os.getpid()}-{secrets.token_hex(4)}"

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop."""
        while not stop.is_set():
            try:
                worked = self.step()
                wait = 0.0 if worked else IDLE_SECONDS
            except Away as error:
                log.warning("database_unavailable", error=type(error).__name__)
                wait = AWAY_SECONDS
            except Exception as error:
                # Whatever it was, the jobs of tomorrow must be done too. The text may quote a row, so only its kind.
                log.error("runner_failed", error=type(error).__name__)
                wait = AWAY_SECONDS
            stop.wait(wait)

    def drain(self) -> int:
        """Do all that is due now; how many runs that took."""
        runs = 0
        while self.step():
            runs += 1
        return runs

    def step(self) -> bool:
        """Plan the day, then do one batch of one job; False when nothing was due."""
        self._plan()
        with db.reading() as session:
            if not jobs.is_due(session, clock.now()):
                return False
        with db.transaction() as session:
            claimed = jobs.claim(session, self.worker, clock.now())
        if claimed is None:
            return False
        try:
            self._do(claimed)
        except NotMine:
            log.warning("job_taken_over", job=claimed.name)
        except Away:
            # Nothing can be written now; the lease will run out.
            raise
        except Exception as error:
            log.error("job_failed", job=claimed.name, error=type(error).__name__, attempt=claimed.attempt)
            with db.transaction() as session:
                jobs.fail(session, claimed, type(error).__name__, clock.now())
        return True

    def _plan(self) -> None:
        """One row for each daily job and day, whoever of the runners writes it."""
        today = clock.today()
        if self._planned == today:
            return
        with db.transaction() as session:
            for name in self._daily:
                jobs.put(session, name, f"{name}:{today.isoformat()}", run_at=begin_of(today))
        self._planned = today

    def _do(self, claimed: jobs.JobClaim) -> None:
        work = self._table[claimed.name]
        with db.transaction() as session:
            moment = Moment(clock.today(), clock.now(), self._settings, claimed.args)
            changed = work.run(session, moment)
            again = work.batch is not None and changed >= work.batch
            if not jobs.finish(session, claimed, changed, clock.now(), again=again):
                raise NotMine
            audit.record(
                session,
                self._settings.audit_key,
                audit.Entry(claimed.name, subject=audit.Subject("jobs", str(claimed.id)), details={"changed": changed}),
                clock.now(),
            )
        log.info("job_done", job=claimed.name, changed=changed)
