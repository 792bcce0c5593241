"""The HTTP half of paging: cursors are signed and belong to one list with one set of filters."""

import base64
import hashlib
import hmac
from typing import Annotated, Any, TypeVar

import orjson
from fastapi import Depends, Request
from pydantic import BaseModel

from app.errors import invalid_parameter
from app.schemas.base import Out, Page
from app.services.paging import Key, Slice

O = TypeVar("O", bound=Out)  # noqa: E741 - the usual name of an output type in this house.

SIGNATURE_BYTES = 12
PAGE_FIELDS = {"cursor", "limit", "total"}


class Cursors:
    """Makes and reads cursors for the route that is being served."""

    def __init__(self, request: Request) -> None:
        self._secret = request.app.state.settings.secret_key.encode()
        self._path = request.url.path

    def _sign(self, payload: bytes, query: BaseModel, about: str) -> bytes:
        filters = query.model_dump_json(exclude=PAGE_FIELDS).encode()
        parts = b"\0".join((b"cursor", self._path.encode(), filters, about.encode(), payload))
        return hmac.digest(self._secret, parts, hashlib.sha256)[:SIGNATURE_BYTES]

    def write(self, key: Key | None, query: BaseModel, *, version: str = "", about: str = "") -> str | None:
        """The cursor that goes on after a key; None at the end.

        version: of the rules by which the list is ranked. about: what else the list depends on, such as a body.
        """
        if key is None:
            return None
        payload = orjson.dumps((version, *key))
        return f"{_text(payload)}.{_text(self._sign(payload, query, about))}"

    def read(self, query: Any, *, version: str = "", about: str = "") -> Key | None:  # noqa: ANN401 - any query model with a cursor.
        """The key in the query's cursor; 422 when it was changed, or belongs to another list, filters or version."""
        if query.cursor is None:
            return None
        try:
            payload, signature = (_bytes(part) for part in query.cursor.split("."))
        except ValueError as error:
            raise invalid_parameter("cursor", "cursor_invalid") from error
        if not hmac.compare_digest(signature, self._sign(payload, query, about)):
            raise invalid_parameter("cursor", "cursor_invalid")
        of_version, *key = orjson.loads(payload)
        if of_version != version:
            raise invalid_parameter("cursor", "cursor_outdated")
        return tuple(key)

    def page(self, found: Slice[Any], query: BaseModel, out: type[O]) -> Page[O]:
        """A slice as a page of outputs."""
        items = [out.model_validate(item) for item in found.items]
        return Page[O](items=items, next_cursor=self.write(found.next_key, query), total=found.total)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, altchars=b"-_", validate=True)


async def _cursors(request: Request) -> Cursors:
    return Cursors(request)


CursorsDep = Annotated[Cursors, Depends(_cursors)]
