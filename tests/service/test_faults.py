"""CHECKS R8 and R10 in short; at full size by ``./dev faults``."""

import pytest

from tests.faults.checks import Check, all_checks

SHORT = [check for check in all_checks() if check.number in ("R8", "R10")]


@pytest.mark.parametrize(
    ("check", "kind"),
    [
        pytest.param(check, kind, id=f"{check.number}-{check.run.__name__}-{kind}")
        for check in SHORT
        for kind in check.databases
    ],
)
def test_the_pass_mark_is_met(check: Check, kind: str) -> None:
    outcome = check.run(kind, False)
    assert outcome.passed, outcome.figures
