"""Support requests."""

from datetime import date
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import EXAMPLE_ID, Count, Day, FormOccupation, In, Line200, Out, PageQuery
from app.schemas.common.status_events import StatusEventOut
from app.vocabulary import QualificationLevel, RequestStatus


class SupportRequestQuery(PageQuery):
    """Lọc danh sách yêu cầu hỗ trợ."""

    enterprise_id: UUID | None = Field(default=None, description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    status: RequestStatus | None = Field(default=None, description="Trạng thái.", examples=["open"])


class SupportRequestCreate(In):
    """Doanh nghiệp đề nghị giới thiệu lao động."""

    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    requested_on: Day = Field(description="Ngày đề nghị.", examples=["2026-11-10"])
    needed_by: Day | None = Field(default=None, description="Cần đủ người trước ngày.", examples=["2026-12-15"])
    occupation_code: FormOccupation | None = Field(default=None, description="Mã nghề.", examples=["8153"])
    title: Line200 | None = Field(default=None, description="Tên nghề như doanh nghiệp viết.", examples=["CN may"])
    quantity: Count = Field(description="Số người đề nghị.", examples=[30])
    level: QualificationLevel | None = Field(default=None, description="Trình độ CMKT.", examples=["untrained"])

    @model_validator(mode="after")
    def _consistent(self) -> "SupportRequestCreate":
        if self.occupation_code is None and self.title is None:
            raise PydanticCustomError("trade_missing", "trade", {"pointer": "/title"})
        if self.needed_by is not None and self.requested_on > self.needed_by:
            raise PydanticCustomError("dates_reversed", "reversed", {"pointer": "/requested_on"})
        return self


class SupportRequestOut(Out):
    """Yêu cầu hỗ trợ."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    survey_line_id: UUID | None = Field(description="Dòng khảo sát đã nêu yêu cầu.", examples=[EXAMPLE_ID])
    received_by_id: UUID | None = Field(description="Cơ quan tiếp nhận.", examples=[EXAMPLE_ID])
    requested_on: date = Field(description="Ngày đề nghị.", examples=["2026-11-10"])
    needed_by: date | None = Field(description="Cần đủ người trước ngày.", examples=["2026-12-15"])
    occupation_code: str | None = Field(description="Mã nghề.", examples=["8153"])
    title: str | None = Field(description="Tên nghề.", examples=["CN may"])
    quantity: int = Field(description="Số người đề nghị.", examples=[30])
    level: QualificationLevel | None = Field(description="Trình độ CMKT.", examples=["untrained"])
    status: RequestStatus = Field(description="Trạng thái.", examples=["open"])


class SupportRequestDetailOut(SupportRequestOut):
    """Yêu cầu hỗ trợ, số đã giải quyết và nhật ký."""

    placed: int = Field(description="Số người đã được tuyển theo yêu cầu này.", examples=[12])
    events: list[StatusEventOut] = Field(description="Nhật ký trạng thái.")
