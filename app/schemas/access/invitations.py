"""Invitations to open an account."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.schemas.access.accounts import EXAMPLE_TIME, belongs
from app.schemas.common.base import EXAMPLE_ID, In, Line200, Out, PageQuery
from app.vocabulary import Role

EXAMPLE_CODE = "V1p3nJ0s8mJxkq7o2kYb4tq0n6u2Zc1d"


class InvitationQuery(PageQuery):
    """Lọc danh sách lời mời."""

    enterprise_id: UUID | None = Field(default=None, description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    open: bool | None = Field(default=None, description="Còn dùng được hay không.", examples=[True])


class InvitationCreate(In):
    """Mời một người lập tài khoản."""

    role: Role = Field(
        default=Role.ENTERPRISE_HR,
        description="Vai trò; ngoài nhân sự doanh nghiệp chỉ quản trị được mời.",
        examples=["enterprise_hr"],
    )
    enterprise_id: UUID | None = Field(
        default=None, description="Doanh nghiệp, khi mời nhân sự doanh nghiệp.", examples=[EXAMPLE_ID]
    )
    organisation_id: UUID | None = Field(default=None, description="Cơ quan, khi mời vai trò khác.", examples=[None])
    display_name: Line200 = Field(description="Tên hiển thị của tài khoản.", examples=["Phòng nhân sự"])

    @model_validator(mode="after")
    def _place(self) -> "InvitationCreate":
        belongs(self.role, self.organisation_id, self.enterprise_id)
        return self


class InvitationOut(Out):
    """Lời mời; mã chỉ hiện một lần khi mời."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    role: Role = Field(description="Vai trò.", examples=["enterprise_hr"])
    enterprise_id: UUID | None = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    organisation_id: UUID | None = Field(description="Cơ quan.", examples=[None])
    display_name: str = Field(description="Tên hiển thị của tài khoản.", examples=["Phòng nhân sự"])
    invited_by_id: UUID = Field(description="Người mời.", examples=[EXAMPLE_ID])
    created_at: datetime = Field(description="Mời lúc.", examples=[EXAMPLE_TIME])
    expires_at: datetime = Field(description="Hết hạn lúc.", examples=[EXAMPLE_TIME])
    accepted_at: datetime | None = Field(description="Nhận lúc.", examples=[None])
    withdrawn_at: datetime | None = Field(description="Rút lúc.", examples=[None])
    account_id: UUID | None = Field(description="Tài khoản đã lập.", examples=[None])


class InvitationMadeOut(InvitationOut):
    """Lời mời vừa lập, với mã để trao cho người được mời."""

    code: str = Field(description="Mã mời, chỉ hiện lần này.", examples=[EXAMPLE_CODE])


class InvitationAccept(In):
    """Nhận lời mời: tự chọn tên đăng nhập và mật khẩu."""

    code: Line200 = Field(description="Mã mời.", examples=[EXAMPLE_CODE])
    username: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{3,80}$")] = Field(
        description="Tên đăng nhập; chữ hoa và chữ thường như nhau.", examples=["nhansu.mayacp"]
    )
    password: Annotated[str, StringConstraints(min_length=1, max_length=128)] = Field(
        description="Mật khẩu, 15 đến 128 ký tự, dùng đúng từng ký tự.", examples=["mua-lu-ve-tren-dong-2026"]
    )


class InvitationAcceptedOut(Out):
    """Tài khoản vừa lập."""

    id: UUID = Field(description="Mã tài khoản.", examples=[EXAMPLE_ID])
    username: str = Field(description="Tên đăng nhập.", examples=["nhansu.mayacp"])
    role: Role = Field(description="Vai trò.", examples=["enterprise_hr"])
    active: bool = Field(description="Đã đăng nhập được; nhân sự doanh nghiệp phải chờ cán bộ duyệt.", examples=[False])
