"""One run: a database, the service on it, schemathesis against it, and the figures of the run."""

import json
import math
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from checks.fuzz.service import ROOT, database, fill, service, sign_in

PEOPLE = 500
LONGEST = 3600  # Seconds; a service that hangs ends the run instead of holding it.
STORIES, STEPS = 60, 40
"""How many chains of calls the stateful phase tells, and how long one may be: ids reach far calls only in long ones."""
FEW_STORIES = 6
"""As many as there is time for in a run among the tests."""
USERS = {"staff": "canbo", "enterprise_hr": "nhansu", "leader": "lanhdao", "portal": "congthongtin", "admin": "quantri"}
# What only the administrator may; the clerk may everything else, so together the two reach every operation.
ADMINISTRATOR = """
    create_zone create_organisation create_plan set_account_role set_account_scope reset_second_factor
    declare_affiliation withdraw_affiliation link_external_identity remove_external_identities list_clients get_client
    create_client rotate_client_secret deactivate_client list_audit_entries get_audit_head list_jobs read_metrics
""".split()
# What ends a session, or changes how its account signs in, is tried by an account that does nothing else.
ON_ONESELF = """
    end_session list_sessions change_password begin_second_factor confirm_second_factor remove_second_factor
""".split()
LEAVING = 30
"""Sessions that are begun beforehand, for log-out to end one after another."""
LISTS = {
    "organisation": ("organisations", "id"),
    "occupation_alias": ("occupation-aliases?withdrawn=false", "id"),
    # Those with which something can still be done; schemathesis itself closes and cancels enough of them.
    "enterprise": ("enterprises?stage=operating", "id"),
    "survey_round": ("survey-rounds", "id"),
    "open_round": ("survey-rounds?status=open", "id"),
    "survey": ("surveys", "id"),
    "support_request": ("support-requests", "id"),
    "vacancy": ("vacancies?status=open", "id"),
    "jobseeker": ("jobseekers", "id"),
    "referral": ("referrals?status=introduced", "id"),
    "placement": ("placements?status=reported", "id"),
    "labour_use": ("labour-use", "id"),
    "account": ("accounts", "id"),
    "invitation": ("invitations", "id"),
    "data_request": ("data-requests", "id"),
    "commune": ("communes", "code"),
    "zone": ("zones", "code"),
    "plan": ("plans", "code"),
    "occupation": ("occupations", "code"),
    "unit_group": ("occupations?level=4", "code"),
}


@dataclass(frozen=True)
class Figures:
    """What one run found."""

    database: str
    seconds: float
    operations: int
    cases: int
    failures: int
    valid: int
    accepted: int
    refused_for_meaning: int
    exit_code: int
    output: str

    @property
    def passed(self) -> bool:
        """No failure, and schemathesis itself came to its end."""
        return self.exit_code == 0 and self.failures == 0

    def __str__(self) -> str:
        return (
            f"{self.database}: {self.cases} cases, {self.operations} operations, {self.failures} failures, "
            f"{self.seconds:.0f} s; {self.valid} valid requests, of which {self.accepted} answered 2xx, "
            f"{self.refused_for_meaning} refused for their meaning"
        )


def fuzz(
    kind: str,
    *,
    cases: int,
    seed: int,
    role: str | None = None,
    limits: tuple[int, int] = (0, 1),
    stories: int = STORIES,
) -> Figures:
    """Run at least ``cases`` cases against the service on one kind of database.

    Also one case for each limit that the schemas state, some thousands more. limits: which share of the operations has
    those, such as (1, 2) for every second one beginning with the second. stories: chains of calls.
    """
    started = time.monotonic()
    with database(kind) as url:
        fill(url, PEOPLE)
        # Behind TLS, since without it the figures are open to whoever is on the same machine.
        with service(url, CUNGCAU_TLS="true") as address, TemporaryDirectory(prefix="cc") as folder:
            settings = _settings(cases, seed, _operations(address), limits=limits, stories=stories)
            return _run(kind, address, Path(folder), settings, role, started)


def _operations(address: str) -> list[str]:
    """Their ids, in an order that a new one hardly changes."""
    document = httpx.get(f"{address}/openapi.json", trust_env=False).json()
    return sorted(one["operationId"] for methods in document["paths"].values() for one in methods.values())


def _run(kind: str, address: str, folder: Path, settings: str, role: str | None, started: float) -> Figures:
    start, counts, report = folder / "start.json", folder / "counts.json", folder / "report.json"
    start.write_text(json.dumps(_start(address, role)), "utf-8")
    (folder / "schemathesis.toml").write_text(settings, "utf-8")
    command = [sys.executable, "-m", "schemathesis.cli", "--no-color", "--config-file", "schemathesis.toml", "run"]
    command += [f"{address}/openapi.json", "--report-json-path", str(report)]
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "NO_PROXY": "127.0.0.1",
        "CUNGCAU_FUZZ_START": str(start),
        "CUNGCAU_FUZZ_FIGURES": str(counts),
    }
    # It leaves files where it stands, so it stands in the temporary folder.
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=LONGEST,
    )
    whole = report.exists() and report.stat().st_size > 0
    found = json.loads(report.read_text("utf-8")) if whole else None
    answers = json.loads(counts.read_text("utf-8")) if counts.exists() else {}
    return _figures(kind, time.monotonic() - started, found, answers, done)


def _figures(
    kind: str,
    seconds: float,
    found: dict[str, Any] | None,
    answers: dict[str, int],
    done: subprocess.CompletedProcess[str],
) -> Figures:
    by_status: Counter[str] = Counter()
    for name, count in answers.items():
        by_status[name.split()[1]] += count
    return Figures(
        database=kind,
        seconds=seconds,
        operations=found["operations"]["tested"] if found else 0,
        cases=found["test_cases"]["generated"] if found else 0,
        failures=found["test_cases"]["with_failures"] + found["test_cases"]["errored"] if found else 0,
        valid=by_status.total(),
        accepted=sum(count for status, count in by_status.items() if status.startswith("2")),
        refused_for_meaning=by_status["422"],
        exit_code=done.returncode,
        output=done.stdout + done.stderr,
    )


def _settings(cases: int, seed: int, operations: list[str], *, limits: tuple[int, int], stories: int) -> str:
    share, shares = limits
    without = "".join(
        f'''
[[operations]]
include-operation-id = "{name}"
phases.coverage.enabled = false
'''
        for number, name in enumerate(operations)
        if number % shares != share
    )
    # Without a rate of its own it would wait as long as a 429 says: a quarter of an hour at the sign-in.
    return f"""
seed = {seed}
hooks = "checks.fuzz.hooks"
continue-on-failure = true
warnings = false
rate-limit = "10000/s"
[generation]
max-examples = {math.ceil(cases / len(operations))}
database = "none"
[checks]
positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 409, 412, 428, 429, "5xx"]
missing_required_header.expected-statuses = [400, 401, 403, 404, 406, 422, 428]
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 406, 412, 413, 415, 422, 428, 429, "5xx"]
[phases.stateful]
max-steps = {STEPS}
[phases.stateful.generation]
max-examples = {stories}
{without}"""


def _start(address: str, role: str | None) -> dict[str, Any]:
    """What the hooks know when the run begins, read through the API itself: tokens, keys that exist, whose they are."""
    tokens = {"": sign_in(address, USERS[role or "staff"])}
    if role is None:
        tokens |= dict.fromkeys(ADMINISTRATOR, sign_in(address, USERS["admin"]))
    tokens |= dict.fromkeys(ON_ONESELF, sign_in(address, USERS["leader"]))
    leaving = [sign_in(address, USERS["leader"]) for _ in range(LEAVING)]
    headers = {"Authorization": f"Bearer {sign_in(address, USERS['staff'])}"}
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=30, trust_env=False) as client:
        keys = {kind: [row[key] for row in _rows(client, path)] for kind, (path, key) in LISTS.items()}
        keys["province"] = sorted({row["province_code"] for row in _rows(client, "communes")})
        parents = {row["id"]: row["enterprise_id"] for row in _rows(client, "support-requests")}
        keys["session"] = [row["id"] for row in _of_leader(address, leaving[0])]
        with_consent = keys["jobseeker"][:20]
        consents = {row["id"]: key for key in with_consent for row in _rows(client, f"jobseekers/{key}/consents")}
        keys |= {"consent": list(consents), "client": []}
        lines = [line for key in keys["survey_round"] for line in _rows(client, f"survey-rounds/{key}/lines")]
    usable = [one["id"] for one in lines if one["need"] == "recruit" and one["openings_taken"] < one["quantity"]]
    keys["survey_line"] = usable
    parents |= {line["id"]: line["survey_id"] for line in lines} | consents
    return {"address": address, "tokens": tokens, "leaving": leaving, "keys": keys, "parents": parents}


def _of_leader(address: str, token: str) -> list[dict[str, Any]]:
    """The sessions that may be ended, without those that end themselves."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=30, trust_env=False) as client:
        return _rows(client, "auth/sessions")[: LEAVING // 2]


def _rows(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """All rows of a list."""
    items: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 200}
    while True:
        page = client.get(httpx.URL(path).copy_merge_params(query)).raise_for_status().json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        query["cursor"] = page["next_cursor"]
