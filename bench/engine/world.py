"""Places, trades, made-up people and their openings: the same for the engine and for its peers."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.matching.ranking import (
    RULES,
    Distances,
    OccupationSimilarity,
    Opening,
    Pool,
    Rules,
    Window,
    load_bridges,
    rank,
)
from app.matching.ranking.kernel.top_k import best_first
from app.matching.ranking.pool.columns import Columns
from app.matching.ranking.pool.exclusions import Exclusions
from app.matching.ranking.query_tables import EVERYBODY, asked_of
from app.vocabulary import Criterion
from bench.crowd import TODAY, crowd
from bench.engine.peers.rows import Answer, PlainRows, plain_rows

REFERENCE = Path(__file__).parents[2] / "seed" / "reference"
FINE = {
    Criterion.TRADE: 16,
    Criterion.LEVEL: 12,
    Criterion.PLACE: 12,
    Criterion.PAY: 24,
    Criterion.EXPERIENCE: 21,
    Criterion.READINESS: 15,
}
FINE_RULES = replace(RULES, weights=FINE)
"""60 % of the weight on what the order of the rows knows nothing of."""
RAREST = 20


@dataclass(frozen=True, eq=False)
class World:
    """One size of crowd."""

    distances: Distances
    occupations: OccupationSimilarity
    columns: Columns
    pool: Pool
    plain: PlainRows

    @property
    def people(self) -> int:
        """How many."""
        return len(self.columns.people.high)

    def top(self, opening: Opening, rules: Rules, limit: int) -> Answer:
        """Tables and search, without the reasons."""
        asked, fine_most = asked_of(opening, EVERYBODY, self.pool.knowledge(rules), TODAY)
        left = Exclusions(opening.certificates, asked.start)
        return [(one.id, one.score) for one in self.pool.top(asked, fine_most, left, Window(limit))]

    def ranked(self, opening: Opening, rules: Rules, limit: int) -> Answer:
        """Everything, with the reasons of each row."""
        ranking = rank(opening, self.pool, Window(limit), rules=rules, today=TODAY)
        return [(row.jobseeker_id, row.assessment.score) for row in ranking.rows]

    def scored(self, opening: Opening, rules: Rules, limit: int) -> int:
        """How many rows the search looks at one by one."""
        asked, fine_most = asked_of(opening, EVERYBODY, self.pool.knowledge(rules), TODAY)
        base = self.pool.base
        barred = self.pool._barred(base, Exclusions(opening.certificates, asked.start))
        return int(best_first(base.rows, base.cells, base.blocks, asked, barred, fine_most, limit)[2])

    def rarest(self, openings: Sequence[Opening]) -> list[Opening]:
        """The same openings, in turn for the trades that fewest people have."""
        counts = np.bincount(self.columns.trades.occupation, minlength=len(self.occupations.codes))
        codes = [self.occupations.codes[i] for i in np.argsort(counts, kind="stable")[:RAREST].tolist()]
        return [replace(opening, occupation_code=codes[i % RAREST]) for i, opening in enumerate(openings)]


def lists() -> tuple[Distances, OccupationSimilarity]:
    """The communes and unit groups of the reference lists."""
    places = Distances.build((row["code"], float(row["lat"]), float(row["lon"])) for row in _rows("communes.csv"))
    trades = OccupationSimilarity.build(
        (row["code"] for row in _rows("occupations.csv") if row["level"] == "4"), load_bridges()
    )
    return places, trades


def world(people: int, distances: Distances, occupations: OccupationSimilarity) -> World:
    """So many made-up people in a pool."""
    columns = crowd(people, distances, occupations)
    return World(distances, occupations, columns, Pool.of(columns, distances, occupations), plain_rows(columns))


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
