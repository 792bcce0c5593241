"""How many people stand before a row of a ranking: a count, so nobody is sorted."""

from uuid import UUID

import numpy as np

from app.matching.columns import LOW
from app.matching.kernel import MD, NOBODY, PAIRS, Asked, Barred, Cells, Int, Rows, _compiled, row_key, scan
from app.matching.segments import Segment


@_compiled
def ahead(rows: Rows, cells: Cells, asked: Asked, barred: Barred, people: int, fine_most: int, least: Int) -> int:
    """How many people have a key of ``least`` or more. Each counts once, whatever the trade."""
    seen = np.zeros(people, np.uint8)
    count = 0
    for cell in range(len(cells.pair)):
        pair, key = np.int64(cells.pair[cell]), cells.key[cell]
        trade, level, place = asked.trade[pair // PAIRS], asked.level[pair % PAIRS], asked.place[key]
        if trade < 0 or level < 0 or place < 0:
            continue
        coarse = np.int64(trade + level + place)
        if (coarse + fine_most + 1) << 33 <= least:
            continue
        metres, free = asked.metres[key // MD], asked.free[key]
        for row in range(cells.row[cell], cells.row[cell + 1]):
            person = rows.person[row]
            if not seen[person] and row_key(rows, row, coarse, asked, metres, free, barred, least) >= 0:
                seen[person] = 1
                count += 1
    return count


def ahead_unsorted(segment: Segment, asked: Asked, barred: Barred, key: tuple[int, bool, UUID]) -> int:
    """The same in a segment whose people do not stand in the order of ids, so that ties are settled by the ids."""
    size, least = len(segment), np.int64(key[0] << 33)
    keys, _ = scan(segment.rows, segment.cells, asked, barred, size, size, np.int64(1 << 62), least)
    person, head, mine = NOBODY - (keys & NOBODY), keys >> 32, key[0] << 1 | key[1]
    high, low = key[2].int >> 64, key[2].int & LOW
    registered = segment.high[person]
    earlier = (registered < high) | ((registered == high) & (segment.low[person] < low))
    return int(((head > mine) | ((head == mine) & earlier)).sum())
