"""Placements."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import EXAMPLE_ID, Day, In, Line500, Out, PageQuery
from app.schemas.common.status_events import StatusEventOut
from app.vocabulary import PlacementStatus


class PlacementQuery(PageQuery):
    """Lọc danh sách việc làm đã giải quyết."""

    vacancy_id: UUID | None = Field(default=None, description="Việc làm trống.", examples=[EXAMPLE_ID])
    enterprise_id: UUID | None = Field(default=None, description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    jobseeker_id: UUID | None = Field(default=None, description="Người lao động.", examples=[EXAMPLE_ID])
    status: PlacementStatus | None = Field(default=None, description="Trạng thái.", examples=["reported"])


class PlacementCreate(In):
    """Ghi nhận tuyển dụng: theo lượt giới thiệu, hoặc tuyển thẳng (nêu việc làm trống và người lao động)."""

    referral_id: UUID | None = Field(default=None, description="Lượt giới thiệu.", examples=[EXAMPLE_ID])
    vacancy_id: UUID | None = Field(default=None, description="Việc làm trống (tuyển thẳng).", examples=[None])
    jobseeker_id: UUID | None = Field(default=None, description="Người lao động (tuyển thẳng).", examples=[None])
    hired_on: Day = Field(description="Ngày được tuyển, không sau hôm nay.", examples=["2026-11-22"])
    starts_on: Day | None = Field(
        default=None, description="Ngày vào làm; bỏ trống là ngày được tuyển.", examples=["2026-12-01"]
    )

    @model_validator(mode="after")
    def _consistent(self) -> "PlacementCreate":
        direct = self.vacancy_id is not None and self.jobseeker_id is not None
        none_direct = self.vacancy_id is None and self.jobseeker_id is None
        if not (none_direct if self.referral_id is not None else direct):
            raise PydanticCustomError("referral_or_vacancy", "which", {"pointer": "/referral_id"})
        if self.starts_on is not None and self.starts_on < self.hired_on:
            raise PydanticCustomError("before_hire", "start", {"pointer": "/starts_on"})
        return self


class PlacementConfirm(In):
    """Xác nhận người lao động đã làm việc."""

    confirmed_on: Day = Field(description="Ngày xác nhận.", examples=["2026-12-05"])


class PlacementEnd(In):
    """Ghi nhận người lao động nghỉ việc."""

    ended_on: Day = Field(description="Ngày nghỉ việc.", examples=["2026-12-20"])
    reason: Line500 | None = Field(default=None, description="Lý do.", examples=["Chuyển nơi ở"])


class PlacementOut(Out):
    """Việc làm đã giải quyết."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    referral_id: UUID | None = Field(description="Lượt giới thiệu; rỗng khi tuyển thẳng.", examples=[EXAMPLE_ID])
    vacancy_id: UUID = Field(description="Việc làm trống.", examples=[EXAMPLE_ID])
    jobseeker_id: UUID = Field(description="Người lao động.", examples=[EXAMPLE_ID])
    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    zone_code: str | None = Field(description="Khu lúc tuyển.", examples=["kcn-binh-long"])
    support_request_id: UUID | None = Field(description="Yêu cầu hỗ trợ của doanh nghiệp.", examples=[EXAMPLE_ID])
    introduced_by_id: UUID | None = Field(description="Cơ quan đã giới thiệu.", examples=[EXAMPLE_ID])
    hired_on: date = Field(description="Ngày được tuyển.", examples=["2026-11-22"])
    starts_on: date = Field(description="Ngày vào làm.", examples=["2026-12-01"])
    confirmed_on: date | None = Field(description="Ngày xác nhận.", examples=[None])
    ended_on: date | None = Field(description="Ngày nghỉ việc.", examples=[None])
    status: PlacementStatus = Field(description="Trạng thái.", examples=["reported"])
    reported_at: datetime = Field(description="Lúc ghi nhận.", examples=["2026-11-22T03:00:00Z"])


class PlacementDetailOut(PlacementOut):
    """Việc làm đã giải quyết với nhật ký."""

    events: list[StatusEventOut] = Field(description="Nhật ký trạng thái.")
