"""What an introduction told an enterprise, taken back: the figure stays, what it was made of goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from app.models import Referral, StatusEvent
from app.models.base import AnySelect
from app.services.common import idempotency
from app.services.placement.score_parts import without_facts
from app.vocabulary import ReferralStatus


def due(*columns: Any) -> AnySelect:  # noqa: ANN401 - columns or a model, as ``select`` takes them.
    """Of the introductions that ended without a hire, those that were not taken back yet."""
    ended = (ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN)
    return select(*columns).where(Referral.status.in_(ended), Referral.purged_at.is_(None))


def purge_due(session: Session, which: ColumnElement[bool], now: datetime) -> Sequence[Referral]:
    """Take back what some introductions told that ended without a hire; which these were."""
    statement = due(Referral).where(which).order_by(Referral.id).with_for_update()
    found: Sequence[Referral] = session.scalars(statement.execution_options(populate_existing=True)).all()
    purge(session, found, now)
    return found


def purge(session: Session, referrals: Sequence[Referral], now: datetime) -> None:
    """Facts, what the points were for, and reasons written about the person; score, points and gates are kept."""
    for referral in referrals:
        referral.facts = None
        referral.parts = without_facts(referral.parts)
        referral.purged_at = referral.purged_at or now
    silence(session, StatusEvent.referral_id.in_([referral.id for referral in referrals]))
    idempotency.take_back(session, [referral.id for referral in referrals])
    session.flush()


def silence(session: Session, whose: ColumnElement[bool]) -> None:
    """Empty the reasons of some events; that and when something happened stays."""
    session.execute(
        update(StatusEvent)
        .where(whose, or_(StatusEvent.reason.is_not(None), StatusEvent.reason_code.is_not(None)))
        .values(reason=None, reason_code=None)
        .execution_options(synchronize_session=False)
    )
