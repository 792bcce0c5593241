"""What a person asks of us about the data."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.schemas.common.base import EXAMPLE_ID, Day, In, Line500, Out, PageQuery, Whole
from app.vocabulary import EXTENSION_DAYS, DataRequestKind, DataRequestStatus


class DataRequestQuery(PageQuery):
    """Lọc danh sách yêu cầu của chủ thể dữ liệu."""

    status: DataRequestStatus | None = Field(default=None, description="Tình trạng.", examples=["received"])
    kind: DataRequestKind | None = Field(default=None, description="Loại yêu cầu.", examples=["delete"])
    overdue: bool | None = Field(
        default=None, description="Đã quá hạn phản hồi hoặc hạn thực hiện mà chưa xong.", examples=[True]
    )
    jobseeker_id: UUID | None = Field(default=None, description="Người tìm việc.", examples=[EXAMPLE_ID])


class DataRequestCreate(In):
    """Ghi một yêu cầu của chủ thể dữ liệu."""

    kind: DataRequestKind = Field(description="Loại yêu cầu.", examples=["see"])
    received_on: Day = Field(description="Ngày nhận, không sau hôm nay.", examples=["2026-11-20"])
    note: Line500 | None = Field(default=None, description="Ghi chú.", examples=["Nộp trực tiếp tại Trung tâm"])


class DataRequestExtend(In):
    """Gia hạn một lần, có lý do; ngày hạn mới do hệ thống tính."""

    days: Annotated[int, Field(strict=True, ge=1, le=EXTENSION_DAYS), Whole] = Field(
        default=EXTENSION_DAYS, description="Thêm bao nhiêu ngày, tối đa 15.", examples=[15]
    )
    reason: Line500 = Field(description="Lý do gia hạn.", examples=["Phải đối chiếu hồ sơ giấy ở ba nơi"])


class DataRequestRefuse(In):
    """Từ chối yêu cầu, có lý do."""

    reason: Line500 = Field(description="Căn cứ từ chối.", examples=["Không chứng minh được là chủ thể dữ liệu"])


class DataRequestOut(Out):
    """Một yêu cầu của chủ thể dữ liệu, với hạn theo luật."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    jobseeker_id: UUID = Field(description="Người tìm việc.", examples=[EXAMPLE_ID])
    kind: DataRequestKind = Field(description="Loại yêu cầu.", examples=["see"])
    status: DataRequestStatus = Field(description="Tình trạng.", examples=["received"])
    received_on: date = Field(description="Ngày nhận.", examples=["2026-11-20"])
    recorded_at: datetime = Field(description="Lúc ghi.", examples=["2026-11-20T02:00:00Z"])
    acknowledge_by: date = Field(description="Hạn phản hồi đã tiếp nhận: 2 ngày làm việc.", examples=["2026-11-25"])
    due_on: date = Field(description="Hạn thực hiện, kể cả gia hạn.", examples=["2026-11-30"])
    acknowledged_at: datetime | None = Field(description="Lúc phản hồi đã tiếp nhận.", examples=[None])
    extended_on: date | None = Field(description="Ngày gia hạn.", examples=[None])
    extension_reason: str | None = Field(description="Lý do gia hạn.", examples=[None])
    closed_at: datetime | None = Field(description="Lúc kết thúc.", examples=[None])
    refusal_reason: str | None = Field(description="Căn cứ từ chối.", examples=[None])
    note: str | None = Field(description="Ghi chú.", examples=["Nộp trực tiếp tại Trung tâm"])
