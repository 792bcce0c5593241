"""Enterprises' requests for support."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, invalid
from app.core.permissions import Actor
from app.core.reporting_days import day_of
from app.models import Placement, StatusEvent, SupportRequest
from app.schemas.demand.support_requests import SupportRequestCreate, SupportRequestQuery
from app.services.common import existence, keyset, scoping, status_events
from app.services.demand import enterprises
from app.vocabulary import REQUEST_TRANSITIONS, PlacementStatus, RequestStatus


def list_support_requests(
    session: Session, actor: Actor, query: SupportRequestQuery, after: keyset.PageKey | None
) -> keyset.Slice[SupportRequest]:
    """Requests, newest first."""
    statement = scoping.visible(select(SupportRequest), SupportRequest, actor)
    if query.enterprise_id:
        statement = statement.where(SupportRequest.enterprise_id == query.enterprise_id)
    if query.status:
        statement = statement.where(SupportRequest.status == query.status)
    return keyset.fetch(session, statement, [keyset.Order(SupportRequest.id, descending=True)], query, after)


def get_support_request(session: Session, actor: Actor, request_id: UUID) -> SupportRequest:
    """One request."""
    return scoping.find(session, SupportRequest, request_id, actor, "support_request_not_found")


def support_request_with_events(
    session: Session, actor: Actor, request_id: UUID
) -> tuple[SupportRequest, list[status_events.StatusChange]]:
    """One request with its log."""
    found = get_support_request(session, actor, request_id)
    return found, status_events.history(session, StatusEvent.support_request_id, request_id, actor)


def placed_for(session: Session, request_id: UUID) -> int:
    """How many people were hired for a request, cancelled hires left out."""
    hired = select(func.count()).where(
        Placement.support_request_id == request_id, Placement.status != PlacementStatus.CANCELLED
    )
    return session.scalar(hired) or 0


def create_support_request(
    session: Session, actor: Actor, payload: SupportRequestCreate, now: datetime
) -> SupportRequest:
    """Record a request."""
    today = day_of(now)
    enterprise = enterprises.operating(session, actor, payload.enterprise_id)
    if payload.requested_on > today:
        raise invalid("/requested_on", "in_the_future")
    if payload.occupation_code is not None:
        existence.occupation(session, payload.occupation_code)
    request = SupportRequest(
        **payload.model_dump(exclude={"enterprise_id"}),
        enterprise_id=enterprise.id,
        received_by_id=actor.organisation_id,
        status=RequestStatus.OPEN,
        created_at=now,
    )
    session.add(request)
    session.flush()
    status_events.note(
        session, request.id, None, RequestStatus.OPEN, subject=StatusEvent.support_request_id, actor=actor, now=now
    )
    session.flush()
    return request


def close_support_request(
    session: Session, actor: Actor, request_id: UUID, reason: str | None, now: datetime
) -> SupportRequest:
    """The request is dealt with."""
    return _move(session, actor, request_id, RequestStatus.CLOSED, reason, now)


def reopen_support_request(
    session: Session, actor: Actor, request_id: UUID, reason: str | None, now: datetime
) -> SupportRequest:
    """There is more to do after all."""
    return _move(session, actor, request_id, RequestStatus.OPEN, reason, now)


def withdraw_support_request(
    session: Session, actor: Actor, request_id: UUID, reason: str | None, now: datetime
) -> SupportRequest:
    """The enterprise takes its request back; it is no longer among the requested heads.

    Not once somebody was hired for it: then the counted people would outnumber the requested; it is closed instead.
    """
    scoping.find(session, SupportRequest, request_id, actor, "support_request_not_found", lock=True)
    if placed_for(session, request_id):
        raise Conflict("request_has_placements")
    return _move(session, actor, request_id, RequestStatus.WITHDRAWN, reason, now)


def _move(
    session: Session, actor: Actor, request_id: UUID, to: RequestStatus, reason: str | None, now: datetime
) -> SupportRequest:
    request = scoping.find(session, SupportRequest, request_id, actor, "support_request_not_found", lock=True)
    subject = StatusEvent.support_request_id
    status_events.move(
        session, request, to, table=REQUEST_TRANSITIONS, subject=subject, actor=actor, now=now, reason=reason
    )
    session.flush()
    return request
