"""The occupation tree."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Occupation
from app.schemas.occupations import OccupationQuery
from app.services import paging, searching


def list_occupations(session: Session, query: OccupationQuery, after: paging.Key | None) -> paging.Slice[Occupation]:
    """Occupations by code, or by nearness to what was typed."""
    statement = select(Occupation)
    order = [paging.Order(Occupation.code)]
    if query.level is not None:
        statement = statement.where(Occupation.level == query.level)
    if query.under:
        statement = statement.where(Occupation.code.startswith(query.under))
    if query.q:
        statement = statement.where(searching.matches(Occupation.search, query.q))
        nearness = searching.nearness(Occupation.title_vi, Occupation.search, query.q)
        vietnamese = searching.before_bar(Occupation.search, query.q)
        order = [
            paging.Order(vietnamese),
            paging.Order(nearness),
            paging.Order(func.length(Occupation.title_vi)),
            *order,
        ]
    return paging.fetch(session, statement, order, query, after)


def get_occupation(session: Session, code: str) -> Occupation:
    """One occupation."""
    occupation = session.get(Occupation, code)
    if occupation is None:
        raise NotFound("occupation_not_found")
    return occupation
