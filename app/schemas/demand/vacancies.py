"""Vacancies."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AliasPath, Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import (
    EXAMPLE_ID,
    UNIQUE,
    CommuneCode,
    Count,
    Day,
    Distinct,
    Dong,
    Flag,
    In,
    Line200,
    Out,
    PageQuery,
    SearchText,
    Slug,
    UnitGroup,
    Update,
)
from app.schemas.common.status_events import StatusEventOut
from app.vocabulary import Certificate, ExperienceBand, QualificationLevel, ShiftPattern, VacancyStatus

Certificates = Annotated[list[Certificate], Distinct, Field(max_length=20, json_schema_extra=UNIQUE)]
Communes = Annotated[list[CommuneCode], Distinct, Field(max_length=100, json_schema_extra=UNIQUE)]


class VacancyQuery(PageQuery):
    """Lọc danh sách việc làm trống."""

    q: SearchText | None = Field(default=None, description="Chữ trong tên vị trí.", examples=["may"])
    enterprise_id: UUID | None = Field(default=None, description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    zone_code: Slug | None = Field(default=None, description="Mã khu.", examples=["kcn-binh-long"])
    occupation_code: UnitGroup | None = Field(default=None, description="Nghề.", examples=["8153"])
    status: VacancyStatus | None = Field(default=None, description="Trạng thái.", examples=["open"])


def check_terms(
    pay_from: int | None, pay_to: int | None, *, level_is_hard: bool | None, required_level: QualificationLevel | None
) -> None:
    """Raise when the terms of a vacancy contradict each other."""
    if pay_from and pay_to and pay_from > pay_to:
        raise PydanticCustomError("pay_reversed", "pay", {"pointer": "/pay_from"})
    if level_is_hard and required_level is None:
        raise PydanticCustomError("hard_level_missing", "level", {"pointer": "/required_level"})


class MatchedTerms(In):
    """Những điều kiện có tính đến khi xếp hạng người."""

    level_is_hard: Flag = Field(default=False, description="Trình độ là bắt buộc hay chỉ mong muốn.", examples=[False])
    certificates: Certificates = Field(default=[], description="Chứng chỉ bắt buộc.", examples=[["forklift"]])
    experience: ExperienceBand | None = Field(default=None, description="Kinh nghiệm.", examples=["under_1"])
    shift_pattern: ShiftPattern | None = Field(default=None, description="Chế độ ca.", examples=["two_shift"])
    shift_choice: Flag = Field(default=False, description="Người lao động được chọn ca.", examples=[False])
    shuttle_communes: Communes = Field(default=[], description="Xã có xe đưa rước.", examples=[["30463"]])
    dormitory: Flag = Field(default=False, description="Có chỗ ở của doanh nghiệp.", examples=[True])
    minors_allowed: Flag = Field(default=False, description="Nhận lao động 15–17 tuổi.", examples=[False])
    starts_on: Day | None = Field(default=None, description="Bắt đầu làm từ ngày.", examples=["2026-12-01"])


class MatchedWork(MatchedTerms):
    """Công việc như khi xếp hạng người: nghề, trình độ, lương và các điều kiện."""

    occupation_code: UnitGroup = Field(description="Mã nghề 4 chữ số.", examples=["8153"])
    required_level: QualificationLevel | None = Field(default=None, description="Trình độ.", examples=["untrained"])
    pay_from: Dong | None = Field(default=None, description="Lương từ (đồng/tháng).", examples=[7_000_000])
    pay_to: Dong | None = Field(default=None, description="Lương đến (đồng/tháng).", examples=[9_500_000])

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_terms(self.pay_from, self.pay_to, level_is_hard=self.level_is_hard, required_level=self.required_level)
        return self


class VacancyTerms(MatchedTerms):
    """Điều kiện của việc làm trống, dùng chung khi thêm mới và khi lập từ dòng khảo sát."""

    deadline: Day | None = Field(default=None, description="Hạn nhận hồ sơ.", examples=["2026-12-20"])


class VacancyCreate(VacancyTerms, MatchedWork):
    """Thêm việc làm trống."""

    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    support_request_id: UUID | None = Field(default=None, description="Yêu cầu hỗ trợ.", examples=[EXAMPLE_ID])
    title: Line200 = Field(description="Tên vị trí như doanh nghiệp viết.", examples=["Công nhân may công nghiệp"])
    openings: Count = Field(description="Số chỗ.", examples=[30])
    commune_code: CommuneCode | None = Field(
        default=None, description="Xã, phường nơi làm; bỏ trống là nơi của doanh nghiệp.", examples=["30463"]
    )


class LineVacancyCreate(VacancyTerms):
    """Đưa một dòng khảo sát thành việc làm trống; bỏ trống thì lấy theo dòng khảo sát."""

    title: Line200 | None = Field(default=None, description="Tên vị trí.", examples=["Công nhân may công nghiệp"])
    occupation_code: UnitGroup | None = Field(
        default=None,
        description="Mã nghề 4 chữ số; cần khi dòng khảo sát chỉ có nhóm 2 chữ số hoặc tên.",
        examples=["8153"],
    )
    openings: Count | None = Field(default=None, description="Số chỗ; bỏ trống là phần còn lại.", examples=[30])


class VacancyUpdate(Update):
    """Sửa việc làm trống; trường nào không gửi thì giữ nguyên."""

    never_null = frozenset({"title", "openings", "dormitory", "minors_allowed"})

    title: Line200 | None = Field(default=None, description="Tên vị trí.", examples=["Công nhân may công nghiệp"])
    openings: Count | None = Field(default=None, description="Số chỗ.", examples=[40])
    pay_from: Dong | None = Field(default=None, description="Lương từ (đồng/tháng).", examples=[7_500_000])
    pay_to: Dong | None = Field(default=None, description="Lương đến (đồng/tháng).", examples=[10_000_000])
    dormitory: Flag | None = Field(default=None, description="Có chỗ ở của doanh nghiệp.", examples=[True])
    minors_allowed: Flag | None = Field(default=None, description="Nhận lao động 15–17 tuổi.", examples=[False])
    starts_on: Day | None = Field(default=None, description="Bắt đầu làm từ ngày.", examples=["2026-12-01"])
    deadline: Day | None = Field(default=None, description="Hạn nhận hồ sơ.", examples=["2026-12-31"])


class VacancyOut(Out):
    """Việc làm trống."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    enterprise_name: str = Field(
        validation_alias=AliasPath("enterprise", "name"),
        description="Tên doanh nghiệp.",
        examples=["Công ty TNHH May mặc (số liệu mẫu)"],
    )
    survey_line_id: UUID | None = Field(description="Dòng khảo sát.", examples=[EXAMPLE_ID])
    support_request_id: UUID | None = Field(description="Yêu cầu hỗ trợ.", examples=[EXAMPLE_ID])
    title: str = Field(description="Tên vị trí.", examples=["Công nhân may công nghiệp"])
    occupation_code: str = Field(description="Mã nghề.", examples=["8153"])
    openings: int = Field(description="Số chỗ.", examples=[30])
    filled: int = Field(description="Số chỗ đã có người.", examples=[12])
    openings_left: int = Field(description="Số chỗ còn lại.", examples=[18])
    status: VacancyStatus = Field(description="Trạng thái.", examples=["open"])
    required_level: QualificationLevel | None = Field(description="Trình độ.", examples=["untrained"])
    required_rank: int | None = Field(description="Bậc chung 0–6 của trình độ.", examples=[0])
    level_is_hard: bool = Field(description="Trình độ là bắt buộc.", examples=[False])
    experience: ExperienceBand | None = Field(description="Kinh nghiệm.", examples=["under_1"])
    pay_from: int | None = Field(description="Lương từ (đồng/tháng).", examples=[7_000_000])
    pay_to: int | None = Field(description="Lương đến (đồng/tháng).", examples=[9_500_000])
    shift_pattern: ShiftPattern | None = Field(description="Chế độ ca.", examples=["two_shift"])
    shift_choice: bool = Field(description="Được chọn ca.", examples=[False])
    zone_code: str | None = Field(description="Khu.", examples=["kcn-binh-long"])
    commune_code: str = Field(description="Xã, phường nơi làm.", examples=["30463"])
    dormitory: bool = Field(description="Có chỗ ở.", examples=[True])
    minors_allowed: bool = Field(description="Nhận lao động 15–17 tuổi.", examples=[False])
    starts_on: date | None = Field(description="Bắt đầu từ ngày.", examples=["2026-12-01"])
    deadline: date | None = Field(description="Hạn nhận hồ sơ.", examples=["2026-12-20"])
    created_at: datetime = Field(description="Lúc lập.", examples=["2026-11-22T02:00:00Z"])


class VacancyDetailOut(VacancyOut):
    """Việc làm trống với chứng chỉ, xe đưa rước và nhật ký."""

    certificates: list[Certificate] = Field(description="Chứng chỉ bắt buộc.", examples=[["forklift"]])
    shuttle_communes: list[str] = Field(description="Xã có xe đưa rước.", examples=[["30463"]])
    events: list[StatusEventOut] = Field(description="Nhật ký trạng thái.")
