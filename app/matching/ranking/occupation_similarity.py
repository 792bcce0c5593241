"""How near two trades are: by the occupation tree, and by named bridges where the tree splits near jobs."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from app.matching.ranking.rules.rules import Rules

ELEMENTARY = "9"


@dataclass(frozen=True, slots=True)
class Bridge:
    """Two unit groups that are nearer than the tree says; similarity is a percent, with its reason."""

    one: str
    other: str
    similarity: int
    reason_vi: str
    reason_en: str


def load_bridges() -> tuple[Bridge, ...]:
    """The bridges of ``data/bridges.csv``; ValueError when a row is malformed."""
    table = (files("app.matching") / "data" / "bridges.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    bridges = tuple(
        Bridge(row["code_a"], row["code_b"], int(row["similarity"]), row["reason_vi"], row["reason_en"]) for row in rows
    )
    for bridge in bridges:
        if not (len(bridge.one) == len(bridge.other) == 4 and 0 < bridge.similarity < 100):
            raise ValueError(f"bridge {bridge.one}–{bridge.other} needs two 4-digit codes and a percent from 1 to 99")
    return bridges


@dataclass(frozen=True, slots=True, eq=False)
class OccupationSimilarity:
    """All unit groups with the bridges between them. codes: 4-digit codes in order; index: code → position."""

    codes: tuple[str, ...]
    index: dict[str, int]
    bridges: dict[tuple[str, str], Bridge]

    @classmethod
    def build(cls, codes: Iterable[str], bridges: Iterable[Bridge]) -> "OccupationSimilarity":
        """From the unit groups of the loaded list; bridges hold in both directions."""
        ordered = tuple(sorted(codes))
        both = {}
        for bridge in bridges:
            both[bridge.one, bridge.other] = both[bridge.other, bridge.one] = bridge
        return cls(ordered, {code: i for i, code in enumerate(ordered)}, both)

    def similarity(self, asked: str, offered: str, rules: Rules) -> int:
        """Percent 0–100: the larger of what the tree gives and what a bridge gives."""
        bridge = self.bridges.get((asked, offered))
        without = unbridged(asked, offered, rules)
        return without if bridge is None else max(without, bridge.similarity)

    def bridge(self, asked: str, offered: str, rules: Rules) -> Bridge | None:
        """The bridge that decides the similarity of two trades, if one does."""
        bridge = self.bridges.get((asked, offered))
        if bridge is None or bridge.similarity <= unbridged(asked, offered, rules):
            return None
        return bridge


def unbridged(asked: str, offered: str, rules: Rules) -> int:
    """Percent by the tree alone, and at least ``elementary`` between two trades of major group 9."""
    by_tree = rules.tree[digits_in_common(asked, offered)]
    return max(by_tree, rules.elementary) if asked[0] == offered[0] == ELEMENTARY else by_tree


def digits_in_common(one: str, other: str) -> int:
    """How many leading digits two codes share, 0–4."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
