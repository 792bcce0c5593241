"""What an introduction told an enterprise, taken back: the figure stays, what it was made of goes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from app.models import Referral, StatusEvent
from app.services.explaining import without_facts


def purge(session: Session, referrals: Sequence[Referral], now: datetime) -> None:
    """Facts, what the points were for, and reasons written about the person; score, points and gates are kept."""
    for referral in referrals:
        referral.facts = None
        referral.parts = without_facts(referral.parts)
        referral.purged_at = referral.purged_at or now
    silence(session, StatusEvent.referral_id.in_([referral.id for referral in referrals]))
    session.flush()


def silence(session: Session, whose: ColumnElement[bool]) -> None:
    """Empty the reasons of some events; that and when something happened stays."""
    session.execute(
        update(StatusEvent)
        .where(whose, StatusEvent.reason.is_not(None))
        .values(reason=None)
        .execution_options(synchronize_session=False)
    )
