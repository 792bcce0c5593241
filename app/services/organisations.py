"""Organisations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Organisation
from app.schemas.organisations import OrganisationCreate, OrganisationQuery
from app.services import paging, references, searching
from app.text import fold


def list_organisations(
    session: Session, query: OrganisationQuery, after: paging.Key | None
) -> paging.Slice[Organisation]:
    """Organisations by code."""
    statement = select(Organisation)
    if query.kind:
        statement = statement.where(Organisation.kind == query.kind)
    if query.q:
        statement = statement.where(searching.matches(Organisation.search, query.q))
    return paging.fetch(session, statement, [paging.Order(Organisation.code)], query, after)


def get_organisation(session: Session, organisation_id: UUID) -> Organisation:
    """One organisation."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound("organisation_not_found")
    return organisation


def create_organisation(session: Session, payload: OrganisationCreate, now: datetime) -> Organisation:
    """Add an organisation."""
    references.province(session, payload.province_code)
    if payload.commune_code is not None:
        references.commune(session, payload.commune_code)
    if payload.parent_id is not None:
        references.organisation(session, payload.parent_id, "/parent_id")
    organisation = Organisation(**payload.model_dump(), search=fold(payload.name), created_at=now)
    session.add(organisation)
    session.flush()
    return organisation
