"""Doing what a person asked: deleted, restricted, withdrawn, shown, corrected."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.permissions import Actor
from app.core.reporting_days import begin_of, day_of
from app.models import AuditEntry, DataRequest, Jobseeker, Referral
from app.services.common.pool_changes import note_change
from app.services.placement import referrals
from app.services.privacy import anonymisation, consent_withdrawal, data_requests, disclosure_purge
from app.vocabulary import DataRequestKind, DataRequestStatus, EventReason

EXPORT = "export_jobseeker"
"""The operation by which a person is shown all that is held."""


def complete_data_request(session: Session, actor: Actor, request_id: UUID, now: datetime) -> DataRequest:
    """Do what the request asks, and close it.

    Conflict ``already_placed`` when somebody with a current job asks for deletion, ``export_missing`` when somebody
    asked to see the data and no export was made since.
    """
    request = data_requests.locked(session, actor, request_id)
    jobseeker = session.get_one(Jobseeker, request.jobseeker_id)
    data_requests.close(session, request, DataRequestStatus.DONE, actor, now)
    _DO[request.kind](session, actor, jobseeker, request, now)
    session.flush()
    return request


Do = Callable[[Session, Actor, Jobseeker, DataRequest, datetime], None]


def _see(session: Session, actor: Actor, jobseeker: Jobseeker, request: DataRequest, now: datetime) -> None:
    exported = exists().where(
        AuditEntry.action == EXPORT,
        AuditEntry.subject_id == str(jobseeker.id),
        AuditEntry.at >= begin_of(request.received_on),
    )
    if not session.scalar(select(exported)):
        raise Conflict("export_missing")


def _correct(session: Session, actor: Actor, jobseeker: Jobseeker, request: DataRequest, now: datetime) -> None:
    """The profile was changed in its own place, with its own entries in the audit log."""


def _delete(session: Session, actor: Actor, jobseeker: Jobseeker, request: DataRequest, now: datetime) -> None:
    anonymisation.anonymise(session, jobseeker, actor, day_of(now), now)


def _restrict(session: Session, actor: Actor, jobseeker: Jobseeker, request: DataRequest, now: datetime) -> None:
    jobseeker.restricted = True
    referrals.withdraw_others(session, jobseeker.id, actor, now, EventReason.RESTRICTION_ASKED)
    note_change(session, jobseeker.id)


def _withdraw(session: Session, actor: Actor, jobseeker: Jobseeker, request: DataRequest, now: datetime) -> None:
    """What enterprises were told goes now: the term of the law ends with this request, not with the daily job."""
    consent_withdrawal.withdraw_all(session, actor, jobseeker, day_of(now), now)
    disclosure_purge.purge_due(session, Referral.jobseeker_id == jobseeker.id, now)


_DO: dict[DataRequestKind, Do] = {
    DataRequestKind.SEE: _see,
    DataRequestKind.CORRECT: _correct,
    DataRequestKind.DELETE: _delete,
    DataRequestKind.RESTRICT: _restrict,
    DataRequestKind.OBJECT: _restrict,
    DataRequestKind.WITHDRAW: _withdraw,
}
