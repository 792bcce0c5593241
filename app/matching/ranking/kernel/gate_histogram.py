"""The compiled histogram of closed gates: everybody counted by the set of gates that holds them back."""

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking.kernel.row_score import (
    BEST_SHIFT,
    BEST_UNDECLARED,
    DISTANCE,
    LEVEL,
    MD,
    MINOR,
    PAIRS,
    POSITION_SHIFT,
    PRIORITY_SHIFT,
    REFUSED_SHIFT,
    SHIFT,
    Cells,
    ExclusionMasks,
    Keys,
    QueryTables,
    Rows,
    closed,
    compiled,
)


@compiled
def tally(
    rows: Rows, cells: Cells, asked: QueryTables, barred: ExclusionMasks, bands: NDArray[np.int32]
) -> tuple[Keys, Keys, Keys, Keys]:
    """How many people each set of closed gates holds back, by the bits of the set (256), and of those held back by
    one gate alone: by distance band, by refused shifts (and 8 more
    entries for those whom only shift and minority hold back together), by best rank.

    A person counts by the first-named trade's row, or by the row of the asked trade (``own_trade``); the level gate
    looks at the best rank of all trades, or at that row's.
    """
    sets = np.zeros(256, np.int64)
    # Two rows each: the second is for who fails this gate alone. Sums instead of branches, as in ``closed``.
    by_band = np.zeros((2, len(bands) + 1), np.int64)
    # A third row here: without the night shift, work may also become fit for minors.
    by_shifts = np.zeros((3, 8), np.int64)
    by_rank = np.zeros((2, 8), np.int64)
    # Fields of a tuple are fetched anew at each use, with a count of references; local names are not.
    packed, persons, births, cell_pair, cell_key, cell_row = (
        rows.packed, rows.person, rows.birth, cells.pair, cells.key, cells.row,
    )  # fmt: skip
    trade, place, metres_to, free_at, shifts = asked.trade, asked.place, asked.metres, asked.free, asked.shifts
    of_age, adult, floor, own_trade, first = (
        asked.of_age,
        asked.adult,
        asked.level_floor,
        asked.own_trade,
        asked.priority_only,
    )
    gone, lacking, outside = barred.gone, barred.lacking, barred.outside
    band_of = np.searchsorted(bands, metres_to)
    anybody_gone, some_lack, some_outside = gone.any(), len(lacking) > 0, len(outside) > 0
    for cell in range(len(cell_pair)):
        pair, key = np.int64(cell_pair[cell]), cell_key[cell]
        if place[key] < 0 or (own_trade and trade[pair // PAIRS] < 0):
            continue
        metres, free, band = metres_to[key // MD], free_at[key], band_of[key // MD]
        own_rank = pair % PAIRS - 1 if pair % PAIRS else BEST_UNDECLARED
        for row in range(cell_row[cell], cell_row[cell + 1]):
            word = np.int64(packed[row])
            if not own_trade and word >> POSITION_SHIFT:
                continue
            if first and not word >> PRIORITY_SHIFT & 1:
                continue
            person = persons[row]
            if anybody_gone and gone[person >> 3] >> (person & 7) & 1:
                continue
            if some_outside and outside[person]:
                continue
            lacks = 0
            if some_lack:
                lacks = lacking[person]
            rank = own_rank if own_trade else word >> BEST_SHIFT & 7
            mask = closed(of_age, adult, shifts, word, births[row], metres, free, lacks)
            mask += LEVEL * np.int64(rank < floor)
            sets[mask] += 1
            by_band[np.int64(mask == DISTANCE), band] += 1
            by_shifts[
                np.int64(mask == SHIFT) + 2 * np.int64(mask == SHIFT + MINOR), word >> REFUSED_SHIFT & 7 & shifts
            ] += 1
            by_rank[np.int64(mask == LEVEL), rank] += 1
    return sets, by_band[1], by_shifts[1:].ravel(), by_rank[1]
