"""Job titles that staff confirmed to mean an occupation."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.common.base import EXAMPLE_ID, In, Line80, Line200, Out, PageQuery, SearchText, UnitGroup


class OccupationAliasQuery(PageQuery):
    """Lọc danh sách tên gọi đã xác nhận."""

    q: SearchText | None = Field(default=None, description="Tên, có dấu hoặc không dấu.", examples=["cn vat so"])
    occupation_code: UnitGroup | None = Field(default=None, description="Mã nghề.", examples=["8153"])
    withdrawn: bool | None = Field(
        default=None, description="true: chỉ tên đã rút; false: chỉ tên đang dùng; bỏ trống: cả hai.", examples=[False]
    )


class OccupationAliasCreate(In):
    """Xác nhận một tên công việc là một nghề."""

    title: Line200 = Field(
        description="Tên như người ta viết; hoa thường và bậc thợ không phân biệt, dấu thì có.",
        examples=["CN vắt sổ chuyền 3"],
    )
    occupation_code: UnitGroup = Field(description="Mã ISCO-08, 4 chữ số.", examples=["8153"])
    note: Line200 | None = Field(
        default=None, description="Vì sao; không ghi thông tin về người.", examples=["Đã hỏi nhân sự nhà máy"]
    )


class AliasWithdraw(In):
    """Lý do rút một tên gọi."""

    reason: Line80 | None = Field(
        default=None, description="Lý do; ghi nối vào ghi chú.", examples=["Nhà máy khác dùng tên này cho thợ ủi"]
    )


class OccupationAliasOut(Out):
    """Tên gọi đã xác nhận: ai, khi nào; đã rút chưa."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    title: str = Field(description="Tên như đã ghi.", examples=["CN vắt sổ chuyền 3"])
    occupation_code: str = Field(description="Mã ISCO-08.", examples=["8153"])
    occupation_title: str = Field(description="Tên nghề.", examples=["Thợ vận hành máy may"])
    note: str | None = Field(
        description="Ghi chú khi xác nhận và, sau dấu |, lý do rút; chỉ người được xác nhận tên gọi mới thấy.",
        examples=["Đã hỏi nhân sự nhà máy"],
    )
    confirmed_by: str | None = Field(
        description="Cơ quan của người xác nhận; null khi người đó không còn thuộc cơ quan nào.",
        examples=["Trung tâm Dịch vụ việc làm tỉnh An Giang"],
    )
    confirmed_by_id: UUID | None = Field(
        description="Tài khoản đã xác nhận; chỉ người được xác nhận tên gọi mới thấy.", examples=[EXAMPLE_ID]
    )
    confirmed_at: datetime = Field(description="Lúc xác nhận.", examples=["2026-11-22T02:30:00Z"])
    withdrawn_by: str | None = Field(description="Cơ quan của người rút.", examples=[None])
    withdrawn_by_id: UUID | None = Field(
        description="Tài khoản đã rút; chỉ người được xác nhận tên gọi mới thấy.", examples=[None]
    )
    withdrawn_at: datetime | None = Field(description="Lúc rút; null là đang dùng.", examples=[None])
