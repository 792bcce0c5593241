"""One line for each change of status, of whatever it was that changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, Key, coded, one_of, personal
from app.vocabulary import EventReason

SUBJECTS = (
    "enterprise_id",
    "round_id",
    "support_request_id",
    "vacancy_id",
    "jobseeker_id",
    "referral_id",
    "placement_id",
)


class StatusEvent(Base):
    """Nhật ký trạng thái: ai, khi nào, từ đâu, sang đâu, vì sao. Exactly one subject is filled.

    ``reason`` is what somebody wrote, ``reason_code`` what the service itself says when one change follows another.
    """

    __tablename__ = "status_events"
    __table_args__ = (one_of(*SUBJECTS), *(Index(f"ix_status_events_{subject}", subject) for subject in SUBJECTS))

    id: Mapped[Key]
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("survey_rounds.id"))
    support_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("support_requests.id"))
    vacancy_id: Mapped[UUID | None] = mapped_column(ForeignKey("vacancies.id"))
    jobseeker_id: Mapped[UUID | None] = mapped_column(ForeignKey("jobseekers.id"))
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referrals.id"))
    placement_id: Mapped[UUID | None] = mapped_column(ForeignKey("placements.id"))
    at: Mapped[datetime] = mapped_column(info=personal(Mark.PROFILE))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    from_status: Mapped[str | None] = mapped_column(String(40), info=personal(Mark.PROFILE))
    to_status: Mapped[str] = mapped_column(String(40), info=personal(Mark.PROFILE))
    reason: Mapped[str | None] = mapped_column(String(500), info=personal(Mark.FREE_TEXT))
    reason_code: Mapped[EventReason | None] = mapped_column(coded(EventReason), info=personal(Mark.PROFILE))
