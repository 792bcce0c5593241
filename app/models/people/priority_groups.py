"""Priority groups of a jobseeker."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, coded, personal
from app.vocabulary import (
    PriorityGroup,
)


class JobseekerPriorityGroup(Base):
    """Nhóm ưu tiên mà người tìm việc đồng ý cho dùng; apart from the profile, since most groups are sensitive data."""

    __tablename__ = "jobseeker_priority_groups"

    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"), primary_key=True)
    priority_group: Mapped[PriorityGroup] = mapped_column(
        coded(PriorityGroup), primary_key=True, info=personal(Mark.SENSITIVE)
    )
    disclosed_on: Mapped[date] = mapped_column(info=personal(Mark.SENSITIVE))
    evidence: Mapped[str | None] = mapped_column(String(200), info=personal(Mark.SENSITIVE))
