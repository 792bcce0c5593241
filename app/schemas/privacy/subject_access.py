"""All that is held on one person."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.common.base import EXAMPLE_ID, Out
from app.vocabulary import RevealReason, Role


class HeldFieldOut(Out):
    """Một trường đang lưu."""

    field: str = Field(description="Tên trường.", examples=["birth_date"])
    label: str = Field(description="Gọi là gì.", examples=["Ngày sinh"])
    value: str | None = Field(
        description="Giá trị như đang lưu; dữ liệu có cấu trúc viết bằng JSON.", examples=["1998-05-17"]
    )
    text: str | None = Field(description="Giá trị bằng lời.", examples=["17/05/1998"])


class HeldRecordOut(Out):
    """Một bản ghi đang lưu."""

    fields: list[HeldFieldOut] = Field(description="Các trường.")


class HeldSectionOut(Out):
    """Một loại dữ liệu đang lưu."""

    section: str = Field(description="Loại dữ liệu.", examples=["jobseeker_identities"])
    label: str = Field(description="Gọi là gì.", examples=["Danh tính và liên lạc"])
    records: list[HeldRecordOut] = Field(description="Các bản ghi.")


class ReadingOut(Out):
    """Một lần dữ liệu này được xem ở dạng đầy đủ."""

    at: datetime = Field(description="Lúc xem.", examples=["2026-11-22T03:00:00Z"])
    action: str = Field(description="Xem gì.", examples=["reveal_identity"])
    label: str = Field(description="Xem gì, bằng lời.", examples=["Xem danh tính và liên lạc đầy đủ"])
    role: Role | None = Field(description="Vai trò của người xem.", examples=["staff"])
    belongs_to: str | None = Field(
        description="Cơ quan hoặc doanh nghiệp của người xem.", examples=["Trung tâm Dịch vụ việc làm An Giang"]
    )
    reason: RevealReason | None = Field(description="Lý do đã nêu.", examples=["contact"])


class HoldingsOut(Out):
    """Tất cả những gì đang lưu về một người, kể cả ai đã xem và khi nào."""

    jobseeker_id: UUID = Field(description="Người tìm việc.", examples=[EXAMPLE_ID])
    made_at: datetime = Field(description="Lúc trích xuất.", examples=["2026-11-22T03:00:00Z"])
    sections: list[HeldSectionOut] = Field(description="Dữ liệu theo loại; loại nào không có thì để trống.")
    readings: list[ReadingOut] = Field(description="Những lần xem ở dạng đầy đủ, cũ trước.")
