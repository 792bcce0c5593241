"""Communes of the current map and the old ones they took in."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Commune, LegacyCommune
from app.schemas.communes import CommuneQuery
from app.services import paging, searching
from app.text import fold, normal


def list_communes(session: Session, query: CommuneQuery, after: paging.Key | None) -> paging.Slice[Commune]:
    """Communes by name, or by nearness to what was typed; an old commune's name finds where it went."""
    statement = select(Commune)
    order = [paging.Order(Commune.sort_key), paging.Order(Commune.code)]
    if query.province_code:
        statement = statement.where(Commune.province_code == query.province_code)
    if query.q:
        old = select(LegacyCommune.new_code).where(searching.phrase(LegacyCommune.search, query.q))
        statement = statement.where(or_(searching.phrase(Commune.search, query.q), Commune.code.in_(old)))
        order.insert(0, paging.Order(_nearness(query.q)))
    return paging.fetch(session, statement, order, query, after)


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
