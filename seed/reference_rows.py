"""From the lines of the reference files to rows, list by list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

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
    Province,
    SkillLevel,
    Zone,
)
from app.vocabulary import AsOfRule, CommuneKind, Indicator, OrganisationKind, ZoneKind, ZoneStatus

Line = Mapping[str, str]


Values = dict[str, Any]


@dataclass(frozen=True)
class Loading:
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


def _provinces(_: Loading, lines: list[Line]) -> list[Values]:
    return [{"code": line["code"], "name": line["name"]} for line in lines]


def _communes(loading: Loading, lines: list[Line]) -> list[Values]:
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


def _legacy_communes(_: Loading, lines: list[Line]) -> list[Values]:
    names = ("old_code", "new_code", "old_province", "old_district", "old_commune")
    return [
        {name: line[name] for name in names}
        | {
            "split": line["split"] == "1",
            "search": fold(f"{line['old_commune']} {line['old_district']} {line['old_province']}"),
        }
        for line in lines
    ]


def _occupations(_: Loading, lines: list[Line]) -> list[Values]:
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


def _organisations(loading: Loading, lines: list[Line]) -> list[Values]:
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


def _zones(loading: Loading, lines: list[Line]) -> list[Values]:
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


def _skill_levels(_: Loading, lines: list[Line]) -> list[Values]:
    return [dict(line) | {"rank": int(line["rank"])} for line in lines]


def _plans(_: Loading, lines: list[Line]) -> list[Values]:
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


def _plan_targets(loading: Loading, lines: list[Line]) -> list[Values]:
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
class ReferenceFile:
    """How one file becomes rows; ``reads`` names the lists whose change alters these rows too."""

    model: type[Base] | None
    build: Callable[[Loading, list[Line]], list[Values]] = lambda _loading, _lines: []
    reads: tuple[str, ...] = ()


# In the order in which rows may point to each other.
LISTS: dict[str, ReferenceFile] = {
    "provinces": ReferenceFile(Province, _provinces),
    "communes": ReferenceFile(Commune, _communes, ("provinces",)),
    "legacy_communes": ReferenceFile(LegacyCommune, _legacy_communes),
    "occupations": ReferenceFile(Occupation, _occupations),
    # The matching engine reads this file itself; only its version is recorded.
    "occupation_bridges": ReferenceFile(None),
    "organisations": ReferenceFile(Organisation, _organisations),
    "zones": ReferenceFile(Zone, _zones, ("communes", "organisations")),
    "skill_levels": ReferenceFile(SkillLevel, _skill_levels),
    "plans": ReferenceFile(Plan, _plans),
    "plan_targets": ReferenceFile(PlanTarget, _plan_targets, ("communes",)),
}
