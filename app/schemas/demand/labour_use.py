"""Headcounts."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import EXAMPLE_ID, Day, In, Out, PageQuery, Whole
from app.vocabulary import LabourUseSource


class LabourUseQuery(PageQuery):
    """Lọc số lao động."""

    enterprise_id: UUID | None = Field(default=None, description="Doanh nghiệp.", examples=[EXAMPLE_ID])


class LabourUseCreate(In):
    """Số lao động đang làm việc tại một doanh nghiệp vào một ngày."""

    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    as_of: Day = Field(description="Vào ngày, không sau hôm nay.", examples=["2026-11-01"])
    headcount: Annotated[int, Field(strict=True, ge=0, le=1_000_000), Whole] = Field(
        description="Tổng số lao động.", examples=[320]
    )
    women: Annotated[int, Field(strict=True, ge=0, le=1_000_000), Whole] | None = Field(
        default=None, description="Trong đó nữ.", examples=[260]
    )
    source: LabourUseSource = Field(description="Nguồn số liệu.", examples=["labour_report"])

    @model_validator(mode="after")
    def _consistent(self) -> "LabourUseCreate":
        if self.women is not None and self.women > self.headcount:
            raise PydanticCustomError("women_over_quantity", "women", {"pointer": "/women"})
        return self


class LabourUseUpdate(In):
    """Sửa số đã ghi; số cũ được thay."""

    headcount: Annotated[int, Field(strict=True, ge=0, le=1_000_000), Whole] = Field(
        description="Tổng số lao động.", examples=[320]
    )
    women: Annotated[int, Field(strict=True, ge=0, le=1_000_000), Whole] | None = Field(
        default=None, description="Trong đó nữ.", examples=[260]
    )

    @model_validator(mode="after")
    def _consistent(self) -> "LabourUseUpdate":
        if self.women is not None and self.women > self.headcount:
            raise PydanticCustomError("women_over_quantity", "women", {"pointer": "/women"})
        return self


class LabourUseOut(Out):
    """Số lao động của một doanh nghiệp vào một ngày."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    as_of: date = Field(description="Vào ngày.", examples=["2026-11-01"])
    headcount: int = Field(description="Tổng số lao động.", examples=[320])
    women: int | None = Field(description="Trong đó nữ.", examples=[260])
    source: LabourUseSource = Field(description="Nguồn số liệu.", examples=["labour_report"])
    recorded_by_id: UUID | None = Field(description="Cơ quan ghi nhận.", examples=[EXAMPLE_ID])
