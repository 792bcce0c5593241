"""A worker in a process of its own, for tests that kill it: ``python -m tests.support.processes.job_worker``.

Its one job writes a row that must be there once, and dawdles before the commit.
"""

import sys
import time
from uuid import UUID

from sqlalchemy.orm import Session

from app.config import Settings
from app.infra import db, logs
from app.jobs.runner import Runner
from app.jobs.table import JobTable, Moment, Work
from app.models.marks import hidden_names
from app.services.common.pool_changes import note_change

MARK = "mark"


def table(seconds: float) -> JobTable:
    """A job that leaves a trace, and takes so long."""

    def mark(session: Session, at: Moment) -> int:
        note_change(session, UUID(at.args["key"]))
        session.flush()
        sys.stdout.write("effect\n")
        sys.stdout.flush()
        time.sleep(seconds)
        return 1

    return {MARK: Work(mark, batch=None)}


def main() -> None:
    """Work until nothing is due."""
    logs.set_up("ERROR", hidden_names())
    db.bind(db.make_engine(sys.argv[1]))
    runner = Runner(Settings(), table(float(sys.argv[2])), daily=())
    runner.drain()


if __name__ == "__main__":
    main()
