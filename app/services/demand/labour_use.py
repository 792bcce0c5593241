"""Headcounts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound, invalid
from app.core.permissions import Actor
from app.core.reporting_days import day_of
from app.models import LabourUse
from app.schemas.demand.labour_use import LabourUseCreate, LabourUseQuery, LabourUseUpdate
from app.services.common import audit, keyset, scoping
from app.services.demand import enterprises
from app.vocabulary import LabourUseSource, Role


def list_labour_use(
    session: Session, actor: Actor, query: LabourUseQuery, after: keyset.PageKey | None
) -> keyset.Slice[LabourUse]:
    """Headcounts, newest day first."""
    statement = scoping.visible(select(LabourUse), LabourUse, actor)
    if query.enterprise_id:
        statement = statement.where(LabourUse.enterprise_id == query.enterprise_id)
    order = [keyset.Order(LabourUse.as_of, descending=True), keyset.Order(LabourUse.id, descending=True)]
    return keyset.fetch(session, statement, order, query, after)


def record_labour_use(session: Session, actor: Actor, payload: LabourUseCreate, now: datetime) -> LabourUse:
    """Record how many people work at an enterprise on a day; one figure an enterprise and day."""
    today = day_of(now)
    enterprise = enterprises.operated_on(session, actor, payload.enterprise_id, payload.as_of)
    if actor.role is Role.ENTERPRISE_HR and payload.source is not LabourUseSource.LABOUR_REPORT:
        # An enterprise reports for itself; it does not speak for the Board or for a survey.
        raise invalid("/source", "source_not_yours")
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


def correct_labour_use(
    session: Session,
    actor: Actor,
    labour_use_id: UUID,
    payload: LabourUseUpdate,
    now: datetime,
    held: scoping.VersionCheck,
) -> LabourUse:
    """Put right a figure that was mistyped; an enterprise corrects what it reported itself."""
    labour_use = scoping.find(session, LabourUse, labour_use_id, actor, "labour_use_not_found", lock=True)
    held()
    if actor.role is Role.ENTERPRISE_HR and labour_use.source is not LabourUseSource.LABOUR_REPORT:
        raise Conflict("source_not_yours")
    audit.note(session, headcount_before=labour_use.headcount, women_before=labour_use.women)
    labour_use.headcount, labour_use.women = payload.headcount, payload.women
    labour_use.recorded_by_id, labour_use.recorded_at = actor.organisation_id, now
    session.flush()
    return labour_use


def get_labour_use(session: Session, actor: Actor, labour_use_id: UUID) -> LabourUse:
    """One headcount."""
    return scoping.find(session, LabourUse, labour_use_id, actor, NotFound("labour_use_not_found"))
