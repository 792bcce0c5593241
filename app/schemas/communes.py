"""Communes."""

from datetime import date

from pydantic import Field

from app.schemas.base import Out, PageQuery, ProvinceCode, SearchText
from app.vocabulary import CommuneKind


class CommuneQuery(PageQuery):
    """Lọc danh sách xã, phường, đặc khu."""

    q: SearchText | None = Field(
        default=None, description="Tên, có dấu hoặc không dấu; tên xã cũ cũng được.", examples=["binh hoa"]
    )
    province_code: ProvinceCode | None = Field(default=None, description="Mã tỉnh.", examples=["91"])


class CommuneOut(Out):
    """Xã, phường, đặc khu trên bản đồ hiện hành."""

    code: str = Field(description="Mã đơn vị hành chính, 5 chữ số.", examples=["30463"])
    name: str = Field(description="Tên.", examples=["Xã Châu Phú"])
    kind: CommuneKind = Field(description="Xã, phường hay đặc khu.", examples=["xa"])
    province_code: str = Field(description="Mã tỉnh.", examples=["91"])
    lat: float = Field(description="Vĩ độ điểm giữa địa bàn (độ).", examples=[10.5118])
    lon: float = Field(description="Kinh độ điểm giữa địa bàn (độ).", examples=[105.1981])
    map_version: date = Field(description="Bản đồ hành chính có hiệu lực từ ngày.", examples=["2025-07-01"])


class FormerNameOut(Out):
    """Đơn vị cấp xã cũ đã nhập vào."""

    old_code: str = Field(description="Mã cũ.", examples=["30463"])
    old_commune: str = Field(description="Tên xã cũ.", examples=["Xã Bình Long"])
    old_district: str = Field(description="Huyện cũ.", examples=["Huyện Châu Phú"])
    old_province: str = Field(description="Tỉnh cũ.", examples=["An Giang"])
    split: bool = Field(description="Xã cũ bị chia cho nhiều xã mới.", examples=[False])


class CommuneDetailOut(CommuneOut):
    """Một đơn vị cấp xã và những xã cũ đã nhập vào."""

    former: list[FormerNameOut] = Field(description="Các đơn vị cũ.")
