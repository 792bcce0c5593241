"""The ranking engine: pure functions from an opening and a pool of people to ranked, explained results.

No database, no web, no clock, no environment: places, occupations, rules and today's date are arguments.
``rank`` is the public face; ``assess`` says of one pair what ``rank`` says of many, and is the meaning of the score.
"""

from app.matching.advice import Advice, advice
from app.matching.assess import assess
from app.matching.board import Board, Posted, posted
from app.matching.counts import count
from app.matching.facts import facts_of, rescored
from app.matching.gates import gate_facts
from app.matching.opening import Opening
from app.matching.person import Person, Trade
from app.matching.places import Places
from app.matching.pool import Key, Pool
from app.matching.rank import position, rank, rank_openings
from app.matching.results import Assessment, Counts, OpeningsRanking, Part, Ranked, Ranking, Relaxation
from app.matching.rulebook import RULES, Rulebook, load_rules, versions
from app.matching.rules import Rules, RulesError
from app.matching.tables import Filters
from app.matching.trades import Bridge, Trades, load_bridges
from app.matching.unlocking import Step, Unlock, unlocks

__all__ = [
    "RULES",
    "Advice",
    "Assessment",
    "Board",
    "Bridge",
    "Counts",
    "Filters",
    "Key",
    "Opening",
    "OpeningsRanking",
    "Part",
    "Person",
    "Places",
    "Pool",
    "Posted",
    "Ranked",
    "Ranking",
    "Relaxation",
    "Rulebook",
    "Rules",
    "RulesError",
    "Step",
    "Trade",
    "Trades",
    "Unlock",
    "advice",
    "assess",
    "count",
    "facts_of",
    "gate_facts",
    "load_bridges",
    "load_rules",
    "position",
    "posted",
    "rank",
    "rank_openings",
    "rescored",
    "unlocks",
    "versions",
]
