"""What must not matter does not: the same people with other sex, age within the gates, or papers of the register."""

import random
from dataclasses import dataclass, fields, replace
from datetime import date

from app.matching.ranking import Person
from app.models import Base
from checks.quality.ranking.officer import TODAY, age_on
from checks.quality.ranking_measured import Case, ranked

NEVER_STORED = ("ethnic", "religion", "marital", "pregnan", "belief")
"""Nothing of the kind is stored of a person, but for the priority groups that somebody chose to disclose."""
NEVER_MATCHED = (*NEVER_STORED, "sex", "gender", "name", "age")
ADULT, OLD = 18, 65


@dataclass(frozen=True, slots=True)
class Fairness:
    """changed: rankings that moved when every adult got another adult's birth date. found: attributes not to be."""

    rankings: int
    changed: int
    found: tuple[str, ...]


def fairness(cases: list[Case], seed: int = 1) -> Fairness:
    """Exchange ages among adults in every graded vacancy, and look through what is stored and matched."""
    chance = random.Random(seed)
    changed = sum(ranked(case) != ranked(case, _other_ages(case.people, chance)) for case in cases)
    return Fairness(len(cases), changed, (*_matched(), *_stored()))


def _other_ages(people: tuple[Person, ...], chance: random.Random) -> list[Person]:
    adults = [one for one in people if ADULT + 1 <= age_on(one.birth_date, TODAY) < OLD]
    births: list[date] = [one.birth_date for one in adults]
    chance.shuffle(births)
    exchanged = {one.id: birth for one, birth in zip(adults, births, strict=True)}
    return [replace(one, birth_date=exchanged.get(one.id, one.birth_date)) for one in people]


def _matched() -> list[str]:
    names = (field.name for field in fields(Person))
    return [
        f"Person.{name}"
        for name in names
        if any(word == name or (word in NEVER_STORED and word in name) for word in NEVER_MATCHED)
    ]


def _stored() -> list[str]:
    columns = (f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns)
    return [column for column in columns if any(word in column for word in NEVER_STORED)]
