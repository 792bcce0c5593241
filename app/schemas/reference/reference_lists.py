"""Versions of the reference lists, and the level scales."""

from datetime import date, datetime

from pydantic import Field

from app.schemas.common.base import Out


class ReferenceListOut(Out):
    """Phiên bản một danh mục dùng chung."""

    name: str = Field(description="Tên danh mục.", examples=["communes"])
    title_vi: str = Field(description="Tên tiếng Việt.", examples=["Đơn vị hành chính cấp xã"])
    version: str = Field(description="Phiên bản.", examples=["2025-07-01"])
    effective_on: date = Field(description="Áp dụng từ ngày.", examples=["2025-07-01"])
    source: str = Field(description="Nguồn.", examples=["Quyết định 19/2025/QĐ-TTg"])
    licence: str = Field(description="Giấy phép.", examples=["MIT"])
    row_count: int = Field(description="Số dòng.", examples=[263])
    loaded_at: datetime = Field(description="Lúc nạp.", examples=["2026-11-22T02:00:00Z"])


class SkillLevelOut(Out):
    """Một dòng của một thang trình độ và bậc chung 0–6."""

    scale: str = Field(description="Thang: cmkt, framework, skill_grade, trade_grade_5, _6, _7.", examples=["cmkt"])
    value: str = Field(description="Giá trị trên thang.", examples=["intermediate"])
    label_vi: str = Field(description="Tên trên biểu mẫu.", examples=["Trung cấp"])
    rank: int = Field(description="Bậc chung 0–6.", examples=[3])


class ReferenceListsOut(Out):
    """Các danh mục đang dùng."""

    lists: list[ReferenceListOut] = Field(description="Danh mục và phiên bản.")
    skill_levels: list[SkillLevelOut] = Field(description="Thang trình độ.")
