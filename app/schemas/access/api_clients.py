"""Systems (portal, partners) and the tokens they ask for."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.access.accounts import EXAMPLE_TIME
from app.schemas.common.base import EXAMPLE_ID, UNIQUE, Distinct, In, Line200, Out, PageQuery

EXAMPLE_SECRET = "q0b6Xk3v9d2mT5y8w1z4r7u0p3s6v9y2B5e8h1k4n7q"  # noqa: S105 - an example.
ScopeName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+:[a-z_]+$", max_length=40)]
Shown = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")]


class ClientQuery(PageQuery):
    """Lọc danh sách hệ thống."""

    active: bool | None = Field(default=None, description="Đang dùng hay đã ngừng.", examples=[True])


class ClientCreate(In):
    """Cấp quyền cho một hệ thống."""

    name: Line200 = Field(description="Tên hệ thống.", examples=["Cổng thông tin việc làm An Giang"])
    account_id: UUID = Field(description="Tài khoản vai trò cổng thông tin mà hệ thống dùng.", examples=[EXAMPLE_ID])
    scopes: Annotated[list[ScopeName], Distinct, Field(min_length=1, max_length=50, json_schema_extra=UNIQUE)] = Field(
        description="Những việc được cấp, trong số việc vai trò được làm.", examples=[["vacancy:read"]]
    )


class ClientOut(Out):
    """Hệ thống được cấp quyền."""

    id: UUID = Field(description="Mã hệ thống, cũng là client_id.", examples=[EXAMPLE_ID])
    name: str = Field(description="Tên hệ thống.", examples=["Cổng thông tin việc làm An Giang"])
    account_id: UUID = Field(description="Tài khoản mà hệ thống dùng.", examples=[EXAMPLE_ID])
    scopes: list[str] = Field(description="Những việc được cấp.", examples=[["vacancy:read"]])
    active: bool = Field(description="Đang dùng được.", examples=[True])
    created_at: datetime = Field(description="Cấp lúc.", examples=[EXAMPLE_TIME])
    created_by_id: UUID = Field(description="Người cấp.", examples=[EXAMPLE_ID])
    previous_until: datetime | None = Field(description="Khóa cũ còn dùng được đến lúc này.", examples=[None])


class ClientSecretOut(ClientOut):
    """Hệ thống với khóa mới."""

    client_secret: str = Field(description="Khóa, chỉ hiện lần này.", examples=[EXAMPLE_SECRET])


class ClientTokenRequest(In):
    """Xin mã truy cập cho hệ thống (RFC 6749, client credentials)."""

    grant_type: Literal["client_credentials"] = Field(
        description="Luôn là client_credentials.", examples=["client_credentials"]
    )
    client_id: Shown | None = Field(
        default=None, description="Mã hệ thống; bỏ trống khi gửi bằng HTTP Basic.", examples=[EXAMPLE_ID]
    )
    client_secret: Shown | None = Field(
        default=None, description="Khóa; bỏ trống khi gửi bằng HTTP Basic.", examples=[EXAMPLE_SECRET]
    )
    scope: Annotated[str, StringConstraints(pattern=r"^[a-z_:]+( [a-z_:]+)*$", max_length=2000)] | None = Field(
        default=None,
        description="Những việc cần, cách nhau bằng dấu cách; bỏ trống là tất cả đã cấp.",
        examples=["vacancy:read"],
    )


class ClientTokenOut(Out):
    """Mã truy cập của hệ thống (RFC 6749 mục 5.1)."""

    access_token: str = Field(description="Gửi lại trong Authorization: Bearer …", examples=["eyJhbGciOi…"])
    token_type: str = Field(description="Luôn là bearer.", examples=["bearer"])
    expires_in: int = Field(description="Hết hạn sau bao nhiêu giây.", examples=[900])
    scope: str = Field(description="Những việc được làm, cách nhau bằng dấu cách.", examples=["vacancy:read"])
