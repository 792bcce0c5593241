"""How many job titles get the right unit group, by kind of title."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.matching.titles import Resolution, Titles, load_aliases

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "seed" / "reference" / "occupations.csv"
NO_TRADE = "no_trade"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One title with its acceptable codes, best first; none: the system must ask."""

    title: str
    codes: tuple[str, ...]
    kind: str


@dataclass(slots=True)
class Hits:
    """Of ``titles``: how many have an acceptable code first, among five, and how many were asked about."""

    titles: int = 0
    first: int = 0
    five: int = 0
    asked: int = 0

    def add(self, wanted: Labelled, found: Resolution) -> None:
        """Count one answer. A title without a trade is right when it is asked about."""
        codes = [match.code for match in found.matches]
        self.titles += 1
        self.asked += found.ask
        if wanted.codes:
            self.first += bool(codes) and codes[0] in wanted.codes
            self.five += any(code in wanted.codes for code in codes[:5])
        else:
            self.first += found.ask
            self.five += found.ask


@dataclass(slots=True)
class Measured:
    """All kinds of one set, and the answers with their confidence."""

    kinds: dict[str, Hits] = field(default_factory=lambda: defaultdict(Hits))
    answers: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def whole(self) -> Hits:
        """All kinds together."""
        whole = Hits()
        for hits in self.kinds.values():
            for name in ("titles", "first", "five", "asked"):
                setattr(whole, name, getattr(whole, name) + getattr(hits, name))
        return whole

    @property
    def with_trade(self) -> Hits:
        """All kinds but the titles that name no trade."""
        rest = Measured({kind: hits for kind, hits in self.kinds.items() if kind != NO_TRADE})
        return rest.whole

    @property
    def calibration_error(self) -> float:
        """How far confidence and share of right first answers lie apart, by tenths of confidence (ECE)."""
        tenths: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for confidence, right in self.answers:
            tenths[min(9, int(confidence * 10))].append((confidence, right))
        gaps = (abs(sum(c for c, _ in rows) - sum(right for _, right in rows)) for rows in tenths.values())
        return sum(gaps) / max(1, len(self.answers))


def the_titles() -> Titles:
    """The resolver as the service builds it, without aliases confirmed by staff."""
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "4"]
    official = [(row["code"], row["title_vi"]) for row in rows]
    return Titles.build([row["code"] for row in rows], load_aliases(), official)


def labelled(name: str) -> list[Labelled]:
    """The titles of one file of ``titles/``."""
    with (HERE / "titles" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Labelled(row["title"], tuple(filter(None, row["codes"].split("|"))), row["kind"])
            for row in csv.DictReader(file)
        ]


def half_of(title: str) -> str:
    """A or B by a hash of the title: of ``payroll.csv`` A may be tuned on, B is only measured."""
    key = " ".join(title.casefold().split())
    return "AB"[hashlib.sha256(key.encode()).digest()[0] % 2]


def measure(titles: Titles, rows: Iterable[Labelled]) -> Measured:
    """Ask for every title."""
    measured = Measured()
    for row in rows:
        found = titles.resolve(row.title)
        measured.kinds[row.kind].add(row, found)
        if found.matches and row.codes:
            measured.answers.append((found.matches[0].confidence, found.matches[0].code in row.codes))
    return measured
