"""Survey rounds."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import EXAMPLE_ID, UNIQUE, Day, Distinct, FormOccupation, In, Line200, Out, PageQuery
from app.schemas.common.status_events import StatusEventOut
from app.vocabulary import Need, RoundStatus


class SurveyRoundQuery(PageQuery):
    """Lọc danh sách đợt khảo sát."""

    status: RoundStatus | None = Field(default=None, description="Trạng thái.", examples=["open"])


class RoundLineQuery(PageQuery):
    """Lọc các dòng nhu cầu của một đợt."""

    need: Need | None = Field(default=None, description="Loại nhu cầu.", examples=["recruit"])
    asks_support: bool | None = Field(default=None, description="Có đề nghị hỗ trợ hay không.", examples=[True])
    occupation_code: FormOccupation | None = Field(
        default=None, description="Mã nghề đúng như trên dòng (2 hoặc 4 chữ số).", examples=["8153"]
    )
    openings_left: bool = Field(
        default=False, description="Chỉ các dòng còn chỗ chưa đưa thành việc làm trống.", examples=[True]
    )


class SurveyRoundCreate(In):
    """Lập đợt khảo sát; cơ quan của người lập là cơ quan chủ trì."""

    title: Line200 = Field(description="Tên đợt.", examples=["Khảo sát nhu cầu lao động quý IV/2026"])
    opens_on: Day = Field(description="Từ ngày.", examples=["2026-10-01"])
    closes_on: Day = Field(description="Đến ngày.", examples=["2026-11-30"])
    shared_with: Annotated[list[UUID], Distinct, Field(max_length=50, json_schema_extra=UNIQUE)] = Field(
        default=[], description="Các cơ quan cùng tham gia.", examples=[[EXAMPLE_ID]]
    )

    @model_validator(mode="after")
    def _in_order(self) -> "SurveyRoundCreate":
        if self.opens_on > self.closes_on:
            raise PydanticCustomError("dates_reversed", "reversed", {"pointer": "/opens_on"})
        return self


class SurveyRoundOut(Out):
    """Đợt khảo sát."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    title: str = Field(description="Tên đợt.", examples=["Khảo sát nhu cầu lao động quý IV/2026"])
    owner_id: UUID = Field(description="Cơ quan chủ trì.", examples=[EXAMPLE_ID])
    opens_on: date = Field(description="Từ ngày.", examples=["2026-10-01"])
    closes_on: date = Field(description="Đến ngày.", examples=["2026-11-30"])
    status: RoundStatus = Field(description="Trạng thái.", examples=["open"])


class SurveyRoundDetailOut(SurveyRoundOut):
    """Đợt khảo sát, các cơ quan tham gia và nhật ký."""

    shared_with: list[UUID] = Field(description="Các cơ quan cùng tham gia.", examples=[[EXAMPLE_ID]])
    events: list[StatusEventOut] = Field(description="Nhật ký trạng thái.")
