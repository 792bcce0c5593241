"""The checks under faults are found; and the one that takes no crowd is made here as well."""

import pytest

from checks.faults.checks import BOTH, all_checks
from checks.faults.keys import lost_answer


def test_every_module_of_checks_is_found() -> None:
    checks = all_checks()
    assert {"R1", "R2", "R3", "R4", "R5", "R9"} <= {check.number for check in checks}
    assert all(set(check.databases) <= set(BOTH) and check.pass_mark for check in checks)


@pytest.mark.server
@pytest.mark.slow(seconds=9)
@pytest.mark.parametrize("kind", BOTH)
def test_an_answer_lost_after_the_commit_is_given_again(kind: str) -> None:
    """Check R4: killed between effect and answer, the client repeats with its key: one effect, the stored answer."""
    outcome = lost_answer(kind, full=False)
    assert outcome.passed, outcome.figures
