"""The ranking engine: pure functions from an opening and a pool of people to ranked, explained results.

No database, no web, no clock, no environment: places, occupations, rules and today's date are arguments.
``rank`` is the public face; ``assess`` says of one pair what ``rank`` says of many, and is the meaning of the score.
"""

from app.matching.ranking.distances import Distances
from app.matching.ranking.gate_counts import count
from app.matching.ranking.knowledge import Knowledge
from app.matching.ranking.occupation_similarity import Bridge, OccupationSimilarity, load_bridges
from app.matching.ranking.opening import Opening
from app.matching.ranking.openings.opening_table import OpeningRow, OpeningTable, opening_row
from app.matching.ranking.person import Person, Trade
from app.matching.ranking.pool.pool import Pool
from app.matching.ranking.pool.window import RankKey, Window
from app.matching.ranking.query_tables import Filters
from app.matching.ranking.rank import position, rank, rank_openings
from app.matching.ranking.results import (
    Assessment,
    Counts,
    OpeningsRanking,
    RankedPerson,
    Ranking,
    Relaxation,
    ScorePart,
)
from app.matching.ranking.rules.rulebook import RULES, Rulebook, load_rules, versions
from app.matching.ranking.rules.rules import Rules, RulesError
from app.matching.ranking.score.advice import Advice, advice
from app.matching.ranking.score.assess import assess
from app.matching.ranking.score.gates import gate_facts
from app.matching.ranking.snapshot import facts_of, rescored
from app.matching.ranking.what_if import Step, Unlock, unlocks

__all__ = [
    "RULES",
    "Advice",
    "Assessment",
    "Bridge",
    "Counts",
    "Distances",
    "Filters",
    "Knowledge",
    "OccupationSimilarity",
    "Opening",
    "OpeningRow",
    "OpeningTable",
    "OpeningsRanking",
    "Person",
    "Pool",
    "RankKey",
    "RankedPerson",
    "Ranking",
    "Relaxation",
    "Rulebook",
    "Rules",
    "RulesError",
    "ScorePart",
    "Step",
    "Trade",
    "Unlock",
    "Window",
    "advice",
    "assess",
    "count",
    "facts_of",
    "gate_facts",
    "load_bridges",
    "load_rules",
    "opening_row",
    "position",
    "rank",
    "rank_openings",
    "rescored",
    "unlocks",
    "versions",
]
