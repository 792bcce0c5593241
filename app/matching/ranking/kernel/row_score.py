"""The compiled score of one packed row, and the keys and heap that every search over rows shares.

All searches read the same packed rows (``pool.segment``) with the same small tables (``query_tables``). Numbers only: a
key is score << 33 | priority << 32 | (NOBODY - person), so that one comparison of whole numbers is the whole order of
a ranking: score downwards, then priority, then the position of the person, which is the order of ids.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
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


class QueryTables(NamedTuple):
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


class ExclusionMasks(NamedTuple):
    """Who is left out, by position: gone (a bit each), without the certificates, outside the asked group, named."""

    gone: NDArray[np.uint8]
    lacking: NDArray[np.uint8]
    outside: NDArray[np.uint8]
    named: NDArray[np.int32]


F = TypeVar("F", bound=Callable[..., object])
THIS_FILE = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]


def compiled(function: F) -> F:
    # The cache on disk looks at a function's own file only, and each has taken in parts of this one: under the plain
    # name, loops compiled before a change here would go on giving the old answers.
    function.__qualname__ = f"{function.__qualname__}_{THIS_FILE}"
    try:
        return cast(F, njit(cache=True, nogil=True)(function))
    except RuntimeError:
        # No folder may be written to, so there is no cache: it is compiled anew in each process.
        return cast(F, njit(nogil=True)(function))


def inlined(function: F) -> F:
    # A call that hands on a tuple of arrays counts a reference to each of them, ten times the work of a row.
    return cast(F, njit(inline="always")(function))


@inlined
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


@inlined
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


@inlined
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


@inlined
def is_in(ordered: NDArray[np.int32], value: Int) -> Int:
    """Whether a sorted array holds a value."""
    place = np.searchsorted(ordered, value)
    return place < len(ordered) and ordered[place] == value


@inlined
def left_out(gone: Flags, outside: Flags, named: Places, person: Int) -> Int:
    """Whether somebody is gone, outside the asked group, or left out by name."""
    if gone[person >> 3] >> (person & 7) & 1:
        return True
    if len(outside) and outside[person]:
        return True
    return len(named) and is_in(named, person)


@compiled
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


@compiled
def rise(keys: Keys, held: Places, place: Int) -> None:
    """Restore the heap above a place."""
    while place > 0:
        above = (place - 1) // 2
        if keys[above] <= keys[place]:
            return
        keys[place], keys[above] = keys[above], keys[place]
        held[place], held[above] = held[above], held[place]
        place = above


@compiled
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
