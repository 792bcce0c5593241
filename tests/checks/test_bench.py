"""The bench commands run; what they measure is not judged here."""

import json
import subprocess
import sys

import pytest

from tests.support.paths import ROOT


@pytest.mark.parametrize(
    "arguments",
    [
        ("ranking", "--people", "300", "--rounds", "3", "--limit", "5"),
        ("demo-load", "--people", "300"),
        ("hire", "--threads", "4", "--openings", "2", "--rounds", "1", "--database", "sqlite"),
        ("reseal", "--people", "300", "--database", "sqlite"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_small_run_prints_its_figures(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "bench", *arguments, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    # 1 says that a mark was missed, which a busy machine may well do.
    assert done.returncode in (0, 1), done.stderr
    assert json.loads(done.stdout)


def test_the_engine_answers_as_plain_scans_and_databases_do() -> None:
    sizes = ["--sizes", "300,2000", "--queries", "12", "--limit", "20"]
    command = [sys.executable, "-m", "bench", "engine", *sizes, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    # So few people have no marks but the answers, so nothing here depends on how busy the machine is.
    assert done.returncode == 0, done.stderr + done.stdout
    report = json.loads(done.stdout)
    assert [check["what"] for check in report["checks"]] == ["same ids and scores in 180 of 180 answers"]
    peers = {row["what"] for row in report["tables"][0]}
    assert {"plain scan, compiled", "plain scan, NumPy", "DuckDB, one statement", "PostgreSQL, one statement"} <= peers
