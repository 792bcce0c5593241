"""Signing in, one's own sessions, password and second factor."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.common.base import EXAMPLE_ID, In, Out, PageQuery
from app.vocabulary import Role, SessionKind

Username = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{1,80}$")]
# A password is taken as it was typed: nothing is trimmed, normalised or cut.
Password = Annotated[str, StringConstraints(min_length=1, max_length=128)]
NewPassword = Annotated[str, StringConstraints(min_length=8, max_length=128)]
TotpCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
RECOVERY_CODE = "[A-Za-z2-9]{4}(-[A-Za-z2-9]{4}){3}"
RecoveryCodeText = Annotated[str, StringConstraints(pattern=f"^{RECOVERY_CODE}$")]
AnyCode = Annotated[str, StringConstraints(pattern=f"^([0-9]{{6}}|{RECOVERY_CODE})$")]

OWN_PASSWORD = Field(description="Mật khẩu hiện tại, đúng từng ký tự.", examples=["mat-khau-dung-thu-2026"])


class LoginCreate(In):
    """Tên đăng nhập, mật khẩu, và mã của bước xác thực thứ hai nếu tài khoản đã bật."""

    username: Username = Field(description="Tên đăng nhập.", examples=["canbo"])
    password: Password = Field(description="Mật khẩu, đúng từng ký tự.", examples=["mat-khau-dung-thu-2026"])
    totp_code: TotpCode | None = Field(
        default=None, description="Mã 6 chữ số đang hiện trên ứng dụng xác thực.", examples=["287082"]
    )
    recovery_code: RecoveryCodeText | None = Field(
        default=None, description="Mã dự phòng, thay cho mã 6 chữ số; dùng một lần.", examples=["h7kq-2mwp-x9rt-c4vn"]
    )


class AccountOut(Out):
    """Tài khoản đang đăng nhập."""

    id: UUID = Field(description="Mã tài khoản.", examples=[EXAMPLE_ID])
    username: str = Field(description="Tên đăng nhập.", examples=["canbo"])
    display_name: str = Field(description="Tên hiển thị.", examples=["Cán bộ giới thiệu việc làm"])
    role: Role = Field(description="Vai trò.", examples=["staff"])
    organisation_id: UUID | None = Field(description="Cơ quan của tài khoản.", examples=[EXAMPLE_ID])
    enterprise_id: UUID | None = Field(description="Doanh nghiệp của tài khoản.", examples=[None])
    second_factor: bool = Field(description="Đã bật bước xác thực thứ hai hay chưa.", examples=[True])
    permissions: list[str] = Field(description="Những việc vai trò được làm.", examples=[["vacancy:read"]])


class TokenOut(Out):
    """Mã truy cập ngắn hạn, và mã làm mới để lấy mã truy cập tiếp theo."""

    access_token: str = Field(description="Gửi lại trong Authorization: Bearer …", examples=["eyJhbGciOi…"])
    token_type: str = Field(description="Luôn là bearer.", examples=["bearer"])
    expires_in: int = Field(description="Mã truy cập hết hạn sau bao nhiêu giây.", examples=[900])
    refresh_token: str = Field(
        description="Mã làm mới, dùng một lần tại POST /api/v1/auth/refresh.",
        examples=["pX0mJ5l1yT3o9uQ2rWcZbVnKdHfGsAeR7tYiUoP4xL8"],
    )
    refresh_expires_in: int = Field(description="Mã làm mới hết hạn sau bao nhiêu giây.", examples=[1800])
    account: AccountOut = Field(description="Tài khoản.")


class RefreshCreate(In):
    """Mã làm mới nhận được lần gần nhất."""

    refresh_token: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,200}$")] = Field(
        description="Mã làm mới; mỗi mã chỉ dùng một lần.", examples=["pX0mJ5l1yT3o9uQ2rWcZbVnKdHfGsAeR7tYiUoP4xL8"]
    )


class BrowserSessionOut(Out):
    """Phiên của trình duyệt: mã phiên nằm trong cookie, ở đây là mã chống giả mạo và tài khoản."""

    csrf_token: str = Field(
        description="Gửi lại trong tiêu đề X-CSRF-Token khi ghi; cũng nằm trong cookie cungcau-csrf.",
        examples=["5f0d3b6f0c2f4c5a9d1e7b8a6c4d2e0f5f0d3b6f0c2f4c5a9d1e7b8a6c4d2e0f"],
    )
    idle_seconds: int = Field(description="Không dùng trong bao nhiêu giây thì phiên hết hạn.", examples=[1800])
    expires_at: datetime = Field(description="Chậm nhất lúc này phải đăng nhập lại.", examples=["2026-11-22T09:00:00Z"])
    account: AccountOut = Field(description="Tài khoản.")


class SessionQuery(PageQuery):
    """Danh sách phiên đăng nhập của chính mình."""


class SessionOut(Out):
    """Một phiên đăng nhập của chính mình."""

    id: UUID = Field(description="Mã phiên.", examples=[EXAMPLE_ID])
    kind: SessionKind = Field(
        description="Loại phiên: api (mã truy cập), browser (trình duyệt), client (hệ thống).", examples=["browser"]
    )
    second_factor: bool = Field(description="Đăng nhập có bước xác thực thứ hai hay không.", examples=[True])
    created_at: datetime = Field(description="Đăng nhập lúc.", examples=["2026-11-22T01:00:00Z"])
    last_used_at: datetime = Field(
        description="Dùng lần cuối, sai không quá vài phút.", examples=["2026-11-22T02:00:00Z"]
    )
    expires_at: datetime = Field(description="Hết hạn chậm nhất lúc.", examples=["2026-11-22T09:00:00Z"])
    ended_at: datetime | None = Field(description="Đã kết thúc lúc; null là còn dùng được.", examples=[None])
    current: bool = Field(description="Có phải phiên đang dùng để hỏi hay không.", examples=[True])


class PasswordChange(In):
    """Mật khẩu hiện tại và mật khẩu mới."""

    current_password: Password = OWN_PASSWORD
    new_password: NewPassword = Field(
        description="Từ 15 đến 128 ký tự (từ 8 khi đã bật bước xác thực thứ hai), ký tự nào cũng được, kể cả dấu cách "
        "và chữ có dấu; không phải mật khẩu phổ biến, không chỉ gồm tên gọi hay dãy lặp.",
        examples=["con mèo trắng ngủ trên mái nhà"],
    )


class SecondFactorCreate(In):
    """Mật khẩu, để chắc rằng chính chủ tài khoản bật bước xác thực thứ hai."""

    password: Password = OWN_PASSWORD


class SecondFactorOut(Out):
    """Khóa để nhập vào ứng dụng xác thực; chỉ hiện một lần."""

    secret: str = Field(description="Khóa, dạng base32.", examples=["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"])
    uri: str = Field(
        description="Địa chỉ otpauth để tạo mã QR.",
        examples=["otpauth://totp/Cung%20Cau:canbo?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Cung%20Cau"],
    )


class SecondFactorConfirm(In):
    """Một mã đang hiện trên ứng dụng xác thực."""

    code: TotpCode = Field(description="Mã 6 chữ số.", examples=["287082"])


class RecoveryCodesOut(Out):
    """Mã dự phòng khi mất điện thoại; chỉ hiện một lần, mỗi mã dùng một lần."""

    recovery_codes: list[str] = Field(description="Các mã dự phòng.", examples=[["h7kq-2mwp-x9rt-c4vn"]])


class SecondFactorRemove(In):
    """Mật khẩu và một mã, để chắc rằng chính chủ tài khoản tắt bước xác thực thứ hai."""

    password: Password = OWN_PASSWORD
    code: AnyCode = Field(description="Mã 6 chữ số, hoặc một mã dự phòng.", examples=["287082"])
