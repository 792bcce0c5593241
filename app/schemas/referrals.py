"""Referrals."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import EXAMPLE_ID, In, Out, PageQuery
from app.schemas.candidates import PartOut
from app.schemas.events import StatusEventOut
from app.vocabulary import Gate, ReferralStatus


class ReferralQuery(PageQuery):
    """Lọc danh sách giới thiệu."""

    vacancy_id: UUID | None = Field(default=None, description="Việc làm trống.", examples=[EXAMPLE_ID])
    jobseeker_id: UUID | None = Field(default=None, description="Người tìm việc.", examples=[EXAMPLE_ID])
    status: ReferralStatus | None = Field(default=None, description="Trạng thái.", examples=["introduced"])


class ReferralCreate(In):
    """Giới thiệu một người vào một việc làm trống."""

    vacancy_id: UUID = Field(description="Việc làm trống.", examples=[EXAMPLE_ID])
    jobseeker_id: UUID = Field(description="Người tìm việc.", examples=[EXAMPLE_ID])


class ReferralOut(Out):
    """Một lượt giới thiệu."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    vacancy_id: UUID = Field(description="Việc làm trống.", examples=[EXAMPLE_ID])
    jobseeker_id: UUID = Field(description="Người tìm việc.", examples=[EXAMPLE_ID])
    introduced_by_id: UUID = Field(description="Cơ quan giới thiệu.", examples=[EXAMPLE_ID])
    introduced_at: datetime = Field(description="Lúc giới thiệu.", examples=["2026-11-22T02:30:00Z"])
    status: ReferralStatus = Field(description="Trạng thái.", examples=["introduced"])
    score: float = Field(validation_alias="score_of_100", description="Điểm lúc giới thiệu, 0–100.", examples=[92.5])
    rules_version: str = Field(description="Phiên bản cách chấm điểm lúc đó.", examples=["2026-11-2"])


class ReferralDetailOut(ReferralOut):
    """Một lượt giới thiệu với điểm từng phần và nhật ký."""

    parts: list[PartOut] = Field(description="Từng phần của điểm lúc giới thiệu.")
    gates_failed: list[Gate] = Field(description="Mong muốn chưa khớp lúc giới thiệu.", examples=[[]])
    events: list[StatusEventOut] = Field(description="Nhật ký trạng thái.")
