"""Looking for people by name or number."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.schemas.common.base import (
    EXAMPLE_ID,
    In,
    Out,
    SearchText,
    Whole,
)
from app.schemas.people.identities import CitizenId, Phone
from app.vocabulary import (
    Availability,
)


class JobseekerSearch(In):
    """Tìm người theo họ tên, điện thoại hoặc số định danh; gửi trong nội dung để không nằm trên địa chỉ."""

    name: Annotated[SearchText, Field(min_length=2)] | None = Field(
        default=None, description="Họ tên hay một phần họ tên, có dấu hoặc không.", examples=["nguyen thi"]
    )
    phone: Phone | None = Field(default=None, description="Số điện thoại.", examples=["0000123456"])
    citizen_id: CitizenId | None = Field(default=None, description="Số định danh cá nhân.", examples=["000123456789"])
    limit: Annotated[int, Field(strict=True, ge=1, le=200), Whole] = Field(
        default=20, description="Số dòng, 1–200.", examples=[20]
    )

    @property
    def numbers(self) -> list[str]:
        """The fields that ask whether a number is known."""
        return [name for name in ("citizen_id", "phone") if getattr(self, name) is not None]


class JobseekerFoundOut(Out):
    """Một người tìm thấy theo họ tên, điện thoại hoặc số định danh."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    full_name: str = Field(description="Họ tên.", examples=["Nguyễn Thị Mẫu"])
    birth_date: date = Field(description="Ngày sinh.", examples=["1998-05-17"])
    commune_code: str = Field(description="Nơi ở.", examples=["30463"])
    availability: Availability = Field(description="Tình trạng.", examples=["available"])


class JobseekersFoundOut(Out):
    """Những người tìm thấy."""

    items: list[JobseekerFoundOut] = Field(description="Người tìm thấy, theo tên.")
