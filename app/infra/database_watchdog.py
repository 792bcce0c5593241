"""Notices when PostgreSQL stops answering, so that no request waits for it, and when it answers again.

A driver waits for ever for an answer on a connection that stays open, for instance while the server's machine is
frozen. So a thread asks all the time, on a connection of its own; after two silences ``app.infra.db`` refuses at
once, and the connections of those who wait are shut.
"""

import selectors
import time
from threading import Event, Thread
from typing import Any

from sqlalchemy import Engine

from app.infra import db, logs

log = logs.get_logger("watching")

PAUSE = 0.25
# The second patience guards against an alarm because of one slow moment.
PATIENCE = (0.8, 0.6)
REFUSED_SOON = 1.5


class Watch(Thread):
    """Asks the engine's database until it is stopped. For PostgreSQL; SQLite has no server that could fall silent."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(name="database-watch", daemon=True)
        self._engine = engine
        self._stop_asked = Event()
        self._connection: Any = None

    def run(self) -> None:
        """Ask, until ``stop``."""
        while not self._stop_asked.wait(PAUSE):
            try:
                self._ask()
            except Exception as error:
                # A connection that broke is replaced by the next question.
                log.info("watch_connection_lost", error=type(error).__name__)
                self._drop()
        self._drop()

    def stop(self) -> None:
        """Ask no more; returns when the thread has ended."""
        self._stop_asked.set()
        self.join(timeout=5)
        self._tell(answering=True)

    def _ask(self) -> None:
        if self._connection is None and not self._connect():
            return
        wire = self._connection.pgconn
        wire.send_query(b"SELECT 1")
        wire.flush()
        for patience in PATIENCE:
            if self._answered(patience):
                self._tell(answering=True)
                return
        self._tell(answering=False)
        while not self._stop_asked.is_set() and not self._answered(PAUSE):
            pass
        self._tell(answering=True)

    def _connect(self) -> bool:
        began = time.monotonic()
        arguments, given = self._engine.dialect.create_connect_args(self._engine.url)
        settings = {**db.CONNECT, **given, "autocommit": True}
        try:
            self._connection = self._engine.dialect.connect(*arguments, **settings)
        except Exception:
            # Whoever is refused at once needs no watch: requests are refused as fast by the database itself.
            self._tell(answering=time.monotonic() - began < REFUSED_SOON)
            return False
        self._tell(answering=True)
        return True

    def _answered(self, patience: float) -> bool:
        wire = self._connection.pgconn
        deadline = time.monotonic() + patience
        with selectors.DefaultSelector() as selector:
            selector.register(wire.socket, selectors.EVENT_READ)
            while True:
                # The last look takes no time: what arrived while this thread was kept waiting counts.
                left = deadline - time.monotonic()
                if selector.select(max(left, 0)):
                    wire.consume_input()
                    if not wire.is_busy():
                        while wire.get_result() is not None:
                            pass
                        return True
                elif left <= 0:
                    return False

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _tell(self, *, answering: bool) -> None:
        if answering == db.is_silent():
            log.warning("database_answers_again" if answering else "database_silent")
            db.set_silent(not answering)
