"""Bring a database to a schema revision, in one transaction, on either database."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

SCRIPTS = Path(str(files("migrations")))
# What the service may do less on some tables than read and write: it adds to the audit log, and only migrations say
# which schema this is.
LESS = {
    "audit_entries": "UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER",
    "audit_head": "DELETE, TRUNCATE, REFERENCES, TRIGGER",
    "alembic_version": "INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER",
}


class RoleRefused(Exception):
    """A role that cannot be the service's; its text says why."""


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


@cache
def older() -> frozenset[str]:
    """The revisions that this program has left behind."""
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    return frozenset(known - {head()})


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


def grant(engine: Engine, role: str) -> None:
    """Let the service work under a role of its own, which owns nothing and cannot touch what the audit log holds.

    PostgreSQL only; RoleRefused for a role that does not exist, or that no grant would bind: a superuser, or the owner
    of a table.
    """
    if engine.dialect.name != "postgresql":
        raise RoleRefused("Chỉ PostgreSQL có vai trò; với SQLite hãy giới hạn quyền của tệp.")
    named = engine.dialect.identifier_preparer.quote(role)
    with engine.begin() as connection:
        _check_role(connection, role)
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {named}")
        connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {named}")
        connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {named}")
        connection.exec_driver_sql(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {named}")
        for table, rights in LESS.items():
            connection.exec_driver_sql(f"REVOKE {rights} ON {table} FROM {named}, PUBLIC")


def _check_role(connection: Connection, role: str) -> None:
    bypasses = connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = :role"), {"role": role})
    if bypasses is None:
        raise RoleRefused(f"Không có vai trò {role}; hãy tạo bằng CREATE ROLE … LOGIN PASSWORD ….")
    # Also what it owns through the roles that it belongs to.
    owned = connection.scalar(
        text(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND pg_has_role(:role, relowner, 'MEMBER')"
        ),
        {"role": role},
    )
    if bypasses or owned:
        raise RoleRefused(f"Vai trò {role} là chủ của bảng hoặc là quản trị máy chủ, nên không giới hạn được.")
