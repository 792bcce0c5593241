"""Occupations."""

from pydantic import Field

from app.schemas.base import AnyOccupation, Out, PageQuery, SearchText


class OccupationQuery(PageQuery):
    """Lọc danh sách nghề."""

    q: SearchText | None = Field(
        default=None, description="Tên nghề (có dấu hoặc không) hoặc mã.", examples=["tho may"]
    )
    level: int | None = Field(default=None, ge=1, le=4, description="Cấp của mã nghề.", examples=[4])
    under: AnyOccupation | None = Field(default=None, description="Chỉ các nghề thuộc mã này.", examples=["75"])


class OccupationOut(Out):
    """Nghề theo ISCO-08, kèm mã danh mục nghề nghiệp Việt Nam khi biết."""

    code: str = Field(description="Mã ISCO-08.", examples=["7531"])
    level: int = Field(description="Cấp 1–4.", examples=[4])
    parent_code: str | None = Field(description="Mã nhóm cha.", examples=["753"])
    title_vi: str = Field(description="Tên tiếng Việt.", examples=["Thợ may, thợ làm đồ da và thợ làm mũ"])
    title_en: str = Field(description="Tên tiếng Anh.", examples=["Tailors, Dressmakers, Furriers and Hatters"])
    vsco_code: str | None = Field(description="Mã theo Quyết định 34/2020/QĐ-TTg.", examples=[None])
    source: str = Field(description="Nguồn tên tiếng Việt.", examples=["isco08+own_vi"])
