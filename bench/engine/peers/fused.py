"""A scan compiled into one loop: every row in the order of ids, with a heap of the best."""

import numpy as np

from app.matching.ranking import Knowledge, Opening, Rules
from app.matching.ranking.kernel.row_score import MD, NOBODY, PAIRS, PRIORITY_SHIFT, closed, fine_points, rise, sink
from app.matching.ranking.query_tables import EVERYBODY, asked_of
from bench.crowd import TODAY
from bench.engine.compiled import compiled
from bench.engine.peers.rows import Answer, PlainRows
from bench.engine.world import World


def fused_scan(world: World, plain: PlainRows, opening: Opening, rules: Rules, limit: int) -> Answer:
    """The first people of a ranking."""
    asked, fine_most = asked_of(opening, EVERYBODY, Knowledge(world.distances, world.occupations, rules), TODAY)
    return plain.answer(_scan(plain.rows, asked, plain.lacking(opening, asked.start), fine_most, limit))


@compiled
def _scan(rows, asked, lacking, fine_most, limit):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - compiled.
    keys, held = np.empty(limit, np.int64), np.empty(limit, np.int32)
    size, least, enough = 0, np.int64(-1), np.int64(0)
    points = np.full(len(asked.trade) * PAIRS, -1 << 20, np.int32)
    for i in range(len(points)):
        if i % PAIRS < len(asked.level) and asked.trade[i // PAIRS] >= 0 and asked.level[i % PAIRS] >= 0:
            points[i] = asked.trade[i // PAIRS] + asked.level[i % PAIRS]
    place = np.where(asked.place < 0, np.int32(-1 << 20), asked.place)
    # Fields of a tuple are fetched anew at each use, with a count of references; local names are not.
    pair, home = rows.pair, rows.home
    last = np.int64(-1)
    for row in range(len(pair)):
        coarse = np.int64(points[pair[row]] + place[home[row]])
        if coarse < enough:
            continue
        word, person = np.int64(rows.word[row]), np.int64(rows.person[row])
        fine = fine_points(
            asked.months, asked.late, asked.heard, asked.pay, asked.start, asked.today,
            word & 1023, rows.wish[row], rows.heard[row], rows.ready[row],
        )  # fmt: skip
        key = (coarse + fine) << 33 | (word >> PRIORITY_SHIFT & 1) << 32 | (NOBODY - person)
        lacks = np.int64(lacking[person]) if len(lacking) else np.int64(0)
        metres, free = asked.metres[home[row] // MD], asked.free[home[row]]
        if key <= least or closed(asked.of_age, asked.adult, asked.shifts, word, rows.birth[row], metres, free, lacks):
            continue
        slot = _place_of(keys, size, person) if person == last else -1
        if slot >= 0:
            if key > keys[slot]:
                keys[slot] = key
                sink(keys, held, size, slot)
        elif size < limit:
            keys[size] = key
            rise(keys, held, size)
            size += 1
        else:
            keys[0] = key
            sink(keys, held, size, 0)
        last = person
        if size == limit:
            least = keys[0]
            enough = max(np.int64(0), (least >> 33) - fine_most)
    return -np.sort(-keys[:size])


@compiled
def _place_of(keys, size, person):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - compiled.
    # Rows of one person stand together, so only the last one who came in is looked for.
    for slot in range(size):
        if keys[slot] & NOBODY == NOBODY - person:
            return slot
    return -1
