"""Coded values and status tables, each defined once; schema, model, OpenAPI and seed read them from here.

Labels that a person reads stand in ``app.messages``; the codes here are what is stored and sent.
A retired value stays in its list with the reason in a comment, so that old rows can still be read.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """Vai trò của tài khoản."""

    STAFF = "staff"
    ENTERPRISE_HR = "enterprise_hr"
    LEADER = "leader"
    PORTAL = "portal"
    ADMIN = "admin"


class OrganisationKind(StrEnum):
    """Loại cơ quan, đơn vị tham gia kế hoạch (CAPABILITIES §1)."""

    ZONE_BOARD = "zone_board"
    BOARD_ROOM = "board_room"
    ZONE_REPRESENTATIVE = "zone_representative"
    JOB_CENTRE = "job_centre"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    SCHOOL = "school"
    PARTNER = "partner"


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


class EnterpriseKind(StrEnum):
    """Loại hình người sử dụng lao động, theo phiếu thu thập thông tin (TT 01/2022/TT-BLĐTBXH)."""

    STATE = "state"
    NON_STATE = "non_state"
    FDI = "fdi"
    PUBLIC_BODY = "public_body"
    COOPERATIVE = "cooperative"
    HOUSEHOLD = "household"
    INDIVIDUAL = "individual"


class EnterpriseStage(StrEnum):
    """Giai đoạn: nhà đầu tư đang nghiên cứu, có dự án, đang hoạt động, đã chấm dứt."""

    INVESTOR_STUDY = "investor_study"
    INVESTOR_PROJECT = "investor_project"
    OPERATING = "operating"
    CLOSED = "closed"


class Industry(StrEnum):
    """Ngành kinh tế cấp 1 (VSIC 2018), 21 ngành như trên phiếu."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    H = "H"
    I = "I"  # noqa: E741 - the letter is the official code of the section.
    J = "J"
    K = "K"
    L = "L"
    M = "M"
    N = "N"
    O = "O"  # noqa: E741 - the letter is the official code of the section.
    P = "P"
    Q = "Q"
    R = "R"
    S = "S"
    T = "T"
    U = "U"


class SizeBand(StrEnum):
    """Quy mô lao động, chín nhóm như trên phiếu."""

    UNDER_10 = "under_10"
    FROM_10_TO_50 = "from_10_to_50"
    FROM_51_TO_100 = "from_51_to_100"
    FROM_101_TO_200 = "from_101_to_200"
    FROM_201_TO_500 = "from_201_to_500"
    FROM_501_TO_1000 = "from_501_to_1000"
    FROM_1001_TO_3000 = "from_1001_to_3000"
    FROM_3001_TO_10000 = "from_3001_to_10000"
    OVER_10000 = "over_10000"


class RoundStatus(StrEnum):
    """Trạng thái đợt khảo sát."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Need(StrEnum):
    """Loại nhu cầu của doanh nghiệp: tuyển dụng, đào tạo, đào tạo lại."""

    RECRUIT = "recruit"
    TRAIN = "train"
    RETRAIN = "retrain"


class RequestStatus(StrEnum):
    """Trạng thái yêu cầu hỗ trợ tuyển dụng của doanh nghiệp."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


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
"""The single ordered scale ``skill_rank`` runs from 0 (untrained) to 6 (DOMAIN §3)."""

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
"""Bậc thợ n/m → skill_rank. Only m = 5, 6, 7 is skill; larger m are steps of a pay scale (DOMAIN §3)."""


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


class VacancyStatus(StrEnum):
    """Trạng thái việc làm trống."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Availability(StrEnum):
    """Người lao động có đang sẵn sàng được giới thiệu hay không."""

    AVAILABLE = "available"
    PAUSED = "paused"
    PLACED = "placed"


class EmploymentStatus(StrEnum):
    """Tình trạng việc làm theo thời gian (NQ 06, III.3d-3)."""

    SEEKING = "seeking"
    WORKING = "working"
    OUT_OF_WORK = "out_of_work"
    TRAINING = "training"
    ABROAD = "abroad"
    INACTIVE = "inactive"


class StatusSource(StrEnum):
    """Nguồn của một dòng tình trạng việc làm."""

    DECLARED = "declared"
    PLACEMENT = "placement"
    REGISTER = "register"


class Sex(StrEnum):
    """Giới tính, chỉ để thống kê; không bao giờ dùng để chấm điểm."""

    FEMALE = "female"
    MALE = "male"


class ReferralStatus(StrEnum):
    """Trạng thái giới thiệu."""

    INTRODUCED = "introduced"
    INTERVIEW = "interview"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    HIRED = "hired"


class PlacementStatus(StrEnum):
    """Trạng thái việc làm đã giải quyết: doanh nghiệp báo tuyển, hai bên xác nhận, đã nghỉ, hủy do ghi nhầm."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    CANCELLED = "cancelled"


class LabourUseSource(StrEnum):
    """Nguồn số lao động đang sử dụng."""

    SURVEY = "survey"
    LABOUR_REPORT = "labour_report"
    BOARD = "board"


class Indicator(StrEnum):
    """Chỉ tiêu của kế hoạch mà hệ thống tự đếm được."""

    WORKERS_IN_PARKS = "workers_in_parks"
    PLACED_ON_REQUEST = "placed_on_request"


class AsOfRule(StrEnum):
    """Cách lấy số đến một ngày: số mới nhất đến ngày đó, hoặc cộng dồn từ đầu kỳ đến ngày đó."""

    LATEST_ON_OR_BEFORE = "latest_on_or_before"
    FROM_START_TO_DAY = "from_start_to_day"


class Reading(StrEnum):
    """Một cách đọc của chỉ tiêu; mỗi cách đọc có số riêng và mở ra đúng các dòng làm nên số đó."""

    COUNTED = "counted"
    REQUESTED = "requested"
    INTRODUCED = "introduced"
    HIRED_WITHOUT_INTRODUCTION = "hired_without_introduction"
    HIRED_WITHOUT_REQUEST = "hired_without_request"
    CONFIRMED = "confirmed"
    MISSING = "missing"
    FOLLOWED = "followed"


READINGS: Mapping[Indicator, tuple[Reading, ...]] = {
    Indicator.WORKERS_IN_PARKS: (Reading.COUNTED, Reading.MISSING, Reading.FOLLOWED),
    Indicator.PLACED_ON_REQUEST: (
        Reading.COUNTED,
        Reading.REQUESTED,
        Reading.INTRODUCED,
        Reading.HIRED_WITHOUT_INTRODUCTION,
        Reading.HIRED_WITHOUT_REQUEST,
        Reading.CONFIRMED,
    ),
}
"""The first reading of each indicator is the head figure; the others stand beside it and are never added to it."""


class Criterion(StrEnum):
    """Tiêu chí chấm điểm mức độ phù hợp."""

    TRADE = "trade"
    LEVEL = "level"
    PLACE = "place"
    PAY = "pay"
    EXPERIENCE = "experience"
    READINESS = "readiness"


class Gate(StrEnum):
    """Điều kiện bắt buộc, đứng ngoài điểm số."""

    CONSENT = "consent"
    AVAILABILITY = "availability"
    WORKING_AGE = "working_age"
    MINOR = "minor"
    LEVEL = "level"
    CERTIFICATE = "certificate"
    SHIFT = "shift"
    DISTANCE = "distance"


BLOCKING_GATES: frozenset[Gate] = frozenset(
    {Gate.CONSENT, Gate.AVAILABILITY, Gate.WORKING_AGE, Gate.MINOR, Gate.CERTIFICATE}
)
"""Gates that stand in law (data consent, working age, minors, certificates: Labour Code art. 8 and 143–147) or in fact.

Nobody may introduce a person past these; the others are the person's or the enterprise's wish, and a clerk
who has asked both may introduce all the same.
"""


STAGE_TRANSITIONS: Mapping[EnterpriseStage, frozenset[EnterpriseStage]] = {
    EnterpriseStage.INVESTOR_STUDY: frozenset({EnterpriseStage.INVESTOR_PROJECT, EnterpriseStage.OPERATING}),
    EnterpriseStage.INVESTOR_PROJECT: frozenset({EnterpriseStage.INVESTOR_STUDY, EnterpriseStage.OPERATING}),
    EnterpriseStage.OPERATING: frozenset({EnterpriseStage.CLOSED}),
    EnterpriseStage.CLOSED: frozenset({EnterpriseStage.OPERATING}),
}

ROUND_TRANSITIONS: Mapping[RoundStatus, frozenset[RoundStatus]] = {
    RoundStatus.DRAFT: frozenset({RoundStatus.OPEN}),
    RoundStatus.OPEN: frozenset({RoundStatus.CLOSED}),
    RoundStatus.CLOSED: frozenset({RoundStatus.OPEN}),
}

REQUEST_TRANSITIONS: Mapping[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.OPEN: frozenset({RequestStatus.CLOSED, RequestStatus.WITHDRAWN}),
    RequestStatus.CLOSED: frozenset({RequestStatus.OPEN}),
    RequestStatus.WITHDRAWN: frozenset(),
}

VACANCY_TRANSITIONS: Mapping[VacancyStatus, frozenset[VacancyStatus]] = {
    VacancyStatus.OPEN: frozenset({VacancyStatus.CLOSED, VacancyStatus.CANCELLED}),
    VacancyStatus.CLOSED: frozenset({VacancyStatus.OPEN}),
    VacancyStatus.CANCELLED: frozenset(),
}

REFERRAL_TRANSITIONS: Mapping[ReferralStatus, frozenset[ReferralStatus]] = {
    ReferralStatus.INTRODUCED: frozenset(
        {ReferralStatus.INTERVIEW, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN, ReferralStatus.HIRED}
    ),
    ReferralStatus.INTERVIEW: frozenset({ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN, ReferralStatus.HIRED}),
    ReferralStatus.DECLINED: frozenset(),
    ReferralStatus.WITHDRAWN: frozenset(),
    ReferralStatus.HIRED: frozenset(),
}

ACTIVE_REFERRALS: frozenset[ReferralStatus] = frozenset({ReferralStatus.INTRODUCED, ReferralStatus.INTERVIEW})

PLACEMENT_TRANSITIONS: Mapping[PlacementStatus, frozenset[PlacementStatus]] = {
    PlacementStatus.REPORTED: frozenset({PlacementStatus.CONFIRMED, PlacementStatus.ENDED, PlacementStatus.CANCELLED}),
    PlacementStatus.CONFIRMED: frozenset({PlacementStatus.ENDED}),
    PlacementStatus.ENDED: frozenset(),
    PlacementStatus.CANCELLED: frozenset(),
}

CURRENT_PLACEMENTS: frozenset[PlacementStatus] = frozenset({PlacementStatus.REPORTED, PlacementStatus.CONFIRMED})
