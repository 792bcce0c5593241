"""The image and the compose file, read as text: nothing here needs Docker, and a wrong word in them shows at once."""

import json
import re
from typing import Any

import pytest
import yaml

from app.cli import main
from app.config import DEMO_SECRETS
from app.http import server
from tests.support.paths import ROOT

# One entry for each instruction, with its continued lines joined and comments dropped.
INSTRUCTIONS = [
    line.split(maxsplit=1)
    for line in re.sub(r"\\\n\s*", "", re.sub(r"(?m)^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"))).splitlines()
    if line
]
COMPOSE_TEXT = (ROOT / "compose.yaml").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]


def arguments(instruction: str) -> list[str]:
    return [rest for word, rest in INSTRUCTIONS if word == instruction]


def test_image_does_not_run_as_root() -> None:
    users = arguments("USER")
    assert users
    assert users[-1] not in ("0", "root")
    assert INSTRUCTIONS.index(["USER", users[-1]]) < INSTRUCTIONS.index(["CMD", arguments("CMD")[0]])


def test_image_copies_only_what_exists_and_what_the_ignore_file_lets_through() -> None:
    sources = [source for copy in arguments("COPY") for source in copy.split()[:-1]]
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert set(sources) == allowed


def test_image_installs_from_the_hashed_lock_only() -> None:
    installs = [run for run in arguments("RUN") if "pip install" in run]
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert all("--no-deps --no-build-isolation" in run for run in installs[1:])


def test_image_carries_loops_that_every_processor_takes() -> None:
    """Compiled for the building machine, they would be compiled again, for seconds, at each start on another one."""
    (settings,) = arguments("ENV")
    assert "NUMBA_CPU_NAME=generic" in settings.split()
    assert any("python -m app.matching.ranking.warm_up" in run for run in arguments("RUN"))


def test_image_checks_its_own_health_where_the_service_listens() -> None:
    (check,) = arguments("HEALTHCHECK")
    assert "http://127.0.0.1:8000/health/ready" in check
    assert arguments("EXPOSE") == ["8000"]
    program = json.loads(check.split("CMD ", 1)[1])
    compile(program[-1], "HEALTHCHECK", "exec")


def test_every_service_of_compose_has_a_health_check_or_ends() -> None:
    assert SERVICES["database"]["healthcheck"]["test"]
    # The health check of the service itself is the one of the image.
    assert "healthcheck" not in SERVICES["service"]
    assert SERVICES["migrate"]["restart"] == "no"
    waits = SERVICES["service"]["depends_on"]
    assert waits["migrate"]["condition"] == "service_completed_successfully"
    assert waits["database"]["condition"] == "service_healthy"


def test_compose_runs_as_production_and_has_no_default_for_a_secret() -> None:
    for name in ("migrate", "service"):
        environment = SERVICES[name]["environment"]
        assert environment["CUNGCAU_ENVIRONMENT"] == "production"
        for secret in (f"CUNGCAU_{name.upper()}" for name in DEMO_SECRETS):
            assert environment[secret].startswith(f"${{{secret}:?")
            assert f"{secret}=" in COMPOSE_TEXT, "the example does not make it"
    secrets = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET|KEY)\w*)(:?.)", COMPOSE_TEXT)
    assert secrets
    assert {operator for _, operator in secrets} == {":?"}
    assert {name for name, _ in secrets} == {"POSTGRES_PASSWORD", *(f"CUNGCAU_{name.upper()}" for name in DEMO_SECRETS)}


def test_compose_waits_longer_than_the_service_needs_to_end() -> None:
    assert int(SERVICES["service"]["stop_grace_period"].removesuffix("s")) > server.GRACE_SECONDS


def test_ports_of_compose_are_open_to_this_machine_only() -> None:
    assert "ports" not in SERVICES["database"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["service"]["ports"])


COMMANDS = [
    command.split()
    for text in (" ".join(json.loads(arguments("CMD")[0])), SERVICES["migrate"]["command"][-1])
    for command in re.findall(r"cungcau ([^&]+)", text)
]


def test_the_commands_are_the_ones_we_expect() -> None:
    assert [command[0] for command in COMMANDS] == ["serve", "migrate", "seed"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_command_exists_with_its_options(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("sys.argv", ["cungcau", command[0], "--help"])
    with pytest.raises(SystemExit) as end:
        main()
    assert not end.value.code
    shown = capsys.readouterr().out
    assert [word for word in command if word.startswith("--") and word not in shown] == []
