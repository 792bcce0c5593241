"""Invitations to open an account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, Digest, Key, Title, coded, personal
from app.vocabulary import Role


class Invitation(Base):
    """Lời mời lập tài khoản: the code is shown once and handed over; staff approve whom it brings."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("(role = 'enterprise_hr') = (enterprise_id IS NOT NULL)", name="hr_has_enterprise"),
        CheckConstraint("(role = 'enterprise_hr') = (organisation_id IS NULL)", name="others_have_organisation"),
        CheckConstraint("(accepted_at IS NULL) = (account_id IS NULL)", name="accepted_has_account"),
        Index("ix_invitations_enterprise_id", "enterprise_id"),
    )

    id: Mapped[Key]
    code_hash: Mapped[Digest] = mapped_column(unique=True)
    role: Mapped[Role] = mapped_column(coded(Role))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"))
    display_name: Mapped[Title] = mapped_column(info=personal(Mark.ACCOUNT))
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
