"""What is compiled when: before the first request, and anew when the kernel changes."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.matching.ranking import RULES, Opening, Pool, Window, count, rank
from app.matching.ranking.kernel import gate_histogram, row_score, top_k
from app.matching.ranking.rank import position
from app.matching.ranking.warm_up import warm
from tests.support.small_world import PLACES, TODAY, TRADES, person

LOOPS: tuple[Any, ...] = (top_k.best_first, top_k.best_keys, top_k.scan, gate_histogram.tally)


def compiled() -> list[int]:
    return [len(loop.signatures) for loop in LOOPS]


@pytest.mark.parametrize("different", [10, 70_000])
def test_however_many_wages_there_are_nothing_is_left_to_compile(different: int) -> None:
    warm()
    before = compiled()
    people = [person(n + 1, pay_wish=1_000_000 + n, ready_from=TODAY + timedelta(days=n % 9)) for n in range(different)]
    pool, opening = Pool.build(people, PLACES, TRADES), Opening("8153", "30463", pay_from=1_000_000 + different)
    assert len(rank(opening, pool, Window(5), rules=RULES, today=TODAY).rows) == 5
    assert len(rank(opening, pool, Window(5, shown=1_000_000), rules=RULES, today=TODAY).rows) == 5
    assert position(opening, pool, (0, False, UUID(int=0)), rules=RULES, today=TODAY) == different + 1
    assert count(opening, pool, rules=RULES, today=TODAY).passed == different
    assert compiled() == before


@pytest.mark.server
def test_a_change_of_the_kernel_reaches_loops_in_other_files(tmp_path: Path) -> None:
    """The compiler's cache looks at the file of a loop alone; a loop takes in numbers and functions of the kernel."""
    source = Path(row_score.__file__).read_text(encoding="utf-8")
    loop = "from kernel import BLOCK, compiled\n\n\n@compiled\ndef block():\n    return BLOCK\n\n\nprint(block())\n"
    (tmp_path / "loop.py").write_text(loop, encoding="utf-8")
    said = []
    for changed in (source, source.replace("BLOCK = 64", "BLOCK = 65")):
        (tmp_path / "kernel.py").write_text(changed, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-B", "loop.py"],
            cwd=tmp_path,
            env={"NUMBA_CACHE_DIR": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(done.stdout.strip())
    assert said == ["64", "65"]
    assert list((tmp_path / "cache").rglob("*.nbi"))
