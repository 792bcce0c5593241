"""The compiled inner loops: best-first top-k, plain scan, and the count of closed gates.

All three read the same packed rows (``segments``) with the same small tables (``tables``). Numbers only: a key is
score << 33 | priority << 32 | (NOBODY - person), so that one comparison of whole numbers is the whole order of a
ranking: score downwards, then priority, then the position of the person, which is the order of ids.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

NOBODY = 0xFFFFFFFF
BLOCK = 64
PAIRS = 8
"""Ranks per occupation in a pair number: occupation * 8 + rank + 1; 0 is an undeclared rank."""
MD = 4
"""Ways of living per commune in a cell key: commune * 4 + would move + 2 * would live in a dormitory."""

# The packed word of a row.
MONTHS_UNDECLARED = 1023
TRAVEL_SHIFT = 10
TRAVEL_FREE = 511
BEST_SHIFT = 19
BEST_UNDECLARED = 7
REFUSED_SHIFT = 22
CONSENT_SHIFT = 25
AVAILABLE_SHIFT = 26
PRIORITY_SHIFT = 27
POSITION_SHIFT = 28

# Bits of a gate mask, in the order of vocabulary.Gate.
CONSENT, AVAILABILITY, WORKING_AGE, MINOR, LEVEL, CERTIFICATE, SHIFT, DISTANCE = (1 << i for i in range(8))


Keys = NDArray[np.int64]
# A whole number or truth value of Python or NumPy, for arguments and results: the compiler infers which.
Int = Any
Places = NDArray[np.int32]
Pay = NDArray[np.int64]
Points = NDArray[np.int32]
Flags = NDArray[np.uint8]


class Rows(NamedTuple):
    """One entry a person and trade; pay and days are codes into the tables of different values behind them."""

    person: NDArray[np.int32]
    packed: NDArray[np.uint32]
    birth: NDArray[np.uint16]
    pay: NDArray[np.uint16]
    days: NDArray[np.uint16]
    wishes: NDArray[np.int32]
    heard: NDArray[np.int32]
    ready: NDArray[np.int32]


class Cells(NamedTuple):
    """Runs of rows with one pair and key. pairs: the different pairs; first: where the cells of each begin."""

    pairs: NDArray[np.int32]
    first: NDArray[np.int32]
    pair: NDArray[np.uint16]
    key: NDArray[np.uint16]
    row: NDArray[np.int32]


class Blocks(NamedTuple):
    """The best of each 64 rows: most months, lowest wish, heard from latest, ready first, any priority, first id."""

    months: NDArray[np.int16]
    wish: NDArray[np.int32]
    heard: NDArray[np.int32]
    ready: NDArray[np.int32]
    priority: NDArray[np.uint8]
    person: NDArray[np.int32]


class Asked(NamedTuple):
    """One opening as tables of points (hundredths) and limits of gates; a negative entry closes.

    trade: by occupation. level: by rank + 1. place: by commune * 4 + way of living. free: where the way to work
    has no limit, by the same. metres: by commune. months, late, heard: by months, days late, days silent.
    """

    trade: NDArray[np.int32]
    level: NDArray[np.int32]
    place: NDArray[np.int32]
    free: NDArray[np.bool_]
    metres: NDArray[np.int32]
    months: NDArray[np.int32]
    late: NDArray[np.int32]
    heard: NDArray[np.int32]
    pay: NDArray[np.int64]
    start: int
    today: int
    shifts: int
    of_age: int
    adult: int
    level_floor: int
    own_trade: int
    priority_only: int


class Barred(NamedTuple):
    """Who is left out, by position: gone (a bit each), without the certificates, outside the asked group, named."""

    gone: NDArray[np.uint8]
    lacking: NDArray[np.uint8]
    outside: NDArray[np.uint8]
    named: NDArray[np.int32]


F = TypeVar("F", bound=Callable[..., object])


def _compiled(function: F) -> F:
    return cast(F, njit(cache=True, nogil=True)(function))


def _inlined(function: F) -> F:
    # A call that hands on a tuple of arrays counts a reference to each of them, ten times the work of a row.
    return cast(F, njit(inline="always")(function))


@_inlined
def pay_points(pay: Pay, wish: Int) -> Int:
    """pay: bottom, top, open top, points by: meeting it, at the top, unstated; weight, loss per percent."""
    bottom, top = pay[0], pay[1]
    if bottom < 0:
        return pay[5]
    if wish <= bottom:
        return pay[3]
    if wish <= top:
        return pay[6] * (100 - (100 - pay[4]) * (wish - bottom) // (top - bottom))
    if pay[2] == 1:
        return pay[5]
    over = -((top - wish) * 100 // top)
    return pay[6] * max(0, pay[4] - pay[7] * over)


@_inlined
def fine_points(
    by_months: Points,
    by_late: Points,
    by_heard: Points,
    pay: Pay,
    start: Int,
    today: Int,
    months: Int,
    wish: Int,
    heard: Int,
    ready: Int,
) -> Int:
    """Experience, pay and readiness of one row, in hundredths of a point."""
    if months == MONTHS_UNDECLARED:
        months = 0
    late = 0
    if ready >= 0:
        late = min(max(ready - start, 0), len(by_late) - 1)
    since = min(max(today - heard, 0), len(by_heard) - 1)
    return by_months[min(months, len(by_months) - 1)] + pay_points(pay, wish) + by_late[late] + by_heard[since]


@_inlined
def closed(of_age: Int, adult: Int, shifts: Int, word: Int, birth: Int, metres: Int, free: bool, lacks: Int) -> Int:
    """The gates that hold one person back, as bits, but for the level, which is the row's."""
    travel = word >> TRAVEL_SHIFT & 511
    # Sums instead of branches: which gate closes is as good as random, and a wrong guess costs more than all of this.
    return (
        CONSENT * (1 - (word >> CONSENT_SHIFT & 1))
        + AVAILABILITY * (1 - (word >> AVAILABLE_SHIFT & 1))
        + WORKING_AGE * np.int64(birth > of_age)
        + MINOR * np.int64(birth > adult)
        + CERTIFICATE * np.int64(lacks)
        + SHIFT * np.int64((word >> REFUSED_SHIFT & 7 & shifts) != 0)
        + DISTANCE * np.int64((travel != TRAVEL_FREE) & (not free) & (metres > travel * 1000))
    )


@_inlined
def is_in(ordered: NDArray[np.int32], value: Int) -> Int:
    """Whether a sorted array holds a value."""
    place = np.searchsorted(ordered, value)
    return place < len(ordered) and ordered[place] == value


@_inlined
def left_out(gone: Flags, outside: Flags, named: Places, person: Int) -> Int:
    """Whether somebody is gone, outside the asked group, or left out by name."""
    if gone[person >> 3] >> (person & 7) & 1:
        return True
    if len(outside) and outside[person]:
        return True
    return len(named) and is_in(named, person)


@_compiled
def sink(keys: Keys, held: Places, size: Int, place: Int) -> None:
    """Restore the heap (smallest first) below a place."""
    while True:
        child = 2 * place + 1
        if child >= size:
            return
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= keys[place]:
            return
        keys[place], keys[child] = keys[child], keys[place]
        held[place], held[child] = held[child], held[place]
        place = child


@_compiled
def rise(keys: Keys, held: Places, place: Int) -> None:
    """Restore the heap above a place."""
    while place > 0:
        above = (place - 1) // 2
        if keys[above] <= keys[place]:
            return
        keys[place], keys[above] = keys[above], keys[place]
        held[place], held[above] = held[above], held[place]
        place = above


@_compiled
def offer(keys: Keys, held: Places, size: Int, key: Int, row: Int, packed: NDArray[np.uint32]) -> Int:
    """Put a row into the heap of the best; a person stands in it once, with the better or first-named trade."""
    person = key & NOBODY
    for i in range(size):
        if keys[i] & NOBODY == person:
            first_named = keys[i] == key and packed[row] >> POSITION_SHIFT < packed[held[i]] >> POSITION_SHIFT
            if key > keys[i] or first_named:
                keys[i] = key
                held[i] = row
                sink(keys, held, size, i)
            return size
    if size < len(keys):
        keys[size] = key
        held[size] = row
        rise(keys, held, size)
        return size + 1
    keys[0] = key
    held[0] = row
    sink(keys, held, size, 0)
    return size


@_compiled
def pairs_by_points(pairs: NDArray[np.int32], asked: Asked) -> tuple[Places, Places]:
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


@_compiled
def best_first(
    rows: Rows, cells: Cells, blocks: Blocks, asked: Asked, barred: Barred, fine_most: Int, limit: Int
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


@_compiled
def scan(
    rows: Rows,
    cells: Cells,
    asked: Asked,
    barred: Barred,
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


@_compiled
def best_keys(
    rows: Rows, cells: Cells, asked: Asked, barred: Barred, fine_most: Int, people: Int, least: Int
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


@_compiled
def tally(
    rows: Rows, cells: Cells, asked: Asked, barred: Barred, bands: NDArray[np.int32]
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
