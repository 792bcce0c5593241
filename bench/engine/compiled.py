"""Compiled loops of the bench, and the two that only read memory."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

BYTES = 7
"""What a scan needs of a person at least: trade and level, home, and a word of gates, some of it in bits."""
EVICTED = 128 << 20
"""More than the caches of a processor hold."""


def compiled(function):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - numba's decorator has no types.
    """Compile with numba, once for all runs."""
    return njit(cache=True, nogil=True)(function)


@compiled
def total(words):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - compiled.
    """The sum: a walk through memory with next to no work."""
    found = np.uint64(0)
    for i in range(len(words)):
        found += words[i]
    return found


class Memory:
    """Columns to read, and a heap of other memory to read in between."""

    def __init__(self, people: int) -> None:
        """As many bytes as a scan of so many people reads; once whole, once in columns of 4, 2 and 1."""
        self._words: NDArray[np.uint64] = np.ones(-(-people * BYTES // 8), dtype=np.uint64)
        self._columns = [np.ones(people, dtype=kind) for kind in (np.uint32, np.uint16, np.uint8)]
        self._other: NDArray[np.uint64] = np.ones(EVICTED // 8, dtype=np.uint64)

    def read(self) -> None:
        """The floor of any scan."""
        total(self._words)

    def read_columns(self) -> None:
        """The same bytes, number by number."""
        for column in self._columns:
            total(column)

    def evict(self) -> None:
        """Leave nothing of anybody's in the caches."""
        total(self._other)
