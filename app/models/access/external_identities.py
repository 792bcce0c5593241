"""Identities at an outside issuer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, personal


class ExternalIdentity(Base):
    """Danh tính ở nhà cung cấp bên ngoài (OpenID Connect) gắn với một tài khoản.

    ``subject`` is the blind index of what the issuer calls somebody: that may be a citizen id.
    """

    __tablename__ = "external_identities"
    __table_args__ = (Index("ix_external_identities_account_id", "account_id"),)

    issuer: Mapped[str] = mapped_column(String(300), primary_key=True)
    subject: Mapped[str] = mapped_column(String(300), primary_key=True, info=personal(Mark.ACCOUNT))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    linked_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    linked_at: Mapped[datetime]
