"""Somebody waits for somebody else: seen in the database, not guessed from the time that has passed."""

from sqlalchemy import Engine, text

from tests.support.patience import wait_for

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def until_somebody_waits(engine: Engine) -> None:
    """Return when a transaction on PostgreSQL waits for another one. SQLite's writers wait before they look."""

    def somebody_waits() -> bool:
        with engine.connect() as connection:
            return bool(connection.scalar(text(WAITING)))

    wait_for("somebody who waits for a lock", somebody_waits)
