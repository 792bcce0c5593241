"""Which version of each reference list is loaded."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Note, Title


class ReferenceList(Base):
    """Danh mục dùng chung: phiên bản, ngày áp dụng, nguồn và giấy phép."""

    __tablename__ = "reference_lists"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    title_vi: Mapped[Title]
    version: Mapped[Code]
    effective_on: Mapped[date]
    source: Mapped[Note]
    licence: Mapped[Title]
    checksum: Mapped[str] = mapped_column(String(64))
    row_count: Mapped[int]
    loaded_at: Mapped[datetime]


class SkillLevel(Base):
    """One line of a declared scale and the rank 0–6 it stands for (docs/domain.md §3)."""

    __tablename__ = "skill_levels"

    scale: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)
    label_vi: Mapped[Title]
    rank: Mapped[int]
    note: Mapped[Title]
