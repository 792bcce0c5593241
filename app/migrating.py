"""Bring a database to a schema revision, in one transaction, on either database."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

import migrations

SCRIPTS = Path(migrations.__file__).parent


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, without a file; the connection is the caller's."""
    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def head() -> str:
    """The newest revision in the folder."""
    revision = ScriptDirectory.from_config(config()).get_current_head()
    if revision is None:
        raise RuntimeError("the migrations folder holds no revision")
    return revision


def current(engine: Engine) -> str | None:
    """The revision a database stands at; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_behind(engine: Engine) -> bool:
    """True when the schema is older than this program; one that is newer (a rolling deploy) is not behind."""
    at = current(engine)
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    return at is None or (at in known and at != head())


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Go up to a revision; nothing is changed when a step fails."""
    _move(engine, revision, up=True)


def downgrade(engine: Engine, revision: str) -> None:
    """Go down to a revision; ``base`` empties the database."""
    _move(engine, revision, up=False)


def _move(engine: Engine, revision: str, *, up: bool) -> None:
    sqlite = engine.dialect.name == "sqlite"
    with engine.execution_options(writes=True).connect() as connection:
        if sqlite:
            # Alembic rebuilds SQLite tables, and others point to their rows; so keys are checked after, not during.
            _foreign_keys(connection, on=False)
        try:
            with connection.begin():
                (command.upgrade if up else command.downgrade)(config(connection), revision)
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise RuntimeError("the migration would leave rows that point to nothing; nothing was changed")
        finally:
            if sqlite:
                _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    # Straight to the driver: SQLite ignores this pragma inside a transaction, and SQLAlchemy would begin one.
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
