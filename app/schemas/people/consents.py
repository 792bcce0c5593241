"""What a person agreed to."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import EXAMPLE_ID, Day, In, Line80, Line200, Out, PageQuery
from app.vocabulary import ConsentEnd, ConsentHow, ConsentPurpose

HOW = "Hình thức kiểm chứng được; im lặng không phải là đồng ý."
EVIDENCE = "Bằng chứng nằm ở đâu (số phiếu, tệp ghi âm), ghi ngắn."


class ConsentTextOut(Out):
    """Văn bản mà người lao động đồng ý, theo mục đích và phiên bản."""

    purpose: ConsentPurpose = Field(description="Mục đích.", examples=["matching"])
    label: str = Field(description="Tên mục đích.", examples=["Dùng hồ sơ để kết nối việc làm"])
    version: str = Field(description="Phiên bản.", examples=["2026-11"])
    current: bool = Field(description="Phiên bản đang dùng để xin đồng ý.", examples=[True])
    text: str = Field(description="Toàn văn.", examples=["Tôi đồng ý để…"])
    text_en: str = Field(description="Tóm tắt tiếng Anh, để tham khảo.", examples=["I agree that…"])


class ConsentTextsOut(Out):
    """Mọi văn bản đồng ý, kể cả phiên bản cũ."""

    items: list[ConsentTextOut] = Field(description="Theo mục đích, phiên bản đang dùng đứng trước.")


class ConsentQuery(PageQuery):
    """Lọc sự đồng ý của một người."""

    purpose: ConsentPurpose | None = Field(default=None, description="Mục đích.", examples=["matching"])
    live: bool | None = Field(default=None, description="Còn hiệu lực (true) hay đã kết thúc (false).", examples=[True])


class ConsentCreate(In):
    """Ghi sự đồng ý cho một mục đích; thay sự đồng ý trước đó cùng mục đích."""

    purpose: ConsentPurpose = Field(description="Mục đích.", examples=["contact"])
    text_version: Line80 = Field(
        description="Phiên bản văn bản đã đọc cho người đó, phải là phiên bản đang dùng.", examples=["2026-11"]
    )
    given_on: Day = Field(description="Ngày đồng ý, không sau hôm nay.", examples=["2026-11-20"])
    how: ConsentHow = Field(description=HOW, examples=["written"])
    evidence: Line200 | None = Field(default=None, description=EVIDENCE, examples=["phiếu số 118/2026"])
    enterprise_id: UUID | None = Field(
        default=None, description="Doanh nghiệp được cung cấp danh tính; chỉ cho disclosure.", examples=[None]
    )
    expires_on: Day | None = Field(
        default=None, description="Hiệu lực đến hết ngày; mặc định 12 tháng, tối đa 24 tháng.", examples=["2027-11-20"]
    )

    @model_validator(mode="after")
    def _names_whom(self) -> "ConsentCreate":
        if (self.purpose is ConsentPurpose.DISCLOSURE) != (self.enterprise_id is not None):
            raise PydanticCustomError("disclosure_needs_enterprise", "whom", {"pointer": "/enterprise_id"})
        if self.expires_on is not None and self.expires_on < self.given_on:
            raise PydanticCustomError("dates_reversed", "dates", {"pointer": "/expires_on"})
        return self


class DisclosureCreate(In):
    """Sự đồng ý cung cấp danh tính cho doanh nghiệp của việc làm được giới thiệu."""

    given_on: Day = Field(description="Ngày đồng ý, không sau hôm nay.", examples=["2026-11-20"])
    how: ConsentHow = Field(description=HOW, examples=["recorded"])
    evidence: Line200 | None = Field(default=None, description=EVIDENCE, examples=["cuộc gọi 20/11/2026, 9 giờ 15"])


class ConsentWithdraw(In):
    """Rút một sự đồng ý; không hỏi lý do."""

    withdrawn_on: Day = Field(description="Ngày rút, không sau hôm nay.", examples=["2026-11-22"])
    how: ConsentHow = Field(description="Rút bằng hình thức nào.", examples=["recorded"])


class ConsentOut(Out):
    """Một sự đồng ý; đã kết thúc vẫn giữ làm bằng chứng."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    jobseeker_id: UUID = Field(description="Người tìm việc.", examples=[EXAMPLE_ID])
    purpose: ConsentPurpose = Field(description="Mục đích.", examples=["matching"])
    enterprise_id: UUID | None = Field(description="Doanh nghiệp được cung cấp danh tính.", examples=[None])
    text_version: str = Field(description="Phiên bản văn bản.", examples=["2026-11"])
    given_on: date = Field(description="Ngày đồng ý.", examples=["2026-11-20"])
    how: ConsentHow = Field(description="Hình thức.", examples=["written"])
    evidence: str | None = Field(description="Bằng chứng nằm ở đâu.", examples=["phiếu số 118/2026"])
    expires_on: date | None = Field(
        description="Hiệu lực đến hết ngày; null là ghi nhận từ trước, chưa có hạn.", examples=["2027-11-20"]
    )
    recorded_at: datetime = Field(description="Lúc ghi.", examples=["2026-11-20T02:00:00Z"])
    ended_on: date | None = Field(description="Kết thúc ngày.", examples=[None])
    end_reason: ConsentEnd | None = Field(description="Vì sao kết thúc.", examples=[None])
