"""All openings as columns, and how one person stands with each of them: the mirror of the pool.

``score_openings`` gives for every opening what ``assess`` says, score and closed gates, without the reasons. Thousands
of openings take well under a millisecond, so "what if the person …" is answered by asking again with a changed person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.matching.ranking.distances import Distances
from app.matching.ranking.knowledge import Knowledge
from app.matching.ranking.occupation_similarity import OccupationSimilarity
from app.matching.ranking.opening import Opening
from app.matching.ranking.person import Person
from app.matching.ranking.pool.columns import CERTIFICATES, number, ordinal, refused_bits
from app.matching.ranking.query_tables import similarities
from app.matching.ranking.rules.rules import Rules
from app.vocabulary import Certificate, Criterion

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class OpeningRow(NamedTuple):
    """One opening as numbers: positions in the lists, bits of certificates and shifts; -1 is "not stated"."""

    occupation: int
    commune: int
    rank: int
    hard: int
    certificates: int
    floor: int
    pay_from: int
    pay_to: int
    shifts: int
    dormitory: int
    minors: int
    start: int


def opening_row(opening: Opening, distances: Distances, occupations: OccupationSimilarity) -> OpeningRow:
    """The numbers of an opening; KeyError for an occupation or commune outside the lists."""
    return OpeningRow(
        occupation=occupations.index[opening.occupation_code],
        commune=distances.index[opening.commune_code],
        rank=number(opening.required_rank),
        hard=int(opening.level_is_hard),
        certificates=certificate_bits(opening.certificates),
        floor=number(opening.experience_floor_months),
        pay_from=number(opening.pay_from),
        pay_to=number(opening.pay_to),
        shifts=0 if opening.shift_choice else refused_bits(opening.shifts),
        dormitory=int(opening.dormitory),
        minors=int(opening.takes_minors),
        start=ordinal(opening.starts_on),
    )


def certificate_bits(certificates: Iterable[Certificate]) -> int:
    """Certificates as bits, in the order of the vocabulary."""
    return sum(1 << CERTIFICATES.index(code) for code in certificates)


@dataclass(frozen=True, slots=True, eq=False)
class OpeningTable:
    """Openings sorted by id.

    columns: one array for each name of ``OpeningRow``; shuttles: commune → openings it serves.
    """

    distances: Distances
    occupations: OccupationSimilarity
    ids: tuple[UUID, ...]
    openings: tuple[Opening, ...]
    columns: dict[str, Numbers]
    shuttles: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def build(
        cls, openings: Iterable[tuple[UUID, Opening]], distances: Distances, occupations: OccupationSimilarity
    ) -> "OpeningTable":
        """From openings in any order, each with its id."""
        return cls.of(
            [(key, opening, opening_row(opening, distances, occupations)) for key, opening in openings],
            distances,
            occupations,
        )

    @classmethod
    def of(
        cls, rows: Iterable[tuple[UUID, Opening, OpeningRow]], distances: Distances, occupations: OccupationSimilarity
    ) -> "OpeningTable":
        """From openings whose numbers are known, in any order."""
        ordered = sorted(rows, key=lambda row: row[0].int)
        table = np.array([row[2] for row in ordered], dtype=np.int64).reshape(-1, len(OpeningRow._fields)).T
        shuttles: dict[str, list[int]] = {}
        for i, (_, opening, _) in enumerate(ordered):
            for commune in opening.shuttle_communes:
                shuttles.setdefault(commune, []).append(i)
        return cls(
            distances,
            occupations,
            tuple(row[0] for row in ordered),
            tuple(row[1] for row in ordered),
            dict(zip(OpeningRow._fields, np.ascontiguousarray(table), strict=True)),
            shuttles,
        )

    def knowledge(self, rules: Rules) -> Knowledge:
        """What points of these openings are made with, under some rules."""
        return Knowledge(self.distances, self.occupations, rules)

    def __len__(self) -> int:
        """How many openings."""
        return len(self.ids)

    def related(self, person: Person, rules: Rules) -> Mask:
        """Which openings ask for a trade near one of the person's: as near as two digits in common, or nearer."""
        related = np.zeros(len(self), dtype=np.bool_)
        for trade in person.trades:
            points = similarities(self.occupations, rules)[:, self.occupations.index[trade.occupation_code]]
            related |= points[self.columns["occupation"]] >= rules.weights[Criterion.TRADE] * rules.tree[2]
        return related

    def near(self, commune_code: str, km: int) -> Mask:
        """Which openings lie within so many kilometres of a commune."""
        near: Mask = self.metres_from(commune_code) <= km * 1000
        return near

    def metres_from(self, commune_code: str) -> NDArray[np.int32]:
        """Metres from each workplace to a commune."""
        metres: NDArray[np.int32] = self.distances.metres[self.columns["commune"], self.distances.index[commune_code]]
        return metres

    def served(self, commune_code: str) -> Mask:
        """Which openings have a shuttle from a commune."""
        served = np.zeros(len(self), dtype=np.bool_)
        served[self.shuttles.get(commune_code, [])] = True
        return served

    def among(self, only: Iterable[UUID] | None, without: Iterable[UUID]) -> Mask:
        """Which openings are looked at: those of ``only`` (None: all), less those of ``without``."""
        looked = np.full(len(self), only is None)
        where = {key: i for i, key in enumerate(self.ids)} if only is not None or without else {}
        looked[[where[key] for key in only or () if key in where]] = True
        looked[[where[key] for key in without if key in where]] = False
        return looked
