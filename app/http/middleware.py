"""Around everything, as plain ASGI: request id, limits, headers, one log line and its figures, and the last net."""

import asyncio
import re
import time
import uuid
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.problems import MEDIA_TYPE, document, log_unexpected
from app.http.routes import template_of
from app.infra import logs, metrics

log = logs.get_logger("http")

# Of the head of a request: bytes in all, bytes of the address, number of headers.
HEAD_BYTES = 32_768
ADDRESS_BYTES = 8_192
HEADER_COUNT = 100
# As long as the audit log keeps. Nothing but digits could be somebody's number.
REQUEST_ID = re.compile(rb"(?=[0-9-]*[A-Za-z])[A-Za-z0-9-]{8,40}")

CLOSE = (b"connection", b"close")
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
BEHIND_TLS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class TooLarge(HTTPException):
    """The body passed the limit while it was read. The framework makes 400 of any other error that reading meets."""

    def __init__(self) -> None:
        super().__init__(413, headers={"connection": "close"})


class TooSlow(HTTPException):
    """The body was not there in time."""

    def __init__(self) -> None:
        super().__init__(408, headers={"connection": "close"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not even looked at."""

    status: int
    code: str
    limit: int


class Envelope:
    """Gives each request an id, holds it to its limits, logs one line without query or body."""

    def __init__(self, app: ASGIApp, *, max_body_bytes: int, body_seconds: float, tls: bool) -> None:
        self.app = app
        self.max_body_bytes = max_body_bytes
        self.body_seconds = body_seconds
        self.headers = (*HEADERS, BEHIND_TLS) if tls else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; only HTTP is of interest."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(self, scope, receive, send)
        await exchange.run(self.app)


class _Exchange:
    """One request and its answer."""

    def __init__(self, envelope: Envelope, scope: Scope, receive: Receive, send: Send) -> None:
        self.envelope, self.scope, self._receive, self._send = envelope, scope, receive, send
        self.request_id = ""
        self.status = 0
        self.received = 0
        self.started = time.perf_counter()
        # The moment, on the loop's clock, by which the body has to be there; None when there is none to wait for.
        self.until: float | None = None

    async def run(self, app: ASGIApp) -> None:
        refusal = self._read_head()
        self.scope.setdefault("state", {})["request_id"] = self.request_id
        logs.remember(request_id=self.request_id)
        try:
            if refusal is None:
                await app(self.scope, self.receive, self.send)
            else:
                await self._answer(refusal.status, refusal.code, {"limit": refusal.limit}, [CLOSE])
        except TooLarge:
            if not self.status:
                await self._answer(413, "content_too_large", {"limit": self.envelope.max_body_bytes}, [CLOSE])
        except TooSlow:
            if not self.status:
                await self._answer(408, "request_too_slow", headers=[CLOSE])
        except Exception as error:
            # The last net: the framework's own would answer outside this envelope, without id and headers.
            log_unexpected(error)
            if not self.status:
                await self._answer(500, "internal_error")
        finally:
            self._tell()
            logs.forget()

    def _read_head(self) -> Refusal | None:
        """Take what the headers say; a refusal when they, the address or the announced body are too large."""
        given, announced, head, body = b"", 0, 0, False
        for name, value in self.scope["headers"]:
            head += len(name) + len(value) + 4
            if name == b"content-length":
                announced = int(value) if value.isdigit() and len(value) < 20 else 0
                body = body or announced > 0
            elif name == b"transfer-encoding":
                body = True
            elif name == b"x-request-id":
                given = value
        self.request_id = given.decode() if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        if body:
            self.until = asyncio.get_running_loop().time() + self.envelope.body_seconds
        address = len(self.scope.get("raw_path") or b"") + len(self.scope.get("query_string") or b"")
        if address > ADDRESS_BYTES:
            return Refusal(414, "address_too_long", ADDRESS_BYTES)
        if head > HEAD_BYTES or len(self.scope["headers"]) > HEADER_COUNT:
            return Refusal(431, "headers_too_large", HEAD_BYTES)
        if announced > self.envelope.max_body_bytes:
            return Refusal(413, "content_too_large", self.envelope.max_body_bytes)
        return None

    async def receive(self) -> Message:
        if self.until is None:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self.until):
                message = await self._receive()
        except TimeoutError:
            raise TooSlow from None
        self.received += len(message.get("body", b""))
        if self.received > self.envelope.max_body_bytes:
            raise TooLarge
        if not message.get("more_body", False):
            self.until = None
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", ()))
            given = {name for name, _ in headers}
            headers += [(name, value) for name, value in self.envelope.headers if name not in given]
            headers.append((b"x-request-id", self.request_id.encode()))
            message = {**message, "headers": headers}
        await self._send(message)

    async def _answer(
        self,
        status: int,
        code: str,
        values: dict[str, Any] | None = None,
        headers: list[tuple[bytes, bytes]] | None = None,
    ) -> None:
        body = document(self.scope, status, code, (), values)
        media = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
        await self.send({"type": "http.response.start", "status": status, "headers": media + (headers or [])})
        await self.send({"type": "http.response.body", "body": body})

    def _tell(self) -> None:
        # The template, not the path: ids stay out of logs and figures, and so does whatever else somebody typed there.
        route = template_of(self.scope)
        seconds = time.perf_counter() - self.started
        log.info(
            "request",
            method=self.scope["method"],
            route=route,
            status=self.status,
            ms=round(seconds * 1000, 1),
            role=self.scope["state"].get("role"),
        )
        metrics.count_request(self.scope["method"], route, self.status, seconds)
