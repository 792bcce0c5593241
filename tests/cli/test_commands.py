"""What the commands of the terminal say and do. Called in this process; test_terminal.py has each in its own."""

import base64
import json
import sqlite3
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes.terminal import run

pytestmark = pytest.mark.xdist_group("commands")

SECRETS = {
    "CUNGCAU_SECRET_KEY": "k" * 40,
    "CUNGCAU_FIELD_KEYS": "k1:" + base64.b64encode(b"f" * 32).decode(),
    "CUNGCAU_INDEX_KEY": base64.b64encode(b"i" * 32).decode(),
    "CUNGCAU_AUDIT_KEY": "a" * 40,
}


def ok(*arguments: str, url: str) -> Any:
    done = run(*arguments, "--json", url=url)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database made by the commands themselves."""
    url = f"sqlite:///{tmp_path_factory.mktemp('cli')}/cli.sqlite3"
    assert ok("migrate", url=url)["from"] is None
    assert ok("seed", "--people", "400", url=url)["demo"]["people"] == 400
    return url


def test_progress_says_the_same_as_json_and_as_a_table(url: str) -> None:
    targets = ok("progress", url=url)["targets"]
    assert {target["indicator"]: target["target"] for target in targets} == {
        "placed_on_request": 5000,
        "workers_in_parks": 40000,
    }
    table = run("progress", url=url).stdout
    workers = next(one for one in targets if one["indicator"] == "workers_in_parks")["figures"]["counted"]
    assert f"{workers:,}".replace(",", ".") in table


def test_match_ranks_people_with_reasons(url: str) -> None:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
        (vacancy,) = file.execute("SELECT id FROM vacancies WHERE status = 'open' ORDER BY id").fetchone()
    found = ok("match", str(uuid.UUID(vacancy)), "--limit", "3", url=url)
    assert len(found["items"]) == 3
    assert all(part["reason"] for row in found["items"] for part in row["parts"])


def test_titles_says_the_same_as_json_and_as_a_table(url: str) -> None:
    written = ("thợ hàn 3/7", "Công nhân")
    welder, nobody = ok("titles", *written, url=url)["items"]
    assert (welder["matches"][0]["code"], welder["ask"], welder["question"]) == ("7212", False, None)
    assert welder["grade"] == {"step": 3, "of": 7, "is_skill": True, "skill_rank": 3}
    assert (nobody["ask"], nobody["question"].startswith("Tên công việc chưa nêu nghề")) == (True, True)
    table = run("titles", *written, url=url, COLUMNS="160").stdout
    assert all(words in table for words in ("thợ hàn 3/7", "7212", "3/7", nobody["question"]))


def test_a_title_that_is_too_long_is_one_clear_line(url: str) -> None:
    done = run("titles", "x" * 301, url=url)
    assert (done.returncode, "không quá 300 ký tự" in done.stderr) == (1, True)


def test_made_up_people_are_loaded_once_and_never_into_production(url: str) -> None:
    again = run("seed", url=url)
    assert (again.returncode, "không nạp thêm" in again.stderr) == (1, True)
    production = {"CUNGCAU_ENVIRONMENT": "production"} | SECRETS
    live = run("seed", url=url, **production)
    assert (live.returncode, "--reference-only" in live.stderr) == (1, True)
    demo = run("demo", url=url, **production)
    assert demo.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        (("progress",), {}, "cungcau migrate"),
        (("serve",), {}, "cungcau migrate"),
        (("serve",), {"CUNGCAU_ENVIRONMENT": "production"}, "CUNGCAU_SECRET_KEY"),
        (("serve",), {"CUNGCAU_WORKERS": "2"}, "CUNGCAU_WORKERS=1"),
        (
            ("progress",),
            {"CUNGCAU_DATABASE_URL": "postgresql+psycopg://127.0.0.1:1/cungcau"},
            "Không dùng được cơ sở dữ liệu",
        ),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], says: str
) -> None:
    done = run(*arguments, **{"url": f"sqlite:///{tmp_path}/none.sqlite3"}, **environment)
    assert done.returncode == 1
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_an_unknown_plan_or_vacancy_is_said_in_vietnamese(url: str) -> None:
    assert "Không tìm thấy kế hoạch" in run("progress", "khong-co", url=url).stderr
    assert "Không tìm thấy việc làm" in run("match", "01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b", url=url).stderr


def test_an_account_is_made_and_its_password_reset(url: str) -> None:
    made = ok("account", "Can-Bo-Moi", "--role", "staff", "--organisation", "ttdvvl-ag", url=url)
    again = ok("account", "can-bo-moi", "--role", "leader", "--organisation", "bqlkkt-ag", url=url)
    assert (made["username"], again["username"], again["role"]) == ("can-bo-moi", "can-bo-moi", "leader")
    assert made["password"] != again["password"]
    wrong = run("account", "x", "--role", "staff", "--organisation", "khong-co", url=url)
    assert (wrong.returncode, "Không tìm thấy cơ quan" in wrong.stderr) == (1, True)


def test_the_audit_log_is_checked_and_its_end_noted(tmp_path: Path) -> None:
    """Check S10: exit code 1 and the entry when it is broken; what was noted elsewhere is compared."""
    url = f"sqlite:///{tmp_path}/audit.sqlite3"
    ok("migrate", url=url)
    run("seed", "--reference-only", url=url)
    for name in ("mot", "hai", "ba"):
        ok("account", name, "--role", "staff", "--organisation", "ttdvvl-ag", url=url)
    noted = run("audit", "head", url=url).stdout.strip()
    assert noted.startswith("3:")
    assert ok("audit", "head", url=url) == {"seq": 3, "hash": noted.partition(":")[2]}
    assert "nguyên vẹn: 3 mục" in run("audit", "verify", "--expect", noted, url=url).stdout
    other = run("audit", "verify", "--expect", f"2:{'0' * 64}", url=url)
    assert (other.returncode, "không phải là mục đã ghi lại" in other.stdout) == (1, True)
    assert run("audit", "verify", "--expect", "hai", url=url).returncode == 1

    with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            file.execute("DELETE FROM audit_entries")
        file.execute("DROP TRIGGER audit_entries_no_delete")
        file.execute("DELETE FROM audit_entries WHERE seq = 2")
    broken = run("audit", "verify", url=url)
    assert (broken.returncode, "Thiếu mục 2" in broken.stdout) == (1, True)
    found = run("audit", "verify", "--json", url=url)
    assert (found.returncode, json.loads(found.stdout)["fault"]) == (1, "missing")
    assert run("migrate", "--service-role", "cungcau", url=url).returncode == 1


def test_faults_are_for_tests_only(tmp_path: Path) -> None:
    done = run("serve", url=f"sqlite:///{tmp_path}/none.sqlite3", CUNGCAU_FAULT="after_commit")
    assert (done.returncode, "CUNGCAU_FAULT" in done.stderr) == (1, True)
