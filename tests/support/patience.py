"""Limits on waiting that are right for people and wrong for a test on a busy machine, made generous.

The service gives up soon: on a turn at the password hash, on a database that does not answer, on an outside issuer.
A machine that does six other things besides may be that slow, and then a test would judge the machine. So the suite
lengthens these limits, in its own process and in each service that it starts: ``python -m tests.support.patience``
is ``cungcau`` with them, and with others that CUNGCAU_TEST_LIMITS names. A test about one of the limits sets its own;
how soon they are kept is measured by ``./dev faults``, where nothing is lengthened.
"""

import json
import os
import time
from collections.abc import Callable
from functools import partial, wraps
from importlib import import_module
from typing import Any

from app.infra import db

GENEROUS = 300.0
"""Seconds: nothing that goes well comes near them, and what hangs still ends. Every wait of a test is as long."""
LIMITS: dict[str, Any] = {
    # A turn at the password hash, of which there are two.
    "app.security.passwords.TURN_SECONDS": GENEROUS,
    # An outside issuer's answer.
    "app.security.oidc.FETCH_SECONDS": GENEROUS,
    # What "ready" allows its question to the database.
    "app.api.operations.health.SLOW_SECONDS": GENEROUS,
    # How long PostgreSQL may be silent, and take to begin with a connection.
    "app.infra.database_watchdog.PATIENCE": (GENEROUS, GENEROUS),
    "app.infra.database_watchdog.REFUSED_SOON": GENEROUS,
    "app.infra.db.CONNECT": {"connect_timeout": int(GENEROUS)},
    # How long a writer on SQLite waits for another process.
    "app.infra.db.SQLITE_BUSY_MS": int(GENEROUS * 1000),
    # How long the end waits for the job that is being done.
    "app.main.JOB_SECONDS": GENEROUS,
}
OF_A_SERVICE: dict[str, Any] = {
    # How long a refused sender is heard out, and how long the end waits for what has begun.
    "app.http.server.LINGER_SECONDS": GENEROUS,
    "app.http.server.GRACE_SECONDS": int(GENEROUS),
}
"""Only in processes that serve; in this one they are compared with what operators are told."""


def lengthen(**more: Any) -> None:
    """From here on, in this process; more: other limits, by the whole name of each."""
    for name, value in (LIMITS | more).items():
        module, _, constant = name.rpartition(".")
        found = import_module(module)
        if not hasattr(found, constant):
            raise RuntimeError(f"{name} is gone: say here which limit took its place")
        setattr(found, constant, value)
    # A connection of the pool: as many threads wait for it as a test likes.
    make = db.create_engine
    db.create_engine = wraps(make)(partial(_patient, make))  # type: ignore[assignment]


def _patient(make: Any, *given: Any, **settings: Any) -> Any:
    if "pool_timeout" in settings:
        settings["pool_timeout"] = GENEROUS
    return make(*given, **settings)


def wait_for(what: str, happens: Callable[[], object]) -> None:
    """Look again and again, until it has happened or ``GENEROUS`` is over."""
    deadline = time.monotonic() + GENEROUS
    while not happens():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {GENEROUS:.0f} s")
        time.sleep(0.02)


# Also in the processes that a service with several of them starts.
if __name__ in ("__main__", "__mp_main__"):
    lengthen(**OF_A_SERVICE | json.loads(os.environ.get("CUNGCAU_TEST_LIMITS", "{}")))

if __name__ == "__main__":
    from app.cli import main

    main()
