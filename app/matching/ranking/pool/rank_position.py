"""The position of a row by counting who comes before it, so nobody is sorted."""

from uuid import UUID

import numpy as np

from app.matching.ranking.kernel.row_score import NOBODY, ExclusionMasks, Int, QueryTables
from app.matching.ranking.kernel.top_k import best_keys, scan
from app.matching.ranking.pool.columns import LOW
from app.matching.ranking.pool.segment import Segment


def ahead(segment: Segment, asked: QueryTables, barred: ExclusionMasks, fine_most: int, least: Int) -> int:
    """How many people have a key of ``least`` or more. Each counts once, whatever the trade."""
    best, _ = best_keys(segment.rows, segment.cells, asked, barred, fine_most, len(segment), least)
    return int((best >= least).sum())


def ahead_unsorted(
    segment: Segment, asked: QueryTables, barred: ExclusionMasks, fine_most: int, key: tuple[int, bool, UUID]
) -> int:
    """The same in a segment whose people do not stand in the order of ids, so that ties are settled by the ids."""
    size, least = len(segment), np.int64(key[0] << 33)
    keys, _ = scan(segment.rows, segment.cells, asked, barred, fine_most, size, size, np.int64(1 << 62), least)
    person, head, mine = NOBODY - (keys & NOBODY), keys >> 32, key[0] << 1 | key[1]
    high, low = key[2].int >> 64, key[2].int & LOW
    registered = segment.high[person]
    earlier = (registered < high) | ((registered == high) & (segment.low[person] < low))
    return int(((head > mine) | ((head == mine) & earlier)).sum())
