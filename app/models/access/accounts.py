"""Who may sign in, as what, and how: accounts, sessions, invitations, clients, outside identities."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, Key, Sealed, Title, coded, personal
from app.vocabulary import Role


class Account(Base):
    """Tài khoản: thuộc một cơ quan, hoặc thuộc một doanh nghiệp khi là nhân sự doanh nghiệp.

    ``scope_zones`` and ``scope_communes`` bind staff to some places; empty means the whole province.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("(role = 'enterprise_hr') = (enterprise_id IS NOT NULL)", name="hr_has_enterprise"),
        CheckConstraint("(role = 'enterprise_hr') = (organisation_id IS NULL)", name="others_have_organisation"),
    )

    id: Mapped[Key]
    username: Mapped[str] = mapped_column(String(80), unique=True, info=personal(Mark.ACCOUNT))
    display_name: Mapped[Title] = mapped_column(info=personal(Mark.ACCOUNT))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(coded(Role))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"))
    active: Mapped[bool]
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None]
    scope_zones: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    scope_communes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    totp_sealed: Mapped[Sealed | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_step: Mapped[int | None] = mapped_column(BigInteger())
