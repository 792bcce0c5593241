"""The ranking engine: pure functions from an opening and a pool of people to ranked, explained results.

No database, no web, no clock, no environment: places, occupations, rules and today's date are arguments.
``rank`` is the public face; ``assess`` says of one pair what ``rank`` says of many, and is the meaning of the score.
"""

from app.matching.assess import assess
from app.matching.opening import Opening
from app.matching.person import Person, Trade
from app.matching.places import Places
from app.matching.pool import Pool
from app.matching.rank import rank, rank_openings
from app.matching.results import Assessment, Part, Ranked, Ranking
from app.matching.rules import RULES, Rules
from app.matching.trades import Bridge, Trades, load_bridges

__all__ = [
    "RULES",
    "Assessment",
    "Bridge",
    "Opening",
    "Part",
    "Person",
    "Places",
    "Pool",
    "Ranked",
    "Ranking",
    "Rules",
    "Trade",
    "Trades",
    "assess",
    "load_bridges",
    "rank",
    "rank_openings",
]
