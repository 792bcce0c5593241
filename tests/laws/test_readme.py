"""The commands in the README do what it says."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from app.core import clock
from tests.support.paths import ROOT
from tests.support.patience import GENEROUS, wait_for


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[int]:
    """``cungcau demo`` with few people, as the README's first command starts it."""
    port = free_port()
    command = [sys.executable, "-c", "from app.cli import main; main()", "demo", "--people", "400", "--port", str(port)]
    environment = {"CUNGCAU_DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    with (tmp_path / "out").open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:

        def is_ready() -> bool:
            assert process.poll() is None, (tmp_path / "out").read_text()
            try:
                return httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=GENEROUS).is_success
            except httpx.HTTPError:
                return False

        wait_for("the start of the demonstration", is_ready)
        yield port
    finally:
        process.terminate()
        process.wait(GENEROUS)


@pytest.mark.server
@pytest.mark.slow(seconds=8)
def test_the_chain_with_curl(demo: int) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (chain,) = re.findall(r"```sh\n(API=.*?)```", text, re.DOTALL)
    (questions,) = re.findall(r"```sh\n(# Người ta viết gì.*?)```", text, re.DOTALL)
    script = "set -eu\n" + chain + "\necho\n" + re.sub(r"(?m)^(call .*)$", r"\1; echo", questions)
    script = script.replace("127.0.0.1:8000", f"127.0.0.1:{demo}")
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=GENEROUS)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line]
    check_the_chain(*lines[:7])
    titles, addresses, detail, vacancies, preview = map(json.loads, lines[7:])
    assert [row["ask"] for row in titles["items"]] == [False, False, True]
    assert [row["matches"][0]["code"] for row in titles["items"][:2]] == ["8153", "8344"]
    assert addresses["items"][0]["matches"][0]["name"] == "Xã Châu Phú"
    # Ranked second above, and first since the first was hired.
    assert all(row["passed"] for row in detail["gates"])
    assert detail["position"] == 1
    assert detail["jobseeker_id"] not in json.dumps(vacancies)
    assert vacancies["items"]
    assert len(preview["items"]) == 5


def check_the_chain(score: str, reason: str, before: str, status: str, left: str, after: str, records: str) -> None:
    assert 0 < float(score) <= 100
    assert reason.startswith("Đúng nghề")
    assert (status, left) == ("reported", "0")
    # After the plan's last day nothing more is counted towards it.
    assert int(after) == int(before) + (clock.today() <= date(2026, 12, 31))
    assert '"kind":"placement"' in records
