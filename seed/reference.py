"""Loads the reference lists of ``seed/reference``; loading them again changes nothing.

A row that disappeared from a file stays in the database, because records may point to it (README of the folder).
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.core.ids import new_id
from app.core.text import fold, sort_key
from app.models import (
    Base,
    Commune,
    LegacyCommune,
    Occupation,
    Organisation,
    Plan,
    PlanTarget,
    PlanTargetZoneKind,
    Province,
    ReferenceList,
    SkillLevel,
    Zone,
)
from app.vocabulary import AsOfRule, CommuneKind, Indicator, OrganisationKind, ZoneKind, ZoneStatus

Line = Mapping[str, str]
Values = dict[str, Any]


@dataclass(frozen=True)
class LoadedList:
    """One list after loading; ``changed`` counts the rows that were added or altered."""

    name: str
    version: str
    row_count: int
    changed: int


@dataclass(frozen=True)
class _Loading:
    """What the builders of rows need beside the lines of their own file."""

    session: Session
    now: datetime
    map_version: date

    def column(self, key: Any, value: Any) -> dict[str, Any]:  # noqa: ANN401 - any two columns of a table.
        return {found: other for found, other in self.session.execute(select(key, value))}

    def ids(self, lines: list[Line]) -> dict[str, UUID]:
        """Organisation ids by code: known ones stay, new codes get new ids."""
        known = self.column(Organisation.code, Organisation.id)
        fresh = int(self.now.timestamp() * 1000)
        return known | {line["code"]: new_id(fresh) for line in lines if line["code"] not in known}


def _provinces(_: _Loading, lines: list[Line]) -> list[Values]:
    return [{"code": line["code"], "name": line["name"]} for line in lines]


def _communes(loading: _Loading, lines: list[Line]) -> list[Values]:
    provinces = loading.column(Province.code, Province.name)
    return [
        {
            "code": line["code"],
            "name": line["name"],
            "kind": CommuneKind(line["type"]),
            "province_code": line["province_code"],
            "lat": float(line["lat"]),
            "lon": float(line["lon"]),
            "map_version": loading.map_version,
            "search": fold(f"{line['name']} {provinces[line['province_code']]}"),
            "sort_key": sort_key(line["name"]),
        }
        for line in lines
    ]


def _legacy_communes(_: _Loading, lines: list[Line]) -> list[Values]:
    names = ("old_code", "new_code", "old_province", "old_district", "old_commune")
    return [
        {name: line[name] for name in names}
        | {
            "split": line["split"] == "1",
            "search": fold(f"{line['old_commune']} {line['old_district']} {line['old_province']}"),
        }
        for line in lines
    ]


def _occupations(_: _Loading, lines: list[Line]) -> list[Values]:
    # Parents first: each row is checked against its parent as it is written.
    return [
        {
            "code": line["code"],
            "level": int(line["level"]),
            "parent_code": line["parent_code"] or None,
            "title_vi": line["title_vi"],
            "title_en": line["title_en"],
            "source": line["source"],
            "vsco_code": line["vsco_code"] or None,
            # The bar parts Vietnamese from English: a hit in Vietnamese comes first (services/searching.py).
            "search": " | ".join(
                (fold(f"{line['title_vi']} {line['code']} {line['vsco_code']}"), fold(line["title_en"]))
            ),
        }
        for line in sorted(lines, key=lambda line: (int(line["level"]), line["code"]))
    ]


def _organisations(loading: _Loading, lines: list[Line]) -> list[Values]:
    ids = loading.ids(lines)
    parents = {line["code"]: line["parent_code"] for line in lines}

    def depth(code: str) -> int:
        return 1 + depth(parents[code]) if parents.get(code) else 0

    known = loading.column(Organisation.code, Organisation.created_at)
    return [
        {
            "id": ids[line["code"]],
            "code": line["code"],
            "name": line["name"],
            "kind": OrganisationKind(line["kind"]),
            "province_code": line["province_code"],
            "commune_code": line["commune_code"] or None,
            "parent_id": ids[line["parent_code"]] if line["parent_code"] else None,
            "search": fold(line["name"]),
            "created_at": known.get(line["code"], loading.now),
        }
        for line in sorted(lines, key=lambda line: depth(line["code"]))
    ]


def _zones(loading: _Loading, lines: list[Line]) -> list[Values]:
    communes = loading.column(Commune.code, Commune.name)
    organisations = loading.column(Organisation.code, Organisation.id)
    return [
        {
            "code": line["code"],
            "name": line["name"],
            "kind": ZoneKind(line["kind"]),
            "status": ZoneStatus(line["status"]),
            "province_code": line["province_code"],
            "commune_code": line["commune_code"],
            "area_ha": float(line["area_ha"]) if line["area_ha"] else None,
            "managing_organisation_id": organisations.get(line["managing_organisation_code"]),
            "location_basis": line["location_basis"],
            "source": line["source"],
            "search": fold(f"{line['name']} {communes[line['commune_code']]}"),
        }
        for line in lines
    ]


def _skill_levels(_: _Loading, lines: list[Line]) -> list[Values]:
    return [dict(line) | {"rank": int(line["rank"])} for line in lines]


def _plans(_: _Loading, lines: list[Line]) -> list[Values]:
    return [
        {
            "code": line["code"],
            "title": line["title"],
            "issued_by": line["issuing_organisation_name"],
            "document_number": line["document_number"] or None,
            "issued_text": line["issued_text"] or None,
            "province_code": line["province_code"],
            "territory_note": line["territory_note"] or None,
            "starts_on": date.fromisoformat(line["starts_on"]) if line["starts_on"] else None,
            "ends_on": date.fromisoformat(line["ends_on"]),
        }
        for line in lines
    ]


def _plan_targets(loading: _Loading, lines: list[Line]) -> list[Values]:
    query = select(PlanTarget.plan_code, PlanTarget.indicator, PlanTarget.id)
    ids = {(plan, indicator): key for plan, indicator, key in loading.session.execute(query)}
    return [
        {
            "id": ids.get((line["plan_code"], Indicator(line["indicator"]))) or new_id(),
            "plan_code": line["plan_code"],
            "indicator": Indicator(line["indicator"]),
            "value": int(line["value"]),
            "approximate": line["approximate"] == "1",
            "province_code": line["province_code"],
            "map_version": loading.map_version,
            "starts_on": date.fromisoformat(line["starts_on"]),
            "ends_on": date.fromisoformat(line["ends_on"]),
            "as_of_rule": AsOfRule(line["as_of_rule"]),
            "article": line["article"],
            "reading": line["reading_vi"],
        }
        for line in lines
    ]


@dataclass(frozen=True)
class _List:
    """How one file becomes rows; ``reads`` names the lists whose change alters these rows too."""

    model: type[Base] | None
    build: Callable[[_Loading, list[Line]], list[Values]] = lambda _loading, _lines: []
    reads: tuple[str, ...] = ()


# In the order in which rows may point to each other.
LISTS: dict[str, _List] = {
    "provinces": _List(Province, _provinces),
    "communes": _List(Commune, _communes, ("provinces",)),
    "legacy_communes": _List(LegacyCommune, _legacy_communes),
    "occupations": _List(Occupation, _occupations),
    # The matching engine reads this file itself; only its version is recorded.
    "occupation_bridges": _List(None),
    "organisations": _List(Organisation, _organisations),
    "zones": _List(Zone, _zones, ("communes", "organisations")),
    "skill_levels": _List(SkillLevel, _skill_levels),
    "plans": _List(Plan, _plans),
    "plan_targets": _List(PlanTarget, _plan_targets, ("communes",)),
}


def load_reference(session: Session, now: datetime) -> list[LoadedList]:
    """Bring every list to the state of its file; a list whose checksum is known already is not read again."""
    manifest = {entry["name"]: entry for entry in json.loads(_content("seed/reference/manifest.json"))}
    loading = _Loading(session, now, date.fromisoformat(manifest["communes"]["effective_on"]))
    known = {row.name: row for row in session.scalars(select(ReferenceList))}
    loaded: dict[str, LoadedList] = {}
    for name, spec in LISTS.items():
        entry, content = manifest[name], _content(manifest[name]["file"])
        checksum = hashlib.sha256(content).hexdigest()
        lines: list[Line] = list(csv.DictReader(io.StringIO(content.decode())))
        row = known.get(name)
        same = row is not None and (row.checksum, row.version) == (checksum, entry["version"])
        if same and not any(loaded[other].changed for other in spec.reads):
            loaded[name] = LoadedList(name, entry["version"], len(lines), 0)
            continue
        changed = _upsert(session, spec.model, spec.build(loading, lines)) if spec.model else 0
        if spec.model is PlanTarget:
            _set_zone_kinds(session, lines)
        _record(session, row, entry, checksum, len(lines), now)
        session.flush()
        loaded[name] = LoadedList(name, entry["version"], len(lines), changed)
    return list(loaded.values())


def _content(path: str) -> bytes:
    package, _, below = path.partition("/")
    return resources.files(package).joinpath(below).read_bytes()


def _upsert(session: Session, model: type[Base], rows: list[Values]) -> int:
    """Add what is new, alter what differs; returns how many rows that were."""
    keys = [column.name for column in model.__table__.primary_key]
    known = {tuple(getattr(row, key) for key in keys): row for row in session.scalars(select(model))}
    changed = 0
    for values in rows:
        row = known.get(tuple(values[key] for key in keys))
        if row is None:
            session.add(model(**values))
            changed += 1
            continue
        for name, value in values.items():
            setattr(row, name, value)
        changed += session.is_modified(row)
    session.flush()
    return changed


def _set_zone_kinds(session: Session, lines: list[Line]) -> None:
    """The kinds belong to their target's line, so here a kind that left the file leaves the table too."""
    wanted = {(line["plan_code"], Indicator(line["indicator"])): line["zone_kinds"].split("|") for line in lines}
    for target in session.scalars(select(PlanTarget).options(selectinload(PlanTarget.zone_kinds))):
        kinds = wanted.get((target.plan_code, target.indicator))
        if kinds is not None and {kind.zone_kind.value for kind in target.zone_kinds} != set(kinds):
            target.zone_kinds = [PlanTargetZoneKind(target_id=target.id, zone_kind=ZoneKind(kind)) for kind in kinds]


def _record(
    session: Session, row: ReferenceList | None, entry: Line, checksum: str, row_count: int, now: datetime
) -> None:
    if row is None:
        row = ReferenceList(name=entry["name"])
        session.add(row)
    row.title_vi, row.version = entry["title_vi"], entry["version"]
    row.effective_on = date.fromisoformat(entry["effective_on"])
    row.source, row.licence = entry["source"], entry["licence"]
    row.checksum, row.row_count, row.loaded_at = checksum, row_count, now
