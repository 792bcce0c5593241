"""Ranked people for a vacancy, and ranked vacancies for a person."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.base import EXAMPLE_CURSOR, EXAMPLE_ID, In, Out
from app.vocabulary import Criterion, Gate


class RankingQuery(In):
    """Trang của một bảng xếp hạng."""

    limit: int = Field(default=20, ge=1, le=200, description="Số dòng, 1–200.", examples=[20])
    cursor: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.=-]{1,600}$")] | None = Field(
        default=None, description="Con trỏ lấy từ next_cursor của trang trước.", examples=[EXAMPLE_CURSOR]
    )


class CandidateQuery(RankingQuery):
    """Trang và lọc bảng xếp hạng người tìm việc."""

    not_yet_introduced: bool = Field(
        default=True, description="Bỏ qua người đang được giới thiệu vào chính việc này.", examples=[True]
    )


class PartOut(Out):
    """Một phần của điểm."""

    criterion: Criterion = Field(description="Tiêu chí.", examples=["trade"])
    label: str = Field(description="Tên tiêu chí.", examples=["Nghề"])
    points: float = Field(description="Điểm được.", examples=[40.0])
    maximum: float = Field(description="Điểm tối đa.", examples=[40.0])
    reason: str = Field(description="Vì sao.", examples=["Đúng nghề: Thợ vận hành máy may."])


class CandidateOut(Out):
    """Một người phù hợp, với điểm và lý do."""

    jobseeker_id: UUID = Field(description="Người tìm việc.", examples=[EXAMPLE_ID])
    name: str = Field(description="Họ tên.", examples=["Nguyễn Thị Mẫu"])
    commune: str = Field(description="Nơi ở.", examples=["Xã Châu Phú"])
    trade: str = Field(description="Nghề phù hợp nhất, như người đó nói.", examples=["Công nhân may"])
    score: float = Field(description="Điểm phù hợp, 0–100.", examples=[92.5])
    parts: list[PartOut] = Field(description="Từng phần của điểm, cộng lại bằng score.")


class ExcludedOut(Out):
    """Số người không đạt một điều kiện."""

    gate: Gate = Field(description="Điều kiện.", examples=["distance"])
    people: int = Field(description="Số người không đạt (một người có thể không đạt nhiều điều kiện).", examples=[812])


class CandidatesOut(Out):
    """Bảng xếp hạng người tìm việc cho một việc làm trống."""

    items: list[CandidateOut] = Field(description="Người phù hợp, điểm cao trước; bằng điểm thì người đăng ký trước.")
    next_cursor: str | None = Field(description="Con trỏ trang sau; null là đã hết.", examples=[None])
    passed: int = Field(description="Số người đạt mọi điều kiện.", examples=[5120])
    pool_size: int = Field(description="Số người trong kho.", examples=[20000])
    excluded: list[ExcludedOut] = Field(description="Số người không đạt từng điều kiện.")
    rules_version: str = Field(description="Phiên bản cách chấm điểm.", examples=["2026-11-1"])


class MatchingVacancyOut(Out):
    """Một việc làm trống phù hợp với một người."""

    vacancy_id: UUID = Field(description="Việc làm trống.", examples=[EXAMPLE_ID])
    title: str = Field(description="Tên vị trí.", examples=["Công nhân may công nghiệp"])
    enterprise_name: str = Field(description="Doanh nghiệp.", examples=["Công ty TNHH May mặc (số liệu mẫu)"])
    openings_left: int = Field(description="Số chỗ còn lại.", examples=[18])
    score: float = Field(description="Điểm phù hợp, 0–100.", examples=[92.5])
    parts: list[PartOut] = Field(description="Từng phần của điểm, cộng lại bằng score.")


class ExcludedVacanciesOut(Out):
    """Số việc mà người này không đạt một điều kiện."""

    gate: Gate = Field(description="Điều kiện.", examples=["consent"])
    vacancies: int = Field(description="Số việc không đạt (một việc có thể không đạt nhiều điều kiện).", examples=[42])


class MatchingVacanciesOut(Out):
    """Bảng xếp hạng việc làm trống cho một người."""

    items: list[MatchingVacancyOut] = Field(description="Việc phù hợp, điểm cao trước; bằng điểm thì việc lập trước.")
    next_cursor: str | None = Field(description="Con trỏ trang sau; null là đã hết.", examples=[None])
    passed: int = Field(description="Số việc mà người này đạt mọi điều kiện.", examples=[42])
    excluded: list[ExcludedVacanciesOut] = Field(description="Số việc không đạt từng điều kiện.")
    rules_version: str = Field(description="Phiên bản cách chấm điểm.", examples=["2026-11-1"])
