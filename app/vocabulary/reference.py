"""Places, and what people can do: levels, grades, experience, certificates, shifts."""

from collections.abc import Mapping
from enum import StrEnum


class QualificationLevel(StrEnum):
    """Trình độ chuyên môn kỹ thuật (CMKT), đúng thứ tự trên biểu mẫu thị trường lao động."""

    UNTRAINED = "untrained"
    WORKER_WITHOUT_CERTIFICATE = "worker_without_certificate"
    SHORT_CERTIFICATE = "short_certificate"
    ELEMENTARY = "elementary"
    INTERMEDIATE = "intermediate"
    COLLEGE = "college"
    UNIVERSITY = "university"
    POSTGRADUATE = "postgraduate"


SKILL_RANK_MAX = 6
"""The single ordered scale ``skill_rank`` runs from 0 (untrained) to 6 (docs/domain.md §3)."""


QUALIFICATION_RANK: Mapping[QualificationLevel, int] = {
    QualificationLevel.UNTRAINED: 0,
    QualificationLevel.WORKER_WITHOUT_CERTIFICATE: 1,
    QualificationLevel.SHORT_CERTIFICATE: 1,
    QualificationLevel.ELEMENTARY: 2,
    QualificationLevel.INTERMEDIATE: 3,
    QualificationLevel.COLLEGE: 4,
    QualificationLevel.UNIVERSITY: 5,
    QualificationLevel.POSTGRADUATE: 6,
}


SKILL_GRADE_RANK: Mapping[int, int] = {1: 2, 2: 3, 3: 4, 4: 5, 5: 6}
"""Bậc kỹ năng nghề quốc gia 1–5 → skill_rank."""


TRADE_GRADE_RANK: Mapping[int, Mapping[int, int]] = {
    7: {1: 1, 2: 2, 3: 3, 4: 3, 5: 4, 6: 5, 7: 6},
    6: {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6},
    5: dict(SKILL_GRADE_RANK),
}
"""Bậc thợ n/m → skill_rank. Only m = 5, 6, 7 is skill; larger m are steps of a pay scale (docs/domain.md §3)."""


def skill_rank(level: QualificationLevel | None, skill_grade: int | None, trade_grade: str | None) -> int | None:
    """The highest rank that the declared level and grades support, 0–6; None when nothing was declared.

    ``trade_grade`` is text "n/m"; a denominator other than 5, 6 or 7, or n beyond m, says nothing of skill.
    """
    ranks = []
    if level is not None:
        ranks.append(QUALIFICATION_RANK[level])
    if skill_grade is not None:
        ranks.append(SKILL_GRADE_RANK[skill_grade])
    if trade_grade is not None:
        n, _, m = trade_grade.partition("/")
        rank = TRADE_GRADE_RANK.get(int(m), {}).get(int(n))
        if rank is not None:
            ranks.append(rank)
    return max(ranks, default=None)


class ExperienceBand(StrEnum):
    """Kinh nghiệm làm việc yêu cầu, theo mẫu tuyển dụng."""

    NONE = "none"
    UNDER_1 = "under_1"
    FROM_1_TO_2 = "from_1_to_2"
    FROM_2_TO_5 = "from_2_to_5"
    OVER_5 = "over_5"


EXPERIENCE_FLOOR_MONTHS: Mapping[ExperienceBand, int] = {
    ExperienceBand.NONE: 0,
    ExperienceBand.UNDER_1: 1,
    ExperienceBand.FROM_1_TO_2: 12,
    ExperienceBand.FROM_2_TO_5: 24,
    ExperienceBand.OVER_5: 60,
}


class ShiftPattern(StrEnum):
    """Chế độ ca kíp của vị trí việc làm."""

    DAY = "day"
    TWO_SHIFT = "two_shift"
    THREE_SHIFT = "three_shift"
    TWELVE_HOUR = "twelve_hour"
    NIGHT = "night"


class RefusableShift(StrEnum):
    """Ca mà người lao động có thể từ chối: ca tối, ca đêm, đổi ca (xoay ca)."""

    EVENING = "evening"
    NIGHT = "night"
    ROTATING = "rotating"


SHIFTS_IN_PATTERN: Mapping[ShiftPattern, frozenset[RefusableShift]] = {
    ShiftPattern.DAY: frozenset(),
    ShiftPattern.TWO_SHIFT: frozenset({RefusableShift.EVENING, RefusableShift.ROTATING}),
    ShiftPattern.THREE_SHIFT: frozenset(RefusableShift),
    ShiftPattern.TWELVE_HOUR: frozenset({RefusableShift.NIGHT, RefusableShift.ROTATING}),
    ShiftPattern.NIGHT: frozenset({RefusableShift.NIGHT}),
}


class Certificate(StrEnum):
    """Chứng chỉ, giấy phép mà pháp luật hoặc vị trí bắt buộc (hạng lái xe theo Luật TTATGTĐB 2024)."""

    DRIVING_B = "driving_b"
    DRIVING_C1 = "driving_c1"
    DRIVING_C = "driving_c"
    DRIVING_CE = "driving_ce"
    DRIVING_D1 = "driving_d1"
    DRIVING_D2 = "driving_d2"
    DRIVING_D = "driving_d"
    FORKLIFT = "forklift"
    CRANE = "crane"
    BOILER = "boiler"
    PRESSURE_VESSEL = "pressure_vessel"
    REFRIGERATION = "refrigeration"
    ELECTRICAL_SAFETY = "electrical_safety"
    WELDING_1G = "welding_1g"
    WELDING_2G = "welding_2g"
    WELDING_3G = "welding_3g"
    WELDING_4G = "welding_4g"
    WELDING_6G = "welding_6g"
    FOOD_SAFETY = "food_safety"
    CHIEF_ACCOUNTANT = "chief_accountant"


CERTIFICATE_COVERS: Mapping[Certificate, frozenset[Certificate]] = {
    Certificate.DRIVING_C1: frozenset({Certificate.DRIVING_B}),
    Certificate.DRIVING_C: frozenset({Certificate.DRIVING_B, Certificate.DRIVING_C1}),
    Certificate.DRIVING_CE: frozenset({Certificate.DRIVING_B, Certificate.DRIVING_C1, Certificate.DRIVING_C}),
    Certificate.DRIVING_D1: frozenset({Certificate.DRIVING_B, Certificate.DRIVING_C1, Certificate.DRIVING_C}),
    Certificate.DRIVING_D2: frozenset(
        {Certificate.DRIVING_B, Certificate.DRIVING_C1, Certificate.DRIVING_C, Certificate.DRIVING_D1}
    ),
    Certificate.DRIVING_D: frozenset(
        {
            Certificate.DRIVING_B,
            Certificate.DRIVING_C1,
            Certificate.DRIVING_C,
            Certificate.DRIVING_D1,
            Certificate.DRIVING_D2,
        }
    ),
    Certificate.WELDING_2G: frozenset({Certificate.WELDING_1G}),
    Certificate.WELDING_3G: frozenset({Certificate.WELDING_1G, Certificate.WELDING_2G}),
    Certificate.WELDING_4G: frozenset({Certificate.WELDING_1G}),
    Certificate.WELDING_6G: frozenset(
        {Certificate.WELDING_1G, Certificate.WELDING_2G, Certificate.WELDING_3G, Certificate.WELDING_4G}
    ),
}
"""Giấy hạng trên dùng được cho hạng dưới: driving classes by the road-traffic law 36/2024/QH15 art. 57,
welding positions as qualification ranges are commonly read (ISO 9606-1, groove welds)."""


class CommuneKind(StrEnum):
    """Loại đơn vị hành chính cấp xã (từ 01/7/2025)."""

    XA = "xa"
    PHUONG = "phuong"
    DAC_KHU = "dac_khu"


class ZoneKind(StrEnum):
    """Khu công nghiệp (KCN), khu kinh tế cửa khẩu (KKTCK), cụm công nghiệp (CCN)."""

    INDUSTRIAL_PARK = "industrial_park"
    BORDER_GATE_ZONE = "border_gate_zone"
    INDUSTRIAL_CLUSTER = "industrial_cluster"


class ZoneStatus(StrEnum):
    """Tình trạng của khu, cụm."""

    OPERATING = "operating"
    UNDER_CONSTRUCTION = "under_construction"
    PLANNED = "planned"
