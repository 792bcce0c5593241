"""Who somebody is: sealed when written, found by blind index, opened only where it must be read."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from app.core.text import fold
from app.models import JobseekerIdentity
from app.schemas.people.identities import IdentityCreate, IdentityUpdate
from app.security.field_encryption import Vault
from app.vocabulary import Sex

TABLE = JobseekerIdentity.__tablename__
SEALED = ("citizen_id", "phone", "address")
INDEXED = ("citizen_id", "phone")
MASK = "•••"


@dataclass(frozen=True, slots=True)
class IdentityInClear:
    """Somebody's identity in clear; never leaves a use case that does not put an entry in the audit log."""

    full_name: str
    birth_date: date
    sex: Sex | None
    citizen_id: str | None
    phone: str | None
    address: str | None


def made(jobseeker_id: UUID, stated: IdentityCreate, vault: Vault) -> JobseekerIdentity:
    """The stored form of what somebody stated."""
    identity = JobseekerIdentity(jobseeker_id=jobseeker_id)
    _state(identity, stated.model_dump(), vault)
    return identity


def change(identity: JobseekerIdentity, stated: IdentityUpdate, vault: Vault) -> None:
    """Change what was sent and keep the rest, so that nobody needs the clear values to correct a name."""
    _state(identity, stated.model_dump(exclude_unset=True), vault)


def _state(identity: JobseekerIdentity, stated: dict[str, Any], vault: Vault) -> None:
    for name, value in stated.items():
        if name in SEALED:
            _put(identity, name, value, vault)
        else:
            setattr(identity, name, value)
    if "full_name" in stated:
        identity.search = fold(stated["full_name"])


def _put(identity: JobseekerIdentity, name: str, plain: str | None, vault: Vault) -> None:
    place = (TABLE, name, identity.jobseeker_id)
    setattr(identity, f"{name}_sealed", None if plain is None else vault.seal_in(plain, *place))
    if name in INDEXED:
        setattr(identity, f"{name}_index", None if plain is None else vault.index(name, plain))


def opened(identity: JobseekerIdentity, vault: Vault) -> IdentityInClear:
    """Everything in clear."""

    def plain(name: str) -> str | None:
        sealed = getattr(identity, f"{name}_sealed")
        return None if sealed is None else vault.open_in(sealed, TABLE, name, identity.jobseeker_id)

    return IdentityInClear(
        identity.full_name,
        identity.birth_date,
        identity.sex,
        plain("citizen_id"),
        plain("phone"),
        plain("address"),
    )


def masked(identity: IdentityInClear) -> IdentityInClear:
    """What everybody who may see the profile reads: enough to recognise a paper held in the hand, not to copy it."""
    return replace(
        identity,
        citizen_id=_tail(identity.citizen_id, 4),
        phone=_tail(identity.phone, 3),
        address=None if identity.address is None else MASK,
    )


def _tail(value: str | None, shown: int) -> str | None:
    return None if value is None else MASK + value[-shown:]


def initials(full_name: str) -> str:
    """What an employer reads of a name before it may know it: "Nguyễn Thị Mẫu" → "N. T. M."."""
    return " ".join(f"{word[0].upper()}." for word in full_name.split())
