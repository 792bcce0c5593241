"""How well the ranking agrees with a job-centre officer's grades (``ranking/RUBRIC.md``)."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from app.matching.ranking import RULES, Opening, Person, Pool, Window, rank
from checks.quality.ranking.officer import TODAY, load_people, load_vacancies, person_id
from tests.support.small_world import PLACES, TRADES

HERE = Path(__file__).parent
HELD_OUT_FROM = 41
GOOD = 2


@dataclass(frozen=True, slots=True)
class Case:
    """One vacancy with its forty people: grades 0–3 and who passes every gate in the officer's eyes."""

    name: str
    opening: Opening
    people: tuple[Person, ...]
    grades: dict[UUID, int]
    eligible: frozenset[UUID]

    @property
    def held_out(self) -> bool:
        """Never looked at while building."""
        return int(self.name.removeprefix("v")) >= HELD_OUT_FROM


@dataclass(frozen=True, slots=True)
class Agreement:
    """Means over cases, each 0–1.

    ndcg: nDCG@10 with gain 2^grade - 1. good_of_5: share of the first five with grade 2 or 3. best_of_5: with grade
    3. recall: share of the eligible let through. admitted: share of those let through who are eligible.
    """

    cases: int
    ndcg: float
    good_of_5: float
    best_of_5: float
    recall: float
    admitted: float


def cases() -> list[Case]:
    """The whole graded set."""
    with (HERE / "ranking" / "labels.csv").open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    people = load_people()
    found = []
    for name, opening in load_vacancies().items():
        own = [row for row in labels if row["vacancy"] == name]
        found.append(
            Case(
                name,
                opening,
                tuple(people[name][row["person"]] for row in own),
                {person_id(row["person"]): int(row["grade"]) for row in own},
                frozenset(person_id(row["person"]) for row in own if row["eligible"] == "yes"),
            )
        )
    return found


def ranked(case: Case, people: Sequence[Person] | None = None) -> list[UUID]:
    """Everybody who passes the gates, in the order of the product."""
    pool = Pool.build(case.people if people is None else people, PLACES, TRADES)
    found = rank(case.opening, pool, Window(len(case.people)), rules=RULES, today=TODAY)
    return [row.jobseeker_id for row in found.rows]


def agreement(some: Sequence[Case]) -> Agreement:
    """Over some cases."""
    rows = []
    for case in some:
        order = ranked(case)
        grades = [case.grades[one] for one in order]
        rows.append(
            (
                _dcg(grades[:10]) / _dcg(sorted(case.grades.values(), reverse=True)[:10]),
                sum(grade >= GOOD for grade in grades[:5]) / 5,
                sum(grade > GOOD for grade in grades[:5]) / 5,
                len(case.eligible & set(order)) / len(case.eligible),
                len(case.eligible & set(order)) / max(1, len(order)),
            )
        )
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    return Agreement(len(rows), *means)


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
