"""Headcounts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound, invalid
from app.models import LabourUse
from app.permissions import Actor
from app.schemas.labour_use import LabourUseCreate, LabourUseQuery
from app.services import enterprises, paging, scoping


def list_labour_use(
    session: Session, actor: Actor, query: LabourUseQuery, after: paging.Key | None
) -> paging.Slice[LabourUse]:
    """Headcounts, newest day first."""
    statement = scoping.visible(select(LabourUse), LabourUse, actor)
    if query.enterprise_id:
        statement = statement.where(LabourUse.enterprise_id == query.enterprise_id)
    order = [paging.Order(LabourUse.as_of, descending=True), paging.Order(LabourUse.id, descending=True)]
    return paging.fetch(session, statement, order, query, after)


def record_labour_use(
    session: Session, actor: Actor, payload: LabourUseCreate, today: date, now: datetime
) -> LabourUse:
    """Record how many people work at an enterprise on a day; one figure an enterprise and day."""
    enterprise = enterprises.operating(session, actor, payload.enterprise_id)
    if payload.as_of > today:
        raise invalid("/as_of", "in_the_future")
    labour_use = LabourUse(
        **payload.model_dump(exclude={"enterprise_id"}),
        enterprise_id=enterprise.id,
        recorded_by_id=actor.organisation_id,
        recorded_at=now,
    )
    session.add(labour_use)
    session.flush()
    return labour_use


def get_labour_use(session: Session, actor: Actor, labour_use_id: UUID) -> LabourUse:
    """One headcount."""
    return scoping.find(session, LabourUse, labour_use_id, actor, NotFound("labour_use_not_found"))
