"""Writing many rows at once, in the form in which each database keeps them.

Only the seven tables of people go this way; SQLAlchemy's own insert takes about three times as long for a million
people, nearly all of it in turning ids, instants and codes into text one by one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from app.models import Base

Cell = str | int | None
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_CACHE_PAGES = -2_000
_CACHE_KIB = -400_000


def prepare(session: Session) -> None:
    """Make the connection ready for many rows in this transaction."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        # Names and phone numbers arrive in no order: their index must stay in memory while it grows.
        connection.exec_driver_sql(f"PRAGMA cache_size={_CACHE_KIB}")
    else:
        # Instants are written as UTC without a zone, which is what SQLite keeps.
        connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")


def finish(session: Session) -> None:
    """Give the connection back as it was; PostgreSQL forgets its setting with the transaction."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size={_CACHE_PAGES}")


def insert(session: Session, model: type[Base], columns: Sequence[str], rows: Iterable[tuple[Cell, ...]]) -> int:
    """Insert rows of stored values (ids as 32 hex digits, days and instants as text, flags as 0 or 1); their number."""
    lines = list(rows)
    if not lines:
        return 0
    connection = session.connection()
    table, names = model.__tablename__, ", ".join(columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        # Table and columns are our own constants, never input.
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", lines)  # noqa: S608
        return len(lines)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)
    return len(lines)


def ids(rng: np.random.Generator, unix_ms: Integers) -> list[str]:
    """Version 7 ids for many instants, laid out as ``app.core.ids.from_parts`` does, as 32 hex digits each."""
    raw = rng.integers(0, 256, (len(unix_ms), 16), dtype=np.uint8)
    raw[:, :6] = unix_ms.astype(">u8").view(np.uint8).reshape(-1, 8)[:, 2:]
    raw[:, 6] = raw[:, 6] & 0x0F | 0x70
    raw[:, 8] = raw[:, 8] & 0x3F | 0x80
    text = raw.tobytes().hex()
    return [text[start : start + 32] for start in range(0, len(text), 32)]


def instants(unix_ms: Integers) -> list[str]:
    """Milliseconds since 1970 as text: naive UTC with microseconds and a space, as SQLAlchemy stores it on SQLite."""
    stamps = np.datetime_as_string(unix_ms.astype("datetime64[ms]").astype("datetime64[us]")).tolist()
    # One replacement in one long text is far cheaper than a million small ones.
    return "\n".join(stamps).replace("T", " ").split("\n")


def days(numbers: Integers) -> list[str]:
    """Days since 1970 as YYYY-MM-DD."""
    texts: list[str] = np.datetime_as_string(numbers.astype("datetime64[D]")).tolist()
    return texts


def only(keep: Flags, values: Sequence[Cell]) -> list[Cell]:
    """The values where ``keep`` holds, None elsewhere."""
    kept: list[bool] = keep.tolist()
    return [value if keeps else None for value, keeps in zip(values, kept, strict=True)]
