"""All that is held on one person: every marked field of every table, in clear, and who read it in clear and when.

What is given follows from the marks on the models, so a new field cannot be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, inspect, or_, select
from sqlalchemy.orm import Session

from app.core.errors import Forbidden
from app.core.permissions import Actor
from app.core.personal_data import Mark
from app.messages.privacy import SECTIONS
from app.models import (
    Account,
    AuditEntry,
    Base,
    Commune,
    Enterprise,
    Jobseeker,
    Occupation,
    Organisation,
    Placement,
    Referral,
    StatusEvent,
    Vacancy,
    Zone,
)
from app.models.base import PERSONAL
from app.security.field_encryption import Vault
from app.services.common import scoping
from app.services.people import priority_groups
from app.services.privacy import identity_reveal
from app.vocabulary import Availability, PlacementStatus, ReferralStatus, RevealReason, Role

SEALED = "_sealed"
DERIVED = frozenset({"search"})
"""Made of another field for finding it, like the blind indexes: nothing that is not given already."""
NAMED: dict[str, tuple[type[Base], str]] = {
    "organisations": (Organisation, "name"),
    "enterprises": (Enterprise, "name"),
    "vacancies": (Vacancy, "title"),
    "communes": (Commune, "name"),
    "zones": (Zone, "name"),
    "occupations": (Occupation, "title_vi"),
}
STATUSES: dict[str, type[StrEnum]] = {
    "jobseeker_id": Availability,
    "referral_id": ReferralStatus,
    "placement_id": PlacementStatus,
}


@dataclass(frozen=True, slots=True)
class HeldField:
    """One field as it is stored, in clear where it is sealed.

    ``meaning`` is what to put into words instead: the name of what a key points to, the status that a line of the log
    spells out, or else the value itself.
    """

    name: str
    value: object
    meaning: object


@dataclass(frozen=True, slots=True)
class HeldSection:
    """The records of one table, each with the fields that an export gives."""

    table: str
    records: list[list[HeldField]]


@dataclass(frozen=True, slots=True)
class ReadingInClear:
    """One time that somebody read the person's data in clear, and for whom: the organisation or the enterprise."""

    at: datetime
    action: str
    role: Role | None
    belongs_to: str | None
    reason: RevealReason | None


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that is held on one person, and the readings, the oldest first."""

    jobseeker_id: UUID
    made_at: datetime
    sections: list[HeldSection]
    readings: list[ReadingInClear]


def marked(model: type[Base]) -> dict[str, Mark]:
    """The fields of a model that hold something of a person, with their marks."""
    columns = inspect(model).columns
    return {name: column.info[PERSONAL] for name, column in columns.items() if PERSONAL in column.info}


def given(model: type[Base]) -> list[str]:
    """The fields of a model that an export gives."""
    return [name for name in marked(model) if name not in DERIVED and not name.endswith("_index")]


def models() -> dict[str, type[Base]]:
    """The models of the sections, in their order."""
    by_table = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    return {name: by_table[name] for name in SECTIONS}


def export_jobseeker(session: Session, actor: Actor, jobseeker_id: UUID, now: datetime, vault: Vault) -> Holdings:
    """Everything, or Forbidden ``priority_groups_closed``: who may not know all of it cannot give all of it."""
    scoping.find(session, Jobseeker, jobseeker_id, actor, "jobseeker_not_found")
    if not priority_groups.may_know(session, actor):
        raise Forbidden("priority_groups_closed")
    sections = []
    for table, model in models().items():
        rows = session.scalars(_about(model, jobseeker_id).order_by(*inspect(model).primary_key))
        records = [[_field(session, vault, row, table, key) for key in given(model)] for row in rows]
        sections.append(HeldSection(table, records))
    return Holdings(jobseeker_id, now, sections, list(_readings(session, jobseeker_id)))


def _about(model: type[Base], jobseeker_id: UUID) -> Select[Any]:
    """The rows of a table about a person, also those about what was done with the person."""
    if model is Jobseeker:
        return select(Jobseeker).where(Jobseeker.id == jobseeker_id)
    if model is StatusEvent:
        referrals = select(Referral.id).where(Referral.jobseeker_id == jobseeker_id)
        placements = select(Placement.id).where(Placement.jobseeker_id == jobseeker_id)
        return select(StatusEvent).where(
            or_(
                StatusEvent.jobseeker_id == jobseeker_id,
                StatusEvent.referral_id.in_(referrals),
                StatusEvent.placement_id.in_(placements),
            )
        )
    return select(model).where(inspect(model).columns["jobseeker_id"] == jobseeker_id)


def _field(session: Session, vault: Vault, row: Base, table: str, key: str) -> HeldField:
    name, value = key.removesuffix(SEALED), getattr(row, key)
    if value is None:
        return HeldField(name, None, None)
    if key.endswith(SEALED):
        value = vault.open_in(value, table, name, row.__mapper__.primary_key_from_instance(row)[0])
    return HeldField(name, value, _meaning(session, row, key, value) or value)


def _meaning(session: Session, row: Base, key: str, value: object) -> str | StrEnum | None:
    """What a key points to is called, or the status of which a log keeps the bare code."""
    if isinstance(row, StatusEvent) and key in ("from_status", "to_status"):
        subject = next(name for name in STATUSES if getattr(row, name) is not None)
        return STATUSES[subject](str(value))
    for foreign in inspect(type(row)).columns[key].foreign_keys:
        model, name = NAMED[foreign.column.table.name]
        found = session.get(model, value)
        return None if found is None else str(getattr(found, name))
    return None


def _readings(session: Session, jobseeker_id: UUID) -> Iterator[ReadingInClear]:
    referrals = session.scalars(select(Referral.id).where(Referral.jobseeker_id == jobseeker_id))
    keys = [str(jobseeker_id), *(str(key) for key in referrals)]
    entries = select(AuditEntry).where(AuditEntry.subject_id.in_(keys), AuditEntry.action.in_(identity_reveal.READINGS))
    for entry in session.scalars(entries.order_by(AuditEntry.seq)):
        yield ReadingInClear(
            at=entry.at,
            action=entry.action,
            role=entry.role,
            belongs_to=_belongs_to(session, entry.account_id),
            reason=None if entry.reason is None else RevealReason(entry.reason),
        )


def _belongs_to(session: Session, account_id: UUID | None) -> str | None:
    account = None if account_id is None else session.get(Account, account_id)
    if account is None:
        return None
    if account.enterprise_id is not None:
        return session.get_one(Enterprise, account.enterprise_id).name
    organisation = session.get(Organisation, account.organisation_id)
    return None if organisation is None else organisation.name
