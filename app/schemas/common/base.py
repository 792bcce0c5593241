"""What all schemas share: text without control characters, days, amounts, and the two base classes."""

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from app.core.text import fold, normal

# At least one visible character, and none of: controls, line separators, marks that turn the direction of text.
_BARRED = r"\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069"
TEXT = rf"^[^{_BARRED}]*[^\s\ufeff{_BARRED}][^{_BARRED}]*$"
ISO_DAY = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
EXAMPLE_ID = "01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b"
EXAMPLE_CURSOR = "WyIwMTkzIl0=.c2lnbmVk"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)


class In(BaseModel):
    """A body or a query that a client sends: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Update(In):
    """A body that changes what it names: any field may be left out, those in ``never_null`` cannot be emptied."""

    never_null: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="after")
    def _not_emptied(self) -> Self:
        for name in sorted(self.never_null & self.model_fields_set):
            if getattr(self, name) is None:
                raise PydanticCustomError("missing", "emptied", {"pointer": f"/{name}"})
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema says so too: no null and no default for these fields."""
        written: dict[str, Any] = handler(core)
        properties: dict[str, Any] = handler.resolve_ref_schema(written)["properties"]
        for name in cls.never_null:
            properties[name] = without_null(properties[name])
        return written


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value that is given or left out, but never null."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    if len(choices) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name not in ("anyOf", "default")}, **choices[0]}


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


def _kept(longest: int) -> AfterValidator:
    def check(text: str) -> str:
        kept = normal(text)
        # A few characters become two or three in normal form or folded, and the columns are as long as the limit.
        if max(len(kept), len(fold(kept))) > longest:
            raise PydanticCustomError("string_too_long", "too long", {"max_length": longest})
        return kept

    return AfterValidator(check)


Line80 = Annotated[str, _line(80), _kept(80)]
Line200 = Annotated[str, _line(200), _kept(200)]
Line300 = Annotated[str, _line(300), _kept(300)]
Line500 = Annotated[str, _line(500), _kept(500)]
Line1000 = Annotated[str, _line(1000), _kept(1000)]
SearchText = Annotated[str, _line(100)]

CommuneCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
ProvinceCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
UnitGroup = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
AnyOccupation = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}$")]
FormOccupation = Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|[0-9]{4})$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


def _whole(value: object) -> object:
    # JSON has one kind of number, and its schema counts 30.0 among the integers.
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = BeforeValidator(_whole)
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=1, le=100_000), Whole]
Dong = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000), Whole]


class Page(Out, Generic[T]):
    """Một trang của danh sách."""

    items: list[T] = Field(description="Các dòng của trang này.")
    next_cursor: str | None = Field(
        description="Con trỏ của trang sau; null là đã hết.", examples=["eyJrIjpbIjAxOTMuLi4iXX0.c2ln"]
    )
    total: int | None = Field(description="Tổng số dòng, chỉ khi hỏi bằng total=true.", examples=[None])


class PageQuery(In):
    """What every list takes."""

    limit: int = Field(default=50, ge=1, le=200, description="Số dòng mỗi trang, 1–200.", examples=[50])
    cursor: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.=-]{1,600}$")] | None = Field(
        default=None, description="Con trỏ lấy từ next_cursor của trang trước.", examples=[EXAMPLE_CURSOR]
    )
    total: bool = Field(default=False, description="Có tính tổng số dòng hay không.", examples=[True])
