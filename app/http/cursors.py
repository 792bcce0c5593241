"""The HTTP half of paging: cursors are sealed and belong to one list with one set of filters.

A key holds what the list is ordered by, such as somebody's id, so whoever holds a cursor can neither read nor bend it.
"""

import base64
from typing import Annotated, Any, TypeVar

import orjson
from fastapi import Depends, Request
from pydantic import BaseModel

from app.core.errors import invalid_parameter
from app.runtime import Runtime
from app.schemas.common.base import Out, Page
from app.security.field_encryption import Box, VaultError
from app.services.common.keyset import PageKey, Slice

O = TypeVar("O", bound=Out)  # noqa: E741 - the usual name of an output type in this house.

FORM = "c1"
PAGE_FIELDS = {"cursor", "limit", "total"}


class Cursors:
    """Makes and reads cursors for the route that is being served."""

    def __init__(self, request: Request) -> None:
        self._box = Box.of(Runtime.of(request).settings.secret_key, "cursor")
        self._path = request.url.path

    def _place(self, query: BaseModel, about: str) -> tuple[bytes, ...]:
        return self._path.encode(), query.model_dump_json(exclude=PAGE_FIELDS).encode(), about.encode()

    def write(self, key: PageKey | None, query: BaseModel, *, version: str = "", about: str = "") -> str | None:
        """The cursor that goes on after a key; None at the end.

        version: of the rules by which the list is ranked. about: what else the list depends on, such as a body.
        """
        if key is None:
            return None
        sealed = self._box.seal(orjson.dumps((version, *key)), *self._place(query, about))
        return f"{FORM}.{base64.urlsafe_b64encode(sealed).decode()}"

    def read(self, query: Any, *, version: str = "", about: str = "") -> PageKey | None:  # noqa: ANN401 - any query model with a cursor.
        """The key in the query's cursor; 422 when it was changed, or belongs to another list, filters or version."""
        if query.cursor is None:
            return None
        form, _, text = query.cursor.partition(".")
        try:
            if form != FORM:
                raise VaultError("a cursor of another form")
            payload = self._box.open(base64.b64decode(text, altchars=b"-_", validate=True), *self._place(query, about))
        except (ValueError, VaultError) as error:
            raise invalid_parameter("cursor", "cursor_invalid") from error
        of_version, *key = orjson.loads(payload)
        if of_version != version:
            raise invalid_parameter("cursor", "cursor_outdated")
        return tuple(key)

    def page(self, found: Slice[Any], query: BaseModel, out: type[O]) -> Page[O]:
        """A slice as a page of outputs."""
        items = [out.model_validate(item) for item in found.items]
        return Page[O](items=items, next_cursor=self.write(found.next_key, query), total=found.total)


async def _cursors(request: Request) -> Cursors:
    return Cursors(request)


CursorsDep = Annotated[Cursors, Depends(_cursors)]
