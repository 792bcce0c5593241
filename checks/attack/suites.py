"""The checks that are held by tests in one process: run them, and report how many passed."""

import re
import subprocess
import sys

from checks.attack.target import Finding
from checks.fuzz.service import ROOT

LONGEST = 900
SUITES: dict[str, tuple[str, tuple[str, ...]]] = {
    "S1": (
        "every place for an id, every role",
        ("tests/laws/operations/test_objects.py", "tests/api/access/test_bound_staff.py"),
    ),
    "S2": (
        "every operation, every role",
        ("tests/laws/operations/test_functions.py", "tests/laws/operations/test_permission_matrix.py"),
    ),
    "S3": ("every foreign field", ("tests/laws/operations/test_properties.py",)),
    "S4": ("guessing passwords, the whole of it", ("tests/api/access/test_login_throttle.py",)),
    "S5": ("rules for passwords", ("tests/security/test_passwords.py",)),
    "S6": ("sessions", ("tests/api/access/test_browser_sessions.py", "tests/api/access/test_sign_in.py")),
    "S7": ("tokens of an outside issuer", ("tests/api/access/test_external_login.py",)),
    "S8": ("nothing personal leaks", ("tests/laws/test_nothing_personal_leaks.py", "tests/laws/test_marks.py")),
    "S10": (
        "the audit log",
        ("tests/api/operations/test_audit.py", "tests/services/common/test_audit.py", "tests/infra/test_grants.py"),
    ),
    "S12": ("hostile senders", ("tests/http/test_hostile_senders.py", "tests/http/test_rate_limits.py")),
    "S16": ("headers and packages", ("tests/http/test_headers.py",)),
    "S14": ("hostile texts in every field", ("tests/laws/operations/test_texts.py",)),
}


def run() -> list[Finding]:
    """One process of pytest a check."""
    return [_run(check, what, files) for check, (what, files) in SUITES.items()]


def _run(check: str, what: str, files: tuple[str, ...]) -> Finding:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *files]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=LONGEST
    )
    passed = re.search(r"(\d+) passed", done.stdout)
    figure = f"{passed[1] if passed else 0} tests passed"
    return Finding(check, what, "0 failed", figure if done.returncode == 0 else done.stdout[-300:], not done.returncode)
