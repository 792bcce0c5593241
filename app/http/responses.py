"""From rows to output schemas."""

from typing import Any, TypeVar

import orjson
from fastapi import Response
from pydantic import BaseModel

from app.core.identity_cache import IdentityCache
from app.schemas.ranking.candidates import PartOut

M = TypeVar("M", bound=BaseModel)


class _RowView:
    """A row and further attributes beside it, read like one object."""

    def __init__(self, row: object, more: dict[str, Any]) -> None:
        self._row = row
        self._more = more

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the row holds.
        return self._more[name] if name in self._more else getattr(self._row, name)


def joined(out: type[M], row: object, **more: Any) -> M:  # noqa: ANN401 - whatever the schema names.
    """An output made of a row and what belongs beside it."""
    return out.model_validate(_RowView(row, more), from_attributes=True)


_written: IdentityCache[BaseModel, orjson.Fragment] = IdentityCache(
    lambda part: orjson.Fragment(part.model_dump_json())
)


def encoded(value: object) -> object:
    """What orjson cannot write by itself."""
    # Parts of a score come back again and again as the same object, so their bytes are made once.
    if isinstance(value, PartOut):
        return _written(value)
    if isinstance(value, BaseModel):
        return value.__dict__
    raise TypeError(f"cannot be written as JSON: {type(value).__name__}")


def fast(model: BaseModel, **changed: object) -> Response:
    """Bytes at once, for hot routes: FastAPI would check and encode the answer a second time."""
    return Response(orjson.dumps(model.__dict__ | changed, default=encoded), media_type="application/json")
