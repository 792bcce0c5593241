"""How much a caller may ask for: requests in a while, and how deep a body may be nested."""

import re

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from app.core.errors import TooManyRequests
from app.core.permissions import Actor
from app.runtime import Runtime
from app.services.access.login_throttle import subscriber

DEEPEST = 32
ANONYMOUS = "anonymous"
_TEXTS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_OTHERS = bytes(set(range(256)) - set(b"[]{}"))


def admit(request: Request, actor: Actor) -> Actor:
    """The actor, counted; the role goes into the request's log line."""
    request.scope["state"]["role"] = actor.role.value
    _count(request, actor.role.value, actor.caller)
    return actor


def admit_address(request: Request) -> None:
    """Count a request of somebody who does not say who it is."""
    _count(request, ANONYMOUS, subscriber(request.client.host if request.client else ""))


def _count(request: Request, kind: str, caller: str) -> None:
    """Count one request; TooManyRequests says in how many seconds there is room again."""
    seconds = Runtime.of(request).limiter.hit(kind, caller)
    if seconds:
        raise TooManyRequests("too_many_requests", retry_after=seconds)


async def refuse_deep(request: Request) -> None:
    """400 for a body that the parser would have to follow too deep."""
    if "json" in request.headers.get("content-type", "").lower() and is_deep(await request.body()):
        raise RequestValidationError([{"type": "json_too_deep", "loc": ("body",), "ctx": {"limit": DEEPEST}}])


def is_deep(body: bytes, deepest: int = DEEPEST) -> bool:
    """Whether JSON is nested deeper than so many levels; linear in its length, and right for what is well-formed."""
    if body.count(b"[") + body.count(b"{") <= deepest:
        return False
    brackets = _TEXTS.sub(b"", body).translate(_ONE_KIND, _OTHERS)
    for _ in range(deepest):
        # Each round takes away what holds nothing any more, so one level.
        shorter = brackets.replace(b"[]", b"")
        if len(shorter) == len(brackets):
            break
        brackets = shorter
    return b"[]" in brackets or brackets.count(b"[") > deepest
