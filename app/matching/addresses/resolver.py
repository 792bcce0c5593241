"""A free-text address, of either map, to communes of the current map."""

from collections import Counter
from collections.abc import Iterable, Mapping

from app.matching.addresses.answers import Answers, is_area_too
from app.matching.addresses.gazetteer import CurrentCommune, FormerCommune, Gazetteer, Unit
from app.matching.addresses.interpretation import (
    COMMUNE_LEVELS,
    AddressCandidate,
    Area,
    Interpretation,
    kind_cost,
    understand,
)
from app.matching.addresses.keywords import Level
from app.matching.addresses.parser import AddressPart, Parser
from app.matching.addresses.tokens import words
from app.matching.addresses.types import AddressQuestion, AddressResolution
from app.matching.addresses.typos import TypoMender

MAX_LENGTH = 300
MOST_PARTS, TWICE = 8, 2


class Addresses:
    """The communes of both maps, ready to read addresses. Never changes once built; any thread may ask."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._names = gazetteer
        self._mender = TypoMender(gazetteer)
        self._answers = Answers(gazetteer)

    @classmethod
    def build(
        cls,
        communes: Iterable[CurrentCommune],
        provinces: Mapping[str, str],
        former: Iterable[FormerCommune],
        zones: Iterable[tuple[str, str]] = (),
    ) -> "Addresses":
        """From today's communes, province names by code, the rows of the old map, and zones as (name, commune code)."""
        return cls(Gazetteer(communes, provinces, former, zones))

    def commune(self, code: str) -> CurrentCommune:
        """A commune of the current map; KeyError for a code that is not on it."""
        return self._names.current[code]

    def resolve(self, text: str, province_code: str | None = None) -> AddressResolution:
        """The communes an address may mean, and whether a person must be asked.

        ``province_code``: the reader's own province; it settles a name that several provinces have, at a lower
        confidence. ValueError for more than 300 characters; any other text gets an answer.
        """
        if len(text) > MAX_LENGTH:
            raise ValueError(f"an address has at most {MAX_LENGTH} characters")
        written = words(text)
        accented = any(word.bare != word.marked for word in written)
        parts = _kept(Parser(self._names, written).read())
        self._mender.mend(parts)
        reading = understand(parts, accented=accented)
        outside = _outside(parts, reading)
        if outside:
            return AddressResolution((), outside)
        if reading is None or reading.commune is None:
            return self._without_name(parts, reading, province_code)
        return self._with_name(parts, reading, reading.commune, province_code)

    def _with_name(
        self, parts: list[AddressPart], reading: Interpretation, commune: AddressPart, province_code: str | None
    ) -> AddressResolution:
        """A commune of the lists, unless what stands around it says otherwise."""
        if commune.longer:
            like = self._mender.communes_like(commune.longer, reading)
            if like:
                commune.loose = False
                return self._answers.of_slip(reading, _with_cost(like, reading.area, commune), province_code)
        if is_area_too(reading):
            # "Bình Lonh, Châu Phú" or "KCN Bình Long, Châu Phú": a commune today, here the old district.
            meant = self._meant(parts)
            if any(part.zones for part in parts) or (meant is not None and meant[0].district is not None):
                around = understand(parts, accented=False, with_commune=False)
                return self._without_name(parts, around, province_code)
        if contradicted(reading, parts) or self._another_code(reading, parts):
            return self._answers.of_contradiction(reading, self._meant(parts))
        return self._answers.of_reading(reading, province_code)

    def _another_code(self, reading: Interpretation, parts: list[AddressPart]) -> bool:
        """A code of the same province that means another commune; one of elsewhere is a postal code or the like."""
        targets = {code for unit in reading.best for code in unit.targets}
        provinces = {unit.province_code for unit in reading.best}
        units = [unit for part in parts if part.code for unit in self._names.by_code[part.code]]
        near = [unit for unit in units if unit.province_code in provinces]
        return bool(near) and all(targets.isdisjoint(unit.targets) for unit in near)

    def _without_name(
        self, parts: list[AddressPart], reading: Interpretation | None, province_code: str | None
    ) -> AddressResolution:
        """No commune by its right name: a zone, a code, a slip, or not enough."""
        for part in parts:
            if part.zones:
                return self._answers.of_zone(part, reading)
        codes = [part.code for part in parts if part.code is not None]
        if codes:
            return self._answers.of_code(codes, reading)
        meant = self._meant(parts)
        if meant is not None:
            return self._answers.of_slip(*meant, province_code)
        if any(part.level is Level.COMMUNE for part in parts):
            return AddressResolution((), AddressQuestion.NOT_FOUND)
        return self._answers.of_area(reading)

    def _meant(self, parts: list[AddressPart]) -> tuple[Interpretation, list[tuple[int, AddressCandidate]]] | None:
        """The part that may be a commune with a slip, in the area that the other parts name, and what it is like."""
        around = understand(parts, accented=False, with_commune=False)
        used = () if around is None else (around.district, around.province)
        free = [
            part
            for part in parts
            if part.level in COMMUNE_LEVELS
            and part not in used
            and (part.longer or not part.loose)
            and part.code is None
        ]
        # The one that is said to be a commune, else the one nearest to its district.
        free.sort(key=lambda part: (part.level is not Level.COMMUNE, -parts.index(part)))
        for part in free:
            found = self._mender.communes_like(part.longer or part.bare, around)
            if found:
                area = Area() if around is None else around.area
                district, province = (None, None) if around is None else (around.district, around.province)
                return Interpretation(part, area, district, province, 0), _with_cost(found, area, part)
        return None


def _with_cost(found: list[tuple[int, Unit]], area: Area, part: AddressPart) -> list[tuple[int, AddressCandidate]]:
    return [
        (slips, AddressCandidate(unit, (area.distance(unit) or 0) + kind_cost(part, unit))) for slips, unit in found
    ]


def _kept(parts: list[AddressPart]) -> list[AddressPart]:
    """No more parts than an address has, each at most twice (thị trấn An Phú, huyện An Phú).

    The work grows with the cube of their number, and a text may be nothing but names.
    """
    seen: Counter[tuple[Level, str]] = Counter()
    kept: list[AddressPart] = []
    for part in reversed(parts):
        seen[part.level, part.bare] += 1
        if seen[part.level, part.bare] <= TWICE and len(kept) < MOST_PARTS:
            kept.append(part)
    return kept[::-1]


def contradicted(reading: Interpretation, parts: list[AddressPart]) -> bool:
    """True when the address also names a district, province or commune that does not go with the reading."""
    targets = {code for unit in reading.best for code in unit.targets}
    after = parts.index(reading.commune) if reading.commune in parts else 0
    return any(_against(part, reading, targets, parts.index(part) > after) for part in reading.unused)


def _against(part: AddressPart, reading: Interpretation, targets: set[str], after: bool) -> bool:
    known = part.known
    if known is None:
        return part.level in (Level.DISTRICT, Level.CITY, Level.COMMUNE)
    if part.level is Level.COMMUNE:
        return targets.isdisjoint(code for unit in known.units for code in unit.targets)
    if part.level is Level.UNSAID and (part.loose or not after):
        return False
    said = [code for district in known.districts for code in district.targets]
    if said and not targets.isdisjoint(said):
        return False
    if known.region is not None and all(unit.province_code == known.region.code for unit in reading.best):
        return False
    if part.level is Level.UNSAID and known.units and not targets.isdisjoint(c for u in known.units for c in u.targets):
        return False
    return bool(known.districts or known.region or part.level is not Level.UNSAID)


def _outside(parts: list[AddressPart], reading: Interpretation | None) -> AddressQuestion | None:
    """Another country or another province: what the address ends with, unless it is the commune that was read."""
    said = [part for part in parts if part.level not in (Level.BELOW, Level.ZONE) and not part.loose]
    for part in reversed(said):
        known = part.known
        if known is None:
            continue
        if reading is not None and part in (reading.district, reading.province):
            return None
        if not (known.outside or known.abroad) or part.level in (Level.COMMUNE, Level.DISTRICT):
            return AddressQuestion.OUT_OF_AREA if _ward_of_a_city(said, reading) else None
        if reading is not None and reading.commune is part and (reading.district or reading.province or len(said) == 1):
            return None
        return AddressQuestion.ANOTHER_COUNTRY if known.abroad else AddressQuestion.OUT_OF_AREA
    return AddressQuestion.OUT_OF_AREA if _ward_of_a_city(said, reading) else None


def _ward_of_a_city(said: list[AddressPart], reading: Interpretation | None) -> bool:
    """A quận: none of the provinces we hold ever had one."""
    return any(part.kind == "quan" and part.known is None for part in said) and (
        reading is None or (reading.district is None and reading.province is None)
    )
