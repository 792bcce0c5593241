"""Communes of the current map and the old ones they took in."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.text import fold, normal
from app.matching.addresses import Addresses, AddressMatch, AddressQuestion
from app.models import Commune, LegacyCommune
from app.schemas.reference.communes import CommuneQuery, CommunesResolve
from app.services.common import keyset, text_search


def list_communes(session: Session, query: CommuneQuery, after: keyset.PageKey | None) -> keyset.Slice[Commune]:
    """Communes by name, or by nearness to what was typed; an old commune's name finds where it went."""
    statement = select(Commune)
    order = [keyset.Order(Commune.sort_key), keyset.Order(Commune.code)]
    if query.province_code:
        statement = statement.where(Commune.province_code == query.province_code)
    if query.q:
        old = select(LegacyCommune.new_code).where(text_search.phrase(LegacyCommune.search, query.q))
        statement = statement.where(or_(text_search.phrase(Commune.search, query.q), Commune.code.in_(old)))
        order.insert(0, keyset.Order(_nearness(query.q)))
    return keyset.fetch(session, statement, order, query, after)


def _nearness(query: str) -> ColumnElement[Any]:
    """An order for hits: 1 the whole name as typed, 2 the name folded, 3 within the name, 4 by province or old name."""
    typed, bare = normal(query), fold(query)
    kinds = ("", "xa ", "phuong ", "dac khu ")
    whole = [Commune.sort_key.startswith(f"{kind}{bare}\u0001", autoescape=True) for kind in kinds]
    accented = or_(*(Commune.name.endswith(form, autoescape=True) for form in {typed, typed.title()}))
    within = Commune.sort_key.contains(f" {bare}", autoescape=True)
    return case((and_(accented, or_(*whole)), 1), (or_(*whole), 2), (within, 3), else_=4)


@dataclass(frozen=True, slots=True)
class CommuneDetail:
    """A commune and what it was made of."""

    commune: Commune
    former: list[LegacyCommune]


def get_commune(session: Session, code: str) -> CommuneDetail:
    """One commune; NotFound for a code that is not on the current map."""
    commune = session.get(Commune, code)
    if commune is None:
        raise NotFound("commune_not_found")
    former = select(LegacyCommune).where(LegacyCommune.new_code == code).order_by(LegacyCommune.old_code)
    return CommuneDetail(commune, list(session.scalars(former)))


@dataclass(frozen=True, slots=True)
class CommuneMatch:
    """A commune that an address may mean: what was found, and what the current map calls it."""

    found: AddressMatch
    name: str
    province_code: str


@dataclass(frozen=True, slots=True)
class ResolvedAddress:
    """What one address may mean, the likeliest first; ``question``: why a person must settle it, or None."""

    matches: list[CommuneMatch]
    question: AddressQuestion | None


def resolve_communes(addresses: Addresses, payload: CommunesResolve) -> list[ResolvedAddress]:
    """The communes that free-text addresses mean, in the order of the question; nothing of the text is kept."""
    resolved = (addresses.resolve(text, payload.province_code) for text in payload.addresses)
    return [
        ResolvedAddress([_match(addresses, match) for match in found.matches], found.question) for found in resolved
    ]


def _match(addresses: Addresses, match: AddressMatch) -> CommuneMatch:
    commune = addresses.commune(match.code)
    return CommuneMatch(match, commune.name, commune.province_code)
