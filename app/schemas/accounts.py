"""Signing in."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.base import In, Out
from app.vocabulary import Role


class LoginCreate(In):
    """Tên đăng nhập và mật khẩu."""

    username: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{1,80}$")] = Field(
        description="Tên đăng nhập.", examples=["canbo"]
    )
    password: Annotated[str, StringConstraints(min_length=1, max_length=128)] = Field(
        description="Mật khẩu, đúng từng ký tự.", examples=["mat-khau-dung-thu-2026"]
    )


class AccountOut(Out):
    """Tài khoản đang đăng nhập."""

    id: UUID = Field(description="Mã tài khoản.", examples=["01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b"])
    username: str = Field(description="Tên đăng nhập.", examples=["canbo"])
    display_name: str = Field(description="Tên hiển thị.", examples=["Cán bộ giới thiệu việc làm"])
    role: Role = Field(description="Vai trò.", examples=["staff"])
    organisation_id: UUID | None = Field(
        description="Cơ quan của tài khoản.", examples=["01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b"]
    )
    enterprise_id: UUID | None = Field(description="Doanh nghiệp của tài khoản.", examples=[None])
    permissions: list[str] = Field(description="Những việc vai trò được làm.", examples=[["vacancy:read"]])


class TokenOut(Out):
    """Mã truy cập."""

    access_token: str = Field(description="Gửi lại trong Authorization: Bearer …", examples=["eyJhbGciOi…"])
    token_type: str = Field(description="Luôn là bearer.", examples=["bearer"])
    expires_in: int = Field(description="Hết hạn sau bao nhiêu giây.", examples=[28800])
    account: AccountOut = Field(description="Tài khoản.")
