"""Who does which test, when several workers share them: groups stay together, and the longest begin.

pytest-xdist 3.8 tells its workers' groups by a suffix on the id of each test, which pytest 9.2 no longer lets it add;
the tests are then spread without a word, and each worker makes every module's databases and servers for itself. So
groups are read here from the files: ``pytestmark = pytest.mark.xdist_group("name")``, for a whole module.
"""

import re
from functools import cache

import pytest
from xdist.scheduler import LoadGroupScheduling

from tests.support.paths import ROOT

GROUP = re.compile(r'pytest\.mark\.xdist_group\("([\w-]+)"\)')


def group_of(nodeid: str) -> str:
    """What one worker does without the other: the group of a test's module, or the test by itself."""
    return _group_of_file(nodeid.partition("::")[0]) or nodeid


@cache
def _group_of_file(name: str) -> str | None:
    file = ROOT / name
    found = set(GROUP.findall(file.read_text("utf-8"))) if file.is_file() else set()
    if len(found) > 1:
        raise pytest.UsageError(f"{name}: one group a module, not {sorted(found)}")
    return found.pop() if found else None


class Scheduling(LoadGroupScheduling):
    """One group, or one test, after the other, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def longest_first(items: list[pytest.Item]) -> None:
    """Units by the seconds of their ``slow`` tests; whatever is long and begins last keeps a worker waiting.

    The rest stay in their order.
    """
    seconds: dict[str, float] = {}
    for item in items:
        slow = item.get_closest_marker("slow")
        unit = group_of(item.nodeid)
        seconds[unit] = seconds.get(unit, 0.0) + (0.0 if slow is None else float(slow.kwargs["seconds"]))
    items.sort(key=lambda item: -seconds[group_of(item.nodeid)])
