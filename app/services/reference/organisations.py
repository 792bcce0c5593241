"""Organisations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.text import fold
from app.models import Organisation
from app.schemas.reference.organisations import OrganisationCreate, OrganisationQuery
from app.services.common import existence, keyset, text_search


def list_organisations(
    session: Session, query: OrganisationQuery, after: keyset.PageKey | None
) -> keyset.Slice[Organisation]:
    """Organisations by code."""
    statement = select(Organisation)
    if query.kind:
        statement = statement.where(Organisation.kind == query.kind)
    if query.q:
        statement = statement.where(text_search.matches(Organisation.search, query.q))
    return keyset.fetch(session, statement, [keyset.Order(Organisation.code)], query, after)


def get_organisation(session: Session, organisation_id: UUID) -> Organisation:
    """One organisation."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound("organisation_not_found")
    return organisation


def create_organisation(session: Session, payload: OrganisationCreate, now: datetime) -> Organisation:
    """Add an organisation."""
    existence.province(session, payload.province_code)
    if payload.commune_code is not None:
        existence.commune(session, payload.commune_code)
    if payload.parent_id is not None:
        existence.organisation(session, payload.parent_id, "/parent_id")
    organisation = Organisation(**payload.model_dump(), search=fold(payload.name), created_at=now)
    session.add(organisation)
    session.flush()
    return organisation
