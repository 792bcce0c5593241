"""Each command once in a process of its own: it says there, and ends with, what it does in this one."""

import shutil
import sqlite3
import uuid
from pathlib import Path

import pytest

from tests.support.processes.terminal import Done, run, run_for_real

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("terminal")]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demonstration in it, made by the commands themselves in processes of their own."""
    file = tmp_path_factory.mktemp("terminal") / "cli.sqlite3"
    url = f"sqlite:///{file}"
    migrated = run_for_real("migrate", "--json", url=url)
    assert (migrated.returncode, '"from": null' in migrated.stdout) == (0, True), migrated.stderr
    seeded = run_for_real("seed", "--people", "300", url=url)
    assert (seeded.returncode, "people: 300" in seeded.stdout) == (0, True), seeded.stdout + seeded.stderr
    with sqlite3.connect(file) as connection:
        # Everything into the one file that is copied.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def vacancy(file: Path) -> str:
    with sqlite3.connect(file) as connection:
        (found,) = connection.execute("SELECT id FROM vacancies WHERE status = 'open' ORDER BY id").fetchone()
    return str(uuid.UUID(found))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("progress",), 0),
        (("titles", "thợ hàn 3/7", "--json"), 0),
        (("match", "VACANCY", "--limit", "3"), 0),
        (("rescore", "01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b"), 1),
        (("audit", "verify"), 0),
        (("jobs", "--once", "--json"), 0),
        (("keys", "reindex"), 0),
        (("openapi",), 0),
        (("seed",), 1),
        (("serve",), 1),
        (("account", "x", "--role", "staff", "--organisation", "khong-co"), 1),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else None,
)
def test_a_process_does_what_a_call_does(file: Path, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    said: list[Done] = []
    for name, how in (("real", run_for_real), ("called", run)):
        copy = Path(shutil.copy(file, tmp_path / f"{name}.sqlite3"))
        given = [vacancy(file) if one == "VACANCY" else one for one in arguments]
        # A service would go on for ever, but not beside others on one SQLite file.
        more = {"CUNGCAU_WORKERS": "2"} if given == ["serve"] else {}
        said.append(how(*given, url=f"sqlite:///{copy}", COLUMNS="160", **more))
    real, called = said
    assert (real.returncode, real.stderr) == (code, called.stderr)
    assert real == called
    assert real.stdout + real.stderr


def test_every_command_is_listed() -> None:
    done = run_for_real("--help")
    assert (done.returncode, "Usage: cungcau" in done.stdout) == (0, True), done.stderr
    commands = "migrate seed serve demo account openapi jobs match rescore titles progress audit keys"
    assert [name for name in commands.split() if f" {name} " not in done.stdout] == []
