"""Titles that somebody confirmed to mean an occupation."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key


class OccupationAlias(Base):
    """Tên gọi nghề đã được xác nhận là một mã nghề; a title has one confirmed meaning at a time."""

    __tablename__ = "occupation_aliases"
    __table_args__ = (
        CheckConstraint("length(occupation_code) = 4", name="occupation_level"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawal"),
        Index(
            "uq_occupation_aliases_confirmed",
            "folded",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_occupation_aliases_folded", "folded"),
        Index("ix_occupation_aliases_occupation_code", "occupation_code"),
    )

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200))
    occupation_code: Mapped[str] = mapped_column(ForeignKey("occupations.code"))
    note: Mapped[str | None] = mapped_column(String(300))
    confirmed_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_at: Mapped[datetime | None]
