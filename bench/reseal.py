"""New keys while the service serves: everybody sealed anew by ``cungcau keys reseal``, beside readers and writers."""

import base64
import json
import secrets
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException

from app.config import DEMO_SECRETS
from bench import databases, processes
from bench.databases import Kind, folder
from bench.figures import Report, Table, percentile, step
from bench.service import API, Service, running

GOAL_SECONDS = 60
READERS, WRITERS = 4, 2


@dataclass
class Load:
    """What the clients met while the keys were changed."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0


def measure(kind: Kind, people: int) -> Report:
    """On each database: seconds, rows a second, what the clients asked meanwhile and how often it went wrong."""
    table = Table(["database", "people", "resealed", "left", "seconds", "requests", "errors", "p95 ms"])
    checks = []
    for database in kind.each():
        keys = f"k2:{base64.b64encode(secrets.token_bytes(32)).decode()},{DEMO_SECRETS['field_keys']}"
        said = f"{database.value}: {people:,} people sealed anew while {READERS + WRITERS} clients go on"
        with databases.demo(database, people) as url, running(url, keys=keys) as service, step(said):
            told, load = _beside_clients(service, url, keys)
        row = [told["resealed"], told["left"], told["seconds"], len(load.seconds), load.errors]
        table.rows.append([database.value, people, *row, percentile(load.seconds, 95) * 1000])
        # Whom a writer changed meanwhile was sealed with the new key already.
        whole = told["left"] == 0 and told["resealed"] >= 0.9 * people
        in_time = whole and told["seconds"] <= GOAL_SECONDS
        checks.append((f"{database.value}: everybody, within {GOAL_SECONDS} s", in_time))
        served = bool(load.seconds) and not load.errors
        checks.append((f"{database.value}: no error among {len(load.seconds):,} requests", served))
    return Report("Keys changed while the service serves", [table], checks)


def _beside_clients(service: Service, url: str, keys: str) -> tuple[dict[str, float], Load]:
    token, load, over = service.sign_in(), Load(), threading.Event()
    ids = [row["id"] for row in service.client(token).get(f"{API}/jobseekers?limit=200").json()["items"]]
    workers = [
        threading.Thread(target=_go_on, args=[service, token, ids[n :: READERS + WRITERS], n >= READERS, load, over])
        for n in range(READERS + WRITERS)
    ]
    for worker in workers:
        worker.start()
    try:
        told = _reseal(url, keys)
    finally:
        over.set()
        for worker in workers:
            worker.join()
    return told, load


def _go_on(service: Service, token: str, ids: list[str], writes: bool, load: Load, over: threading.Event) -> None:
    """Read profiles, or put other phones into them, until it is over."""
    client, number = service.client(token), 0
    while not over.is_set():
        path = f"{API}/jobseekers/{ids[number % len(ids)]}"
        number += 1
        began = time.perf_counter()
        try:
            body = {"identity": {"phone": f"0900{number:06d}"}}
            answer = client.change(path, body) if writes else client.get(path)
            good = answer.status == 200
        except (OSError, HTTPException):
            good, client = False, service.client(token)
        load.seconds.append(time.perf_counter() - began)
        load.errors += not good


def _reseal(url: str, keys: str) -> dict[str, float]:
    with folder() as path:
        settings = {"database_url": url, "field_keys": keys}
        output = path / "told"
        process = processes.start(["keys", "reseal", "--json"], settings, output)
        try:
            process.wait(timeout=10 * GOAL_SECONDS)
        except subprocess.TimeoutExpired:
            processes.stop(process)
            raise
        text = output.read_text(encoding="utf-8")
    if process.returncode:
        sys.stderr.write(text)
    told: dict[str, float] = json.loads(text.splitlines()[0])
    return told
