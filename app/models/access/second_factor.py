"""The second factor: recovery codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Digest


class RecoveryCode(Base):
    """Mã dự phòng khi mất thiết bị xác thực; used once."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    code_hash: Mapped[Digest] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]
