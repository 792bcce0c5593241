"""Keyset pagination: each page starts after the last key of the one before, so no row is lost or repeated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.orm import Session

from app.models.base import AnySelect
from app.schemas.common.base import PageQuery

T = TypeVar("T")
PageKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """One column of the order."""

    column: SQLColumnExpression[Any]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """One page: its items, the key to go on after (None at the end), the total when it was asked for."""

    items: list[T]
    next_key: PageKey | None
    total: int | None


def fetch(
    session: Session, statement: AnySelect, order: Sequence[Order], query: PageQuery, after: PageKey | None
) -> Slice[Any]:
    """The rows of a statement after a key. The order must end with something unique.

    A statement of one entity gives entities, one of several columns gives rows with the key's columns at their end.
    """
    total = (
        session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) if query.total else None
    )
    keyed = statement.add_columns(*(item.column.label(f"key_{i}") for i, item in enumerate(order)))
    if after is not None:
        keyed = keyed.where(_beyond(order, after))
    keyed = keyed.order_by(*(item.column.desc() if item.descending else item.column.asc() for item in order))
    rows = session.execute(keyed.limit(query.limit + 1)).all()
    shown, width = rows[: query.limit], len(order)
    next_key = tuple(str(value) for value in shown[-1][-width:]) if len(rows) > query.limit else None
    single = bool(rows) and len(rows[0]) == width + 1
    return Slice([row[0] if single else row for row in shown], next_key, total)


def _beyond(order: Sequence[Order], after: PageKey) -> ColumnElement[bool]:
    """(a beyond x) or (a = x and b beyond y) or …, each column in its own direction."""
    values = [_typed(item.column, text) for item, text in zip(order, after, strict=True)]
    choices = []
    for i, (item, value) in enumerate(zip(order, values, strict=True)):
        same = [earlier.column == values[j] for j, earlier in enumerate(order[:i])]
        choices.append(and_(*same, item.column < value if item.descending else item.column > value))
    return or_(*choices)


def _typed(column: SQLColumnExpression[Any], text: str) -> object:
    kind = cast(ColumnElement[Any], column).type.python_type
    if kind is UUID:
        return UUID(text)
    if kind is date:
        return date.fromisoformat(text)
    return kind(text)
