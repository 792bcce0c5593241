"""Jobseekers."""

import re
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import (
    EXAMPLE_ID,
    UNIQUE,
    CommuneCode,
    Day,
    Distinct,
    Dong,
    Flag,
    In,
    Line200,
    Out,
    PageQuery,
    UnitGroup,
    Update,
    Whole,
)
from app.schemas.common.status_events import StatusEventOut
from app.schemas.people.consents import EVIDENCE, HOW
from app.schemas.people.identities import IdentityCreate, IdentityOut, IdentityUpdate
from app.schemas.people.priority_groups import PriorityGroupOut, PriorityGroups
from app.vocabulary import (
    Availability,
    Certificate,
    ConsentHow,
    EmploymentStatus,
    QualificationLevel,
    RefusableShift,
    StatusSource,
)

Shifts = Annotated[list[RefusableShift], Distinct, Field(max_length=3, json_schema_extra=UNIQUE)]


def _grade(text: str) -> str:
    n, _, m = text.partition("/")
    if not re.fullmatch(r"[1-9]/(5|6|7|9|1[0-5]|8)", text) or int(n) > int(m):
        raise PydanticCustomError("trade_grade_form", "grade")
    return text


TradeGrade = Annotated[
    str,
    AfterValidator(_grade),
    Field(json_schema_extra={"pattern": r"^([1-5]/5|[1-6]/6|[1-7]/7|[1-8]/8|[1-9]/(9|1[0-5]))$"}),
]


class JobseekerQuery(PageQuery):
    """Lọc danh sách người tìm việc. Không nhận tên hay số định danh trên địa chỉ: dùng POST /jobseekers/search."""

    commune_code: CommuneCode | None = Field(default=None, description="Nơi ở.", examples=["30463"])
    occupation_code: UnitGroup | None = Field(default=None, description="Có nghề này.", examples=["8153"])
    availability: Availability | None = Field(default=None, description="Tình trạng.", examples=["available"])
    idle: bool | None = Field(
        default=None, description="Đã được báo là lâu không liên hệ (true) hay chưa (false).", examples=[True]
    )


class TradeCreate(In):
    """Một nghề của người tìm việc."""

    title: Line200 = Field(description="Nghề như người đó nói.", examples=["May công nghiệp 2 kim"])
    occupation_code: UnitGroup = Field(description="Mã nghề 4 chữ số.", examples=["8153"])
    level: QualificationLevel | None = Field(default=None, description="Trình độ CMKT.", examples=["short_certificate"])
    skill_grade: Annotated[int, Field(strict=True, ge=1, le=5), Whole] | None = Field(
        default=None, description="Bậc kỹ năng nghề quốc gia 1–5.", examples=[None]
    )
    trade_grade: TradeGrade | None = Field(default=None, description="Bậc thợ n/m.", examples=["3/7"])
    experience_months: Annotated[int, Field(strict=True, ge=0, le=720), Whole] | None = Field(
        default=None, description="Số tháng kinh nghiệm.", examples=[30]
    )


class CertificateCreate(In):
    """Một chứng chỉ, giấy phép."""

    certificate: Certificate = Field(description="Chứng chỉ.", examples=["forklift"])
    expires_on: Day | None = Field(default=None, description="Hết hạn ngày; bỏ trống là không có hạn.", examples=[None])


def _one_each(trades: list[TradeCreate]) -> list[TradeCreate]:
    if len({trade.occupation_code for trade in trades}) != len(trades):
        raise PydanticCustomError("named_twice", "trades")
    return trades


def _once_each(certificates: list[CertificateCreate]) -> list[CertificateCreate]:
    if len({row.certificate for row in certificates}) != len(certificates):
        raise PydanticCustomError("named_twice", "certificates")
    return certificates


Trades = Annotated[list[TradeCreate], Field(min_length=1, max_length=10), AfterValidator(_one_each)]
Certificates = Annotated[list[CertificateCreate], Field(max_length=20), AfterValidator(_once_each)]


class _Profile(In):
    commune_code: CommuneCode = Field(description="Xã, phường nơi ở hiện nay.", examples=["30463"])
    max_travel_km: Annotated[int, Field(strict=True, ge=0, le=300), Whole] | None = Field(
        default=None, description="Đi làm xa nhất bao nhiêu km; bỏ trống là không giới hạn.", examples=[20]
    )
    would_move: Flag = Field(default=False, description="Sẵn sàng chuyển chỗ ở.", examples=[False])
    would_live_in_dormitory: Flag = Field(default=False, description="Muốn ở nhà lưu trú.", examples=[True])
    refused_shifts: Shifts = Field(default=[], description="Những ca không nhận.", examples=[["night"]])
    pay_wish: Dong | None = Field(default=None, description="Lương mong muốn (đồng/tháng).", examples=[8_000_000])
    ready_from: Day | None = Field(default=None, description="Đi làm được từ ngày.", examples=["2026-12-01"])


def _check_consent(stated: "JobseekerCreate | JobseekerUpdate") -> None:
    """A consent has its day; day, how and evidence are of a consent."""
    if bool(stated.matching_consent) != (stated.consent_on is not None):
        raise PydanticCustomError("consent_needs_day", "consent", {"pointer": "/consent_on"})
    for name in ("consent_how", "consent_evidence"):
        if getattr(stated, name) is not None and not stated.matching_consent:
            raise PydanticCustomError("without_consent", "no consent", {"pointer": f"/{name}"})


class JobseekerCreate(_Profile):
    """Đăng ký người tìm việc."""

    identity: IdentityCreate = Field(description="Danh tính và liên lạc.")
    trades: Trades = Field(description="Các nghề.")
    certificates: Certificates = Field(default=[], description="Chứng chỉ.")
    priority_groups: PriorityGroups = Field(default=[], description="Nhóm ưu tiên người đó đồng ý cho dùng.")
    matching_consent: Flag = Field(description="Đồng ý cho dùng thông tin để kết nối việc làm.", examples=[True])
    consent_on: Day | None = Field(default=None, description="Ngày đồng ý.", examples=["2026-11-20"])
    consent_how: ConsentHow | None = Field(default=None, description=HOW, examples=["written"])
    consent_evidence: Line200 | None = Field(default=None, description=EVIDENCE, examples=["phiếu số 118/2026"])
    employment_status: EmploymentStatus = Field(description="Tình trạng việc làm hiện nay.", examples=["seeking"])

    @model_validator(mode="after")
    def _consistent(self) -> "JobseekerCreate":
        _check_consent(self)
        return self


class JobseekerUpdate(Update):
    """Sửa hồ sơ; trường nào không gửi thì giữ nguyên."""

    never_null = frozenset(
        {
            "commune_code",
            "would_move",
            "would_live_in_dormitory",
            "refused_shifts",
            "last_heard_on",
            "identity",
            "trades",
            "certificates",
            "priority_groups",
            "matching_consent",
        }
    )

    commune_code: CommuneCode | None = Field(default=None, description="Nơi ở hiện nay.", examples=["30463"])
    max_travel_km: Annotated[int, Field(strict=True, ge=0, le=300), Whole] | None = Field(
        default=None, description="Đi làm xa nhất bao nhiêu km.", examples=[20]
    )
    would_move: Flag | None = Field(default=None, description="Sẵn sàng chuyển chỗ ở.", examples=[False])
    would_live_in_dormitory: Flag | None = Field(default=None, description="Muốn ở nhà lưu trú.", examples=[True])
    refused_shifts: Shifts | None = Field(default=None, description="Những ca không nhận.", examples=[["night"]])
    pay_wish: Dong | None = Field(default=None, description="Lương mong muốn (đồng/tháng).", examples=[8_000_000])
    ready_from: Day | None = Field(default=None, description="Đi làm được từ ngày.", examples=["2026-12-01"])
    last_heard_on: Day | None = Field(default=None, description="Liên hệ gần nhất ngày.", examples=["2026-11-20"])
    identity: IdentityUpdate | None = Field(
        default=None, description="Danh tính và liên lạc; chỉ những trường được gửi, null là xóa."
    )
    trades: Trades | None = Field(default=None, description="Các nghề, ghi lại toàn bộ.")
    certificates: Certificates | None = Field(default=None, description="Chứng chỉ, ghi lại toàn bộ.")
    priority_groups: PriorityGroups | None = Field(default=None, description="Nhóm ưu tiên, ghi lại toàn bộ.")
    matching_consent: Flag | None = Field(
        default=None,
        description="Đồng ý kết nối việc làm (kèm consent_on). Rút sự đồng ý thì gọi thao tác rút của nó.",
        examples=[True],
    )
    consent_on: Day | None = Field(default=None, description="Ngày đồng ý.", examples=["2026-11-20"])
    consent_how: ConsentHow | None = Field(default=None, description=HOW, examples=["written"])
    consent_evidence: Line200 | None = Field(default=None, description=EVIDENCE, examples=["phiếu số 118/2026"])

    @model_validator(mode="after")
    def _consistent(self) -> "JobseekerUpdate":
        _check_consent(self)
        return self


class EmploymentStatusCreate(In):
    """Ghi tình trạng việc làm từ một ngày."""

    status: EmploymentStatus = Field(description="Tình trạng.", examples=["training"])
    from_on: Day = Field(description="Từ ngày.", examples=["2026-11-20"])
    availability: Availability = Field(description="Có giới thiệu tiếp không.", examples=["paused"])


class TradeOut(Out):
    """Một nghề của người tìm việc."""

    title: str = Field(description="Nghề như người đó nói.", examples=["May công nghiệp 2 kim"])
    occupation_code: str = Field(description="Mã nghề.", examples=["8153"])
    level: QualificationLevel | None = Field(description="Trình độ CMKT.", examples=["short_certificate"])
    skill_grade: int | None = Field(description="Bậc kỹ năng nghề quốc gia.", examples=[None])
    trade_grade: str | None = Field(description="Bậc thợ.", examples=["3/7"])
    skill_rank: int | None = Field(description="Bậc chung 0–6, cao nhất trong những gì đã khai.", examples=[3])
    experience_months: int | None = Field(description="Số tháng kinh nghiệm.", examples=[30])


class CertificateOut(Out):
    """Một chứng chỉ."""

    certificate: Certificate = Field(description="Chứng chỉ.", examples=["forklift"])
    expires_on: date | None = Field(description="Hết hạn ngày.", examples=[None])


class EmploymentStatusOut(Out):
    """Một dòng tình trạng việc làm."""

    status: EmploymentStatus = Field(description="Tình trạng.", examples=["seeking"])
    from_on: date = Field(description="Từ ngày.", examples=["2026-11-20"])
    source: StatusSource = Field(description="Nguồn.", examples=["declared"])


class JobseekerOut(Out):
    """Người tìm việc, phần hồ sơ làm việc."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    registered_by_id: UUID = Field(description="Cơ quan đăng ký.", examples=[EXAMPLE_ID])
    registered_at: datetime = Field(description="Lúc đăng ký.", examples=["2026-11-20T02:00:00Z"])
    commune_code: str = Field(description="Nơi ở.", examples=["30463"])
    max_travel_km: int | None = Field(description="Đi làm xa nhất (km).", examples=[20])
    would_move: bool = Field(description="Sẵn sàng chuyển chỗ ở.", examples=[False])
    would_live_in_dormitory: bool = Field(description="Muốn ở nhà lưu trú.", examples=[True])
    refused_shifts: list[RefusableShift] = Field(description="Những ca không nhận.", examples=[["night"]])
    pay_wish: int | None = Field(description="Lương mong muốn (đồng/tháng).", examples=[8_000_000])
    ready_from: date | None = Field(description="Đi làm được từ ngày.", examples=["2026-12-01"])
    last_heard_on: date = Field(description="Liên hệ gần nhất.", examples=["2026-11-20"])
    availability: Availability = Field(description="Tình trạng.", examples=["available"])
    matching_consent: bool = Field(description="Đã đồng ý kết nối việc làm.", examples=[True])
    consent_on: date | None = Field(description="Ngày đồng ý.", examples=["2026-11-20"])
    restricted: bool = Field(
        description="Người đó đề nghị ngừng xử lý: chỉ được lưu, không giới thiệu, không liên hệ.", examples=[False]
    )
    idle_notice_on: date | None = Field(
        description="Ngày được báo là lâu không liên hệ; 30 ngày sau mà không hồi âm thì ẩn danh.", examples=[None]
    )
    trades: list[TradeOut] = Field(description="Các nghề.")


class JobseekerDetailOut(JobseekerOut):
    """Hồ sơ đầy đủ của một người."""

    identity: IdentityOut = Field(description="Danh tính và liên lạc.")
    certificates: list[CertificateOut] = Field(description="Chứng chỉ.")
    priority_groups: list[PriorityGroupOut] | None = Field(
        description="Nhóm ưu tiên người đó đồng ý cho dùng; null là cơ quan của tài khoản không được xem.",
        examples=[[{"group": "poor_household", "disclosed_on": "2026-11-20", "evidence": None}]],
    )
    history: list[EmploymentStatusOut] = Field(description="Tình trạng việc làm theo thời gian.")
    events: list[StatusEventOut] = Field(description="Nhật ký trạng thái.")
