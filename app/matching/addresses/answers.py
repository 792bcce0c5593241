"""From a reading to the answer: which communes, how sure, why, and whether to ask."""

from collections.abc import Iterable, Sequence

from app.matching.addresses.gazetteer import Gazetteer, Unit
from app.matching.addresses.interpretation import OTHER_KIND, OTHER_MARKS, AddressCandidate, Area, Interpretation
from app.matching.addresses.keywords import Level
from app.matching.addresses.parser import AddressPart
from app.matching.addresses.types import AddressMatch, AddressQuestion, AddressReason, AddressResolution, MapYear

MOST = 5
SURE_ENOUGH = 0.7
Question = AddressQuestion


class Answers:
    """Builds answers; knows only the lists."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._names = gazetteer
        self._provinces = {region.code: region.name for region in gazetteer.regions.values() if region.current}

    def of_reading(self, reading: Interpretation, province_code: str | None) -> AddressResolution:
        """A commune by its name."""
        units = reading.best
        confidence, notes = _certainty(reading)
        own = [unit for unit in units if unit.province_code == province_code]
        if reading.province is None and own and len(own) < len(units) and len(_targets(units)) > 1:
            units, confidence = own, confidence * 0.9
            notes = [*notes, AddressReason("own_province", {"province": self._provinces[own[0].province_code]})]
        question = _open_question(units)
        bare = is_area_too(reading)
        if bare and (question or len(set(self._around(reading))) > 1):
            question = bare
        return self._answer(units, confidence, notes, question)

    def _around(self, reading: Interpretation) -> Iterable[str]:
        """The communes that a bare name means when it is a commune's, and when it is a district's."""
        known = reading.commune.known if reading.commune else None
        yield from _targets(reading.best)
        for district in known.districts if known else ():
            if reading.area.region is None or reading.area.region.code == district.region.code:
                yield from district.targets

    def of_contradiction(
        self, reading: Interpretation, meant: tuple[Interpretation, list[tuple[int, AddressCandidate]]] | None
    ) -> AddressResolution:
        """Names that do not go together: what each of them may mean, and always a question."""
        like = [] if meant is None or meant[0].district is None else [candidate.unit for _, candidate in meant[1]]
        named = [
            unit
            for part in reading.unused
            for unit in (part.known.units if part.known and part.level is Level.COMMUNE else ())
            if Area((), reading.area.region).distance(unit) is not None
        ]
        return self._answer([*like, *reading.best, *named], 0.5, [], Question.CONTRADICTION)

    def of_slip(
        self, reading: Interpretation, found: list[tuple[int, AddressCandidate]], province_code: str | None
    ) -> AddressResolution:
        """A commune whose name is written with a slip: taken only when nothing else is nearly as like."""
        own = [one for one in found if one[1].unit.province_code == province_code]
        if reading.province is None and reading.district is None and own:
            found = own
        fewest = found[0][0]
        least = min(candidate.cost for slips, candidate in found if slips == fewest)
        nearest = [c.unit for slips, c in found if slips == fewest and c.cost == least]
        targets = set(_targets(nearest))
        others = [slips for slips, c in found if not targets.issuperset(c.unit.targets)]
        margin = min(others, default=3) - fewest
        said = reading.commune is not None and reading.commune.level is Level.COMMUNE
        part = reading.commune
        known_elsewhere = part is not None and part.known is not None and not (part.longer or part.slips) and fewest > 0
        sure = (reading.district is not None and margin >= fewest) or (
            reading.province is not None and said and fewest == 1 and margin > 1
        )
        confidence, _ = _certainty(reading)
        notes = [AddressReason("slip", {})]
        if sure and not known_elsewhere:
            return self._answer(nearest, confidence * (0.9 if fewest == 1 else 0.8), notes, _open_question(nearest))
        ordered = [c.unit for _, c in sorted(found, key=lambda one: (one[0], one[1].cost))]
        question = Question.CONTRADICTION if known_elsewhere else Question.UNSURE
        return self._answer(ordered, confidence * 0.6, notes, question)

    def of_zone(self, part: AddressPart, reading: Interpretation | None) -> AddressResolution:
        """An industrial park lies in one commune; a border-gate zone in several, and a name may be of several zones."""
        found = [unit for zone in part.zones for unit in self._names.by_code[zone.code] if not unit.former]
        there = [unit for unit in found if reading is None or reading.area.distance(unit) is not None]
        notes = [AddressReason("zone", {"zone": part.zones[0].name})]
        if not there:
            return self._answer(found, 0.4, notes, Question.CONTRADICTION)
        question = Question.UNSURE if part.kind == "gate" else _open_question(there)
        return self._answer(there, 0.75, notes, question)

    def of_code(self, codes: Sequence[str], reading: Interpretation | None) -> AddressResolution:
        """A code without a name: good when both maps give it the same commune."""
        units = [unit for code in codes for unit in self._names.by_code[code]]
        if reading is not None:
            there = [unit for unit in units if reading.area.distance(unit) is not None]
            if not there:
                # Five digits that are no code here are a postal code or a house.
                return self.of_area(reading)
            units = there
        notes = [AddressReason("code", {"unit_code": codes[0]})]
        return self._answer(units, 0.9, notes, _open_question(units))

    def of_area(self, reading: Interpretation | None) -> AddressResolution:
        """No commune at all: perhaps a district that became one commune, else a question."""
        if reading is None:
            return AddressResolution((), Question.NOT_FOUND)
        if reading.district is None:
            return AddressResolution((), Question.ONLY_PROVINCE)
        targets = dict.fromkeys(code for district in reading.area.districts for code in district.targets)
        if len(targets) > MOST:
            return AddressResolution((), Question.ONLY_DISTRICT)
        grounds = {
            code: AddressReason("former_district", {"district": one.name, "province": one.region.name})
            for one in reading.area.districts
            for code in one.targets
        }
        share = round(0.85 / len(targets), 2)
        matches = tuple(AddressMatch(code, MapYear.BEFORE_2025, share, (grounds[code],)) for code in targets)
        return AddressResolution(matches, None if len(targets) == 1 else Question.ONLY_DISTRICT)

    def _answer(
        self, units: Sequence[Unit], confidence: float, notes: list[AddressReason], question: Question | None
    ) -> AddressResolution:
        """Current communes first, each commune once under its first ground."""
        grounds: dict[str, Unit] = {}
        for unit in sorted(units, key=lambda unit: unit.former) if question is not Question.UNSURE else units:
            for code in unit.targets:
                grounds.setdefault(code, unit)
        shared = confidence if question is None else confidence / max(len(grounds), 2)
        if question is None and confidence < SURE_ENOUGH:
            question = Question.UNSURE
        matches = tuple(
            AddressMatch(code, _map_of(unit), round(shared, 2), (self._ground(unit, code), *notes))
            for code, unit in list(grounds.items())[:MOST]
        )
        return AddressResolution(matches, question)

    def _ground(self, unit: Unit, code: str) -> AddressReason:
        if not unit.former:
            return AddressReason(
                "current_commune", {"commune": unit.name, "province": self._provinces[unit.province_code]}
            )
        (district,) = unit.districts
        facts = {
            "commune": unit.name,
            "district": district.name,
            "province": district.region.name,
            "now": self._names.current[code].name,
        }
        return AddressReason("split_commune" if unit.split else "former_commune", facts)


def _map_of(unit: Unit) -> MapYear:
    return MapYear.BEFORE_2025 if unit.former else MapYear.FROM_2025


def _targets(units: Iterable[Unit]) -> list[str]:
    return list(dict.fromkeys(code for unit in units for code in unit.targets))


def _open_question(units: Sequence[Unit]) -> Question | None:
    if any(unit.split for unit in units):
        return Question.SPLIT
    if len(_targets(units)) <= 1:
        return None
    one_province = len({unit.province_code for unit in units}) == 1
    both_maps = len({unit.former for unit in units}) == 2
    return Question.TWO_MAPS if both_maps and one_province else Question.REPEATED


def is_area_too(reading: Interpretation) -> Question | None:
    """ "Châu Phú, An Giang": today a commune, until 2025 also a district; "Long An" a commune and a province."""
    part = reading.commune
    if part is None or part.level is not Level.UNSAID or part.known is None or reading.district is not None:
        return None
    if part.known.region is not None and reading.province is None:
        return Question.ONLY_PROVINCE
    region = reading.area.region
    if any(region is None or region.code == district.region.code for district in part.known.districts):
        return Question.ONLY_DISTRICT
    return None


def _certainty(reading: Interpretation) -> tuple[float, list[AddressReason]]:
    """How sure, from 0 to 1, and what takes away from it."""
    notes: list[AddressReason] = []
    confidence = {(True, True): 1.0, (True, False): 0.95, (False, True): 0.92, (False, False): 0.82}[
        reading.district is not None, reading.province is not None
    ]
    cost = min((candidate.cost for candidate in reading.candidates), default=0)
    confidence *= 1 - 0.03 * cost
    part = reading.commune
    if part is not None and part.loose:
        # Words beside it that are not understood: the name may be another, longer one.
        beside = any(other.known for other in reading.unused) or (part.longer and reading.unused)
        unsaid = part.level is Level.UNSAID and beside
        confidence *= 0.65 if unsaid else 0.85
        notes.append(AddressReason("words_beside", {}))
    if cost >= min(OTHER_KIND, OTHER_MARKS):
        notes.append(AddressReason("not_quite", {}))
    slips = sum(part.slips for part in (reading.district, reading.province) if part is not None)
    if slips:
        confidence *= 0.93**slips
        notes.append(AddressReason("slip_around", {}))
    return confidence, notes
