"""The bench commands run, and leave nothing behind; what they measure is not judged here.

They are called in this process, at the smallest sizes that still give all their figures; one is a process as well.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner, Result

from app.infra import db
from bench.__main__ import app
from tests.support.paths import ROOT
from tests.support.patience import GENEROUS, wait_for

pytestmark = pytest.mark.server
IDLE = """
import sys, time
from bench.service import running
with running(sys.argv[1]) as service:
    print(service.process.pid, flush=True)
    time.sleep(3600)
"""


@pytest.fixture(autouse=True)
def bound_as_before() -> Iterator[None]:
    """Benches bind databases of their own."""
    before = db._target
    yield
    db._target = before


def bench(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--json"])


@pytest.mark.parametrize(
    ("arguments", "tables"),
    [
        pytest.param(
            ("ranking", "--people", "300", "--rounds", "3", "--limit", "5", "--starts", "1"),
            2,
            marks=pytest.mark.slow(seconds=12),
        ),
        pytest.param(
            ("hire", "--threads", "4", "--openings", "2", "--rounds", "1", "--database", "sqlite"),
            1,
            marks=pytest.mark.slow(seconds=9),
        ),
        pytest.param(("reseal", "--people", "300", "--database", "sqlite"), 1, marks=pytest.mark.slow(seconds=11)),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else "",
)
def test_a_small_run_prints_its_figures(arguments: tuple[str, ...], tables: int) -> None:
    done = bench(*arguments)
    # 1 says that a mark was missed, which a busy machine may well do.
    assert done.exit_code in (0, 1), done.stderr
    assert [bool(rows) for rows in json.loads(done.stdout)["tables"]] == [True] * tables


@pytest.mark.slow(seconds=6)
def test_a_bench_is_a_process_that_prints_its_figures() -> None:
    command = [sys.executable, "-m", "bench", "demo-load", "--people", "300", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=GENEROUS)
    assert done.returncode in (0, 1), done.stderr
    assert json.loads(done.stdout)["tables"][0][0]["people"] == 300


@pytest.mark.slow(seconds=16)
def test_the_engine_answers_as_plain_scans_and_databases_do() -> None:
    # By itself: what DuckDB leaves in a process it complains of when the process ends.
    command = [sys.executable, "-m", "bench", "engine", "--sizes", "300,2000", "--queries", "12", "--limit", "20"]
    done = subprocess.run([*command, "--json"], cwd=ROOT, capture_output=True, text=True, timeout=GENEROUS)
    # So few people have no marks but the answers, so nothing here depends on how busy the machine is.
    assert done.returncode == 0, done.stderr + done.stdout
    report = json.loads(done.stdout)
    assert [check["what"] for check in report["checks"]] == ["same ids and scores in 180 of 180 answers"]
    peers = {row["what"] for row in report["tables"][0]}
    assert {"plain scan, compiled", "plain scan, NumPy", "DuckDB, one statement", "PostgreSQL, one statement"} <= peers


@contextmanager
def started(*command: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A process of ours, gone at the end; more: variables of its environment."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=os.environ | more, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def services_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Processes of the service that it has started."""
    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        try:
            if "serve" in child.cmdline():
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found


def is_gone(process: psutil.Process) -> bool:
    """Ended; where nobody collects ended processes it stays in the list as a zombie."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


@pytest.mark.slow(seconds=10)
def test_a_bench_that_runs_out_of_time_ends_its_service_and_removes_its_files(tmp_path: Path) -> None:
    """As a time limit of CI or ``timeout`` ends it: SIGTERM in the middle."""
    command = ("-m", "bench", "load", "--database", "sqlite", "--seconds", "3000", "--clients", "2")
    with started(*command, TMPDIR=str(tmp_path)) as process:
        wait_for("the start of the service", lambda: services_of(process))
        [service] = services_of(process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=GENEROUS) == 143
        wait_for("the end of the service", lambda: is_gone(service))
    assert list(tmp_path.glob("ccbench*")) == []


@pytest.mark.slow(seconds=7)
@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
def test_a_bench_that_is_killed_leaves_no_service_behind(live_url: str) -> None:
    """SIGKILL, after which it can do nothing itself."""
    with started("-c", IDLE, live_url) as process:
        assert process.stdout is not None
        service = psutil.Process(int(process.stdout.readline()))
        assert not is_gone(service)
        process.kill()
        process.wait(timeout=GENEROUS)
        wait_for("the end of the service", lambda: is_gone(service))
