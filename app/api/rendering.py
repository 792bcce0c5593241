"""From rows to output schemas."""

from typing import Any, TypeVar

import orjson
from fastapi import Response
from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)


class _Joined:
    """A row and further attributes beside it, read like one object."""

    def __init__(self, row: object, more: dict[str, Any]) -> None:
        self._row = row
        self._more = more

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the row holds.
        return self._more[name] if name in self._more else getattr(self._row, name)


def joined(out: type[M], row: object, **more: Any) -> M:  # noqa: ANN401 - whatever the schema names.
    """An output made of a row and what belongs beside it."""
    return out.model_validate(_Joined(row, more), from_attributes=True)


def fast(model: BaseModel) -> Response:
    """Bytes at once, for hot routes: FastAPI would check and encode the answer a second time."""
    return Response(orjson.dumps(model.model_dump(mode="json")), media_type="application/json")
