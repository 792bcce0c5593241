"""Codes and ids that a body names must exist: a clear 422 with the pointer, instead of a broken foreign key."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.errors import invalid
from app.models import Base, Commune, Occupation, Organisation, Province, Zone

B = TypeVar("B", bound=Base)


def require(session: Session, model: type[B], key: str | UUID, pointer: str, code: str) -> B:
    """The row a body names, or 422 with ``code`` at ``pointer``."""
    row = session.get(model, key)
    if row is None:
        raise invalid(pointer, code)
    return row


def commune(session: Session, code: str, pointer: str = "/commune_code") -> Commune:
    """A commune of the current map."""
    return require(session, Commune, code, pointer, "unknown_commune")


def province(session: Session, code: str, pointer: str = "/province_code") -> Province:
    """A province."""
    return require(session, Province, code, pointer, "unknown_province")


def occupation(session: Session, code: str, pointer: str = "/occupation_code") -> Occupation:
    """An occupation of any level."""
    return require(session, Occupation, code, pointer, "unknown_occupation")


def zone(session: Session, code: str, pointer: str = "/zone_code") -> Zone:
    """A zone."""
    return require(session, Zone, code, pointer, "unknown_zone")


def organisation(session: Session, key: UUID, pointer: str) -> Organisation:
    """An organisation."""
    return require(session, Organisation, key, pointer, "unknown_organisation")
