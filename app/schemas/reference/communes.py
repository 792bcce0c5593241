"""Communes."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.schemas.common.base import In, Out, PageQuery, ProvinceCode, SearchText
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


# Any characters: what was copied from a sheet brings line ends and marks along, and nothing of it is kept.
Address = Annotated[str, StringConstraints(max_length=300)]
AskReason = Literal[
    "split",
    "two_maps",
    "repeated",
    "unsure",
    "contradiction",
    "only_district",
    "only_province",
    "out_of_area",
    "another_country",
    "not_found",
]


class CommunesResolve(In):
    """Địa chỉ ghi tự do cần tìm xã, phường."""

    addresses: Annotated[list[Address], Field(min_length=1, max_length=1000)] = Field(
        description="Từ 1 đến 1.000 địa chỉ, mỗi địa chỉ không quá 300 ký tự; có dấu hoặc không dấu, tên cũ hoặc mới.",
        examples=[["ấp Bình Hưng, x. Bình Mỹ, h. Châu Phú, An Giang", "P. Mỹ Long TP Long Xuyên"]],
    )
    province_code: ProvinceCode | None = Field(
        default=None,
        description="Mã tỉnh của người hỏi; dùng để chọn khi nhiều tỉnh có cùng tên xã.",
        examples=["91"],
    )


class CommuneMatchOut(Out):
    """Một xã, phường mà địa chỉ có thể chỉ tới."""

    code: str = Field(description="Mã trên bản đồ hiện hành.", examples=["30463"])
    name: str = Field(description="Tên trên bản đồ hiện hành.", examples=["Xã Châu Phú"])
    province_code: str = Field(description="Mã tỉnh.", examples=["91"])
    map_year: int = Field(
        description="Tên hoặc mã tìm thấy trên bản đồ nào: 2025 là bản đồ từ 01/7/2025, 2024 là bản đồ trước đó.",
        examples=[2024],
    )
    confidence: float = Field(
        description="Độ chắc chắn 0–1, để xếp thứ tự và chọn cái cần xem lại; không phải xác suất.", examples=[0.95]
    )
    because: str = Field(
        description="Vì sao, bằng lời.",
        examples=["Xã Bình Long, Huyện Châu Phú, An Giang (bản đồ trước 01/7/2025) nay thuộc Xã Châu Phú."],
    )


class ResolvedAddressOut(Out):
    """Kết quả của một địa chỉ; địa chỉ không được ghi lại ở đây."""

    matches: list[CommuneMatchOut] = Field(description="Nhiều nhất 5 nơi, chắc nhất trước.")
    ask: bool = Field(description="Phải hỏi lại người; false là lấy nơi đầu tiên được.", examples=[True])
    ask_reason: AskReason | None = Field(
        description="Vì sao phải hỏi (mã); null khi không phải hỏi.", examples=["split"]
    )
    ask_text: str | None = Field(
        description="Vì sao phải hỏi, bằng lời; null khi không phải hỏi.",
        examples=["Xã cũ này đã bị chia cho nhiều xã mới; hãy hỏi người đó ở phần nào."],
    )


class CommunesResolvedOut(Out):
    """Kết quả theo đúng thứ tự các địa chỉ đã gửi."""

    items: list[ResolvedAddressOut] = Field(description="Mỗi địa chỉ một dòng.")
