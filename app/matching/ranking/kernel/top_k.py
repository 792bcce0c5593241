"""Top k by branch and bound with block maxima (compiled), and a plain scan for the depths of a ranking."""

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking.kernel.row_score import (
    BLOCK,
    MD,
    MONTHS_UNDECLARED,
    NOBODY,
    PAIRS,
    POSITION_SHIFT,
    PRIORITY_SHIFT,
    Blocks,
    Cells,
    ExclusionMasks,
    Int,
    Keys,
    Places,
    QueryTables,
    Rows,
    closed,
    compiled,
    fine_points,
    left_out,
    offer,
    rise,
    sink,
)


@compiled
def pairs_by_points(pairs: NDArray[np.int32], asked: QueryTables) -> tuple[Places, Places]:
    """The places of the pairs that may pass, best trade and level first, with the points of each place."""
    points = np.empty(len(pairs), np.int32)
    counts = np.zeros(10_002, np.int32)
    for i in range(len(pairs)):
        occupation, rank = pairs[i] // PAIRS, pairs[i] % PAIRS
        trade, level = asked.trade[occupation], asked.level[rank]
        points[i] = -1
        if trade >= 0 and level >= 0:
            points[i] = trade + level
            counts[10_000 - points[i]] += 1
    total = 0
    for i in range(len(counts)):
        total, counts[i] = total + counts[i], total
    order = np.empty(total, np.int32)
    for i in range(len(pairs)):
        if points[i] >= 0:
            slot = 10_000 - points[i]
            order[counts[slot]] = i
            counts[slot] += 1
    return order, points


@compiled
def best_first(
    rows: Rows, cells: Cells, blocks: Blocks, asked: QueryTables, barred: ExclusionMasks, fine_most: Int, limit: Int
) -> tuple[Keys, Places, int]:
    """The greatest ``limit`` keys, greatest first, their rows, and how many rows were scored.

    Pairs of trade and level are opened in order of the most they can give; the cells of an open pair wait under
    their exact points until these are the greatest left. It ends when nobody left can beat the last of the best.
    """
    # Fields of a tuple are fetched anew at each use, with a count of references; local names are not.
    persons, packed, births, pays, days = rows.person, rows.packed, rows.birth, rows.pay, rows.days
    wishes, heard_on, ready_on = rows.wishes, rows.heard, rows.ready
    cell_key, cell_row, pair_first = cells.key, cells.row, cells.first
    most_months, least_wish, last_heard = blocks.months, blocks.wish, blocks.heard
    first_ready, any_priority, first_person = blocks.ready, blocks.priority, blocks.person
    place_of, metres_to, free_at, pay = asked.place, asked.metres, asked.free, asked.pay
    by_months, by_late, by_heard, start, today = asked.months, asked.late, asked.heard, asked.start, asked.today
    of_age, adult, shifts, priority_only = asked.of_age, asked.adult, asked.shifts, asked.priority_only
    gone, lacking, outside, named = barred.gone, barred.lacking, barred.outside, barred.named
    keys = np.empty(limit, np.int64)
    held = np.empty(limit, np.int32)
    size, scored = 0, 0
    order, points = pairs_by_points(cells.pairs, asked)
    place_most = place_of.max()
    head = np.full(10_002, -1, np.int32)
    waiting = np.empty(4096, np.int32)
    behind = np.empty(4096, np.int32)
    nodes, opened, least = 0, 0, np.int64(-1)
    coarse = np.int64(-1)
    if len(order):
        coarse = np.int64(points[order[0]] + place_most)
    while coarse >= 0:
        if size == limit and (coarse + fine_most + 1) << 33 <= least:
            break
        worth = np.int64(0)
        if size == limit:
            worth = (least >> 33) - fine_most
        while opened < len(order) and points[order[opened]] + place_most == coarse:
            pair = order[opened]
            opened += 1
            first, last = pair_first[pair], pair_first[pair + 1]
            if nodes + last - first > len(waiting):
                more = np.empty(2 * (nodes + last - first), np.int32)
                more[:nodes] = waiting[:nodes]
                waiting = more
                again = np.empty(len(more), np.int32)
                again[:nodes] = behind[:nodes]
                behind = again
            for cell in range(first, last):
                place = place_of[cell_key[cell]]
                exact = points[pair] + place
                if place >= 0 and exact >= worth:
                    waiting[nodes] = cell
                    behind[nodes] = head[exact]
                    head[exact] = nodes
                    nodes += 1
        node = head[coarse]
        while node >= 0:
            cell = waiting[node]
            node = behind[node]
            key = cell_key[cell]
            metres, free = metres_to[key // MD], free_at[key]
            row, end = cell_row[cell], cell_row[cell + 1]
            while row < end:
                block = row // BLOCK
                stop = min(end, (block + 1) * BLOCK)
                if size == limit and stop - row > 4:
                    fine = fine_points(
                        by_months, by_late, by_heard, pay, start, today,
                        most_months[block], least_wish[block], last_heard[block], first_ready[block],
                    )  # fmt: skip
                    bound = (coarse + fine) << 33 | np.int64(any_priority[block]) << 32
                    if bound | (NOBODY - first_person[block]) < least:
                        row = stop
                        continue
                scored += stop - row
                for at in range(row, stop):
                    word = np.int64(packed[at])
                    priority = word >> PRIORITY_SHIFT & 1
                    person, day = persons[at], days[at]
                    fine = fine_points(
                        by_months, by_late, by_heard, pay, start, today,
                        word & MONTHS_UNDECLARED, wishes[pays[at]], heard_on[day], ready_on[day],
                    )  # fmt: skip
                    found = (coarse + fine) << 33 | priority << 32 | (NOBODY - person)
                    # As great as the least of the best is only that person's other trade, which may be first-named.
                    if found < least or priority_only > priority:
                        continue
                    lacks: Int = 0
                    if len(lacking):
                        lacks = lacking[person]
                    if closed(of_age, adult, shifts, word, births[at], metres, free, lacks):
                        continue
                    if not left_out(gone, outside, named, person):
                        size = offer(keys, held, size, found, at, packed)
                        if size == limit:
                            least = keys[0]
                row = stop
        coarse -= 1
    best = np.argsort(-keys[:size])
    return keys[:size][best], held[:size][best], scored


@compiled
def scan(
    rows: Rows,
    cells: Cells,
    asked: QueryTables,
    barred: ExclusionMasks,
    fine_most: Int,
    people: Int,
    limit: Int,
    after: Int,
    least: Int,
) -> tuple[Keys, Places]:
    """The greatest ``limit`` keys from ``least`` to below ``after``, and their rows.

    Everybody is scored with the best trade first, so a page deep in the ranking is as exact as the first.
    """
    best, at = best_keys(rows, cells, asked, barred, fine_most, people, least)
    keys = np.empty(limit, np.int64)
    held = np.empty(limit, np.int32)
    size = 0
    for person in range(people):
        key = best[person]
        if key < 0 or key >= after or (size == limit and key <= keys[0]):
            continue
        if size < limit:
            keys[size] = key
            held[size] = at[person]
            rise(keys, held, size)
            size += 1
        else:
            keys[0] = key
            held[0] = at[person]
            sink(keys, held, size, 0)
    order = np.argsort(-keys[:size])
    return keys[:size][order], held[:size][order]


@compiled
def best_keys(
    rows: Rows, cells: Cells, asked: QueryTables, barred: ExclusionMasks, fine_most: Int, people: Int, least: Int
) -> tuple[Keys, Places]:
    """Each person's greatest key with its row, -1 for who has none of ``least`` or more."""
    persons, packed, births, pays, days = rows.person, rows.packed, rows.birth, rows.pay, rows.days
    wishes, heard_on, ready_on = rows.wishes, rows.heard, rows.ready
    cell_pair, cell_key, cell_row = cells.pair, cells.key, cells.row
    trade_of, level_of, place_of = asked.trade, asked.level, asked.place
    metres_to, free_at, pay = asked.metres, asked.free, asked.pay
    by_months, by_late, by_heard, start, today = asked.months, asked.late, asked.heard, asked.start, asked.today
    of_age, adult, shifts, priority_only = asked.of_age, asked.adult, asked.shifts, asked.priority_only
    gone, lacking, outside, named = barred.gone, barred.lacking, barred.outside, barred.named
    best = np.full(people, np.int64(-1), np.int64)
    where = np.empty(people, np.int32)
    for cell in range(len(cell_pair)):
        pair, key = np.int64(cell_pair[cell]), cell_key[cell]
        trade, level, place = trade_of[pair // PAIRS], level_of[pair % PAIRS], place_of[key]
        coarse = np.int64(trade + level + place)
        if trade < 0 or level < 0 or place < 0 or (coarse + fine_most + 1) << 33 <= least:
            continue
        metres, free = metres_to[key // MD], free_at[key]
        for at in range(cell_row[cell], cell_row[cell + 1]):
            word = np.int64(packed[at])
            priority = word >> PRIORITY_SHIFT & 1
            person, day = persons[at], days[at]
            fine = fine_points(
                by_months, by_late, by_heard, pay, start, today,
                word & MONTHS_UNDECLARED, wishes[pays[at]], heard_on[day], ready_on[day],
            )  # fmt: skip
            found = (coarse + fine) << 33 | priority << 32 | (NOBODY - person)
            if found < least or found < best[person] or priority_only > priority:
                continue
            lacks: Int = 0
            if len(lacking):
                lacks = lacking[person]
            if closed(of_age, adult, shifts, word, births[at], metres, free, lacks):
                continue
            if left_out(gone, outside, named, person):
                continue
            if found > best[person] or packed[at] >> POSITION_SHIFT < packed[where[person]] >> POSITION_SHIFT:
                best[person] = found
                where[person] = at
    return best, where
