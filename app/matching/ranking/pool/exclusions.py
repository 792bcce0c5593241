"""Who is left out of a search besides by the gates that the compiled loops look at."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking.pool.segment import Segment
from app.matching.ranking.query_tables import covering
from app.vocabulary import Certificate


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Certificates asked (and the day they must hold), people by id, and, when ``only`` is given, everybody else."""

    certificates: frozenset[Certificate] = frozenset()
    day: int = 0
    without: Collection[UUID] = ()
    only: Collection[UUID] | None = None


def lacking(segment: Segment, certificates: frozenset[Certificate], day: int) -> NDArray[np.uint8]:
    """Who lacks one of the certificates on a day, by position."""
    found = np.zeros(len(segment), dtype=np.uint8)
    for asked in certificates:
        lacks = np.ones(len(segment), dtype=np.uint8)
        for code in covering(asked):
            holders, until = segment.papers[code]
            lacks[holders[until >= day]] = 0
        found |= lacks
    return found


def ever_held(segment: Segment, certificates: frozenset[Certificate]) -> NDArray[np.bool_]:
    """Who ever had each of the certificates, by position."""
    have = np.ones(len(segment), dtype=np.bool_)
    for asked in certificates:
        held = np.zeros(len(segment), dtype=np.bool_)
        for code in covering(asked):
            held[segment.papers[code][0]] = True
        have &= held
    return have
