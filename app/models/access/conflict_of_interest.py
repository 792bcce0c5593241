"""Enterprises to which staff belong."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class AccountAffiliation(Base):
    """Tài khoản cơ quan có liên quan đến một doanh nghiệp; may not introduce anybody into it (conflict of interest)."""

    __tablename__ = "account_affiliations"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    declared_on: Mapped[date]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
