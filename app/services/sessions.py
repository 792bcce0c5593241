"""Sessions: what every access token and every cookie belongs to."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.models import Account, SignInSession
from app.vocabulary import SessionKind


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
