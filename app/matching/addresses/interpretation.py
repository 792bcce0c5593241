"""Which part of an address is the commune, which the district, which the province: every way is tried and weighed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.matching.addresses.gazetteer import District, NameKey, Region, Unit
from app.matching.addresses.keywords import Level
from app.matching.addresses.parser import AddressPart

COMMUNE_LEVELS = (Level.COMMUNE, Level.UNSAID)
DISTRICT_LEVELS = (Level.DISTRICT, Level.CITY, Level.UNSAID)
PROVINCE_LEVELS = (Level.PROVINCE, Level.UNSAID)
# A name typed with other marks than its own, without marks among marked words, of another kind, on a farther map.
OTHER_MARKS, NO_MARKS, OTHER_KIND, OTHER_MAP = 3, 1, 2, 2


@dataclass(frozen=True, slots=True)
class Area:
    """Where a commune must lie, as far as the address says."""

    districts: tuple[District, ...] = ()
    region: Region | None = None

    def distance(self, unit: Unit) -> int | None:
        """0: as one map has it; more: names of both maps together; None: not there.

        A district belongs to the old map, so with one only old communes fit well; a current commune fits poorly,
        when it took in a part of that district. An old commune of Kiên Giang fits An Giang poorly, and so on.
        """
        far = 0
        if self.districts:
            if unit.districts.isdisjoint(self.districts):
                return None
            far += 0 if unit.former else OTHER_MAP
        if self.region is not None:
            if unit.province_code != self.region.code:
                return None
            if self.region not in unit.regions:
                if not self.region.current:
                    return None
                far += OTHER_MAP if unit.former else 0
            elif not (unit.former or self.region.current):
                far += OTHER_MAP
        return far


class AddressCandidate(NamedTuple):
    """A unit under its cost: 0 when written exactly so."""

    unit: Unit
    cost: int


@dataclass(slots=True)
class Interpretation:
    """One way to understand an address, with its weight."""

    commune: AddressPart | None
    area: Area
    district: AddressPart | None
    province: AddressPart | None
    weight: float
    candidates: list[AddressCandidate] = field(default_factory=list)
    unused: list[AddressPart] = field(default_factory=list)

    @property
    def best(self) -> list[Unit]:
        """The units that fit best, several when the address leaves it open."""
        least = min((candidate.cost for candidate in self.candidates), default=0)
        return [candidate.unit for candidate in self.candidates if candidate.cost == least]


def candidates(part: AddressPart, area: Area, *, accented: bool) -> list[AddressCandidate]:
    """The communes of a part's name that lie in an area."""
    found = []
    for unit in part.known.units if part.known else ():
        far = area.distance(unit)
        if far is not None:
            far += kind_cost(part, unit)
            found.append(AddressCandidate(unit, far + _marks(part.marked, unit.marked, part.bare, accented=accented)))
    return found


def kind_cost(part: AddressPart, unit: Unit) -> int:
    """A commune said to be a xã although it is a phường, and so on."""
    return OTHER_KIND if part.kind and part.kind != unit.kind else 0


def _marks(written: NameKey, own: NameKey, bare: str, *, accented: bool) -> int:
    if written == own or not accented or len(written) != len(own):
        return 0 if accented else NO_MARKS
    plain = bare.split(" ")
    if all(w in (o, p) for w, o, p in zip(written, own, plain, strict=True)):
        return NO_MARKS
    return OTHER_MARKS


def understand(parts: Sequence[AddressPart], *, accented: bool, with_commune: bool = True) -> Interpretation | None:
    """The best reading; None when no part is a name of the lists. ``with_commune`` False: of the area alone."""
    readings = _readings(parts, accented=accented, with_commune=with_commune)
    return max(readings, key=lambda reading: reading.weight, default=None)


def _readings(parts: Sequence[AddressPart], *, accented: bool, with_commune: bool) -> Iterator[Interpretation]:
    said = [part for part in parts if part.level not in (Level.BELOW, Level.ZONE) and part.code is None]
    # Where the writer says which one is the commune, no other part is.
    named = [part for part in said if part.level is Level.COMMUNE] or said
    communes = [part for part in named if part.level in COMMUNE_LEVELS and part.known and part.known.units]
    districts = [part for part in said if part.level in DISTRICT_LEVELS and part.known and part.known.districts]
    provinces = [part for part in said if part.level in PROVINCE_LEVELS and part.known and part.known.region]
    for province in (*provinces, None):
        region = province.known.region if province and province.known else None
        for district in (*districts, None):
            if district is not None and district is province:
                continue
            there = _districts_of(district, region)
            if district is not None and not there:
                continue
            area = Area(there, region)
            for commune in (*communes, None) if with_commune else (None,):
                if not _agree(commune, district, province, said):
                    continue
                reading = Interpretation(commune, area, district, province, 0)
                if commune is not None:
                    reading.candidates = candidates(commune, area, accented=accented)
                    if not reading.candidates:
                        continue
                reading.unused = [part for part in said if part not in (commune, district, province)]
                reading.weight = _weight(reading, said)
                yield reading


def _agree(
    commune: AddressPart | None, district: AddressPart | None, province: AddressPart | None, said: Sequence[AddressPart]
) -> bool:
    """Whether something is named at all, and no part stands for two things."""
    if commune is None:
        return district is not None or province is not None
    if commune is district or commune is province:
        return False
    return district is None or not _strays(district, commune, said)


def _strays(district: AddressPart, commune: AddressPart, said: Sequence[AddressPart]) -> bool:
    """A word that is only like a district's name, and stands before the commune: some hamlet."""
    return bool(district.slips) and district.level is Level.UNSAID and said.index(district) < said.index(commune)


def _districts_of(part: AddressPart | None, region: Region | None) -> tuple[District, ...]:
    """The districts of that name in the province; those whose province was called so then before the others."""
    if part is None or part.known is None:
        return ()
    found = [one for one in part.known.districts if region is None or one.region.code == region.code]
    if region is not None and not region.current:
        found = [one for one in found if one.region is region]
    # Thị xã Tân Châu lies in An Giang, huyện Tân Châu in Tây Ninh.
    return tuple([one for one in found if one.kind == part.kind] or found)


def _weight(reading: Interpretation, said: Sequence[AddressPart]) -> float:
    weight = 0.0
    place = {id(part): n for n, part in enumerate(said)}
    if reading.commune is not None:
        weight += 2.0 + 0.6 * (reading.commune.level is Level.COMMUNE) - 0.7 * reading.commune.loose
        if reading.commune.level is Level.UNSAID and reading.commune.known and reading.commune.known.region:
            weight -= 1.0  # "Long An" is more often the province than a commune of that name.
        weight -= 0.1 * min(candidate.cost for candidate in reading.candidates)
        weight += 0.01 * place[id(reading.commune)]
    for part, worth in ((reading.district, 1.2), (reading.province, 0.8)):
        if part is not None:
            if part is reading.district and part.level is Level.UNSAID and part.known and part.known.region:
                weight -= 0.6  # "Lạng Sơn", "Tây Ninh": the province before the city.
            weight += (
                worth
                - (0.7 if part.longer else 0.2) * part.loose
                + 0.2 * (part.level is not Level.UNSAID)
                - 0.3 * part.slips
            )
    order = [place[id(p)] for p in (reading.commune, reading.district, reading.province) if p is not None]
    weight -= 0.25 * sum(one > other for n, one in enumerate(order) for other in order[n + 1 :])
    return weight - sum(_cost_of_leaving(part, reading, place) for part in reading.unused)


def _cost_of_leaving(part: AddressPart, reading: Interpretation, place: dict[int, int]) -> float:
    if part.level is not Level.UNSAID:
        return 1.5
    if part.loose or reading.commune is None:
        return 0.05
    before = place[id(part)] < place[id(reading.commune)]
    return 0.1 if before else 0.5 if part.known else 0.2
