"""S12: too large, too deep, too slow. Raw sockets where a client library would refuse to send it."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from checks.attack.target import Finding, Target

PATH = "/api/v1/communes/resolve"
SENT_AT_MOST = 50 * 1024 * 1024
SLOW_SECONDS = 40


def attack(target: Target) -> Iterator[Finding]:
    """While each goes on, somebody else asks and is answered."""
    token = target.clients["staff"].headers["Authorization"]
    big = _head(f"POST {PATH}", token, f"Content-Length: {SENT_AT_MOST}", "Content-Type: application/json")
    yield _refused(target, "50 MB body", "413", big, SENT_AT_MOST, {413})
    chunked = _head(f"POST {PATH}", token, "Transfer-Encoding: chunked", "Content-Type: application/json")
    yield _refused(target, "50 MB in chunks", "413", chunked, SENT_AT_MOST, {413}, chunked=True)
    header = _head("GET /api/v1/auth/me", token, "X-Much: " + "a" * 1_048_576)
    yield _refused(target, "1 MB header", "400 or 431", header, 0, {400, 431})
    yield _deep(target)
    yield from _long_texts(target)
    yield _slow(target, token)


def _head(first: str, token: str, *lines: str) -> bytes:
    rows = [f"{first} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: {token}", "Connection: close", *lines, "", ""]
    return "\r\n".join(rows).encode()


def _connect(target: Target) -> socket.socket:
    parts = urlsplit(target.address)
    return socket.create_connection((parts.hostname or "", parts.port or 80), timeout=20)


def _refused(
    target: Target, what: str, mark: str, head: bytes, size: int, wanted: set[int], *, chunked: bool = False
) -> Finding:
    piece, sent = b"a" * 65536, 0
    status: int | None = None
    with _connect(target) as connection:
        try:
            connection.sendall(head)
            while sent < size:
                connection.sendall(b"10000\r\n" + piece + b"\r\n" if chunked else piece)
                sent += len(piece)
        except OSError:
            # It has hung up: the answer may stand in the buffer already.
            status = None
        status = _status(connection)
    # A sender that goes on after the answer loses the line and may never see why; hanging up is a refusal too.
    shown = "hung up" if status is None else str(status)
    alive = target.clients["staff"].get("/health/live").status_code == 200
    return Finding("S12", what, mark, f"{shown} after {sent >> 10} KB", alive and (status in wanted or status is None))


def _status(connection: socket.socket) -> int | None:
    try:
        answer = connection.recv(65536)
    except OSError:
        return None
    return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else None


def _deep(target: Target) -> Finding:
    body = b'{"addresses":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
    client = target.clients["staff"]
    answer = client.post(PATH, content=body, headers={"Content-Type": "application/json"})
    passed = answer.status_code in (400, 422)
    return Finding("S12", "JSON 10,000 deep", "400 or 422, never 500", str(answer.status_code), passed)


def _long_texts(target: Target) -> Iterator[Finding]:
    """Close to a whole megabyte in each text field in turn: the body limit does not stop it, the field does."""
    wrong, fields = [], 0
    for operation in target.operations:
        body = operation.body()
        if operation.method == "GET" or not isinstance(body, dict) or "{" in operation.path or not operation.writes:
            continue
        client = target.clients["admin" if operation.id in ("create_zone", "create_organisation") else "staff"]
        for name, value in body.items():
            if isinstance(value, str):
                fields += 1
                content = json.dumps(body | {name: "a" * 1_000_000}).encode()
                headers = {"Content-Type": "application/json"}
                status = client.request(operation.method, operation.path, content=content, headers=headers).status_code
                if status not in (403, 404, 413, 422):
                    wrong.append(f"{operation.id} {name}: {status}")
    yield Finding("S12", f"1 MB in each of {fields} text fields", "413 or 422", "; ".join(wrong) or "all", not wrong)


def _slow(target: Target, token: str) -> Finding:
    """One byte a second; twenty such senders, while others are served."""
    head = _head(f"POST {PATH}", token, "Content-Length: 1000", "Content-Type: application/json")
    ended: list[int | None] = []

    def send() -> None:
        with _connect(target) as connection:
            connection.sendall(head)
            connection.settimeout(1.0)
            for _ in range(SLOW_SECONDS):
                try:
                    connection.sendall(b" ")
                    answer = connection.recv(4096)
                except TimeoutError:
                    continue
                except OSError:
                    ended.append(None)
                    return
                ended.append(int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else None)
                return

    senders = [threading.Thread(target=send) for _ in range(20)]
    for one in senders:
        one.start()
    slowest = 0.0
    while any(one.is_alive() for one in senders):
        started = time.perf_counter()
        target.clients["staff"].get("/api/v1/enterprises?limit=1").raise_for_status()
        slowest = max(slowest, time.perf_counter() - started)
        time.sleep(0.2)
    figure = f"{len(ended)} ended ({sorted({str(one) for one in ended})}), others ≤ {slowest * 1000:.0f} ms"
    passed = len(ended) == len(senders) and set(ended) <= {408, None} and slowest < 2
    return Finding("S12", "20 senders of 1 byte/s", f"408 within {SLOW_SECONDS} s, others < 2 s", figure, passed)
