"""Priority groups of a jobseeker."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.schemas.common.base import Day, In, Line200, Out
from app.vocabulary import PriorityGroup


class PriorityGroupCreate(In):
    """Một nhóm ưu tiên mà người tìm việc tự nêu và đồng ý cho dùng để xét ưu tiên."""

    group: PriorityGroup = Field(description="Nhóm ưu tiên.", examples=["poor_household"])
    disclosed_on: Day = Field(
        description="Ngày người đó đồng ý cho dùng nhóm này để xét ưu tiên, không sau hôm nay.", examples=["2026-11-20"]
    )
    evidence: Line200 | None = Field(
        default=None, description="Giấy tờ đã xem, ghi ngắn.", examples=["giấy xác nhận hộ nghèo 2026"]
    )


def _once_each(groups: list[PriorityGroupCreate]) -> list[PriorityGroupCreate]:
    if len({row.group for row in groups}) != len(groups):
        raise PydanticCustomError("named_twice", "priority groups")
    return groups


PriorityGroups = Annotated[list[PriorityGroupCreate], Field(max_length=len(PriorityGroup)), AfterValidator(_once_each)]


class PriorityGroupOut(Out):
    """Một nhóm ưu tiên của người tìm việc; chỉ cán bộ trung tâm dịch vụ việc làm, ban quản lý khu thấy."""

    group: PriorityGroup = Field(
        validation_alias="priority_group", description="Nhóm ưu tiên.", examples=["poor_household"]
    )
    disclosed_on: date = Field(description="Ngày đồng ý cho dùng nhóm này để xét ưu tiên.", examples=["2026-11-20"])
    evidence: str | None = Field(description="Giấy tờ đã xem.", examples=["giấy xác nhận hộ nghèo 2026"])
