"""Enterprises, with the tax code's rule."""

import re
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import (
    EXAMPLE_ID,
    CommuneCode,
    Day,
    In,
    Line200,
    Line300,
    Out,
    PageQuery,
    SearchText,
    Slug,
    Whole,
)
from app.schemas.common.status_events import StatusEventOut
from app.vocabulary import EnterpriseKind, EnterpriseStage, Industry, SizeBand

TAX_CODE_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def tax_code_is_valid(code: str) -> bool:
    """The tenth digit checks the first nine: 10 − (weighted sum mod 11); codes that would need "10" are not issued."""
    total = sum(weight * int(digit) for weight, digit in zip(TAX_CODE_WEIGHTS, code[:9], strict=True))
    return 10 - total % 11 == int(code[9])


def _tax_code(code: str) -> str:
    if not re.fullmatch(r"[0-9]{10}(-[0-9]{3})?", code):
        raise PydanticCustomError("tax_code_form", "form")
    if not tax_code_is_valid(code):
        raise PydanticCustomError("tax_code_check_digit", "check digit")
    return code


TaxCode = Annotated[str, AfterValidator(_tax_code), Field(json_schema_extra={"pattern": r"^[0-9]{10}(-[0-9]{3})?$"})]


class EnterpriseQuery(PageQuery):
    """Lọc danh sách doanh nghiệp."""

    q: SearchText | None = Field(default=None, description="Tên, có dấu hoặc không, hoặc mã số thuế.", examples=["may"])
    zone_code: Slug | None = Field(default=None, description="Mã khu.", examples=["kcn-binh-long"])
    stage: EnterpriseStage | None = Field(default=None, description="Giai đoạn.", examples=["operating"])
    kind: EnterpriseKind | None = Field(default=None, description="Loại hình.", examples=["fdi"])


class _Facts(In):
    name: Line200 = Field(description="Tên.", examples=["Công ty TNHH May mặc Châu Phú (số liệu mẫu)"])
    kind: EnterpriseKind = Field(description="Loại hình.", examples=["non_state"])
    stage: EnterpriseStage = Field(description="Giai đoạn.", examples=["operating"])
    tax_code: TaxCode | None = Field(
        default=None,
        description="Mã số thuế 10 hoặc 10-3 chữ số; nhà đầu tư chưa hoạt động thì không có.",
        examples=["9900000016"],
    )
    industry: Industry | None = Field(default=None, description="Ngành kinh tế cấp 1 (VSIC).", examples=["C"])
    size_band: SizeBand | None = Field(default=None, description="Quy mô lao động.", examples=["from_201_to_500"])
    zone_code: Slug | None = Field(default=None, description="Khu, cụm đặt cơ sở.", examples=["kcn-binh-long"])
    commune_code: CommuneCode = Field(description="Xã, phường đặt cơ sở.", examples=["30463"])
    main_product: Line300 | None = Field(default=None, description="Sản phẩm chính.", examples=["Quần áo xuất khẩu"])
    operating_from: Day | None = Field(default=None, description="Hoạt động từ ngày.", examples=["2021-03-01"])
    operating_until: Day | None = Field(default=None, description="Chấm dứt hoạt động ngày.", examples=[None])
    expected_workers: Annotated[int, Field(strict=True, ge=0, le=1_000_000), Whole] | None = Field(
        default=None, description="Số lao động dự kiến (nhà đầu tư chưa hoạt động).", examples=[None]
    )


class EnterpriseCreate(_Facts):
    """Thêm doanh nghiệp hoặc nhà đầu tư."""

    @model_validator(mode="after")
    def _stage_fits(self) -> "EnterpriseCreate":
        registered = self.stage in (EnterpriseStage.OPERATING, EnterpriseStage.CLOSED)
        if registered and self.tax_code is None:
            raise PydanticCustomError("tax_code_required", "needed", {"pointer": "/tax_code"})
        if not registered and self.tax_code is not None:
            raise PydanticCustomError("tax_code_before_operating", "none yet", {"pointer": "/tax_code"})
        if (self.stage is EnterpriseStage.CLOSED) != (self.operating_until is not None):
            raise PydanticCustomError("closed_needs_end", "end", {"pointer": "/operating_until"})
        if self.operating_from and self.operating_until and self.operating_from > self.operating_until:
            raise PydanticCustomError("dates_reversed", "reversed", {"pointer": "/operating_from"})
        return self


class EnterpriseOut(Out):
    """Doanh nghiệp."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    tax_code: str | None = Field(description="Mã số thuế.", examples=["9900000016"])
    name: str = Field(description="Tên.", examples=["Công ty TNHH May mặc Châu Phú (số liệu mẫu)"])
    kind: EnterpriseKind = Field(description="Loại hình.", examples=["non_state"])
    stage: EnterpriseStage = Field(description="Giai đoạn.", examples=["operating"])
    industry: Industry | None = Field(description="Ngành kinh tế cấp 1.", examples=["C"])
    size_band: SizeBand | None = Field(description="Quy mô lao động.", examples=["from_201_to_500"])
    zone_code: str | None = Field(description="Khu, cụm.", examples=["kcn-binh-long"])
    commune_code: str = Field(description="Xã, phường.", examples=["30463"])
    main_product: str | None = Field(description="Sản phẩm chính.", examples=["Quần áo xuất khẩu"])
    operating_from: date | None = Field(description="Hoạt động từ ngày.", examples=["2021-03-01"])
    operating_until: date | None = Field(description="Chấm dứt ngày.", examples=[None])
    expected_workers: int | None = Field(description="Số lao động dự kiến.", examples=[None])


class EnterpriseDetailOut(EnterpriseOut):
    """Doanh nghiệp với nhật ký giai đoạn."""

    events: list[StatusEventOut] = Field(description="Nhật ký giai đoạn.")
