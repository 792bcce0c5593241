"""Compiles the inner loops before anybody waits for them: some seconds once, then read from the cache on disk.

``python -m app.matching.ranking.warm_up`` does it alone, as when an image is built.
"""

from datetime import date
from uuid import UUID

from app.matching.ranking.distances import Distances
from app.matching.ranking.gate_counts import count
from app.matching.ranking.occupation_similarity import OccupationSimilarity
from app.matching.ranking.opening import Opening
from app.matching.ranking.person import Person, Trade
from app.matching.ranking.pool.columns import columns_of
from app.matching.ranking.pool.pool import DEEP, Pool
from app.matching.ranking.pool.segment import packed
from app.matching.ranking.pool.window import Window
from app.matching.ranking.rank import position, rank
from app.matching.ranking.rules.rulebook import RULES

DAY = date(2026, 1, 1)


def warm() -> None:
    """Run every compiled loop once for each width of codes, on two invented people."""
    places = Distances.build([("00001", 10.0, 105.0), ("00002", 10.1, 105.1)])
    trades = OccupationSimilarity.build(["8153", "7531"], ())
    people = [Person(UUID(int=i), "00001", DAY.replace(year=1990), DAY, (Trade("8153", 1, 12),)) for i in (1, 2)]
    opening = Opening("8153", "00002", certificates=frozenset())
    columns = columns_of(people, places, trades)
    for wide in (False, True):
        pool = Pool(places, trades, packed(columns, wide=wide))
        pool.change([], people[:1])
        for shown in (0, DEEP):
            rank(opening, pool, Window(2, shown=shown), rules=RULES, today=DAY)
        position(opening, pool, (0, False, people[1].id), rules=RULES, today=DAY)
        count(opening, pool, rules=RULES, today=DAY)


if __name__ == "__main__":
    warm()
