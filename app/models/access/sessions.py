"""Sessions: what every access token and cookie belongs to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Digest, Key, coded
from app.vocabulary import SessionEnd, SessionKind


class SignInSession(Base):
    """Phiên đăng nhập: every access token and cookie belongs to one, so ending it ends them at once.

    ``secret_hash`` is of the refresh token or the cookie; ``previous_hash`` of the refresh token before, whose use
    again is theft.
    """

    __tablename__ = "sign_in_sessions"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_has_reason"),
        Index("ix_sign_in_sessions_account_id", "account_id"),
        Index("ix_sign_in_sessions_previous_hash", "previous_hash"),
        Index("ix_sign_in_sessions_expires_at", "expires_at"),
    )

    id: Mapped[Key]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[SessionKind] = mapped_column(coded(SessionKind))
    secret_hash: Mapped[Digest | None] = mapped_column(unique=True)
    previous_hash: Mapped[Digest | None]
    client_id: Mapped[UUID | None] = mapped_column(ForeignKey("api_clients.id"))
    scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    second_factor: Mapped[bool]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[SessionEnd | None] = mapped_column(coded(SessionEnd))
