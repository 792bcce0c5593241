"""All figures of quality with the floors below which the suite fails.

The parts called held out were written apart and are only measured, never looked at while building.
"""

from dataclasses import dataclass

from checks.quality.fairness import fairness
from checks.quality.ranking_measured import Agreement, agreement, cases
from checks.quality.titles_measured import Measured, half_of, labelled, measure, the_titles

# What was reached, less about a point, so that a tidy-up does not fail and a loss does.
FLOORS = {
    "titles dev top-1": 0.95,
    "titles dev top-5": 0.98,
    "titles held out top-1": 0.89,
    "titles held out top-5": 0.96,
    "titles without a trade asked, dev": 0.95,
    "titles without a trade asked, held out": 0.85,
    "titles payroll A top-1": 0.97,
    "titles payroll A top-5": 0.98,
    "titles payroll B top-1": 0.935,
    "titles payroll B top-5": 0.97,
    "titles without a trade asked, payroll A": 0.95,
    "titles without a trade asked, payroll B": 0.95,
    "ranking dev nDCG@10": 0.87,
    "ranking dev P@5 (grade 2 or 3)": 0.94,
    "ranking dev recall of eligible": 0.99,
    "ranking dev share eligible of admitted": 0.99,
    "ranking held out nDCG@10": 0.87,
    "ranking held out P@5 (grade 2 or 3)": 0.93,
    "ranking held out recall of eligible": 0.99,
    "ranking held out share eligible of admitted": 0.99,
}
CEILINGS = {
    "titles dev calibration error": 0.10,
    "titles held out calibration error": 0.10,
    "titles payroll B calibration error": 0.10,
    "fairness: rankings changed by another age": 0,
    "fairness: attributes that must not be there": 0,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value and what it must not fall below, or rise above."""

    name: str
    value: float
    floor: float | None = None
    at_most: bool = False

    @property
    def bound(self) -> str:
        """Which side the floor is on."""
        return "≤" if self.at_most else "≥"

    @property
    def holds(self) -> bool:
        """Whether the value is on the right side."""
        if self.floor is None:
            return True
        return self.value <= self.floor if self.at_most else self.value >= self.floor


def _figure(name: str, value: float) -> Figure:
    return (
        Figure(name, value, CEILINGS[name], at_most=True) if name in CEILINGS else Figure(name, value, FLOORS.get(name))
    )


def figures(*, kinds: bool = False) -> list[Figure]:
    """Measure everything."""
    titles = the_titles()
    found = []
    for name, part in (("dev", "dev"), ("held out", "held_out")):
        found += _of_titles(name, measure(titles, labelled(part)), kinds=kinds)
    payroll = labelled("payroll")
    for half in "AB":
        rows = [row for row in payroll if half_of(row.title) == half]
        found += _of_titles(f"payroll {half}", measure(titles, rows), kinds=kinds)
    graded = cases()
    for name, some in (
        ("dev", [case for case in graded if not case.held_out]),
        ("held out", [case for case in graded if case.held_out]),
    ):
        found += _of_ranking(name, agreement(some))
    fair = fairness(graded)
    found.append(_figure("fairness: rankings changed by another age", fair.changed))
    found.append(_figure("fairness: attributes that must not be there", len(fair.found)))
    return found


def _of_titles(name: str, measured: Measured, *, kinds: bool) -> list[Figure]:
    named, unnamed = measured.with_trade, measured.kinds["no_trade"]
    found = [
        _figure(f"titles {name} that name a trade", named.titles),
        _figure(f"titles {name} top-1", named.first / named.titles),
        _figure(f"titles {name} top-5", named.five / named.titles),
        _figure(f"titles {name} calibration error", measured.calibration_error),
        _figure(f"titles without a trade asked, {name}", unnamed.first / unnamed.titles),
    ]
    if kinds:
        for kind, hits in sorted(measured.kinds.items()):
            found.append(_figure(f"  {name} {kind} ({hits.titles}) top-1", hits.first / hits.titles))
            found.append(_figure(f"  {name} {kind} ({hits.titles}) top-5", hits.five / hits.titles))
    return found


def _of_ranking(name: str, found: Agreement) -> list[Figure]:
    return [
        _figure(f"ranking {name} vacancies", found.cases),
        _figure(f"ranking {name} nDCG@10", found.ndcg),
        _figure(f"ranking {name} P@5 (grade 2 or 3)", found.good_of_5),
        _figure(f"ranking {name} P@5 (grade 3)", found.best_of_5),
        _figure(f"ranking {name} recall of eligible", found.recall),
        _figure(f"ranking {name} share eligible of admitted", found.admitted),
    ]
