"""Headcounts: how many people work at an enterprise on a day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key, coded
from app.vocabulary import LabourUseSource


class LabourUse(Base):
    """Số lao động đang làm việc tại một doanh nghiệp vào một ngày."""

    __tablename__ = "labour_use"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "as_of"),
        CheckConstraint("headcount BETWEEN 0 AND 1000000", name="headcount"),
        CheckConstraint("women BETWEEN 0 AND headcount", name="women"),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    as_of: Mapped[date]
    headcount: Mapped[int]
    women: Mapped[int | None]
    source: Mapped[LabourUseSource] = mapped_column(coded(LabourUseSource))
    survey_id: Mapped[UUID | None] = mapped_column(ForeignKey("surveys.id"))
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    recorded_at: Mapped[datetime]
