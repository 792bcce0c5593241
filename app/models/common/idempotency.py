"""Answers that were given, kept so that the same request sent again does nothing twice."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Digest


class IdempotencyKey(Base):
    """Khóa chống gửi lặp của một người gọi, with the answer, stored in the transaction of the effect; kept 72 hours."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        Index("ix_idempotency_keys_created_at", "created_at"),
        Index("ix_idempotency_keys_subject", "subject"),
    )

    caller: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request_hash: Mapped[Digest]
    subject: Mapped[str | None] = mapped_column(String(80))
    status: Mapped[int | None]
    media_type: Mapped[str | None] = mapped_column(String(80))
    etag: Mapped[str | None] = mapped_column(String(80))
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
