"""What all schemas share: text without control characters, days, amounts, and the two base classes."""

import re
from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.text import normal

# At least one visible character, and none of: controls, line separators, marks that turn the direction of text.
_BARRED = r"\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069"
TEXT = rf"^[^{_BARRED}]*[^\s\ufeff{_BARRED}][^{_BARRED}]*$"
ISO_DAY = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)


class In(BaseModel):
    """A body or a query that a client sends: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Out(BaseModel):
    """An answer: every field is always present."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


def _iso_text(value: object) -> object:
    # Pydantic would also take numbers and numeric text as seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("date_parsing", "not a day")
    if not isinstance(value, str | date):
        raise PydanticCustomError("date_type", "not a day")
    return value


def _in_range(value: date) -> date:
    if not FIRST_DAY <= value <= LAST_DAY:
        raise PydanticCustomError(
            "date_out_of_range", "out of range", {"first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()}
        )
    return value


Day = Annotated[
    date,
    BeforeValidator(_iso_text),
    AfterValidator(_in_range),
    WithJsonSchema({"type": "string", "format": "date", "pattern": ISO_DAY}),
]
"""A calendar day, 1900–2099, written 2026-11-22."""


T = TypeVar("T")


def _distinct(values: list[T]) -> list[T]:
    if len(set(values)) != len(values):
        raise PydanticCustomError("repeated", "repeated value")
    return values


Distinct = AfterValidator(_distinct)
UNIQUE = {"uniqueItems": True}


def _line(longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest, pattern=TEXT)


Line80 = Annotated[str, _line(80), AfterValidator(normal)]
Line200 = Annotated[str, _line(200), AfterValidator(normal)]
Line300 = Annotated[str, _line(300), AfterValidator(normal)]
Line500 = Annotated[str, _line(500), AfterValidator(normal)]
Line1000 = Annotated[str, _line(1000), AfterValidator(normal)]
SearchText = Annotated[str, _line(100)]

CommuneCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
ProvinceCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
UnitGroup = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
AnyOccupation = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}$")]
FormOccupation = Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|[0-9]{4})$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Dong = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]


class Page(Out, Generic[T]):
    """One page of a list."""

    items: list[T] = Field(description="Các dòng của trang này.")
    next_cursor: str | None = Field(
        description="Con trỏ của trang sau; null là đã hết.", examples=["eyJrIjpbIjAxOTMuLi4iXX0.c2ln"]
    )
    total: int | None = Field(description="Tổng số dòng, chỉ khi hỏi bằng total=true.", examples=[None])


class PageQuery(In):
    """What every list takes."""

    limit: int = Field(default=50, ge=1, le=200, description="Số dòng mỗi trang, 1–200.")
    cursor: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.=-]{1,600}$")] | None = Field(
        default=None, description="Con trỏ lấy từ next_cursor của trang trước."
    )
    total: bool = Field(default=False, description="Có tính tổng số dòng hay không.")
