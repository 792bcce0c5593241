"""Zones."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from app.schemas.common.base import CommuneCode, In, Line200, Line500, Out, PageQuery, ProvinceCode, SearchText, Slug
from app.vocabulary import ZoneKind, ZoneStatus


class ZoneQuery(PageQuery):
    """Lọc danh sách khu, cụm."""

    q: SearchText | None = Field(default=None, description="Tên, có dấu hoặc không.", examples=["binh long"])
    kind: ZoneKind | None = Field(default=None, description="Loại khu.", examples=["industrial_park"])
    province_code: ProvinceCode | None = Field(default=None, description="Mã tỉnh.", examples=["91"])


class ZoneCreate(In):
    """Thêm một khu, cụm (ví dụ cụm công nghiệp)."""

    code: Slug = Field(description="Mã, chữ thường không dấu.", examples=["ccn-my-quy"])
    name: Line200 = Field(description="Tên.", examples=["CCN Mỹ Quý"])
    kind: ZoneKind = Field(description="Loại khu.", examples=["industrial_cluster"])
    status: ZoneStatus = Field(description="Tình trạng.", examples=["operating"])
    commune_code: CommuneCode = Field(description="Mã xã, phường nơi đặt khu.", examples=["30307"])
    area_ha: (
        Annotated[float, Field(strict=True, ge=0.01, le=1_000_000), AfterValidator(lambda area: round(area, 2))] | None
    ) = Field(default=None, description="Diện tích (ha).", examples=[50.0])
    managing_organisation_id: UUID | None = Field(
        default=None, description="Cơ quan quản lý.", examples=["01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b"]
    )
    source: Line500 = Field(description="Căn cứ, nguồn.", examples=["Quyết định thành lập cụm công nghiệp"])


class ZoneOut(Out):
    """Khu công nghiệp (KCN), khu kinh tế cửa khẩu (KKTCK) hoặc cụm công nghiệp (CCN)."""

    code: str = Field(description="Mã.", examples=["kcn-binh-long"])
    name: str = Field(description="Tên.", examples=["KCN Bình Long"])
    kind: ZoneKind = Field(description="Loại khu.", examples=["industrial_park"])
    status: ZoneStatus = Field(description="Tình trạng.", examples=["operating"])
    province_code: str = Field(description="Mã tỉnh.", examples=["91"])
    commune_code: str = Field(description="Mã xã, phường nơi đặt khu.", examples=["30463"])
    area_ha: float | None = Field(description="Diện tích (ha).", examples=[31.0])
    managing_organisation_id: UUID | None = Field(
        description="Cơ quan quản lý.", examples=["01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b"]
    )
    location_basis: str = Field(description="Căn cứ xác định vị trí.", examples=["xã Bình Long cũ"])
