"""Names with a typing slip: one or two letters wrong, missing, doubled or changed places."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.matching.addresses.gazetteer import District, Gazetteer, KnownName, Region, Unit
from app.matching.addresses.interpretation import Area, Interpretation
from app.matching.addresses.keywords import Level
from app.matching.addresses.parser import AddressPart

LONG_NAME = 8


def slips_allowed(bare: str) -> int:
    """One slip in a short name, two in one of eight letters and more."""
    return 2 if len(bare) >= LONG_NAME else 1


class TypoMender:
    """Finds the names that somebody may have meant."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._areas = {
            " ".join(key): KnownName(districts=known.districts, region=known.region)
            for key, known in gazetteer.names.items()
            if known.districts or known.region
        }
        self._district_names = [name for name, known in self._areas.items() if known.districts]
        self._region_names = [name for name, known in self._areas.items() if known.region]
        self._area_names = list(self._areas)
        self._all = _by_name(gazetteer.units)
        self._in_region: dict[Region, dict[str, list[Unit]]] = {}
        self._in_district: dict[District, dict[str, list[Unit]]] = {}
        for region in gazetteer.regions.values():
            self._in_region[region] = _by_name(
                unit for unit in gazetteer.units if Area((), region).distance(unit) is not None
            )
        for district in gazetteer.districts.values():
            self._in_district[district] = _by_name(unit for unit in gazetteer.units if district in unit.districts)

    def mend(self, parts: Iterable[AddressPart]) -> None:
        """Give the parts that no list knows the district or province they nearly name."""
        for part in parts:
            if part.known is not None or part.code or part.level in (Level.BELOW, Level.ZONE, Level.COMMUNE):
                continue
            names = self._area_names
            if part.level is not Level.UNSAID:
                names = self._region_names if part.level is Level.PROVINCE else self._district_names
            most = slips_allowed(part.bare)
            found = process.extract(part.bare, names, scorer=OSA.distance, score_cutoff=most, limit=2)
            if found and (len(found) == 1 or found[0][1] < found[1][1]):
                part.known, part.slips = self._areas[found[0][0]], int(found[0][1])

    def communes_like(self, bare: str, reading: Interpretation | None) -> list[tuple[int, Unit]]:
        """Units whose name is like a word, in the area of a reading, with the number of slips, fewest first."""
        area = Area() if reading is None else reading.area
        names: dict[str, list[Unit]] = {}
        if area.districts:
            for district in area.districts:
                for name, units in self._in_district[district].items():
                    names.setdefault(name, []).extend(units)
        else:
            names = self._all if area.region is None else self._in_region[area.region]
        found = process.extract(bare, list(names), scorer=OSA.distance, score_cutoff=slips_allowed(bare), limit=6)
        return [
            (int(slips), unit)
            for name, slips, _ in found
            for unit in names[name]
            if area.distance(unit) is not None and not (unit.bare.isdigit() or bare.isdigit())
        ]


def _by_name(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    named: dict[str, list[Unit]] = {}
    for unit in units:
        named.setdefault(unit.bare, []).append(unit)
    return named
