"""No figure of quality falls below its floor."""

import csv

import pytest

from checks.quality.figures import CEILINGS, FLOORS, Figure, figures
from checks.quality.ranking.officer import labels
from tests.support.paths import ROOT

pytestmark = pytest.mark.xdist_group("quality")

QUALITY = ROOT / "checks" / "quality"


@pytest.fixture(scope="module")
def measured() -> dict[str, Figure]:
    return {figure.name: figure for figure in figures()}


@pytest.mark.parametrize("name", [*FLOORS, *CEILINGS])
def test_no_figure_falls(measured: dict[str, Figure], name: str) -> None:
    figure = measured[name]
    assert figure.holds, f"{name}: {figure.value:.3f}, wanted {figure.bound} {figure.floor}"


def test_the_sets_are_large_enough_and_the_parts_do_not_meet() -> None:
    titles = {}
    for part in ("dev", "held_out"):
        with (QUALITY / "titles" / f"{part}.csv").open(encoding="utf-8", newline="") as file:
            titles[part] = {" ".join(row["title"].casefold().split()) for row in csv.DictReader(file)}
    assert sum(map(len, titles.values())) >= 400
    assert not titles["dev"] & titles["held_out"]


def test_the_grades_are_what_the_rubric_says() -> None:
    with (QUALITY / "ranking" / "labels.csv").open(encoding="utf-8", newline="") as file:
        stored = [
            (row["vacancy"], row["person"], int(row["grade"]), row["eligible"] == "yes") for row in csv.DictReader(file)
        ]
    assert stored == [(label.vacancy, label.person, label.grade, label.eligible) for label in labels()]
    assert len({vacancy for vacancy, *_ in stored}) >= 60
    assert all(sum(row[0] == vacancy for row in stored) == 40 for vacancy in {row[0] for row in stored})
