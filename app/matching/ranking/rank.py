"""The public face: who fits an opening best, how many there are, and which openings fit a person best."""

from bisect import bisect_right
from collections.abc import Collection
from datetime import date
from uuid import UUID

import numpy as np

from app.matching.ranking.opening import Opening
from app.matching.ranking.openings.opening_scores import score_openings
from app.matching.ranking.openings.opening_table import Mask, OpeningTable
from app.matching.ranking.person import Person
from app.matching.ranking.pool.exclusions import Exclusions
from app.matching.ranking.pool.pool import Pool
from app.matching.ranking.pool.window import RankKey, Window
from app.matching.ranking.query_tables import EVERYBODY, Filters, asked_of
from app.matching.ranking.results import OpeningsRanking, RankedPerson, Ranking
from app.matching.ranking.rules.rules import Rules
from app.matching.ranking.score.assess import assess, explained
from app.vocabulary import Gate


def rank(
    opening: Opening,
    pool: Pool,
    window: Window,
    *,
    rules: Rules,
    today: date,
    without: Collection[UUID] = (),
    only: Collection[UUID] | None = None,
    filters: Filters = EVERYBODY,
) -> Ranking:
    """The people of a window who pass every gate of an opening: score, then priority, then id.

    without: people left out, such as
    those already introduced. only: nobody else. Only the rows given back are explained.
    """
    if window.limit < 1:
        raise ValueError("limit must be 1 or more")
    knowledge = pool.knowledge(rules)
    asked, fine_most = asked_of(opening, filters, knowledge, today)
    left = Exclusions(opening.certificates, asked.start, without, only)
    rows = pool.top(asked, fine_most, left, window)
    return Ranking(
        tuple(
            RankedPerson(
                one.id,
                explained(opening, one, knowledge, today),
                one.priority,
            )
            for one in rows
        ),
        rules.version,
    )


def position(
    opening: Opening,
    pool: Pool,
    key: RankKey,
    *,
    rules: Rules,
    today: date,
    without: Collection[UUID] = (),
    filters: Filters = EVERYBODY,
) -> int:
    """Where somebody with this key stands among all who pass every gate and the filters, the best being 1."""
    asked, fine_most = asked_of(opening, filters, pool.knowledge(rules), today)
    return 1 + pool.ahead(asked, fine_most, Exclusions(opening.certificates, asked.start, (*without, key[2])), key)


def rank_openings(
    person: Person,
    board: OpeningTable,
    *,
    rules: Rules,
    today: date,
    limit: int,
    after: tuple[int, UUID] | None = None,
    among: Mask | None = None,
) -> OpeningsRanking:
    """The next ``limit`` openings whose gates the person passes: score, then id; only these are explained.

    after: score and id of the last row of the page before. among: which openings of the board are looked at.
    """
    if limit < 1:
        raise ValueError("limit must be 1 or more")
    found = score_openings(person, board, rules=rules, today=today)
    looked = np.ones(len(board), dtype=np.bool_) if among is None else among
    passing = np.flatnonzero(found.passes & looked)
    order = passing[np.argsort(-found.scores[passing], kind="stable")]
    if after is not None:
        place = bisect_right(board.ids, after[1])
        scores = found.scores[order]
        order = order[(scores < after[0]) | ((scores == after[0]) & (order >= place))]
    closed = found.closed[looked]
    return OpeningsRanking(
        tuple(
            (
                board.ids[i],
                assess(board.openings[i], person, board.knowledge(rules), today),
            )
            for i in order[:limit].tolist()
        ),
        passed=len(passing),
        excluded={gate: held for i, gate in enumerate(Gate) if (held := int((closed >> i & 1).sum()))},
        rules_version=rules.version,
    )
