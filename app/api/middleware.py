"""Around everything, as plain ASGI: request id, size limit, headers, one log line, and the last net for errors."""

import time
import uuid
from typing import Any

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import logs
from app.api.problems import MEDIA_TYPE, document, log_unexpected

log = logs.get_logger("http")

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
)


class TooLarge(HTTPException):
    """The body passed the limit while it was read. The framework makes 400 of any other error that reading meets."""

    def __init__(self) -> None:
        super().__init__(413, headers={"connection": "close"})


class Envelope:
    """Gives each request an id, counts its bytes, logs one line without query or body."""

    def __init__(self, app: ASGIApp, *, max_body_bytes: int) -> None:
        self.app = app
        self.limit = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; only HTTP is of interest."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(self.limit, scope, receive, send)
        await exchange.run(self.app)


class _Exchange:
    """One request and its answer."""

    def __init__(self, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        self.limit, self.scope, self._receive, self._send = limit, scope, receive, send
        self.request_id = uuid.uuid4().hex
        self.status = 0
        self.received = 0
        self.started = time.perf_counter()

    async def run(self, app: ASGIApp) -> None:
        self.scope.setdefault("state", {})["request_id"] = self.request_id
        logs.remember(request_id=self.request_id)
        try:
            if self._announced() > self.limit:
                await self._refuse()
            else:
                await app(self.scope, self.receive, self.send)
        except TooLarge:
            if not self.status:
                await self._refuse()
        except Exception as error:
            # The last net: the framework's own would answer outside this envelope, without id and headers.
            log_unexpected(error)
            if not self.status:
                await self._answer(500, "internal_error")
        finally:
            self._log()
            logs.forget()

    def _announced(self) -> int:
        value = dict(self.scope["headers"]).get(b"content-length", b"0")
        return int(value) if value.isdigit() else 0

    async def receive(self) -> Message:
        message = await self._receive()
        self.received += len(message.get("body", b""))
        if self.received > self.limit:
            raise TooLarge
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", ()))
            given = {name for name, _ in headers}
            headers += [(name, value) for name, value in HEADERS if name not in given]
            headers.append((b"x-request-id", self.request_id.encode()))
            message = {**message, "headers": headers}
        await self._send(message)

    async def _refuse(self) -> None:
        await self._answer(413, "content_too_large", {"limit": self.limit}, [(b"connection", b"close")])

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

    def _log(self) -> None:
        route = self.scope.get("route")
        log.info(
            "request",
            method=self.scope["method"],
            # The template, not the path: ids stay out of the logs, and so does whatever else somebody typed there.
            route=getattr(route, "path", None),
            status=self.status,
            ms=round((time.perf_counter() - self.started) * 1000, 1),
        )
