"""A site's choice of rules: what is broken starts nothing, and says why in one line."""

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from app.config import Environment, Settings
from app.main import create_app
from app.services.ranking.rulebook import RulesError, read_rulebook
from tests.support.paths import ROOT
from tests.support.patience import GENEROUS
from tests.support.processes.terminal import run

SHIPPED: dict[str, Any] = json.loads((files("app.matching") / "data/rules/2026-11-2.json").read_text("utf-8"))


def site_file(folder: Path, **changes: Any) -> Path:
    file = folder / "rules.json"
    file.write_text(json.dumps(SHIPPED | {"version": "an-giang-1"} | changes), encoding="utf-8")
    return file


def settings(**changes: Any) -> Settings:
    return Settings(environment=Environment.TEST, secret_key="x" * 40, log_level="ERROR", **changes)


def test_a_site_may_have_rules_of_its_own(tmp_path: Path) -> None:
    file = site_file(tmp_path, unstated=30)
    assert create_app(settings(rules_file=file)).state.runtime.rules.unstated == 30
    assert create_app(settings(rules_file=file, rules="2026-11-1")).state.runtime.rules.version == "2026-11-1"
    assert create_app(settings()).state.runtime.rules.version == "2026-11-2"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"{", "not JSON"),
        (json.dumps(SHIPPED | {"unstated": 30}).encode(), "shipped with other numbers"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes | None, why: str) -> None:
    file = tmp_path / "rules.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RulesError, match=why):
        create_app(settings(rules_file=file))
    with pytest.raises(RulesError, match="cannot be read"):
        read_rulebook(None, tmp_path)


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(RulesError, match=r"fast: version: không có phiên bản này; có: 2026-11-1, 2026-11-2 / unknown"):
        create_app(settings(rules="fast"))


HEAVY = SHIPPED["weights"] | {"trade": 41}


@pytest.mark.parametrize(
    ("command", "broken", "says"),
    [
        (
            ("serve",),
            {"weights": HEAVY},
            ("weights", "tổng các trọng số là 101, phải là 100", "sum to 101, not 100"),
        ),
        (("progress",), {"bands": [[20, 85], [10, 65]]}, ("bands", "phải tăng dần", "must ascend")),
        (
            ("serve",),
            "fast",
            ("fast", "không có phiên bản này; có: 2026-11-1, 2026-11-2", "unknown; there is: 2026-11"),
        ),
        (("migrate",), "fast", ("CUNGCAU_RULES", "fast")),
        (("demo", "--people", "1"), "fast", ("CUNGCAU_RULES", "fast")),
        (("openapi",), "fast", ("CUNGCAU_RULES", "fast")),
    ],
)
def test_no_command_begins(
    tmp_path: Path, command: tuple[str, ...], broken: str | dict[str, Any], says: tuple[str, ...]
) -> None:
    environment = {"CUNGCAU_RULES": broken} if isinstance(broken, str) else {}
    if not isinstance(broken, str):
        environment["CUNGCAU_RULES_FILE"] = str(site_file(tmp_path, **broken))
    done = run(*command, url=f"sqlite:///{tmp_path}/none.sqlite3", **environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert [word for word in says if word not in done.stderr] == []
    assert not (tmp_path / "none.sqlite3").exists()


@pytest.mark.server
def test_a_server_started_by_itself_does_not_start_either(tmp_path: Path) -> None:
    file = site_file(tmp_path, weights=HEAVY)
    done = subprocess.run(
        [sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app", "--port", "0"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "CUNGCAU_RULES_FILE": str(file)},
        capture_output=True,
        text=True,
        timeout=GENEROUS,
    )
    assert done.returncode != 0
    assert f"{file}: weights: tổng các trọng số là 101, phải là 100" in done.stderr
