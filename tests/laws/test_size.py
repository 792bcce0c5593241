"""How large a room, a file and a name may grow before they hold two things. Arguments and branches: ruff, in lint."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PROGRAM = ("app", "bench", "checks", "migrations", "seed")
LINES = {"tests": 500}
OTHER_LINES = 300
FILES = 15
FULL = {"app/http": "what every web face needs; each file is one device of the protocol"}
"""Folders that may hold more, and why."""
LONG = {
    "checks/quality/ranking/compose.py": "RUBRIC.md and the crowd of it, case by case",
    "checks/quality/ranking/officer.py": "RUBRIC.md as one decision table",
    "migrations/versions/2026-11-22-1031_first_schema.py": "all tables of the first release",
    "migrations/versions/2026-11-22-1533_access_and_personal_data.py": "all tables of access",
}
"""Files that may be longer, and why."""
# What a class is called tells what it is, not what was done to it.
PARTICIPLE = re.compile(r"(?!Need)_?[A-Z][a-z]+(ed|den|own|ven|ken|tten)")
PARTICIPLES = {
    "Forbidden": "HTTP's own word for 403",
    "Unauthenticated": "HTTP's own word for 401",
}


def files(*tops: str) -> Iterator[Path]:
    for top in tops:
        yield from sorted((ROOT / top).rglob("*.py"))


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_no_file_is_too_long() -> None:
    long = {
        named(file): lines
        for top in (*PROGRAM, "tests")
        for file in files(top)
        if (lines := len(file.read_text("utf-8").splitlines())) > LINES.get(top, OTHER_LINES)
    }
    assert long.keys() == LONG.keys(), long


def test_no_folder_is_too_full() -> None:
    count = Counter(named(file.parent) for file in files(*PROGRAM, "tests") if file.name != "__init__.py")
    assert {folder for folder, number in count.items() if number > FILES} == FULL.keys()


def test_no_class_is_called_by_a_participle() -> None:
    found = {
        node.name
        for file in files("app")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and PARTICIPLE.fullmatch(node.name)
    }
    assert found == PARTICIPLES.keys()


@pytest.mark.parametrize(
    ("name", "is_one"), [("Joined", True), ("_Known", True), ("TokenExpired", False), ("Need", False)]
)
def test_a_participle_is_told_from_a_noun(name: str, is_one: bool) -> None:
    assert (PARTICIPLE.fullmatch(name) is not None) is is_one


def test_every_package_says_what_it_is_for() -> None:
    silent = [
        named(file) for file in files(*PROGRAM, "tests") if not ast.get_docstring(ast.parse(file.read_text("utf-8")))
    ]
    assert [name for name in silent if not name.startswith("migrations/")] == []
