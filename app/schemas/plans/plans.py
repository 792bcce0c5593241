"""Plans, targets, progress, and the rows behind each figure."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import (
    UNIQUE,
    Day,
    Distinct,
    Flag,
    In,
    Line80,
    Line200,
    Line500,
    Line1000,
    Out,
    PageQuery,
    ProvinceCode,
    Slug,
    Whole,
)
from app.vocabulary import AsOfRule, Indicator, Reading, ZoneKind

ZoneKinds = Annotated[list[ZoneKind], Distinct, Field(min_length=1, max_length=3, json_schema_extra=UNIQUE)]

AS_OF_RULES = {
    Indicator.WORKERS_IN_PARKS: AsOfRule.LATEST_ON_OR_BEFORE,
    Indicator.PLACED_ON_REQUEST: AsOfRule.FROM_START_TO_DAY,
}


class PlanQuery(PageQuery):
    """Lọc danh sách kế hoạch."""

    province_code: ProvinceCode | None = Field(default=None, description="Mã tỉnh.", examples=["91"])


class PlanTargetCreate(In):
    """Một chỉ tiêu và phạm vi của nó."""

    indicator: Indicator = Field(description="Chỉ tiêu.", examples=["placed_on_request"])
    value: Annotated[int, Field(strict=True, ge=1, le=100_000_000), Whole] = Field(
        description="Con số.", examples=[5000]
    )
    approximate: Flag = Field(description="Lời văn có chữ “khoảng”.", examples=[True])
    zone_kinds: ZoneKinds = Field(description="Loại khu được tính.", examples=[["industrial_park", "border_gate_zone"]])
    starts_on: Day = Field(description="Tính từ ngày.", examples=["2026-01-01"])
    ends_on: Day = Field(description="Tính đến ngày.", examples=["2026-12-31"])
    article: Line80 = Field(description="Điều, mục của văn bản.", examples=["I.1"])
    reading: Line1000 = Field(description="Cách hiểu lời văn.", examples=["Người được giới thiệu và được tuyển…"])

    @model_validator(mode="after")
    def _consistent(self) -> "PlanTargetCreate":
        if self.starts_on > self.ends_on:
            raise PydanticCustomError("dates_reversed", "reversed", {"pointer": "/starts_on"})
        return self


class PlanCreate(In):
    """Thêm kế hoạch."""

    code: Slug = Field(description="Mã, chữ thường không dấu.", examples=["ag-snv-2026"])
    title: Line500 = Field(description="Tên kế hoạch.", examples=["Kế hoạch giải quyết việc làm năm 2026"])
    issued_by: Line200 = Field(description="Cơ quan ban hành.", examples=["Sở Nội vụ tỉnh An Giang"])
    document_number: Line80 | None = Field(default=None, description="Số, ký hiệu.", examples=["12/KH-SNV"])
    province_code: ProvinceCode = Field(description="Địa bàn (mã tỉnh).", examples=["91"])
    starts_on: Day = Field(description="Thực hiện từ ngày.", examples=["2026-01-01"])
    ends_on: Day = Field(description="Thực hiện đến ngày.", examples=["2026-12-31"])
    targets: Annotated[list[PlanTargetCreate], Field(min_length=1, max_length=10)] = Field(description="Chỉ tiêu.")

    @model_validator(mode="after")
    def _consistent(self) -> "PlanCreate":
        if self.starts_on > self.ends_on:
            raise PydanticCustomError("dates_reversed", "reversed", {"pointer": "/starts_on"})
        if len({target.indicator for target in self.targets}) != len(self.targets):
            raise PydanticCustomError("repeated", "indicator", {"pointer": "/targets"})
        return self


class PlanTargetOut(Out):
    """Chỉ tiêu."""

    indicator: Indicator = Field(description="Chỉ tiêu.", examples=["placed_on_request"])
    value: int = Field(description="Con số.", examples=[5000])
    approximate: bool = Field(description="Lời văn có chữ “khoảng”; không vì thế mà có dung sai.", examples=[True])
    zone_kinds: list[ZoneKind] = Field(
        validation_alias="kinds", description="Loại khu được tính.", examples=[["industrial_park"]]
    )
    province_code: str = Field(description="Địa bàn.", examples=["91"])
    map_version: date = Field(description="Bản đồ hành chính của địa bàn.", examples=["2025-07-01"])
    starts_on: date = Field(description="Tính từ ngày.", examples=["2026-01-01"])
    ends_on: date = Field(description="Tính đến ngày.", examples=["2026-12-31"])
    as_of_rule: AsOfRule = Field(description="Cách lấy số.", examples=["from_start_to_day"])
    article: str = Field(description="Điều, mục.", examples=["I.1"])
    reading: str = Field(description="Cách hiểu lời văn.", examples=["Người được giới thiệu và được tuyển…"])


class PlanOut(Out):
    """Kế hoạch."""

    code: str = Field(description="Mã.", examples=["ag-bqlkkt-2026"])
    title: str = Field(description="Tên kế hoạch.", examples=["Kế hoạch đào tạo và phát triển nguồn nhân lực…"])
    issued_by: str = Field(description="Cơ quan ban hành.", examples=["Ban Quản lý Khu kinh tế tỉnh An Giang"])
    document_number: str | None = Field(description="Số, ký hiệu.", examples=[None])
    province_code: str = Field(description="Mã tỉnh.", examples=["91"])
    territory_note: str | None = Field(description="Ghi chú địa bàn.", examples=[None])
    starts_on: date | None = Field(description="Từ ngày.", examples=["2026-01-01"])
    ends_on: date = Field(description="Đến ngày.", examples=["2026-12-31"])


class PlanDetailOut(PlanOut):
    """Kế hoạch với các chỉ tiêu."""

    targets: list[PlanTargetOut] = Field(description="Chỉ tiêu.")


class ProgressQuery(In):
    """Tính đến ngày nào."""

    as_of: Day | None = Field(default=None, description="Tính đến ngày; bỏ trống là hôm nay.", examples=["2026-11-22"])


class FigureOut(Out):
    """Một con số, mở ra được các dòng làm nên nó."""

    reading: Reading = Field(description="Cách đọc.", examples=["counted"])
    label: str = Field(description="Tên con số.", examples=["Số được tính vào chỉ tiêu"])
    value: int = Field(description="Con số.", examples=[1240])
    rows: int = Field(description="Số dòng phía sau.", examples=[1240])
    records: str = Field(
        description="Địa chỉ mở các dòng phía sau.",
        examples=["/api/v1/plans/ag-bqlkkt-2026/targets/placed_on_request/records?reading=counted&as_of=2026-11-22"],
    )


class TargetProgressOut(Out):
    """Tiến độ một chỉ tiêu."""

    indicator: Indicator = Field(description="Chỉ tiêu.", examples=["placed_on_request"])
    label: str = Field(description="Tên chỉ tiêu.", examples=["Lao động được giới thiệu và giải quyết việc làm"])
    target: int = Field(description="Con số của kế hoạch.", examples=[5000])
    approximate: bool = Field(description="Kế hoạch viết “khoảng”.", examples=[True])
    value: int = Field(description="Số được tính đến ngày as_of (cách đọc counted).", examples=[1240])
    left: int = Field(description="Còn thiếu so với kế hoạch; 0 khi đã đạt.", examples=[3760])
    percent: float = Field(description="Phần trăm so với kế hoạch.", examples=[24.8])
    from_on: date = Field(description="Tính từ ngày.", examples=["2026-01-01"])
    to_on: date = Field(description="Tính đến hết ngày.", examples=["2026-11-22"])
    oldest_as_of: date | None = Field(
        description="Ngày của số lao động cũ nhất trong tổng (chỉ tiêu tồn).", examples=["2026-06-01"]
    )
    article: str = Field(description="Điều, mục.", examples=["I.1"])
    how: str = Field(description="Cách hiểu lời văn.", examples=["Người được giới thiệu và được tuyển…"])
    figures: list[FigureOut] = Field(description="Các con số; đứng cạnh nhau, không cộng vào nhau.")


class ProgressOut(Out):
    """Tiến độ kế hoạch."""

    plan_code: str = Field(description="Kế hoạch.", examples=["ag-bqlkkt-2026"])
    as_of: date = Field(description="Tính đến ngày.", examples=["2026-11-22"])
    targets: list[TargetProgressOut] = Field(description="Các chỉ tiêu.")


class RecordQuery(PageQuery):
    """Cách đọc và ngày của con số cần mở."""

    reading: Reading = Field(default=Reading.COUNTED, description="Cách đọc.", examples=["counted"])
    as_of: Day | None = Field(default=None, description="Tính đến ngày; bỏ trống là hôm nay.", examples=["2026-11-22"])


class RecordOut(Out):
    """Một dòng làm nên con số: một lượt tuyển, giới thiệu, yêu cầu, hoặc số lao động. Không có thông tin cá nhân."""

    id: UUID = Field(description="Mã bản ghi gốc.", examples=["01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b"])
    kind: str = Field(
        description="Loại bản ghi: placement, referral, support_request, labour_use, enterprise.",
        examples=["placement"],
    )
    amount: int = Field(description="Phần đóng góp vào con số.", examples=[1])
    on: date | None = Field(description="Ngày của bản ghi.", examples=["2026-11-22"])
    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=["01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b"])
    enterprise_name: str = Field(description="Tên doanh nghiệp.", examples=["Công ty TNHH May mặc (số liệu mẫu)"])
    zone_code: str | None = Field(description="Khu.", examples=["kcn-binh-long"])
    detail: str | None = Field(description="Vị trí hoặc nghề.", examples=["Công nhân may công nghiệp"])
    organisation_name: str | None = Field(
        description="Cơ quan giới thiệu hoặc tiếp nhận.", examples=["Trung tâm Dịch vụ việc làm tỉnh An Giang"]
    )
