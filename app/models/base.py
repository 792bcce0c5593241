"""What all tables share: names of constraints, column types, safe representation."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Dialect, Enum, MetaData, Select, String, Uuid
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from app.core.ids import new_id
from app.core.personal_data import Mark

PERSONAL = "personal"
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware UTC in Python, ``timestamptz`` on PostgreSQL, naive UTC text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants, so that no local time is ever stored by mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables; constraints get predictable names on both databases."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime(), UUID: Uuid()}

    def __repr__(self) -> str:
        """Class and key only: a row's content may be personal and must not reach a log."""
        keys = ", ".join(str(value) for value in self.__mapper__.primary_key_from_instance(self))
        return f"<{type(self).__name__} {keys}>"


def coded(values: type[StrEnum]) -> Any:  # noqa: ANN401 - the overloads of mapped_column need a loose type.
    """Column type for a coded value: text of the code, a named CHECK of the list, the enum in Python."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda enum: [member.value for member in enum],
        name=_snake(values.__name__),
        length=40,
    )


def personal(mark: Mark) -> dict[str, Mark]:
    """The ``info`` of a field that holds something of a person."""
    return {PERSONAL: mark}


def _snake(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))


def one_of(*columns: str) -> CheckConstraint:
    """Exactly one of the columns is filled."""
    total = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    return CheckConstraint(f"{total} = 1", name="exactly_one")


if TYPE_CHECKING:
    # The number of columns is part of the type since SQLAlchemy 2.1, which 2.0 cannot evaluate at run time.
    AnySelect = Select[*tuple[Any, ...]]
else:
    AnySelect = Select

Key = Annotated[UUID, mapped_column(Uuid(), primary_key=True, default=new_id)]
Code = Annotated[str, mapped_column(String(40))]
Title = Annotated[str, mapped_column(String(300))]
Note = Annotated[str, mapped_column(String(1000))]
Search = Annotated[str, mapped_column(String(400))]
Digest = Annotated[str, mapped_column(String(64))]
"""Hex of 256 bits."""
Sealed = Annotated[str, mapped_column(String(2000))]
"""A text sealed by ``app.security.field_encryption`` for this table, column and row."""
