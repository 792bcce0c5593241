"""Strong validators (RFC 9110): the ETag is a digest of the very bytes, so whatever a reader would see changed, it
changed; a change names the version it was made on (``If-Match``), or is refused (428, RFC 6585)."""

import hashlib
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from app.core.errors import PreconditionFailed, PreconditionRequired

PATTERN = r'^"[0-9a-f]{32}"$'
EXAMPLE = '"6f1ed002ab5595859014ebf0951522d9"'
JSON = "application/json"


def etag_of(content: bytes) -> str:
    """The strong validator of a representation."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def sent(out: BaseModel, request: Request, status: int = 200) -> Response:
    """A representation with its validator; 304 without a body for whoever has it already."""
    content = out.model_dump_json().encode()
    etag = etag_of(content)
    if request.method == "GET" and {etag, "*"} & _listed(request):
        return Response(status_code=304, headers={"ETag": etag})
    return Response(content, status, {"ETag": etag}, media_type=JSON)


def _listed(request: Request) -> set[str]:
    """The validators that the reader has already; for reading, a weak one is as good as a strong one."""
    return {
        one.strip().removeprefix("W/") for line in request.headers.getlist("if-none-match") for one in line.split(",")
    }


class Precondition:
    """The ``If-Match`` of a request."""

    def __init__(self, given: str | None) -> None:
        self._given = given

    def on(self, current: Callable[[], BaseModel]) -> Callable[[], None]:
        """A check to run once the row is locked: 412 unless the version named is the one that stands there.

        A missing header is refused at once, before anything is looked up. A weak validator never matches.
        """
        if self._given is None:
            raise PreconditionRequired("if_match_missing")

        def check() -> None:
            now = etag_of(current().model_dump_json().encode())
            if now not in {one.strip() for one in (self._given or "").split(",")}:
                raise PreconditionFailed("version_stale", etag=now)

        return check


async def _precondition(
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="ETag của phiên bản đã đọc; thiếu là 428, đã đổi là 412.",
            examples=[EXAMPLE],
            json_schema_extra={"pattern": PATTERN},
        ),
    ] = None,
) -> Precondition:
    return Precondition(if_match)


PreconditionDep = Annotated[Precondition, Depends(_precondition)]
