"""Check S12 over real sockets: too much, too slow, too deep. Each gets its refusal, others are served meanwhile, and
the memory stays where it was. How soon each is refused, and others are served, is measured by ``./dev faults``.
"""

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from app.http.middleware import HEAD_BYTES
from app.infra import db, schema
from tests.conftest import Template
from tests.support.processes.service import Running, answer_on, bearer, running

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("served")]
BODY_SECONDS = 2.0
HEAD_SECONDS = 1.5
PATH = "/api/v1/survey-rounds"
# Nothing in these depends on the kind of database, which most never reach.
on_sqlite = pytest.mark.parametrize("template", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service that soon has enough, on an empty database, which nothing here ever reaches."""
    url = f"sqlite:///{tmp_path_factory.mktemp('hostile')}/empty.sqlite3"
    engine = db.make_engine(url)
    schema.upgrade(engine)
    engine.dispose()
    with running(url, body_seconds=str(BODY_SECONDS), head_seconds=str(HEAD_SECONDS)) as started:
        yield started


@pytest.fixture
def others(request: pytest.FixtureRequest) -> Iterator[Callable[[Running], None]]:
    """Somebody else, who asks a service all the time, and must be answered well each time."""
    over = threading.Event()
    threads: list[threading.Thread] = []
    statuses: list[int] = []

    def ask(service: Running) -> None:
        while not over.is_set():
            try:
                statuses.append(service.ask("/health/ready")[0])
            except OSError:
                statuses.append(0)
            over.wait(0.05)

    def begin(service: Running) -> None:
        threads.append(threading.Thread(target=ask, args=[service]))
        threads[-1].start()

    yield begin
    over.set()
    for thread in threads:
        thread.join()
    assert set(statuses) == {200}, statuses


def send(connection: socket.socket, part: bytes, times: int = 1) -> None:
    """Send on and on, until the other side has had enough."""
    with suppress(OSError):
        for _ in range(times):
            connection.sendall(part)


def head(*lines: str) -> bytes:
    return "\r\n".join((f"POST {PATH} HTTP/1.1", "Host: x", "Content-Type: application/json", *lines, "", "")).encode()


def fifty_megabytes_announced(connection: socket.socket) -> None:
    send(connection, head("Content-Length: 52428800"))
    send(connection, b"x" * 65536, 800)


def fifty_megabytes_in_chunks(connection: socket.socket) -> None:
    send(connection, head("Transfer-Encoding: chunked"))
    send(connection, b"10000\r\n" + b"x" * 65536 + b"\r\n", 800)


def one_megabyte_header(connection: socket.socket) -> None:
    send(connection, f"GET {PATH} HTTP/1.1\r\nHost: x\r\nX-Big: ".encode())
    send(connection, b"x" * 65536, 16)
    send(connection, b"\r\n\r\n")


def many_headers(connection: socket.socket) -> None:
    send(connection, f"GET {PATH} HTTP/1.1\r\nHost: x\r\n".encode() + b"X-A: 1\r\n" * 200 + b"\r\n")


def header_in_one_piece(connection: socket.socket) -> None:
    send(connection, f"GET {PATH} HTTP/1.1\r\nHost: x\r\nX-Big: ".encode() + b"x" * (HEAD_BYTES + 1) + b"\r\n\r\n")


def long_address(connection: socket.socket) -> None:
    send(connection, b"GET /api/v1/communes?q=" + b"x" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")


def deep_json(connection: socket.socket) -> None:
    body = b"[" * 10_000 + b"]" * 10_000
    send(connection, head(f"Content-Length: {len(body)}") + body)


def no_http(connection: socket.socket) -> None:
    send(connection, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")


@on_sqlite
@pytest.mark.parametrize(
    ("attack", "status", "code"),
    [
        (fifty_megabytes_announced, 413, "content_too_large"),
        (fifty_megabytes_in_chunks, 413, "content_too_large"),
        (one_megabyte_header, 431, "headers_too_large"),
        (header_in_one_piece, 431, "headers_too_large"),
        (many_headers, 431, "headers_too_large"),
        (long_address, 414, "address_too_long"),
        (deep_json, 400, "json_too_deep"),
        (no_http, 400, "bad_request"),
    ],
)
def test_too_much_is_refused_with_its_reason(
    served: Running,
    others: Callable[[Running], None],
    attack: Callable[[socket.socket], None],
    status: int,
    code: str,
) -> None:
    """Check S12. The refusal arrives although the sender goes on, and the memory does not grow with what it sends."""
    others(served)
    before = served.memory_mb()
    with served.connect() as connection:
        attack(connection)
        answered, problem = answer_on(connection)
    assert (answered, problem["code"]) == (status, code)
    assert problem["detail"]
    assert served.memory_mb() - before < 30


def drip(connection: socket.socket, part: bytes, until: threading.Event) -> threading.Thread:
    """Byte after byte, with pauses in between."""

    def go_on() -> None:
        for byte in part:
            if until.wait(0.3):
                return
            send(connection, bytes([byte]))

    thread = threading.Thread(target=go_on)
    thread.start()
    return thread


@pytest.mark.parametrize(
    ("begun", "rest"),
    [
        (head("Content-Length: 100000"), b" " * 100_000),
        (b"", b"GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 10_000),
    ],
    ids=["body", "head"],
)
def test_byte_by_byte_is_cut_off(
    impatient: Running, others: Callable[[Running], None], begun: bytes, rest: bytes
) -> None:
    """Check S12: body and head have their time; that bytes keep coming does not make it longer."""
    others(impatient)
    with impatient.connect() as connection:
        connection.sendall(begun)
        over = threading.Event()
        thread = drip(connection, rest, over)
        status, problem = answer_on(connection)
        assert thread.is_alive(), "it is answered in the midst of its bytes"
        over.set()
        thread.join()
    assert (status, problem["code"]) == (408, "request_too_slow")


def test_who_says_nothing_is_let_go(impatient: Running) -> None:
    with impatient.connect() as connection:
        assert connection.recv(1) == b""


def half_sent(service: Running) -> list[socket.socket]:
    """A hundred that have sent the beginning of a body and no more."""
    slow = []
    for _ in range(100):
        slow.append(service.connect())
        slow[-1].sendall(head("Content-Length: 100") + b"{")
    return slow


@on_sqlite
def test_a_hundred_slow_senders_keep_nobody_out(served: Running) -> None:
    """Check S12: others are served before they are; slow bodies hold no thread and no connection of the database."""
    slow = half_sent(served)
    try:
        for _ in range(20):
            assert served.ask("/health/ready")[0] == 200
        answered, _, _ = select.select(slow, [], [], 0)
        assert answered == []
    finally:
        for connection in slow:
            connection.close()


def test_a_hundred_slow_senders_are_cut_off(impatient: Running) -> None:
    """Check S12."""
    slow = half_sent(impatient)
    try:
        assert {answer_on(connection)[0] for connection in slow} == {408}
    finally:
        for connection in slow:
            connection.close()


def test_a_connection_is_kept_between_requests(impatient: Running) -> None:
    """The clock of the head starts anew with each request, and not before its first byte."""
    with impatient.connect() as connection:
        for _ in range(3):
            connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert answer_on(connection) == (200, {"status": "ok"})
            time.sleep(HEAD_SECONDS + 0.3)


def test_a_slow_but_honest_sender_is_served(served: Running, template: Template) -> None:
    body = b'{"title": "Kh\xe1\xba\xa3o s\xc3\xa1t", "opens_on": "2026-01-01", "closes_on": "2026-12-31"}'
    authorization = bearer(template)
    with served.connect() as connection:
        connection.sendall(head(f"Content-Length: {len(body)}", f"Authorization: {authorization}"))
        for part in (body[:20], body[20:50], body[50:]):
            time.sleep(0.4)
            connection.sendall(part)
        assert answer_on(connection)[0] == 201
