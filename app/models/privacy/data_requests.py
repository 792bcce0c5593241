"""What a person agreed to, and what a person asked of us (Law 91/2025/QH15, Decree 356/2025/NĐ-CP)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, Key, coded, personal
from app.vocabulary import DataRequestKind, DataRequestStatus


class DataRequest(Base):
    """Yêu cầu của chủ thể dữ liệu, with the days by which the law wants it acknowledged and done."""

    __tablename__ = "data_requests"
    __table_args__ = (
        CheckConstraint("(status IN ('done', 'refused')) = (closed_at IS NOT NULL)", name="closed_has_time"),
        Index("ix_data_requests_jobseeker_id", "jobseeker_id"),
        Index("ix_data_requests_status_due_on", "status", "due_on"),
    )

    id: Mapped[Key]
    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"))
    kind: Mapped[DataRequestKind] = mapped_column(coded(DataRequestKind), info=personal(Mark.PROFILE))
    status: Mapped[DataRequestStatus] = mapped_column(coded(DataRequestStatus), info=personal(Mark.PROFILE))
    received_on: Mapped[date] = mapped_column(info=personal(Mark.PROFILE))
    recorded_at: Mapped[datetime] = mapped_column(info=personal(Mark.PROFILE))
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    acknowledge_by: Mapped[date] = mapped_column(info=personal(Mark.PROFILE))
    due_on: Mapped[date] = mapped_column(info=personal(Mark.PROFILE))
    acknowledged_at: Mapped[datetime | None] = mapped_column(info=personal(Mark.PROFILE))
    extended_on: Mapped[date | None] = mapped_column(info=personal(Mark.PROFILE))
    closed_at: Mapped[datetime | None] = mapped_column(info=personal(Mark.PROFILE))
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    note: Mapped[str | None] = mapped_column(String(500), info=personal(Mark.FREE_TEXT))
    extension_reason: Mapped[str | None] = mapped_column(String(500), info=personal(Mark.FREE_TEXT))
    refusal_reason: Mapped[str | None] = mapped_column(String(500), info=personal(Mark.FREE_TEXT))
