"""The occupation tree (ISCO-08 with the Vietnamese code beside it)."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Title


class Occupation(Base):
    """Nghề nghiệp: ISCO-08 code, title and the code of Decision 34/2020/QĐ-TTg where it is known."""

    __tablename__ = "occupations"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4 AND length(code) = level", name="level"),
        CheckConstraint("(level = 1) = (parent_code IS NULL)", name="parent"),
        Index("ix_occupations_level_code", "level", "code"),
    )

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    level: Mapped[int]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("occupations.code"))
    title_vi: Mapped[Title]
    title_en: Mapped[Title]
    source: Mapped[Code]
    vsco_code: Mapped[str | None] = mapped_column(String(5))
    search: Mapped[str] = mapped_column(String(700))
