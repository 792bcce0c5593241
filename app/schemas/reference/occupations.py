"""Occupations."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints

from app.schemas.common.base import AnyOccupation, In, Out, PageQuery, SearchText


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


# Any characters: what was copied from a sheet brings line ends and wrecked encodings along, and nothing of it is kept.
JobTitle = Annotated[str, StringConstraints(max_length=300)]


class TitlesResolve(In):
    """Tên công việc ghi tự do cần tìm mã nghề."""

    titles: Annotated[list[JobTitle], Field(min_length=1, max_length=1000)] = Field(
        description="Từ 1 đến 1.000 tên, mỗi tên không quá 300 ký tự; viết tắt, không dấu, kèm bậc thợ đều được.",
        examples=[["CN may cong nghiep 3/7", "LX tải", "Công nhân"]],
    )


class ConfirmationOut(Out):
    """Xác nhận của cán bộ rằng tên này là nghề này; không nêu tên người."""

    organisation: str | None = Field(
        description="Cơ quan của người xác nhận; null khi người đó không còn thuộc cơ quan nào.",
        examples=["Trung tâm Dịch vụ việc làm tỉnh An Giang"],
    )
    at: datetime = Field(description="Lúc xác nhận.", examples=["2026-11-22T02:30:00Z"])


class TitleMatchOut(Out):
    """Một nghề mà tên công việc có thể chỉ tới."""

    code: str = Field(description="Mã ISCO-08, 4 chữ số.", examples=["8153"])
    vsco_code: str | None = Field(description="Mã theo Quyết định 34/2020/QĐ-TTg.", examples=[None])
    title_vi: str = Field(description="Tên nghề.", examples=["Thợ vận hành máy may"])
    confidence: float = Field(
        description="Độ chắc chắn 0–1, để xếp thứ tự và chọn cái cần xem lại; không phải xác suất.", examples=[0.93]
    )
    because: list[str] = Field(
        description="Những chữ trong tên đã quyết định.", examples=[["CN", "may", "cong nghiep"]]
    )
    confirmed: ConfirmationOut | None = Field(
        description="Xác nhận đã quyết định kết quả này; null khi do tính toán.", examples=[None]
    )


class TitleGradeOut(Out):
    """Bậc thợ ghi trong tên công việc."""

    step: int = Field(description="Bậc.", examples=[3])
    of: int = Field(description="Thang mấy bậc.", examples=[7])
    is_skill: bool = Field(description="Thang 5, 6, 7 bậc là bậc tay nghề; thang khác là bậc lương.", examples=[True])
    skill_rank: int | None = Field(description="Bậc chung 0–6, chỉ khi là bậc tay nghề.", examples=[3])


class ResolvedTitleOut(Out):
    """Kết quả của một tên công việc; tên không được ghi lại ở đây."""

    matches: list[TitleMatchOut] = Field(
        description="Nhiều nhất 5 nghề, chắc nhất trước; khi phải hỏi thì chỉ để gợi ý câu hỏi."
    )
    ask: bool = Field(description="Phải hỏi lại người; false là lấy nghề đầu tiên được.", examples=[False])
    question: str | None = Field(description="Hỏi gì, bằng lời; null khi không phải hỏi.", examples=[None])
    grade: TitleGradeOut | None = Field(description="Bậc thợ ghi trong tên, nếu có.")


class TitlesResolvedOut(Out):
    """Kết quả theo đúng thứ tự các tên đã gửi."""

    items: list[ResolvedTitleOut] = Field(description="Mỗi tên một dòng.")

    @classmethod
    def worded(cls, found: Iterable[Any], say: Callable[[str], str]) -> Self:
        """From what was found; ``say`` puts the code of a question into words.

        Here and not among the views of the API: the terminal gives the same answer and knows no app.api.
        """
        return cls(
            items=[
                ResolvedTitleOut(
                    matches=one.matches,
                    ask=one.question is not None,
                    question=None if one.question is None else say(one.question),
                    grade=one.grade,
                )
                for one in found
            ]
        )
