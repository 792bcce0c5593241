"""Enterprises' requests for support in recruiting."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key, coded
from app.vocabulary import QualificationLevel, RequestStatus


class SupportRequest(Base):
    """Yêu cầu hỗ trợ giới thiệu lao động: bao nhiêu người, nghề gì, đến khi nào ("nếu có", KH 2026, I.1)."""

    __tablename__ = "support_requests"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("occupation_code IS NOT NULL OR title IS NOT NULL", name="trade"),
        CheckConstraint("requested_on <= needed_by", name="period"),
        Index("ix_support_requests_enterprise_id_requested_on", "enterprise_id", "requested_on"),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    survey_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("survey_lines.id"), unique=True)
    received_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    requested_on: Mapped[date]
    needed_by: Mapped[date | None]
    occupation_code: Mapped[str | None] = mapped_column(ForeignKey("occupations.code"))
    title: Mapped[str | None] = mapped_column(String(200))
    quantity: Mapped[int]
    level: Mapped[QualificationLevel | None] = mapped_column(coded(QualificationLevel))
    status: Mapped[RequestStatus] = mapped_column(coded(RequestStatus))
    created_at: Mapped[datetime]
