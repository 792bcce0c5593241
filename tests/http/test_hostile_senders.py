"""CHECKS S12 over real sockets: too much, too slow, too deep. Each gets its refusal, others are served meanwhile, and
the memory stays where it was."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from sqlalchemy import Engine

from app.http.middleware import HEAD_BYTES
from app.infra import db, schema
from tests.conftest import Template
from tests.support.service_process import Running, answer_on, bearer, running

BODY_SECONDS = 2.0
HEAD_SECONDS = 1.5
PATH = "/api/v1/survey-rounds"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """On an empty database, which nothing here ever reaches."""
    url = f"sqlite:///{tmp_path_factory.mktemp('hostile')}/empty.sqlite3"
    engine = db.make_engine(url)
    schema.upgrade(engine)
    engine.dispose()
    with running(url, body_seconds=str(BODY_SECONDS), head_seconds=str(HEAD_SECONDS)) as started:
        yield started


@pytest.fixture
def others(service: Running) -> Iterator[list[float]]:
    """Somebody else who asks all the time; the seconds of each answer."""
    seconds: list[float] = []
    over = threading.Event()

    def ask() -> None:
        while True:
            began = time.perf_counter()
            assert service.ask("/health/ready")[0] == 200
            seconds.append(time.perf_counter() - began)
            if over.wait(0.05):
                return

    thread = threading.Thread(target=ask)
    thread.start()
    yield seconds
    over.set()
    thread.join()
    assert seconds
    assert max(seconds) < 3


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
    service: Running,
    others: list[float],
    attack: Callable[[socket.socket], None],
    status: int,
    code: str,
) -> None:
    """CHECKS S12. The refusal arrives although the sender goes on, and the memory does not grow with what it sends."""
    before = service.memory_mb()
    began = time.monotonic()
    with service.connect() as connection:
        attack(connection)
        answered, problem = answer_on(connection)
    assert (answered, problem["code"]) == (status, code)
    assert problem["detail"]
    assert time.monotonic() - began < 5
    assert service.memory_mb() - before < 30


def test_a_body_byte_by_byte_is_cut_off(service: Running, others: list[float]) -> None:
    """CHECKS S12: one byte a second; 408 when the time is up, although bytes keep coming."""
    began = time.monotonic()
    with service.connect() as connection:
        connection.sendall(head("Content-Length: 100"))
        over = threading.Event()

        def drip() -> None:
            while not over.wait(1):
                send(connection, b" ")

        thread = threading.Thread(target=drip)
        thread.start()
        status, problem = answer_on(connection)
        over.set()
        thread.join()
    assert (status, problem["code"]) == (408, "request_too_slow")
    assert BODY_SECONDS - 0.2 < time.monotonic() - began < BODY_SECONDS + 2


def test_a_head_byte_by_byte_is_cut_off(service: Running, others: list[float]) -> None:
    """CHECKS S12: the head has its time too; that bytes keep coming does not make it longer."""
    began = time.monotonic()
    with service.connect() as connection:
        over = threading.Event()

        def drip() -> None:
            for byte in b"GET /health/live HTTP/1.1\r\nHost: x\r\n":
                if over.wait(0.3):
                    return
                send(connection, bytes([byte]))

        thread = threading.Thread(target=drip)
        thread.start()
        status, problem = answer_on(connection)
        over.set()
        thread.join()
    assert (status, problem["code"]) == (408, "request_too_slow")
    assert time.monotonic() - began < HEAD_SECONDS + 2


def test_who_says_nothing_is_let_go(service: Running) -> None:
    with service.connect() as connection:
        assert connection.recv(1) == b""


def test_a_hundred_slow_senders_keep_nobody_out(service: Running, others: list[float]) -> None:
    """CHECKS S12: others are served meanwhile; slow bodies hold no thread and no connection of the database."""
    slow = [service.connect() for _ in range(100)]
    try:
        for connection in slow:
            connection.sendall(head("Content-Length: 100") + b"{")
        statuses = {answer_on(connection)[0] for connection in slow}
    finally:
        for connection in slow:
            connection.close()
    assert statuses == {408}


def test_a_connection_is_kept_between_requests(service: Running) -> None:
    """The clock of the head starts anew with each request, and not before its first byte."""
    with service.connect() as connection:
        for _ in range(3):
            connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert answer_on(connection) == (200, {"status": "ok"})
            time.sleep(HEAD_SECONDS + 0.3)


def test_a_slow_but_honest_sender_is_served(live_url: str, live: Engine, template: Template) -> None:
    body = b'{"title": "Kh\xe1\xba\xa3o s\xc3\xa1t", "opens_on": "2026-01-01", "closes_on": "2026-12-31"}'
    authorization = bearer(template)
    with running(live_url) as service, service.connect() as connection:
        connection.sendall(head(f"Content-Length: {len(body)}", f"Authorization: {authorization}"))
        for part in (body[:20], body[20:50], body[50:]):
            time.sleep(0.4)
            connection.sendall(part)
        assert answer_on(connection)[0] == 201
