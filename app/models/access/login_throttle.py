"""Attempts to sign in: what slows guessing down."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Digest, Key, coded
from app.vocabulary import LoginOutcome


class LoginAttempt(Base):
    """Một lần thử đăng nhập, by keyed digests of user name and address; what slows guessing down."""

    __tablename__ = "login_attempts"
    __table_args__ = (
        Index("ix_login_attempts_account_key_at", "account_key", "at"),
        Index("ix_login_attempts_address_key_at", "address_key", "at"),
    )

    id: Mapped[Key]
    account_key: Mapped[Digest]
    address_key: Mapped[Digest]
    at: Mapped[datetime]
    outcome: Mapped[LoginOutcome] = mapped_column(coded(LoginOutcome))
