"""Ranked people for a vacancy, and ranked vacancies for a person."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.common.base import EXAMPLE_CURSOR, EXAMPLE_ID, CommuneCode, In, Out, Slug
from app.vocabulary import Certificate, Criterion, Gate, Improvement, PriorityGroup, RefusableShift

OccupationCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]


class RankingQuery(In):
    """Trang của một bảng xếp hạng."""

    limit: int = Field(default=20, ge=1, le=200, description="Số dòng, 1–200.", examples=[20])
    cursor: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.=-]{1,600}$")] | None = Field(
        default=None, description="Con trỏ lấy từ next_cursor của trang trước.", examples=[EXAMPLE_CURSOR]
    )


class CandidateFilter(RankingQuery):
    """Trang và lọc người tìm việc."""

    commune_code: list[CommuneCode] = Field(
        default=[], max_length=50, description="Chỉ người ở những xã, phường này.", examples=[["30463"]]
    )
    occupation_code: OccupationCode | None = Field(
        default=None, description="Chỉ xét nghề này của người tìm việc (mã 4 số).", examples=["8153"]
    )
    priority_group: PriorityGroup | None = Field(
        default=None, description="Chỉ người thuộc nhóm ưu tiên này.", examples=["poor_household"]
    )
    priority: bool = Field(
        default=False,
        description="Chỉ người thuộc một nhóm ưu tiên nào đó; chỉ cơ quan được biết nhóm mới lọc được.",
        examples=[True],
    )


class CandidateQuery(CandidateFilter):
    """Trang và lọc bảng xếp hạng người tìm việc."""

    not_yet_introduced: bool = Field(
        default=True, description="Bỏ qua người đang được giới thiệu vào chính việc này.", examples=[True]
    )


class CandidateDetailQuery(In):
    """So với trang đầu dài bao nhiêu."""

    limit: int = Field(default=20, ge=1, le=200, description="Số dòng của trang đầu, 1–200.", examples=[20])


class MatchingVacancyQuery(RankingQuery):
    """Trang và lọc bảng xếp hạng việc làm trống."""

    commune_code: list[CommuneCode] = Field(
        default=[], max_length=50, description="Chỉ việc ở những xã, phường này.", examples=[["30463"]]
    )
    occupation_code: OccupationCode | None = Field(
        default=None, description="Chỉ việc của nghề này (mã 4 số).", examples=["8153"]
    )
    zone_code: Slug | None = Field(default=None, description="Chỉ việc trong khu này.", examples=["kcn-binh-long"])
    not_yet_introduced: bool = Field(
        default=True, description="Bỏ qua việc mà người này đang được giới thiệu.", examples=[True]
    )


class MissingOut(Out):
    """Còn thiếu gì để được thêm điểm."""

    points: float = Field(description="Thêm được bao nhiêu điểm.", examples=[6.0])
    text: str = Field(description="Cần hỏi, học hoặc thỏa thuận gì.", examples=["Đạt bậc 2: +10 điểm."])


class PartOut(Out):
    """Một phần của điểm."""

    criterion: Criterion = Field(description="Tiêu chí.", examples=["trade"])
    label: str = Field(description="Tên tiêu chí.", examples=["Nghề"])
    points: float = Field(description="Điểm được.", examples=[40.0])
    maximum: float = Field(description="Điểm tối đa.", examples=[40.0])
    facts: dict[str, int | float | str | bool | None] = Field(
        description="Dữ kiện đã dùng để tính.", examples=[{"asked": "8153", "offered": "8153", "share": 100}]
    )
    reason: str = Field(description="Vì sao, bằng thứ tiếng được hỏi.", examples=["Đúng nghề: Thợ vận hành máy may."])
    reason_en: str = Field(
        description="Vì sao, bằng tiếng Anh.", examples=["The same trade: Sewing Machine Operators."]
    )
    missing: MissingOut | None = Field(description="Còn thiếu gì; null là không thiếu hoặc không đổi được.")


class CandidateOut(Out):
    """Một người phù hợp, với điểm và lý do."""

    jobseeker_id: UUID = Field(description="Người tìm việc.", examples=[EXAMPLE_ID])
    name: str = Field(description="Họ tên.", examples=["Nguyễn Thị Mẫu"])
    commune: str = Field(description="Nơi ở.", examples=["Xã Châu Phú"])
    occupation_code: str = Field(description="Mã nghề phù hợp nhất của người này.", examples=["8153"])
    trade: str = Field(description="Nghề phù hợp nhất, như người đó nói.", examples=["Công nhân may"])
    score: float = Field(description="Điểm phù hợp, 0–100.", examples=[92.5])
    priority: bool | None = Field(
        description="Thuộc nhóm ưu tiên; chỉ để xếp trước người bằng điểm, không cộng vào điểm. "
        "Null là cơ quan của tài khoản không được biết.",
        examples=[False],
    )
    parts: list[PartOut] = Field(description="Từng phần của điểm, cộng lại bằng score.")


class ExcludedOut(Out):
    """Số người không đạt một điều kiện."""

    gate: Gate = Field(description="Điều kiện.", examples=["distance"])
    people: int = Field(description="Số người không đạt (một người có thể không đạt nhiều điều kiện).", examples=[812])


class RelaxationOut(Out):
    """Nới một điều kiện thì thêm được bao nhiêu người: những người chỉ vướng đúng điều kiện đó."""

    gate: Gate = Field(description="Điều kiện được nới.", examples=["distance"])
    people: int = Field(description="Số người thêm được.", examples=[37])
    km: int | None = Field(description="Bán kính (km); null là không hạn chế khoảng cách.", examples=[40])
    rank: int | None = Field(description="Bậc trình độ chỉ còn yêu cầu (0–6).", examples=[None])
    shifts: list[RefusableShift] = Field(description="Những ca được bỏ.", examples=[[]])
    certificate: Certificate | None = Field(description="Chứng chỉ được đào tạo, cấp thêm.", examples=[None])
    text: str = Field(description="Nới thế nào, thêm bao nhiêu.", examples=["Bán kính 40 km: thêm 37 người."])


class GateOut(Out):
    """Một điều kiện, người này đạt hay không."""

    gate: Gate = Field(description="Điều kiện.", examples=["distance"])
    passed: bool = Field(description="Có đạt hay không.", examples=[False])
    facts: dict[str, int | list[str] | None] = Field(
        description="Dữ kiện đã xét; để trống khi không được cho biết.", examples=[{"km": 34, "limit_km": 20}]
    )
    reason: str | None = Field(
        description="Vì sao không đạt, bằng thứ tiếng được hỏi; null là đạt.",
        examples=["Cách nơi làm khoảng 34 km, người lao động chỉ đi đến 20 km."],
    )
    reason_en: str | None = Field(
        description="Vì sao không đạt, bằng tiếng Anh; null là đạt.",
        examples=["About 34 km from the workplace; the person would travel 20 km."],
    )


class FirstPageOut(Out):
    """Người này so với trang đầu của bảng xếp hạng."""

    limit: int = Field(description="Số dòng của trang đầu.", examples=[20])
    people: int = Field(description="Số người thật có trên trang đầu.", examples=[20])
    last_score: float | None = Field(description="Điểm của người cuối trang; null là trang trống.", examples=[81.5])
    points_short: float = Field(description="Còn kém người cuối trang bao nhiêu điểm; 0 là không kém.", examples=[3.5])
    text: str = Field(description="Nói bằng thứ tiếng được hỏi.", examples=["Thiếu 3,5 điểm để vào 20 người đầu."])
    text_en: str = Field(description="Nói bằng tiếng Anh.", examples=["3.5 points short of the first 20."])


class UnlockOut(Out):
    """Một điều người lao động có thể làm thêm và điều đó mở ra những gì."""

    kind: Improvement = Field(description="Loại việc làm thêm.", examples=["certificate"])
    certificate: Certificate | None = Field(description="Có thêm chứng chỉ này.", examples=["welding_3g"])
    rank: int | None = Field(description="Lên đến bậc trình độ này (0–6).", examples=[None])
    shifts: list[RefusableShift] = Field(description="Nhận những ca này.", examples=[[]])
    km: int | None = Field(description="Đi làm xa đến chừng này km.", examples=[None])
    months: int | None = Field(description="Đủ chừng này tháng kinh nghiệm.", examples=[None])
    vacancies: int = Field(description="Số việc đang tuyển mà người này đạt thêm mọi điều kiện.", examples=[12])
    within_km: int | None = Field(
        description="Chỉ đếm việc cách nơi ở chừng này km; null là đếm mọi việc.", examples=[20]
    )
    points: float | None = Field(
        description="Điểm cao nhất trong những việc đạt điều kiện tăng bao nhiêu; null là trước đó chưa đạt việc nào.",
        examples=[6.0],
    )
    points_here: float | None = Field(
        description="Điểm ở việc đang xét tăng bao nhiêu; null là không xét riêng việc nào.", examples=[6.0]
    )
    opens_here: bool | None = Field(
        description="Nhờ vậy mà đạt mọi điều kiện của việc đang xét; null là không xét riêng việc nào.",
        examples=[False],
    )
    text: str = Field(
        description="Nói bằng thứ tiếng được hỏi.",
        examples=["Chứng chỉ hàn 3G: thêm 6 điểm, thêm 12 việc trong 20 km."],
    )
    text_en: str = Field(
        description="Nói bằng tiếng Anh.", examples=["Welding 3G: 6 more points, 12 more open within 20 km."]
    )


class CandidateDetailOut(CandidateOut):
    """Một người so với một việc làm trống, có trong danh sách hay không: từng điều kiện, từng phần điểm, thứ hạng."""

    passed: bool = Field(description="Đạt mọi điều kiện, tức là có trong bảng xếp hạng.", examples=[True])
    gates: list[GateOut] = Field(description="Mọi điều kiện, đạt hay không.")
    introduced: bool = Field(description="Đang được giới thiệu vào chính việc này.", examples=[False])
    position: int | None = Field(
        description="Thứ hạng, không tính người đang được giới thiệu vào việc này; null là không đạt điều kiện.",
        examples=[23],
    )
    first_page: FirstPageOut = Field(description="So với trang đầu.")
    unlocks: list[UnlockOut] = Field(description="Làm thêm được gì và mở ra những gì, nhiều nhất 8, lợi nhất trước.")
    rules_version: str = Field(description="Phiên bản cách chấm điểm.", examples=["2026-11-1"])


class CandidatesOut(Out):
    """Bảng xếp hạng người tìm việc cho một việc làm trống."""

    items: list[CandidateOut] = Field(
        description="Người phù hợp, điểm cao trước; bằng điểm thì nhóm ưu tiên trước, rồi người đăng ký trước."
    )
    next_cursor: str | None = Field(description="Con trỏ trang sau; null là đã hết.", examples=[None])
    passed: int = Field(
        description="Số người đạt mọi điều kiện (trong phạm vi lọc, kể cả người đã được giới thiệu).", examples=[5120]
    )
    pool_size: int = Field(description="Số người trong kho (trong phạm vi lọc).", examples=[20000])
    excluded: list[ExcludedOut] = Field(description="Số người không đạt từng điều kiện.")
    relaxations: list[RelaxationOut] = Field(description="Nới từng điều kiện thì thêm được bao nhiêu người.")
    rules_version: str = Field(description="Phiên bản cách chấm điểm.", examples=["2026-11-2"])


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
    unlocks: list[UnlockOut] = Field(
        description="Làm thêm được gì và mở ra những gì, tính trên mọi việc đang tuyển; các trang sau để trống."
    )
    rules_version: str = Field(description="Phiên bản cách chấm điểm.", examples=["2026-11-2"])
