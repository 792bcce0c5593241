"""Loads the reference lists of ``seed/reference``; loading them again changes nothing.

A row that disappeared from a file stays in the database, because records may point to it (README of the folder).
"""

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.models import (
    Base,
    PlanTarget,
    PlanTargetZoneKind,
    ReferenceList,
)
from app.vocabulary import Indicator, ZoneKind
from seed.reference_rows import LISTS, Line, Loading, Values


@dataclass(frozen=True)
class LoadedList:
    """One list after loading; ``changed`` counts the rows that were added or altered."""

    name: str
    version: str
    row_count: int
    changed: int


def load_reference(session: Session, now: datetime) -> list[LoadedList]:
    """Bring every list to the state of its file; a list whose checksum is known already is not read again."""
    manifest = {entry["name"]: entry for entry in json.loads(_content("seed/reference/manifest.json"))}
    loading = Loading(session, now, date.fromisoformat(manifest["communes"]["effective_on"]))
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
