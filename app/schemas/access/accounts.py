"""Accounts as staff and the administrator manage them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import EXAMPLE_ID, UNIQUE, CommuneCode, Distinct, In, Out, PageQuery, Slug
from app.vocabulary import Role

EXAMPLE_TIME = "2026-11-22T03:00:00Z"


class AccountQuery(PageQuery):
    """Lọc danh sách tài khoản."""

    role: Role | None = Field(default=None, description="Vai trò.", examples=["enterprise_hr"])
    active: bool | None = Field(default=None, description="Đang dùng hay đã ngừng.", examples=[True])
    awaiting_approval: bool | None = Field(default=None, description="Đang chờ duyệt hay không.", examples=[True])
    enterprise_id: UUID | None = Field(default=None, description="Doanh nghiệp.", examples=[EXAMPLE_ID])


class ManagedAccountOut(Out):
    """Tài khoản."""

    id: UUID = Field(description="Mã tài khoản.", examples=[EXAMPLE_ID])
    username: str = Field(description="Tên đăng nhập.", examples=["nhansu.mayacp"])
    display_name: str = Field(description="Tên hiển thị.", examples=["Phòng nhân sự"])
    role: Role = Field(description="Vai trò.", examples=["enterprise_hr"])
    organisation_id: UUID | None = Field(description="Cơ quan của tài khoản.", examples=[None])
    enterprise_id: UUID | None = Field(description="Doanh nghiệp của tài khoản.", examples=[EXAMPLE_ID])
    active: bool = Field(description="Đang dùng được.", examples=[True])
    awaiting_approval: bool = Field(description="Nhân sự doanh nghiệp đang chờ cán bộ duyệt.", examples=[False])
    second_factor: bool = Field(description="Đã bật xác thực hai bước.", examples=[False])
    created_at: datetime = Field(description="Lập lúc.", examples=[EXAMPLE_TIME])
    approved_at: datetime | None = Field(description="Duyệt lúc.", examples=[EXAMPLE_TIME])
    approved_by_id: UUID | None = Field(description="Người duyệt.", examples=[EXAMPLE_ID])
    scope_zones: list[str] = Field(
        description="Khu mà cán bộ phụ trách; rỗng là không giới hạn.", examples=[["kcn-binh-long"]]
    )
    scope_communes: list[str] = Field(
        description="Xã, phường mà cán bộ phụ trách; rỗng là không giới hạn.", examples=[["30463"]]
    )


class AffiliationOut(Out):
    """Doanh nghiệp mà người dùng tài khoản có liên quan."""

    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])
    declared_on: date = Field(description="Khai ngày.", examples=["2026-11-22"])
    recorded_by_id: UUID = Field(description="Người ghi.", examples=[EXAMPLE_ID])


class ExternalIdentityOut(Out):
    """Danh tính bên ngoài đã gắn; mã của người dùng ở nhà cung cấp không được hiện lại."""

    issuer: str = Field(description="Nhà cung cấp.", examples=["dang-nhap.example/realms/an-giang"])
    linked_at: datetime = Field(description="Gắn lúc.", examples=[EXAMPLE_TIME])
    linked_by_id: UUID = Field(description="Người gắn.", examples=[EXAMPLE_ID])


class ManagedAccountDetailOut(ManagedAccountOut):
    """Tài khoản với doanh nghiệp có liên quan và danh tính bên ngoài."""

    affiliations: list[AffiliationOut] = Field(description="Doanh nghiệp có liên quan, không được giới thiệu vào.")
    external_identities: list[ExternalIdentityOut] = Field(description="Danh tính bên ngoài đã gắn.")


def belongs(role: Role, organisation_id: UUID | None, enterprise_id: UUID | None) -> None:
    """HR belongs to an enterprise, everybody else to an organisation."""
    if role is Role.ENTERPRISE_HR:
        if enterprise_id is None:
            raise PydanticCustomError("account_enterprise_needed", "needed", {"pointer": "/enterprise_id"})
        if organisation_id is not None:
            raise PydanticCustomError("account_enterprise_needed", "too many", {"pointer": "/organisation_id"})
        return
    if organisation_id is None:
        raise PydanticCustomError("account_organisation_needed", "needed", {"pointer": "/organisation_id"})
    if enterprise_id is not None:
        raise PydanticCustomError("account_organisation_needed", "too many", {"pointer": "/enterprise_id"})


class AccountRoleCreate(In):
    """Vai trò mới và nơi tài khoản thuộc về."""

    role: Role = Field(description="Vai trò mới.", examples=["staff"])
    organisation_id: UUID | None = Field(
        default=None, description="Cơ quan; cần cho mọi vai trò trừ nhân sự doanh nghiệp.", examples=[EXAMPLE_ID]
    )
    enterprise_id: UUID | None = Field(
        default=None, description="Doanh nghiệp; chỉ cho nhân sự doanh nghiệp.", examples=[None]
    )

    @model_validator(mode="after")
    def _place(self) -> "AccountRoleCreate":
        belongs(self.role, self.organisation_id, self.enterprise_id)
        return self


class AccountScopeCreate(In):
    """Nơi mà cán bộ phụ trách; cả hai rỗng là toàn tỉnh."""

    zones: Annotated[list[Slug], Distinct, Field(max_length=50, json_schema_extra=UNIQUE)] = Field(
        description="Mã khu, cụm.", examples=[["kcn-binh-long"]]
    )
    communes: Annotated[list[CommuneCode], Distinct, Field(max_length=200, json_schema_extra=UNIQUE)] = Field(
        description="Mã xã, phường.", examples=[["30463"]]
    )


class AffiliationCreate(In):
    """Khai doanh nghiệp mà người dùng tài khoản có liên quan."""

    enterprise_id: UUID = Field(description="Doanh nghiệp.", examples=[EXAMPLE_ID])


class ExternalIdentityCreate(In):
    """Gắn danh tính ở nhà cung cấp đã cấu hình."""

    subject: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,255}$")] = Field(
        description="Mã của người dùng ở nhà cung cấp (claim sub).", examples=["f7c1d2a4-5b0e-4f3f-9c55-0a1b2c3d4e5f"]
    )
