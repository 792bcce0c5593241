"""The outbox of changed people (transactional outbox): every process follows it to keep its pool true."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import BigInteger

from app.models import PoolChange


class WriterId(FunctionElement[int]):
    """The id of the writing transaction: PostgreSQL's own; 0 on SQLite, which has one writer at a time."""

    type = BigInteger()
    inherit_cache = True


@compiles(WriterId, "postgresql")
def _writer_postgresql(_element: WriterId, _compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own signature.
    return "CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)"


@compiles(WriterId, "sqlite")
def _writer_sqlite(_element: WriterId, _compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401 - as above.
    return "0"


def note_change(session: Session, jobseeker_id: UUID | None) -> None:
    """Tell every process's pool, with this transaction, that a jobseeker changed (None: read everybody again)."""
    session.execute(insert(PoolChange).values(transaction_id=WriterId(), jobseeker_id=jobseeker_id))
