"""Signing in by an outside issuer."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.schemas.access.login import RecoveryCodeText, TotpCode
from app.schemas.common.base import In


class OutsideLoginCreate(In):
    """ID token của nhà cung cấp danh tính."""

    # Longer than any that is believed: what is too long is no better than what is wrong.
    id_token: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]+$", max_length=1_048_576)] = Field(
        description="ID token (OpenID Connect) do nhà cung cấp đã cấu hình ký.",
        examples=["eyJhbGciOiJSUzI1NiJ9.e30.c2ln"],
    )
    totp_code: TotpCode | None = Field(
        default=None,
        description="Mã 6 chữ số, khi tài khoản đã bật xác thực hai bước mà nhà cung cấp chỉ hỏi mật khẩu.",
        examples=["287082"],
    )
    recovery_code: RecoveryCodeText | None = Field(
        default=None, description="Mã dự phòng, thay cho mã 6 chữ số; dùng một lần.", examples=["h7kq-2mwp-x9rt-c4vn"]
    )
