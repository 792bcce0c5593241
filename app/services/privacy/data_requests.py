"""Requests of the person: a worklist by due day (Law 91/2025/QH15, Decree 356/2025/NĐ-CP).

Acknowledged within 2 working days. Withdrawal, restriction and objection done within 15 days; seeing and correcting
within 10, deletion within 20 of the 10 to 20 days that the law gives by kind. One extension of at most 15 days. A term
that would end on a rest day or holiday ends on the next working day (Civil Code 2015, art. 147 and 148(5)).
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.orm import Session

from app.core import working_days
from app.core.errors import Conflict, invalid
from app.core.permissions import Actor
from app.core.reporting_days import day_of
from app.models import DataRequest, Jobseeker
from app.schemas.privacy.data_requests import DataRequestCreate, DataRequestExtend, DataRequestQuery, DataRequestRefuse
from app.services.common import audit, keyset, scoping
from app.vocabulary import (
    ACKNOWLEDGE_WORKING_DAYS,
    DATA_REQUEST_DAYS,
    DATA_REQUEST_TRANSITIONS,
    OPEN_DATA_REQUESTS,
    DataRequestKind,
    DataRequestStatus,
)


def due_after(start: date, days: int) -> date:
    """The last day of a term of calendar days; the day it starts on is not counted."""
    return working_days.on_or_after(start + timedelta(days=days))


def list_data_requests(
    session: Session, actor: Actor, query: DataRequestQuery, today: date, after: keyset.PageKey | None
) -> keyset.Slice[DataRequest]:
    """Requests, the one that is due first on top."""
    statement = scoping.visible(select(DataRequest), DataRequest, actor)
    for column, value in (
        (DataRequest.status, query.status),
        (DataRequest.kind, query.kind),
        (DataRequest.jobseeker_id, query.jobseeker_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if query.overdue is not None:
        unacknowledged = and_(DataRequest.status == DataRequestStatus.RECEIVED, DataRequest.acknowledge_by < today)
        late = and_(DataRequest.status.in_(OPEN_DATA_REQUESTS), or_(unacknowledged, DataRequest.due_on < today))
        statement = statement.where(late if query.overdue else not_(late))
    order = [keyset.Order(DataRequest.due_on), keyset.Order(DataRequest.id)]
    return keyset.fetch(session, statement, order, query, after)


def get_data_request(session: Session, actor: Actor, request_id: UUID) -> DataRequest:
    """One request."""
    return scoping.find(session, DataRequest, request_id, actor, "data_request_not_found")


def create_data_request(
    session: Session, actor: Actor, jobseeker_id: UUID, payload: DataRequestCreate, now: datetime
) -> DataRequest:
    """Record what a person asks, with the days by which the law wants it acknowledged and done."""
    today = day_of(now)
    jobseeker = scoping.find(session, Jobseeker, jobseeker_id, actor, "jobseeker_not_found", share=True)
    if payload.received_on > today:
        raise invalid("/received_on", "in_the_future")
    return _opened(session, actor, jobseeker.id, payload.kind, payload.received_on, now, payload.note)


def open_unless_open(
    session: Session, actor: Actor, jobseeker_id: UUID, kind: DataRequestKind, received_on: date, now: datetime
) -> None:
    """A request that follows from something else, unless the person has such a request open."""
    same = select(DataRequest.id).where(
        DataRequest.jobseeker_id == jobseeker_id,
        DataRequest.kind == kind,
        DataRequest.status.in_(OPEN_DATA_REQUESTS),
    )
    if session.scalar(same.limit(1)) is None:
        _opened(session, actor, jobseeker_id, kind, received_on, now, None)


def _opened(
    session: Session,
    actor: Actor,
    jobseeker_id: UUID,
    kind: DataRequestKind,
    received_on: date,
    now: datetime,
    note: str | None,
) -> DataRequest:
    request = DataRequest(
        jobseeker_id=jobseeker_id,
        kind=kind,
        status=DataRequestStatus.RECEIVED,
        received_on=received_on,
        recorded_at=now,
        recorded_by_id=actor.account_id,
        acknowledge_by=working_days.after(received_on, ACKNOWLEDGE_WORKING_DAYS),
        due_on=due_after(received_on, DATA_REQUEST_DAYS[kind]),
        note=note,
    )
    session.add(request)
    session.flush()
    return request


def acknowledge_data_request(session: Session, actor: Actor, request_id: UUID, now: datetime) -> DataRequest:
    """The person was told that the request has arrived."""
    request = locked(session, actor, request_id)
    move(session, request, DataRequestStatus.ACKNOWLEDGED)
    request.acknowledged_at = now
    session.flush()
    return request


def extend_data_request(
    session: Session, actor: Actor, request_id: UUID, payload: DataRequestExtend, today: date
) -> DataRequest:
    """Put the due day off, once and before it has passed."""
    request = locked(session, actor, request_id)
    if request.status not in OPEN_DATA_REQUESTS:
        raise Conflict("data_request_closed")
    if request.extended_on is not None:
        raise Conflict("data_request_extended")
    if request.due_on < today:
        raise Conflict("data_request_overdue")
    request.due_on = due_after(request.due_on, payload.days)
    request.extended_on, request.extension_reason = today, payload.reason
    audit.note(session, days=payload.days, due_on=request.due_on.isoformat())
    session.flush()
    return request


def refuse_data_request(
    session: Session, actor: Actor, request_id: UUID, payload: DataRequestRefuse, now: datetime
) -> DataRequest:
    """Close a request without doing what it asks."""
    request = locked(session, actor, request_id)
    close(session, request, DataRequestStatus.REFUSED, actor, now)
    request.refusal_reason = payload.reason
    session.flush()
    return request


def locked(session: Session, actor: Actor, request_id: UUID) -> DataRequest:
    """A request that is going to change; the person's row is locked first, as everywhere."""
    request = get_data_request(session, actor, request_id)
    session.scalars(select(Jobseeker.id).where(Jobseeker.id == request.jobseeker_id).with_for_update()).one()
    return scoping.find(session, DataRequest, request_id, actor, "data_request_not_found", lock=True)


def move(session: Session, request: DataRequest, to: DataRequestStatus) -> None:
    """Change the status if the table allows it."""
    if to not in DATA_REQUEST_TRANSITIONS[request.status]:
        raise Conflict("transition_not_allowed", from_status=request.status, to_status=to)
    request.status = to
    audit.note(session, kind=request.kind.value)


def close(session: Session, request: DataRequest, to: DataRequestStatus, actor: Actor | None, now: datetime) -> None:
    """End a locked request; whoever gets the result knows that it had arrived."""
    move(session, request, to)
    request.acknowledged_at = request.acknowledged_at or now
    request.closed_at, request.closed_by_id = now, None if actor is None else actor.account_id
