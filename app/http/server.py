"""The HTTP server as we run it: patient with slow lines up to a limit, polite when it refuses, and gentle at the end.

Beyond what uvicorn does itself: the head of a request has to arrive in time; a refusal of the head is a problem
document; an answer given before the whole request was read is not lost by closing too early; at the end nothing that
was accepted goes without its answer.
"""

import asyncio
import signal
import socket
import sys
from typing import Any

import h11
import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from app.config import Settings
from app.http import door
from app.http.middleware import CLOSE, HEAD_BYTES, HEADERS
from app.http.problems import MEDIA_TYPE, document

# How long a refused sender may go on, unheard, until it has noticed; how long a connection may be idle, in life and
# when the server ends; and how long a handshake may take then.
LINGER_SECONDS = 2.0
KEEP_ALIVE_SECONDS = 5
LAST_REQUEST_SECONDS = 1.0
HANDSHAKE_SECONDS = 0.2
GRACE_SECONDS = 20
CODES = {400: "bad_request", 408: "request_too_slow", 431: "headers_too_large"}


class Config(uvicorn.Config):
    """uvicorn's settings and ours."""

    head_seconds: float = 10


class PoliteTransport:
    """A transport that, closed in the middle of a request, hears the rest out for a while before it closes.

    Closed at once, the system would answer what still arrives with a reset, and that throws the answer away.
    """

    def __init__(self, inner: Any, protocol: "Protocol") -> None:  # noqa: ANN401 - asyncio's transport.
        self._inner = inner
        self._protocol = protocol
        self._timer: asyncio.TimerHandle | None = None
        self.write = inner.write

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the transport has.
        return getattr(self._inner, name)

    def is_closing(self) -> bool:
        """True also while the rest is heard out."""
        return self._timer is not None or self._inner.is_closing()

    def close(self) -> None:
        """Close, now or after the rest of the request."""
        if self.is_closing():
            return
        if not self._protocol.is_mid_request() or not self._inner.can_write_eof():
            self._inner.close()
            return
        try:
            self._inner.write_eof()
        except OSError:
            # The other side is gone already: there is nobody to hear out.
            self._inner.close()
            return
        self._inner.resume_reading()
        self._timer = self._protocol.loop.call_later(LINGER_SECONDS, self._inner.close)

    def ended(self) -> None:
        """The other side is gone."""
        if self._timer is not None:
            self._timer.cancel()


class Protocol(H11Protocol):
    """One connection."""

    _polite: PoliteTransport | None = None
    _head_timer: asyncio.TimerHandle | None = None
    _ending = False

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - asyncio's transport.
        """Begin to wait for the first request."""
        # asyncio does this only for sockets it opened itself. Without it the body of an answer waits 40 ms for the
        # other side to acknowledge the head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._polite = PoliteTransport(transport, self)
        super().connection_made(self._polite)  # type: ignore[arg-type]
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._forget_head()
        if self._polite is not None:
            self._polite.ended()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what arrived; while a refused sender goes on, throw it away."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._await_head()
        else:
            self._forget_head()

    def is_mid_request(self) -> bool:
        """Whether the other side has something left to send."""
        return self.conn.their_state in (h11.SEND_BODY, h11.ERROR)

    def handle_events(self) -> None:
        """What arrived, as events; what is taken up while the server ends is the last on its connection."""
        super().handle_events()
        if self._ending and self.cycle is not None and not self.cycle.response_complete:
            self._last()

    def _await_head(self) -> None:
        if self._head_timer is None and not self.transport.is_closing():
            seconds = getattr(self.config, "head_seconds", Config.head_seconds)
            self._head_timer = self.loop.call_later(seconds, self._head_missing)

    def _forget_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_missing(self) -> None:
        self._head_timer = None
        if self.transport.is_closing():
            return
        if self.conn.trailing_data[0]:
            self._refuse(408)
        else:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Called while h11's error is handled, which knows the better status."""
        hint = getattr(sys.exc_info()[1], "error_status_hint", 400)
        self._refuse(hint if hint in CODES else 400)

    def _refuse(self, status: int) -> None:
        self._forget_head()
        body = document({"path": "/"}, status, CODES[status])
        headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode()), CLOSE]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.write(
                (self.conn.send(h11.Response(status_code=status, headers=headers + list(HEADERS))) or b"")
                + (self.conn.send(h11.Data(data=body)) or b"")
                + (self.conn.send(h11.EndOfMessage()) or b"")
            )
        self.transport.close()

    def shutdown(self) -> None:
        """The server ends: one more request if it is on its way, then no more."""
        self._ending = True
        if self.cycle is None or self.cycle.response_complete:
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(LAST_REQUEST_SECONDS, self.timeout_keep_alive_handler)
        else:
            self._last()

    def _last(self) -> None:
        cycle = self.cycle
        cycle.keep_alive = False
        if CLOSE not in cycle.default_headers:
            cycle.default_headers = [*cycle.default_headers, CLOSE]


class Server(uvicorn.Server):
    """One serving process."""

    shares_the_door = False

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody new in, take up whom the system has accepted already, then end as usual.

        A door that others share is not this process's to shut: it may end alone, and they go on.
        """
        for listening in sockets or []:
            if not self.shares_the_door:
                door.shut(listening)
        # Handshakes that have begun end, and whom they bring in is taken up as ever.
        await asyncio.sleep(HANDSHAKE_SECONDS)
        accepted = [connection for listening in sockets or [] for connection in door.waiting(listening)]
        for server in self.servers:
            server.close()
        loop = asyncio.get_running_loop()
        for connection in accepted:
            await loop.connect_accepted_socket(self._protocol, connection)
        await super().shutdown(sockets)

    def _protocol(self) -> asyncio.Protocol:
        return Protocol(self.config, self.server_state, self.lifespan.state)


class Worker(Process):
    """A serving process beside others."""

    _answered = False

    def is_alive(self, timeout: float = 5) -> bool:
        """Whether to let it go on; until its first answer only its end counts: a busy machine makes a start slow."""
        if self._answered:
            return super().is_alive(timeout)
        self._answered = self.ping(timeout=0)
        return self.process.is_alive()

    @property
    def server(self) -> Server:
        """The server, made in the process itself."""
        if not isinstance(self._server, Server):
            self._server = Server(self.config)
            self._server.shares_the_door = True
        return self._server

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve; ends with 0 when it was asked to."""
        _end_quietly()
        super().target(sockets)


class Workers(Multiprocess):
    """The process above several that serve."""

    def init_processes(self) -> None:
        """Start each."""
        for _ in range(self.processes_num):
            worker = Worker(self.config, self.sockets)
            worker.start()
            self.processes.append(worker)

    def terminate_all(self) -> None:
        """Shut the door and close our hold on it first, so that whoever closes it last has taken up everybody."""
        for listening in self.sockets:
            door.shut(listening)
            listening.close()
        super().terminate_all()


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; returns when every answer has been given."""
    config = Config(
        "app.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=settings.workers,
        http=Protocol,
        h11_max_incomplete_event_size=HEAD_BYTES,
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    config.head_seconds = settings.head_seconds
    listening = config.bind_socket()
    if settings.workers > 1:
        Workers(config, [listening]).run()
        return
    _end_quietly()
    server = Server(config)
    server.run([listening])
    if not server.started:
        sys.exit(STARTUP_FAILURE)


def _end_quietly() -> None:
    """Who is asked to end, ends with 0: at once before it serves, and after it, when uvicorn raises the signal anew."""
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: sys.exit(0))
