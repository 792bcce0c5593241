"""Who a jobseeker is and how to reach them: as stated, as everybody reads it, and in clear."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from app.schemas.common.base import Day, In, Line200, Line300, Out, Update
from app.vocabulary import RevealReason, Sex

CitizenId = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^0[0-9]{9,10}$")]


class IdentityCreate(In):
    """Danh tính và liên lạc."""

    full_name: Line200 = Field(description="Họ tên.", examples=["Nguyễn Thị Mẫu"])
    birth_date: Day = Field(description="Ngày sinh.", examples=["1998-05-17"])
    sex: Sex | None = Field(default=None, description="Giới tính, chỉ để thống kê.", examples=["female"])
    citizen_id: CitizenId | None = Field(default=None, description="Số định danh cá nhân.", examples=["000123456789"])
    phone: Phone | None = Field(default=None, description="Số điện thoại.", examples=["0000123456"])
    address: Line300 | None = Field(default=None, description="Địa chỉ.", examples=["Ấp Bình Chánh"])


class IdentityUpdate(Update):
    """Sửa danh tính và liên lạc; trường nào không gửi thì giữ nguyên, null là xóa."""

    never_null = frozenset({"full_name", "birth_date"})

    full_name: Line200 | None = Field(default=None, description="Họ tên.", examples=["Nguyễn Thị Mẫu"])
    birth_date: Day | None = Field(default=None, description="Ngày sinh.", examples=["1998-05-17"])
    sex: Sex | None = Field(default=None, description="Giới tính, chỉ để thống kê.", examples=["female"])
    citizen_id: CitizenId | None = Field(default=None, description="Số định danh cá nhân.", examples=["000123456789"])
    phone: Phone | None = Field(default=None, description="Số điện thoại.", examples=["0000123456"])
    address: Line300 | None = Field(default=None, description="Địa chỉ.", examples=["Ấp Bình Chánh"])


class RevealCreate(In):
    """Vì sao cần xem danh tính đầy đủ; được giữ trong nhật ký kiểm soát."""

    reason: RevealReason = Field(description="Lý do.", examples=["contact"])


class _NameFields(Out):
    full_name: str = Field(description="Họ tên.", examples=["Nguyễn Thị Mẫu"])
    birth_date: date = Field(description="Ngày sinh.", examples=["1998-05-17"])
    sex: Sex | None = Field(description="Giới tính, chỉ để thống kê.", examples=["female"])


class IdentityOut(_NameFields):
    """Danh tính và liên lạc, đã che; xem đầy đủ tại POST /jobseekers/{id}/identity/reveal."""

    citizen_id: str | None = Field(description="Số định danh, chỉ 4 số cuối.", examples=["•••6789"])
    phone: str | None = Field(description="Số điện thoại, chỉ 3 số cuối.", examples=["•••456"])
    address: str | None = Field(description="Địa chỉ, đã che.", examples=["•••"])


class IdentityRevealedOut(_NameFields):
    """Danh tính và liên lạc đầy đủ."""

    citizen_id: str | None = Field(description="Số định danh cá nhân.", examples=["000123456789"])
    phone: str | None = Field(description="Số điện thoại.", examples=["0000123456"])
    address: str | None = Field(description="Địa chỉ.", examples=["Ấp Bình Chánh"])
