"""Both maps, indexed by folded name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.matching.addresses.keywords import ABROAD, OUTSIDE
from app.matching.addresses.tokens import name_words, number_of

NameKey = tuple[str, ...]
_COMMUNE_KINDS = (("thi", "tran"), ("dac", "khu"), ("phuong",), ("xa",))
_DISTRICT_KINDS = (("thi", "xa"), ("thanh", "pho"), ("huyen",), ("quan",))
_ZONE_KINDS = (("khu", "kinh", "te", "cua", "khau"), ("khu", "cong", "nghiep"), ("cum", "cong", "nghiep"))
_ZONE_SHORT = {"kcn": "park", "ccn": "park", "kktck": "gate", "kkt": "gate"}
# How the word is also written: "Thứ 11".
_ALSO = {("thu", "muoi", "mot"): ("thu", "11")}


class CurrentCommune(NamedTuple):
    """A commune of the map of 1 July 2025; ``kind`` is xa, phuong or dac_khu."""

    code: str
    name: str
    kind: str
    province_code: str


class FormerCommune(NamedTuple):
    """Where a commune of the 63-province map went; one row a target, ``split`` when it has several."""

    old_province: str
    old_district: str
    old_commune: str
    old_code: str
    new_code: str
    split: bool


class ZoneEntry(NamedTuple):
    """An industrial park or border-gate zone, and the commune it is listed under."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A province's name. ``code``: of today's province; ``current``: the name is still in use, ``former``: it was."""

    name: str
    code: str
    current: bool


@dataclass(frozen=True, slots=True, eq=False)
class District:
    """A district of the old map with today's communes that took in a part of it."""

    name: str
    kind: str
    marked: NameKey
    region: Region
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A commune of either map; ``targets`` are codes of today's map, one for a current commune and for most old ones.

    ``districts`` and ``regions``: for an old commune its own, for a current one those it took in.
    """

    name: str
    kind: str
    bare: str
    marked: NameKey
    former: bool
    code: str
    province_code: str
    targets: tuple[str, ...]
    split: bool
    districts: frozenset[District]
    regions: frozenset[Region]


@dataclass(slots=True)
class KnownName:
    """All that bears one folded name."""

    units: list[Unit] = field(default_factory=list)
    districts: list[District] = field(default_factory=list)
    region: Region | None = None
    outside: bool = False
    abroad: bool = False


class Gazetteer:
    """Names, codes and zones of both maps."""

    def __init__(
        self,
        communes: Iterable[CurrentCommune],
        provinces: Mapping[str, str],
        former: Iterable[FormerCommune],
        zones: Iterable[tuple[str, str]],
    ) -> None:
        self.names: dict[NameKey, KnownName] = {}
        self.zones: dict[NameKey, list[ZoneEntry]] = {}
        self.by_code: dict[str, list[Unit]] = {}
        self.current: dict[str, CurrentCommune] = {row.code: row for row in communes}
        self.regions = {name: Region(name, code, current=True) for code, name in provinces.items()}
        rows = sorted(row for row in former if row.new_code in self.current)
        for row in rows:
            code = self.current[row.new_code].province_code
            self.regions.setdefault(row.old_province, Region(row.old_province, code, current=False))
        self.districts = self._read_districts(rows)
        self.units = [*self._current_units(rows), *self._former_units(rows)]
        self.initials: dict[str, KnownName] = {}
        self._index()
        for name, code in zones:
            self._add_zone(name, code)
        self.longest = max(map(len, self.names), default=0)
        self.longest_zone = max(map(len, self.zones), default=1) - 1

    def _read_districts(self, rows: list[FormerCommune]) -> dict[tuple[str, str], District]:
        found: dict[tuple[str, str], dict[str, None]] = {}
        for row in rows:
            found.setdefault((row.old_province, row.old_district), {})[row.new_code] = None
        read = {}
        for (province, name), targets in found.items():
            kind, _, marked = parted(name, _DISTRICT_KINDS)
            read[province, name] = District(name, kind, marked, self.regions[province], tuple(targets))
        return read

    def _current_units(self, rows: list[FormerCommune]) -> Iterator[Unit]:
        districts: dict[str, set[District]] = {code: set() for code in self.current}
        regions: dict[str, set[Region]] = {code: set() for code in self.current}
        for row in rows:
            districts[row.new_code].add(self.districts[row.old_province, row.old_district])
            regions[row.new_code].add(self.regions[row.old_province])
        for code, commune in self.current.items():
            _, bare, marked = parted(commune.name, _COMMUNE_KINDS)
            yield Unit(
                name=commune.name,
                kind=commune.kind,
                bare=" ".join(bare),
                marked=marked,
                former=False,
                code=code,
                province_code=commune.province_code,
                targets=(code,),
                split=False,
                districts=frozenset(districts[code]),
                regions=frozenset(regions[code]),
            )

    def _former_units(self, rows: list[FormerCommune]) -> Iterator[Unit]:
        together: dict[tuple[str, str, str, str], list[FormerCommune]] = {}
        for row in rows:
            together.setdefault(row[:4], []).append(row)
        for (province, district, name, code), parts in together.items():
            kind, bare, marked = parted(name, _COMMUNE_KINDS)
            yield Unit(
                name=name,
                kind=kind,
                bare=" ".join(bare),
                marked=marked,
                former=True,
                code=code,
                province_code=self.regions[province].code,
                targets=tuple(part.new_code for part in parts),
                split=any(part.split for part in parts),
                districts=frozenset({self.districts[province, district]}),
                regions=frozenset({self.regions[province]}),
            )

    def _index(self) -> None:
        for unit in self.units:
            for key in also(tuple(unit.bare.split())):
                self._known(key).units.append(unit)
            self.by_code.setdefault(unit.code, []).append(unit)
        for district in self.districts.values():
            bare = parted(district.name, _DISTRICT_KINDS)[1]
            self._known(bare).districts.append(district)
            initials = f"{district.kind} {''.join(word[0] for word in bare)}"
            self.initials.setdefault(initials, KnownName()).districts.append(district)
        for initials, known in list(self.initials.items()):
            if len({district.marked for district in known.districts}) > 1:
                del self.initials[initials]
        for region in self.regions.values():
            self._known(name_words(region.name)[0]).region = region
        for name in OUTSIDE.split(", "):
            known = self._known(name_words(name)[0])
            known.outside = known.region is None
        for name in ABROAD.split(", "):
            self._known(name_words(name)[0]).abroad = True

    def _known(self, key: NameKey) -> KnownName:
        return self.names.setdefault(key, KnownName())

    def _add_zone(self, name: str, code: str) -> None:
        if code not in self.current:
            return
        whole = name_words(name)[0]
        kind = _ZONE_SHORT.get(whole[0]) if whole else None
        rest = whole[1:] if kind else parted(name, _ZONE_KINDS)[1]
        kind = kind or ("gate" if "kinh" in whole[:4] else "park")
        prefix = len(whole) - len(rest)
        for short in (name, name.partition("(")[0], name.partition(" - ")[0]):
            key = name_words(short)[0][prefix:]
            if "khu vực" in name:
                # "KKTCK An Giang - khu vực Tịnh Biên": An Giang alone would not say which.
                key = name_words(name.partition("khu vực")[2])[0]
            zone = ZoneEntry(name, code)
            if key and zone not in self.zones.setdefault((kind, *key), []):
                self.zones[kind, *key].append(zone)


def parted(name: str, kinds: tuple[NameKey, ...]) -> tuple[str, NameKey, NameKey]:
    """A name of the lists as kind, bare and marked syllables: "Thị trấn Cái Dầu" → thi_tran, (cai, dau), …"""
    bare, marked = name_words(name)
    for kind in kinds:
        if bare[: len(kind)] == kind and len(bare) > len(kind):
            rest = bare[len(kind) :]
            if len(rest) == 1 and (number := number_of(rest[0])):
                return "_".join(kind), (number,), (number,)
            return "_".join(kind), rest, marked[len(kind) :]
    return "", bare, marked


def also(key: NameKey) -> tuple[NameKey, ...]:
    """A name and its other spelling, when it has one."""
    return (key, _ALSO[key]) if key in _ALSO else (key,)
