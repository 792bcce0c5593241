"""Referrals."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.common.base import EXAMPLE_ID, In, Out, PageQuery
from app.schemas.common.status_events import StatusEventOut
from app.schemas.people.consents import DisclosureCreate
from app.schemas.ranking.candidates import MissingOut
from app.vocabulary import Criterion, Gate, ReferralStatus


class ReferralQuery(PageQuery):
    """Lọc danh sách giới thiệu."""

    vacancy_id: UUID | None = Field(default=None, description="Việc làm trống.", examples=[EXAMPLE_ID])
    jobseeker_id: UUID | None = Field(default=None, description="Người tìm việc.", examples=[EXAMPLE_ID])
    status: ReferralStatus | None = Field(default=None, description="Trạng thái.", examples=["introduced"])


class ReferralCreate(In):
    """Giới thiệu một người vào một việc làm trống."""

    vacancy_id: UUID = Field(description="Việc làm trống.", examples=[EXAMPLE_ID])
    jobseeker_id: UUID = Field(description="Người tìm việc.", examples=[EXAMPLE_ID])
    disclosure: DisclosureCreate | None = Field(
        default=None, description="Người đó đồng ý cho doanh nghiệp này biết danh tính; thiếu thì hồ sơ vẫn được che."
    )


class IntroducedOut(Out):
    """Người được giới thiệu, như người đọc được biết."""

    name: str = Field(description="Họ tên, hoặc chữ cái đầu khi còn che.", examples=["N. T. M."])
    masked: bool = Field(
        description="Tên còn che: doanh nghiệp biết tên khi đã hẹn phỏng vấn và người đó đồng ý, hoặc khi đã tuyển.",
        examples=[True],
    )


class ReferralOut(Out):
    """Một lượt giới thiệu."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    vacancy_id: UUID = Field(description="Việc làm trống.", examples=[EXAMPLE_ID])
    jobseeker_id: UUID = Field(description="Người tìm việc.", examples=[EXAMPLE_ID])
    person: IntroducedOut | None = Field(description="Người được giới thiệu; null là thông tin đã được xóa.")
    introduced_by_id: UUID = Field(description="Cơ quan giới thiệu.", examples=[EXAMPLE_ID])
    introduced_at: datetime = Field(description="Lúc giới thiệu.", examples=["2026-11-22T02:30:00Z"])
    status: ReferralStatus = Field(description="Trạng thái.", examples=["introduced"])
    score: float = Field(
        description="Điểm lúc giới thiệu, trên tổng out_of; doanh nghiệp đọc điểm không tính nơi ở và lương.",
        examples=[92.5],
    )
    out_of: float = Field(description="Điểm cao nhất có thể.", examples=[100.0])
    rules_version: str = Field(description="Phiên bản cách chấm điểm lúc đó.", examples=["2026-11-2"])


class ReferralPartOut(Out):
    """Một phần của điểm lúc giới thiệu."""

    criterion: Criterion = Field(description="Tiêu chí.", examples=["trade"])
    label: str = Field(description="Tên tiêu chí.", examples=["Nghề"])
    points: float | None = Field(
        description="Điểm được; null là không cho doanh nghiệp biết, vì cho thấy nơi ở hay mức lương mong muốn.",
        examples=[40.0],
    )
    maximum: float = Field(description="Điểm tối đa.", examples=[40.0])
    facts: dict[str, int | float | str | bool | None] = Field(
        description="Dữ kiện đã dùng để tính.", examples=[{"asked": "8153", "offered": "8153", "share": 100}]
    )
    reason: str = Field(description="Vì sao, bằng thứ tiếng được hỏi.", examples=["Đúng nghề: Thợ vận hành máy may."])
    reason_en: str = Field(
        description="Vì sao, bằng tiếng Anh.", examples=["The same trade: Sewing Machine Operators."]
    )
    missing: MissingOut | None = Field(description="Còn thiếu gì; null là không thiếu hoặc không đổi được.")


class ContactOut(Out):
    """Liên hệ của người được giới thiệu."""

    full_name: str = Field(description="Họ tên.", examples=["Nguyễn Thị Mẫu"])
    phone: str | None = Field(description="Số điện thoại; null là không có.", examples=["0000123456"])


class ReferralDetailOut(ReferralOut):
    """Một lượt giới thiệu với điểm từng phần và nhật ký."""

    parts: list[ReferralPartOut] = Field(description="Từng phần của điểm lúc giới thiệu.")
    gates_failed: list[Gate] = Field(
        description="Mong muốn chưa khớp lúc giới thiệu; doanh nghiệp không được biết về khoảng cách.", examples=[[]]
    )
    events: list[StatusEventOut] = Field(description="Nhật ký trạng thái.")
