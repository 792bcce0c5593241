"""Surveys and their lines."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import (
    EXAMPLE_ID,
    Count,
    Day,
    Dong,
    Flag,
    FormOccupation,
    In,
    Line200,
    Out,
    PageQuery,
    Whole,
)
from app.vocabulary import Need, QualificationLevel


class SurveyQuery(PageQuery):
    """Lọc danh sách phiếu."""

    round_id: UUID | None = Field(default=None, description="Đợt khảo sát.", examples=[EXAMPLE_ID])
    enterprise_id: UUID | None = Field(default=None, description="Doanh nghiệp.", examples=[EXAMPLE_ID])


class SurveyLineCreate(In):
    """Một dòng nhu cầu; nêu mã nghề (2 hoặc 4 chữ số) hoặc tên nghề."""

    need: Need = Field(description="Tuyển dụng, đào tạo hay đào tạo lại.", examples=["recruit"])
    asks_support: Flag = Field(
        default=False, description="Doanh nghiệp có đề nghị hỗ trợ giới thiệu lao động không.", examples=[True]
    )
    occupation_code: FormOccupation | None = Field(default=None, description="Mã nghề.", examples=["8153"])
    title: Line200 | None = Field(default=None, description="Tên nghề như doanh nghiệp viết.", examples=["CN may"])
    quantity: Count = Field(description="Số người.", examples=[50])
    women: Annotated[int, Field(strict=True, ge=0, le=100_000), Whole] | None = Field(
        default=None, description="Trong đó nữ (chỉ để thống kê).", examples=[40]
    )
    level: QualificationLevel | None = Field(default=None, description="Trình độ CMKT.", examples=["elementary"])
    pay_from: Dong | None = Field(default=None, description="Lương từ (đồng/tháng).", examples=[7_000_000])
    pay_to: Dong | None = Field(default=None, description="Lương đến (đồng/tháng).", examples=[9_500_000])
    needed_from: Day | None = Field(default=None, description="Cần từ ngày.", examples=["2026-12-01"])

    @model_validator(mode="after")
    def _consistent(self) -> "SurveyLineCreate":
        if self.occupation_code is None and self.title is None:
            raise PydanticCustomError("trade_missing", "trade", {"pointer": "/title"})
        if self.women is not None and self.women > self.quantity:
            raise PydanticCustomError("women_over_quantity", "women", {"pointer": "/women"})
        if self.pay_from and self.pay_to and self.pay_from > self.pay_to:
            raise PydanticCustomError("pay_reversed", "pay", {"pointer": "/pay_from"})
        return self


class SurveyCreate(In):
    """Phiếu trả lời của một doanh nghiệp."""

    round_id: UUID = Field(description="Đợt khảo sát.", examples=[EXAMPLE_ID])
    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    answered_on: Day = Field(description="Ngày trả lời.", examples=["2026-11-10"])
    headcount: Annotated[int, Field(strict=True, ge=0, le=1_000_000), Whole] | None = Field(
        default=None, description="Số lao động đang sử dụng; được ghi vào số lao động của doanh nghiệp.", examples=[320]
    )
    lines: Annotated[list[SurveyLineCreate], Field(max_length=100)] = Field(description="Các dòng nhu cầu.")


class SurveyLineOut(Out):
    """Một dòng nhu cầu."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    survey_id: UUID = Field(description="Phiếu.", examples=[EXAMPLE_ID])
    position: int = Field(description="Số thứ tự trên phiếu.", examples=[1])
    need: Need = Field(description="Loại nhu cầu.", examples=["recruit"])
    asks_support: bool = Field(description="Có đề nghị hỗ trợ.", examples=[True])
    occupation_code: str | None = Field(description="Mã nghề.", examples=["8153"])
    title: str | None = Field(description="Tên nghề như doanh nghiệp viết.", examples=["CN may"])
    quantity: int = Field(description="Số người.", examples=[50])
    women: int | None = Field(description="Trong đó nữ.", examples=[40])
    level: QualificationLevel | None = Field(description="Trình độ CMKT.", examples=["elementary"])
    pay_from: int | None = Field(description="Lương từ (đồng/tháng).", examples=[7_000_000])
    pay_to: int | None = Field(description="Lương đến (đồng/tháng).", examples=[9_500_000])
    needed_from: date | None = Field(description="Cần từ ngày.", examples=["2026-12-01"])
    openings_taken: int = Field(description="Số chỗ đã đưa thành việc làm trống.", examples=[20])


class RoundLineOut(SurveyLineOut):
    """Một dòng nhu cầu với doanh nghiệp đã nêu."""

    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    enterprise_name: str = Field(description="Tên doanh nghiệp.", examples=["Công ty TNHH May mặc (số liệu mẫu)"])


class SurveyOut(Out):
    """Phiếu khảo sát."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    round_id: UUID = Field(description="Đợt khảo sát.", examples=[EXAMPLE_ID])
    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    collected_by_id: UUID | None = Field(
        description="Cơ quan thu phiếu; rỗng khi doanh nghiệp tự khai.", examples=[None]
    )
    answered_on: date = Field(description="Ngày trả lời.", examples=["2026-11-10"])
    headcount: int | None = Field(description="Số lao động đang sử dụng.", examples=[320])


class SurveyDetailOut(SurveyOut):
    """Phiếu khảo sát với các dòng nhu cầu."""

    lines: list[SurveyLineOut] = Field(description="Các dòng nhu cầu.")
