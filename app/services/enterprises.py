"""Enterprises and investors."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import Conflict, invalid
from app.models import Enterprise
from app.permissions import Actor
from app.schemas.enterprises import EnterpriseCreate, EnterpriseQuery
from app.services import paging, references, scoping, searching
from app.text import fold
from app.vocabulary import EnterpriseStage


def list_enterprises(
    session: Session, actor: Actor, query: EnterpriseQuery, after: paging.Key | None
) -> paging.Slice[Enterprise]:
    """Enterprises by time of entry."""
    statement = scoping.visible(select(Enterprise), Enterprise, actor)
    if query.zone_code:
        statement = statement.where(Enterprise.zone_code == query.zone_code)
    if query.stage:
        statement = statement.where(Enterprise.stage == query.stage)
    if query.kind:
        statement = statement.where(Enterprise.kind == query.kind)
    if query.q:
        by_code = Enterprise.tax_code.startswith(query.q, autoescape=True)
        statement = statement.where(or_(searching.matches(Enterprise.search, query.q), by_code))
    return paging.fetch(session, statement, [paging.Order(Enterprise.id)], query, after)


def get_enterprise(session: Session, actor: Actor, enterprise_id: UUID) -> Enterprise:
    """One enterprise."""
    return scoping.find(session, Enterprise, enterprise_id, actor, "enterprise_not_found")


def create_enterprise(session: Session, payload: EnterpriseCreate, now: datetime) -> Enterprise:
    """Add an enterprise; its tax code must be new."""
    _check_places(session, payload)
    enterprise = Enterprise(**payload.model_dump(), search=fold(payload.name), created_at=now, updated_at=now)
    session.add(enterprise)
    session.flush()
    return enterprise


def replace_enterprise(
    session: Session, actor: Actor, enterprise_id: UUID, payload: EnterpriseCreate, now: datetime
) -> Enterprise:
    """State all facts of an enterprise anew, for instance when an investor begins to operate or a firm closes."""
    enterprise = scoping.find(session, Enterprise, enterprise_id, actor, "enterprise_not_found", lock=True)
    _check_places(session, payload)
    for name, value in payload.model_dump().items():
        setattr(enterprise, name, value)
    enterprise.search = fold(payload.name)
    enterprise.updated_at = now
    session.flush()
    return enterprise


def _check_places(session: Session, payload: EnterpriseCreate) -> None:
    references.commune(session, payload.commune_code)
    if payload.zone_code is not None:
        references.zone(session, payload.zone_code)


def operating(session: Session, actor: Actor, enterprise_id: UUID) -> Enterprise:
    """The enterprise a body names, which must be in operation to have a vacancy, a request or a headcount."""
    enterprise = scoping.find(
        session, Enterprise, enterprise_id, actor, invalid("/enterprise_id", "unknown_enterprise")
    )
    if enterprise.stage is not EnterpriseStage.OPERATING:
        raise Conflict("enterprise_not_operating")
    return enterprise
