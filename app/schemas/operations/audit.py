"""The audit log."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.common.base import EXAMPLE_ID, Day, Out, PageQuery
from app.vocabulary import Role

Action = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
SubjectKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")]
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class AuditQuery(PageQuery):
    """Lọc nhật ký kiểm soát."""

    action: Action | None = Field(default=None, description="Thao tác.", examples=["record_hire"])
    account_id: UUID | None = Field(default=None, description="Tài khoản đã làm.", examples=[EXAMPLE_ID])
    subject_id: SubjectKey | None = Field(
        default=None, description="Mã của bản ghi được ghi hoặc được xem.", examples=[EXAMPLE_ID]
    )
    from_on: Day | None = Field(default=None, description="Từ ngày (giờ Việt Nam).", examples=["2026-11-01"])
    to_on: Day | None = Field(default=None, description="Đến hết ngày (giờ Việt Nam).", examples=["2026-11-22"])


class AuditEntryOut(Out):
    """Một mục của nhật ký kiểm soát."""

    seq: int = Field(description="Số thứ tự, liên tục từ 1.", examples=[4182])
    at: datetime = Field(description="Lúc ghi.", examples=["2026-11-22T03:00:00Z"])
    account_id: UUID | None = Field(
        description="Tài khoản đã làm; rỗng khi hệ thống tự làm hoặc khi chưa đăng nhập.", examples=[EXAMPLE_ID]
    )
    account_name: str | None = Field(description="Tên hiển thị của tài khoản.", examples=["Trần Thị Cán Bộ"])
    role: Role | None = Field(description="Vai trò lúc đó.", examples=["staff"])
    action: str = Field(description="Thao tác.", examples=["record_hire"])
    action_label: str = Field(description="Thao tác bằng lời.", examples=["Ghi nhận tuyển dụng và lấy một chỗ trống"])
    subject_type: str | None = Field(description="Loại bản ghi.", examples=["placements"])
    subject_id: str | None = Field(description="Mã của bản ghi.", examples=[EXAMPLE_ID])
    reason: str | None = Field(description="Lý do, ở thao tác phải nêu lý do.", examples=[None])
    request_id: str | None = Field(
        description="Mã yêu cầu, như tiêu đề X-Request-ID của câu trả lời.",
        examples=["3f1c9d6f0e7b4a4c8f52c4f4b0a9d7e1"],
    )
    details: dict[str, Any] = Field(
        description="Mã, số và ngày đi kèm; không có dữ liệu cá nhân.", examples=[{"headcount_before": 320}]
    )
    hash: str = Field(description="Mã băm có khóa của mục này và của mục trước.", examples=[HASH])


class AuditHeadOut(Out):
    """Cuối nhật ký."""

    seq: int = Field(description="Số thứ tự của mục cuối.", examples=[4182])
    hash: str = Field(description="Mã băm của mục cuối; ghi lại ở nơi khác để đối chiếu về sau.", examples=[HASH])
