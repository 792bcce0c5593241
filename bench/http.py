"""Rankings over HTTP beside a hello and the bare engine on the same server, in turn, on 1 and on many connections."""

import asyncio
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from bench import databases, processes
from bench.databases import Kind, folder
from bench.figures import Report, Table, median, percentile, step
from bench.service import API, Client, Service

MS = 1000
CONNECTIONS = 32
SERVER = (
    "import sys, uvicorn; uvicorn.run('bench.http_app:create', factory=True, host='127.0.0.1', port=int(sys.argv[1]), "
    "access_log=False, server_header=False, log_level='warning')"
)
Routes = dict[str, list[bytes]]
HELLO, ENGINE, REAL = "hello", "bare engine", "real endpoint"


def measure(people: int, seconds: float, rounds: int) -> Report:
    """Each route for some seconds in every round, in turning order; rates as medians over rounds."""
    with databases.demo(Kind.SQLITE, people) as url, _serving(url) as service:
        token = service.sign_in()
        with step("loading the pool and warming up"):
            ids = service.client().get("/bench/ready").json()
            routes = _routes(service, token, ids)
            for name, wanted in routes.items():
                asyncio.run(_ask(service.port, wanted[: len(ids)], 4, 600))
                sys.stderr.write(f"  {name}: warm\n")
        with step(f"{rounds} rounds"):
            many, single = _measured(service.port, routes, seconds, rounds)
    return _report(people, many, single)


def _routes(service: Service, token: str, ids: list[str]) -> Routes:
    def request(path: str, *headers: str) -> bytes:
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: vi", *headers, "", ""]
        return "\r\n".join(lines).encode()

    return {
        HELLO: [request("/bench/hello")],
        ENGINE: [request(f"/bench/engine/{one}") for one in ids],
        REAL: [request(f"{API}/vacancies/{one}/candidates?limit=50", f"Authorization: Bearer {token}") for one in ids],
    }


def _measured(
    port: int, routes: Routes, seconds: float, rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Requests a second with many connections, by round; seconds of each request on one connection."""
    many: dict[str, list[float]] = {name: [] for name in routes}
    single: dict[str, list[float]] = {name: [] for name in routes}
    names = list(routes)
    for number in range(rounds):
        for name in names[number % 3 :] + names[: number % 3]:
            times = asyncio.run(_ask(port, routes[name], CONNECTIONS, seconds))
            many[name].append(len(times) / seconds)
            single[name] += asyncio.run(_ask(port, routes[name], 1, seconds / 2))
    return many, single


async def _ask(port: int, requests: list[bytes], connections: int, seconds: float) -> list[float]:
    """Seconds of each answered request. With 600 seconds or more each request is asked once."""
    queue = iter(requests) if seconds >= 600 else itertools.cycle(requests)
    end = time.perf_counter() + seconds
    times: list[float] = []

    async def work() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        for request in queue:
            start = time.perf_counter()
            if start >= end:
                break
            writer.write(request)
            await _answer(reader)
            times.append(time.perf_counter() - start)
        writer.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    return times


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode("latin-1"))
    lower = head.lower()
    length = int(lower[lower.index(b"content-length:") + 15 :].split(b"\r\n", 1)[0])
    await reader.readexactly(length)


def _report(people: int, many: dict[str, list[float]], single: dict[str, list[float]]) -> Report:
    table = Table(["route", "1 conn p50 ms", "p95 ms", f"{CONNECTIONS} conn req/s", "× hello", "× bare engine"])
    rates = {name: median(values) for name, values in many.items()}
    for name, times in single.items():
        p50, p95 = percentile(times, 50) * MS, percentile(times, 95) * MS
        table.rows.append([name, p50, p95, rates[name], rates[name] / rates[HELLO], rates[name] / rates[ENGINE]])
    engine, real = rates[ENGINE] / rates[HELLO], rates[REAL] / rates[ENGINE]
    p50 = percentile(single[REAL], 50) * MS
    checks = [
        (f"bare engine, top 50 explained: {engine:.2f} × hello (goal 0.35)", engine >= 0.35),
        (f"real endpoint with login and pool sync: {real:.2f} × bare engine (goal 0.5)", real >= 0.5),
        (f"real endpoint on one connection: p50 {p50:.1f} ms (goal below 10)", p50 < 10),
    ]
    return Report(f"Ranking over HTTP, {people:,} people, top 50", [table], checks)


@contextmanager
def _serving(url: str) -> Iterator[Service]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"CUNGCAU_DATABASE_URL": url, "CUNGCAU_SECRET_KEY": token_hex(32)}
    with folder() as path, (path / "log").open("ab") as log:
        command = [sys.executable, "-c", SERVER, str(port)]
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        service = Service(port, process)
        try:
            while process.poll() is None and not _alive(service):
                time.sleep(0.1)
            if process.poll() is not None:
                raise RuntimeError(f"the server did not start:\n{processes.tail(path / 'log')}")
            yield service
        finally:
            service.close_clients()
            processes.stop(process)


def _alive(service: Service) -> bool:
    client = Client(service.port)
    try:
        return client.get("/health/live").status == 200
    except OSError:
        return False
    finally:
        client.close()
