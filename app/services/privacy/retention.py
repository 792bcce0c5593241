"""What must not be kept longer than needed: each function does one batch and may run again and again.

They return how many rows they changed; a full batch means that there may be more (Law 91/2025/QH15, art. 25: what an
applicant supplied is deleted when nobody is hired; a consent ends on its day).
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Delete, Update, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.reporting_days import end_of, months_after
from app.models import (
    Consent,
    Job,
    Jobseeker,
    LoginAttempt,
    Placement,
    Referral,
    SignInSession,
    StatusEvent,
    Vacancy,
)
from app.models.base import AnySelect
from app.services.people import consents
from app.services.privacy import anonymisation, consent_withdrawal, disclosure_purge
from app.vocabulary import (
    ACTIVE_REFERRALS,
    CURRENT_PLACEMENTS,
    Availability,
    ConsentEnd,
    ConsentPurpose,
)

BATCH = 200
IDLE_MONTHS = 24
NOTICE_DAYS = 30
KEPT_DAYS = 90
"""How long sign-in attempts, ended sessions and finished jobs are kept."""


def expire_consents(session: Session, today: date, now: datetime, limit: int = BATCH) -> int:
    """End consents whose last day has passed, with what stood on them."""
    over = select(Consent.id, Consent.jobseeker_id).where(Consent.ended_at.is_(None), Consent.expires_on < today)
    found = session.execute(over.order_by(Consent.expires_on, Consent.id).limit(limit)).all()
    for jobseeker in _locked(session, {row.jobseeker_id for row in found}):
        theirs = [row for row in consents.standing(session, jobseeker.id) if row.expires_on and row.expires_on < today]
        for consent in theirs:
            # One that has just ended with another needs nothing more.
            if consent.ended_at is None:
                on = consent.expires_on or today
                consent_withdrawal.lapse(session, None, jobseeker, [consent], ConsentEnd.EXPIRED, on, now)
    session.flush()
    return len(found)


def _locked(session: Session, ids: set[UUID]) -> list[Jobseeker]:
    """People, each row locked in the order of ids, as everybody locks several."""
    statement = select(Jobseeker).where(Jobseeker.id.in_(ids)).order_by(Jobseeker.id)
    return list(session.scalars(statement.with_for_update().execution_options(populate_existing=True)))


def purge_disclosures(session: Session, today: date, now: datetime, days: int, limit: int = BATCH) -> int:
    """Take back what was disclosed by introductions that ended without a hire so many days ago."""
    last = select(func.max(StatusEvent.at)).where(StatusEvent.referral_id == Referral.id).scalar_subquery()
    ended = func.coalesce(last, Referral.introduced_at)
    due = disclosure_purge.due(Referral.id, Referral.jobseeker_id).where(ended < end_of(today - timedelta(days=days)))
    rows = session.execute(due.order_by(Referral.id).limit(limit)).all()
    # People first, as everywhere: nobody agrees anew, or is introduced, while this decides what is still needed.
    _locked(session, {row.jobseeker_id for row in rows})
    found = disclosure_purge.purge_due(session, Referral.id.in_([row.id for row in rows]), now)
    for referral in found:
        _end_disclosure(session, referral, today, now)
    session.flush()
    return len(found)


def _end_disclosure(session: Session, referral: Referral, today: date, now: datetime) -> None:
    """The enterprise has no use for the person's identity any more, unless it still is in touch or has hired."""
    enterprise_id = select(Vacancy.enterprise_id).where(Vacancy.id == referral.vacancy_id).scalar_subquery()
    theirs = select(Vacancy.id).where(Vacancy.enterprise_id == enterprise_id)
    in_touch = exists().where(
        Referral.jobseeker_id == referral.jobseeker_id,
        Referral.vacancy_id.in_(theirs),
        Referral.status.in_(ACTIVE_REFERRALS),
    )
    hired = exists().where(
        Placement.jobseeker_id == referral.jobseeker_id,
        Placement.enterprise_id == enterprise_id,
        Placement.status.in_(CURRENT_PLACEMENTS),
    )
    given = select(Consent).where(
        Consent.jobseeker_id == referral.jobseeker_id,
        Consent.purpose == ConsentPurpose.DISCLOSURE,
        Consent.enterprise_id == enterprise_id,
        Consent.ended_at.is_(None),
        ~in_touch,
        ~hired,
    )
    for consent in session.scalars(given):
        consents.end([consent], ConsentEnd.NOT_HIRED, max(today, consent.given_on), now)


def _idle(today: date) -> ColumnElement[bool]:
    """Not heard of for two years, not at work through us, waiting for no answer."""
    waiting = exists().where(Referral.jobseeker_id == Jobseeker.id, Referral.status.in_(ACTIVE_REFERRALS))
    working = exists().where(Placement.jobseeker_id == Jobseeker.id, Placement.status.in_(CURRENT_PLACEMENTS))
    return and_(
        Jobseeker.anonymised_at.is_(None),
        Jobseeker.last_heard_on < months_after(today, -IDLE_MONTHS),
        Jobseeker.availability != Availability.PLACED,
        ~waiting,
        ~working,
    )


def notify_idle(session: Session, today: date, limit: int = BATCH) -> int:
    """Put idle profiles on the list of people to be asked whether they still look for work."""
    due = select(Jobseeker.id).where(_idle(today), Jobseeker.idle_notice_on.is_(None)).order_by(Jobseeker.id)
    noticed = update(Jobseeker).where(_first(Jobseeker.id, due, limit)).values(idle_notice_on=today)
    return _changed(session, noticed, Jobseeker.id)


def anonymise_idle(session: Session, today: date, now: datetime, limit: int = BATCH) -> int:
    """Anonymise whoever was not heard of within 30 days of the notice."""
    noticed = Jobseeker.idle_notice_on <= today - timedelta(days=NOTICE_DAYS)
    due = select(Jobseeker.id).where(_idle(today), noticed).order_by(Jobseeker.id)
    found = _locked(session, set(session.scalars(due.limit(limit))))
    # Asked again under the lock, since there is no way back: somebody may have been in touch or introduced meanwhile.
    still = set(session.scalars(due.where(Jobseeker.id.in_([one.id for one in found]))))
    return sum(anonymisation.anonymise(session, one, None, today, now) for one in found if one.id in still)


def forget_old_attempts(session: Session, now: datetime, limit: int = BATCH) -> int:
    """Delete attempts to sign in that slow nobody down any more."""
    old = select(LoginAttempt.id).where(LoginAttempt.at < now - timedelta(days=KEPT_DAYS))
    return _changed(session, delete(LoginAttempt).where(_first(LoginAttempt.id, old, limit)), LoginAttempt.id)


def forget_old_sessions(session: Session, now: datetime, limit: int = BATCH) -> int:
    """Delete sessions that nobody could use any more for as long."""
    before = now - timedelta(days=KEPT_DAYS)
    old = select(SignInSession.id).where(or_(SignInSession.ended_at < before, SignInSession.expires_at < before))
    return _changed(session, delete(SignInSession).where(_first(SignInSession.id, old, limit)), SignInSession.id)


def forget_old_jobs(session: Session, now: datetime, limit: int = BATCH) -> int:
    """Delete finished jobs; their period will not come again."""
    old = select(Job.id).where(Job.ended_at < now - timedelta(days=KEPT_DAYS))
    return _changed(session, delete(Job).where(_first(Job.id, old, limit)), Job.id)


def _first(column: InstrumentedAttribute[UUID], due: AnySelect, limit: int) -> ColumnElement[bool]:
    return column.in_(due.limit(limit).scalar_subquery())


def _changed(session: Session, statement: Update | Delete, key: InstrumentedAttribute[UUID]) -> int:
    ran = statement.returning(key).execution_options(synchronize_session=False)
    return len(session.scalars(ran).all())
