"""docs/security.md: every test that it names is there, and every requirement has a test or a reason."""

import ast
import re
import subprocess
import sys
from functools import cache

import pytest

from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| Yêu cầu ")
]
NAMED = sorted(set(re.findall(r"`((?:tests|docs|app)/[\w./-]+)(?:::(\w+))?`", PAGE)))
REASONS = ("không áp dụng: ", "vận hành: ", "như S", "`./dev ")


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_test_named_is_there() -> None:
    gone = [file for file, _ in NAMED if not (ROOT / file).is_file()]
    gone += [f"{file}::{name}" for file, name in NAMED if name and file not in gone and name not in functions(file)]
    assert not gone, "\n".join(gone)
    assert len(NAMED) > 100


def test_every_requirement_has_a_test_or_a_reason() -> None:
    for row in ROWS:
        assert len(row) == 3, row
        has_reason = any(reason in row[2] for reason in REASONS)
        assert has_reason or re.search(r"`(tests|docs|app)/", row[2]), row


@pytest.mark.parametrize("chapter", range(1, 18))
def test_every_chapter_of_asvs_is_looked_at(chapter: int) -> None:
    assert f"**V{chapter}** " in PAGE


def test_every_check_and_every_risk_is_looked_at() -> None:
    first = " ".join(row[0] for row in ROWS)
    for name in [
        *(f"S{i}" for i in range(1, 17)),
        *(f"R{i}" for i in range(1, 11)),
        *(f"API{i}" for i in range(1, 11)),
    ]:
        assert re.search(rf"\b{name}\b", first), name


@pytest.mark.server
@pytest.mark.parametrize("runner", ["checks.attack", "checks.faults"])
def test_the_runners_that_the_page_names_start(runner: str) -> None:
    done = subprocess.run([sys.executable, "-m", runner, "--help"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, "--database" in done.stdout) == (0, True), done.stderr
