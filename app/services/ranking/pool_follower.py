"""Follows the outbox of changed people (change data capture by polling), so that each process has a true pool.

Every change of what matching reads of a jobseeker writes one ``PoolChange`` in its own transaction
(``app.services.common.pool_changes``). Before each ranking ``PoolFollower.current`` reads the changes it has not
applied yet, so that what any process committed before the request is in the answer. A plain sequence would lose a
transaction that took a low number and committed late; on PostgreSQL the writer's transaction id is stored with each
change, and reading starts again from the oldest transaction that was still running at the last read.
"""

import threading
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Label, Row, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import BigInteger

from app.matching.ranking import Distances, Knowledge, OccupationSimilarity, Pool, Rules, load_bridges
from app.models import Commune, Occupation, PoolChange, ReferenceList
from app.models.base import AnySelect
from app.services.ranking import pool_loader
from app.services.ranking.context import RankingContext
from app.services.ranking.explanations import NameBook

CHUNK = 500
# Beyond so many changes reading everybody is the shorter way.
MANY = 5_000


class OldestWriter(FunctionElement[int]):
    """The oldest transaction id that this statement's snapshot cannot rule out as still running; 0 on SQLite."""

    type = BigInteger()
    inherit_cache = True


class NewestWriter(FunctionElement[int]):
    """The newest transaction id whose changes this statement may see; 0 on SQLite."""

    type = BigInteger()
    inherit_cache = True


@compiles(OldestWriter, "postgresql")
def _oldest_postgresql(_element: OldestWriter, _compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own signature.
    return "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)"


@compiles(NewestWriter, "postgresql")
def _newest_postgresql(_element: NewestWriter, _compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401 - as above.
    # Its own changes too, should the session be writing.
    own = "COALESCE(CAST(CAST(pg_current_xact_id_if_assigned() AS TEXT) AS BIGINT), 0)"
    return f"GREATEST(CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT), {own})"


@compiles(OldestWriter, "sqlite")
@compiles(NewestWriter, "sqlite")
def _none_sqlite(_element: FunctionElement[int], _compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401 - as above.
    return "0"


def _checksum(name: str) -> Label[str | None]:
    statement = select(ReferenceList.checksum).where(ReferenceList.name == name)
    return statement.scalar_subquery().label(name)


# A database put back from a dump counts its transactions from the beginning, while the rows keep the ids they had:
# these are of nobody who is writing, and would otherwise be read with every ranking until the count has passed them.
OF_THIS_SERVER = PoolChange.transaction_id <= NewestWriter()

# All that tells whether anything has changed, in one round trip.
STATE = select(
    func.coalesce(OldestWriter(), 0).label("oldest_writer"),
    _checksum("communes"),
    _checksum("occupations"),
    select(func.max(PoolChange.seq)).scalar_subquery().label("last_seq"),
    select(func.max(PoolChange.transaction_id)).where(OF_THIS_SERVER).scalar_subquery().label("last_writer"),
)


class PoolFollower:
    """One process's pool. May be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget everything; the next call reads it again."""
        self._pool: Pool | None = None
        self._catalogue: tuple[Distances, OccupationSimilarity] | None = None
        self._names: NameBook | None = None
        self._lists: tuple[str | None, str | None] = (None, None)
        self._last_seq = 0
        self._oldest_writer = 0
        self._applied: set[int] = set()

    def context(self, session: Session, rules: Rules, now: datetime) -> RankingContext:
        """What a ranking is made with, without the people."""
        with self._lock:
            knowledge = Knowledge(*self._current_catalogue(session), rules)
            return RankingContext(knowledge, self._current_names(session), now)

    def context_and_pool(self, session: Session, rules: Rules, now: datetime) -> tuple[RankingContext, Pool]:
        """What a ranking of people is made with; both halves are of one state."""
        with self._lock:
            pool = self._current(session)
            return RankingContext(pool.knowledge(rules), self._current_names(session), now), pool

    def names(self, session: Session) -> NameBook:
        """What the loaded version of the lists calls communes and occupations."""
        with self._lock:
            self._current_catalogue(session)
            return self._current_names(session)

    def current(self, session: Session) -> Pool:
        """The pool as the snapshot of a ``reading()`` session shows it, or newer."""
        with self._lock:
            return self._current(session)

    def standing(self, session: Session) -> tuple[int, int]:
        """How many people the pool holds, and how many changes it has not taken in yet; takes nothing in."""
        with self._lock:
            if self._pool is None:
                return 0, 0
            seqs = {row.seq for row in session.execute(self._unseen(session.execute(STATE).one()))}
            return len(self._pool), len(seqs - self._applied)

    def _current(self, session: Session) -> Pool:
        # The oldest writer is read with the rest, before the changes: who is still writing now is read again next time.
        state = session.execute(STATE).one()
        places, trades = self._current_catalogue(session, (state.communes, state.occupations))
        if self._pool is not None and self._pool.distances is places and not self._is_behind(state):
            return self._pool
        changes = [row for row in session.execute(self._unseen(state)) if row.seq not in self._applied]
        everybody = len(changes) > MANY or any(change.jobseeker_id is None for change in changes)
        if self._pool is None or self._pool.distances is not places or everybody:
            self._pool = pool_loader.whole_pool(session, places, trades)
        elif changes:
            _refresh(session, self._pool, list({change.jobseeker_id for change in changes}))
        self._remember(session, state.oldest_writer, {change.seq for change in changes})
        return self._pool

    def _current_catalogue(
        self, session: Session, lists: tuple[str | None, str | None] | None = None
    ) -> tuple[Distances, OccupationSimilarity]:
        if lists is None:
            state = session.execute(STATE).one()
            lists = (state.communes, state.occupations)
        if self._catalogue is None or lists != self._lists:
            self._catalogue = load_catalogue(session)
            self._names = None
            self._lists = lists
        return self._catalogue

    def _current_names(self, session: Session) -> NameBook:
        if self._names is None:
            self._names = NameBook.load(session)
        return self._names

    def _is_behind(self, state: Row[Any]) -> bool:
        """Whether there may be changes that were not applied yet."""
        if state.oldest_writer:
            return (state.last_writer or 0) >= self._oldest_writer
        return (state.last_seq or 0) > self._last_seq

    def _unseen(self, state: Row[Any]) -> AnySelect:
        statement = select(PoolChange.seq, PoolChange.jobseeker_id)
        if self._pool is None:
            # Everybody is read anyway; only the last number is of interest.
            return statement.order_by(PoolChange.seq.desc()).limit(1)
        if state.oldest_writer:
            return statement.where(PoolChange.transaction_id >= self._oldest_writer, OF_THIS_SERVER)
        return statement.where(PoolChange.seq > self._last_seq)

    def _remember(self, session: Session, oldest_writer: int, seqs: set[int]) -> None:
        self._last_seq = max(seqs | {self._last_seq})
        if not oldest_writer:
            return  # SQLite: one writer at a time, so the last number says it all.
        self._applied |= seqs
        if oldest_writer > self._oldest_writer:
            still_needed = select(PoolChange.seq).where(PoolChange.transaction_id >= oldest_writer, OF_THIS_SERVER)
            self._applied &= set(session.scalars(still_needed))
            self._oldest_writer = oldest_writer


def _refresh(session: Session, pool: Pool, ids: list[UUID]) -> None:
    people = [one for i in range(0, len(ids), CHUNK) for one in pool_loader.people(session, ids[i : i + CHUNK])]
    pool.change(ids, people)


def load_catalogue(session: Session) -> tuple[Distances, OccupationSimilarity]:
    """All communes with their distances, and all unit groups with the bridges between them."""
    places = Distances.build(session.execute(select(Commune.code, Commune.lat, Commune.lon)))
    codes = session.scalars(select(Occupation.code).where(Occupation.level == 4))
    return places, OccupationSimilarity.build(codes, load_bridges())
