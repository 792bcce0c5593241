"""Who may sign in, and as what."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key, Title, coded
from app.vocabulary import Role


class Account(Base):
    """Tài khoản: thuộc một cơ quan, hoặc thuộc một doanh nghiệp khi là nhân sự doanh nghiệp."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("(role = 'enterprise_hr') = (enterprise_id IS NOT NULL)", name="hr_has_enterprise"),
        CheckConstraint("(role = 'enterprise_hr') = (organisation_id IS NULL)", name="others_have_organisation"),
    )

    id: Mapped[Key]
    username: Mapped[str] = mapped_column(String(80), unique=True)
    display_name: Mapped[Title]
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(coded(Role))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"))
    active: Mapped[bool]
    created_at: Mapped[datetime]
