"""Sessions: what every access token and every cookie belongs to."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import Account, SignInSession
from app.vocabulary import SessionEnd, SessionKind


def begin(
    session: Session, account: Account, kind: SessionKind, *, now: datetime, hours: int, second_factor: bool = False
) -> SignInSession:
    """A new session of an account, with an id of its own, for at most so many hours."""
    begun = SignInSession(
        account_id=account.id,
        kind=kind,
        second_factor=second_factor,
        created_at=now,
        last_used_at=now,
        expires_at=now + timedelta(hours=hours),
    )
    session.add(begun)
    session.flush()
    return begun


def end_all(session: Session, account_id: UUID, reason: SessionEnd, now: datetime) -> None:
    """End every session of an account at once, with all its tokens and cookies."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now, end_reason=reason)
    )
