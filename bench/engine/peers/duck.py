"""DuckDB on tables of its own, in memory; it also writes the files that PostgreSQL copies in."""

from pathlib import Path
from uuid import UUID

import duckdb
import numpy as np
from numpy.typing import NDArray

from app.matching.ranking import Opening, Rules
from bench.crowd import TODAY
from bench.engine.peers.rows import Answer
from bench.engine.peers.statement import statement
from bench.engine.world import World

TABLES = ("candidate", "similarity", "distance", "certificate")
ID = "format('{:016x}{:016x}', high, low)::UUID AS id"
DAY = "DATE '0001-01-01' + (NULLIF({0}, -1) - 1) AS {0}"
Arrays = dict[str, NDArray[np.generic]]


class Duck:
    """One connection with everything loaded."""

    def __init__(self, world: World, rules: Rules) -> None:
        """Load; shares of trades as the rules give them."""
        self.world = world
        self.most = int(np.bincount(world.columns.trades.person).max(initial=1))
        self.connection = duckdb.connect()
        # Order is the statement's, never the table's.
        self.connection.execute("SET preserve_insertion_order = false")
        self._candidates()
        self._certificates()
        self._lists(rules)

    def top(self, opening: Opening, rules: Rules, limit: int) -> Answer:
        """The first people of a ranking."""
        world = self.world
        text = statement(opening, world.distances, world.occupations, rules, TODAY, limit, self.most, "duckdb")
        return [(row[0], int(row[1])) for row in self.connection.execute(text).fetchall()]

    def change(self, jobseeker_id: UUID, wish: int) -> None:
        """Give one person another wish."""
        self.connection.execute("UPDATE candidate SET wish = ? WHERE id = ?", [wish, jobseeker_id])

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()

    def write(self, folder: Path) -> None:
        """Each table as a file of comma-separated values."""
        for table in TABLES:
            self.connection.execute(f"COPY {table} TO '{folder / table}.csv' (HEADER false)")

    def _load(self, table: str, arrays: Arrays, columns: str) -> None:
        self.connection.register("arrays", arrays)
        text = f"CREATE TABLE {table} AS SELECT {columns} FROM arrays"  # noqa: S608 - names of our own.
        self.connection.execute(text)
        self.connection.unregister("arrays")

    def _candidates(self) -> None:
        people, trades = self.world.columns.people, self.world.columns.trades
        arrays: Arrays = {name: getattr(people, name)[trades.person] for name in people.__dataclass_fields__}
        arrays |= {"occupation": trades.occupation, "rank": trades.rank.astype(np.int16), "months": trades.months}
        arrays["refused"] = people.refused.astype(np.int16)[trades.person]
        parts = [
            ID,
            "NULLIF(pay_wish, -1) AS wish",
            *(DAY.format(name) for name in ("birth", "heard", "ready")),
            *("commune", "occupation", "refused"),
            *(f"NULLIF({name}, -1) AS {name}" for name in ("rank", "months", "travel_km")),
            *("consent", "available", "move", "dormitory", "priority"),
        ]
        self._load("candidate", arrays, ", ".join(parts))

    def _certificates(self) -> None:
        people, papers = self.world.columns.people, self.world.columns.certificates
        arrays: Arrays = {"high": people.high[papers.person], "low": people.low[papers.person]}
        arrays |= {"code": papers.certificate.astype(np.int16), "until": papers.until}
        self._load("certificate", arrays, f"{ID}, code, {DAY.format('until')}")

    def _lists(self, rules: Rules) -> None:
        trades, metres = self.world.occupations, self.world.distances.metres
        shares = np.array([[trades.similarity(one, other, rules) for other in trades.codes] for one in trades.codes])
        for table, values, names in (
            ("similarity", shares, ("asked", "offered", "share")),
            ("distance", metres, ("work", "home", "metres")),
        ):
            one, other = np.divmod(np.arange(values.size), len(values))
            arrays: Arrays = {names[0]: one.astype(np.int16), names[1]: other.astype(np.int16)}
            self._load(table, arrays | {names[2]: values.ravel().astype(np.int32)}, ", ".join(names))
