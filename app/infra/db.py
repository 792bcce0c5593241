"""The one place that begins and commits.

``transaction()`` writes, ``reading()`` reads; neither nests in the other, and neither is ever opened by a
dependency that waits for a thread (docs/decisions/0002-transactions.md).
"""

import os
import socket
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

SQLITE_BUSY_MS = 5_000
# Pages are read in place, not copied by a call each: any change by another connection empties SQLite's own cache.
SQLITE_MAPPED = 1 << 30
# How long a server may take to begin with a new connection.
CONNECT = {"connect_timeout": 2}

_target: Engine | Connection | None = None
_write_lock = threading.RLock()
_open = threading.local()
# While PostgreSQL is silent (``app.infra.database_watchdog``), nobody begins anything, and who waits for it is woken.
_silent = False
_connections: weakref.WeakSet[Any] = weakref.WeakSet()
_connections_lock = threading.Lock()


class DatabaseSilent(OperationalError):
    """The database has stopped answering."""

    def __init__(self) -> None:
        super().__init__(None, None, TimeoutError("no answer"))


def make_engine(url: str, *, threads: int = 8) -> Engine:
    """An engine with the settings each database needs; the pool always exceeds the worker threads by two."""
    parsed = make_url(url)
    # Values of a failed statement may be personal, so they never enter an error's text.
    settings: dict[str, Any] = {
        "pool_size": threads + 2,
        "max_overflow": 0,
        "pool_timeout": 10,
        "hide_parameters": True,
    }
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True, connect_args=CONNECT, **settings)
        event.listen(engine, "do_connect", _refuse_while_silent)
        event.listen(engine, "connect", _know)
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, poolclass=QueuePool, connect_args={"check_same_thread": False}, **settings)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection has no public type.
    # The driver would begin on its own, too late for savepoints, so its transaction handling is switched off.
    dbapi.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={SQLITE_BUSY_MS}",
        f"mmap_size={SQLITE_MAPPED}",
        # What is deleted is overwritten, not only unlinked; the default differs from build to build.
        "secure_delete=ON",
    ):
        dbapi.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    reads = options.get("reads", False)
    # Most connections only ever read, so each is turned when it must be and stays as it is.
    if connection.info.get("reads", False) != reads:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
        connection.info["reads"] = reads
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")


def _refuse_while_silent(*_: object) -> None:
    if _silent:
        raise DatabaseSilent


def _know(dbapi: Any, _record: object) -> None:  # noqa: ANN401 - as above.
    with _connections_lock:
        _connections.add(dbapi)


def is_silent() -> bool:
    """Whether PostgreSQL has stopped answering."""
    return _silent


def set_silent(silent: bool) -> None:
    """Refuse everything at once, or no more. At the beginning each connection is shut, which wakes who waits on it."""
    global _silent
    _silent = silent
    if not silent:
        return
    with _connections_lock:
        known = list(_connections)
    for connection in known:
        try:
            # A second handle: the first is still the driver's, which closes it when it notices.
            handle = socket.socket(fileno=os.dup(connection.pgconn.socket))
        except Exception:  # noqa: S112 - the driver was quicker and has closed it.
            continue
        with handle, suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)


def bind(target: Engine | Connection) -> None:
    """Set what sessions use: the engine at start-up, one open connection in tests."""
    global _target
    _target = target


def bound() -> Engine | Connection:
    """What ``bind`` was given."""
    if _target is None:
        raise RuntimeError("no database is bound: call app.infra.db.bind() first")
    return _target


@contextmanager
def _once() -> Iterator[None]:
    if getattr(_open, "held", False):
        # Nested, SQLite would wait for itself and PostgreSQL would commit the inner half alone.
        raise RuntimeError("a transaction is already open in this thread; pass its session on instead")
    _refuse_while_silent()
    _open.held = True
    try:
        yield
    finally:
        _open.held = False


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of writing: commits at the end of the block, rolls back on any exception."""
    target = bound()
    with _once():
        if isinstance(target, Connection):
            joined = Session(target, expire_on_commit=False, join_transaction_mode="create_savepoint")
            with joined as session, session.begin():
                yield session
            return
        sqlite = target.dialect.name == "sqlite"
        writer = target.execution_options(writes=True)
        if sqlite:
            _write_lock.acquire()
        try:
            with Session(writer, expire_on_commit=False) as session, session.begin():
                yield session
        finally:
            if sqlite:
                _write_lock.release()


@contextmanager
def reading() -> Iterator[Session]:
    """One consistent view for reading: never waits for a writer, refuses writes, always rolls back."""
    target = bound()
    with _once():
        if isinstance(target, Connection):
            with Session(target, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
                try:
                    yield session
                finally:
                    _let_go(session)
            return
        with Session(target.execution_options(reads=True), expire_on_commit=False) as session:
            connection = session.connection()
            if connection.dialect.name != "sqlite":
                # One snapshot for the whole answer: a figure and its rows must come from the same moment.
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            try:
                yield session
            finally:
                _let_go(session)


def _let_go(session: Session) -> None:
    # Rows that were read stay readable: a rollback would expire them, and nothing could load them again.
    session.expunge_all()
    session.rollback()


def in_use() -> tuple[int, int]:
    """How many connections are in use, and how many there may be."""
    pool = getattr(bound(), "pool", None)
    return (pool.checkedout(), pool.size()) if isinstance(pool, QueuePool) else (1, 1)


def ping() -> str | None:
    """The revision of the schema, None when there is none; raises when the database does not answer."""
    with reading() as session:
        try:
            revision: str | None = session.scalar(text("SELECT version_num FROM alembic_version"))
            return revision
        except ProgrammingError:
            return None
