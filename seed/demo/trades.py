"""The trades of the demonstration: how common each is, what people and enterprises call it, what it pays."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.vocabulary import Certificate, QualificationLevel


class Kind(StrEnum):
    """What sort of work it is; decides which qualifications its people have."""

    MANUAL = "manual"
    SKILLED = "skilled"
    TECHNICAL = "technical"
    OFFICE = "office"


@dataclass(frozen=True)
class Trade:
    """``weight`` is the share among people in tenths of a per cent, ``pay`` a usual month in thousand đồng.

    ``grades`` is the denominator of the worker's grade that is usual in the trade (docs/domain.md §3), 0 when there
    is none.
    """

    code: str
    family: str
    kind: Kind
    weight: int
    pay: int
    said: tuple[str, ...]
    posted: tuple[str, ...] = field(default=())
    grades: int = 0
    certificate: Certificate | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """What an enterprise may write."""
        return self.posted or self.said


def _trade(
    code: str, family: str, kind: Kind, weight: int, pay: int, said: str, posted: str = "", **more: int | Certificate
) -> Trade:
    spoken, written = tuple(said.split("|")), tuple(posted.split("|")) if posted else ()
    grades, certificate = more.get("grades", 0), more.get("certificate")
    assert isinstance(certificate, Certificate | None)  # noqa: S101 - narrows the type of our own constants.
    return Trade(code, family, kind, weight, pay, spoken, written, int(grades), certificate)


M, S, T, O = Kind.MANUAL, Kind.SKILLED, Kind.TECHNICAL, Kind.OFFICE  # noqa: E741 - the initials of the four kinds.

# Titles are written as people write them: short forms, no capitals, sometimes without accents (docs/domain.md §9).
TRADES: tuple[Trade, ...] = (
    _trade(
        "8153", "garment", S, 150, 8200,
        "May công nghiệp|CN may|công nhân may|May CN|cong nhan may|Thợ may 2/6|may chuyền",
        "Công nhân may công nghiệp|CN may|Thợ may công nghiệp|Công nhân may biết việc", grades=6,
    ),
    _trade("7531", "garment", S, 25, 7800, "Thợ may|thợ may đo|may gia công|May quần áo", "Thợ may mẫu", grades=6),
    _trade("7533", "garment", M, 20, 7000, "phụ may|cắt chỉ|thợ thêu", "Phụ may, cắt chỉ|Công nhân thêu"),
    _trade("7532", "garment", S, 18, 8600, "Cắt vải|thợ cắt|trải vải, cắt", "Công nhân cắt|Thợ cắt vải", grades=6),
    _trade(
        "8156", "footwear", S, 75, 8000, "may giày|CN giày da|Công nhân giày|may mũ giày|cn giay da",
        "Công nhân may giày|CN may mũ giày|Công nhân sản xuất giày", grades=6,
    ),
    _trade("7536", "footwear", S, 18, 7900, "đóng giày|làm túi da|gò giày", "Thợ gò giày|Công nhân túi xách"),
    _trade(
        "8160", "seafood", M, 90, 7400,
        "chế biến thủy sản|CN thủy sản|Công nhân chế biến|vận hành máy chế biến|cn thuy san",
        "Công nhân chế biến thủy sản|Công nhân vận hành máy chế biến", grades=6,
        certificate=Certificate.FOOD_SAFETY,
    ),
    _trade(
        "7511", "seafood", S, 55, 7800,
        "Phi lê cá|fillet cá tra|sửa cá|cắt tiết, phi lê", "Công nhân phi lê", grades=6,
    ),
    # The same code as seafood machines, yet nobody would send one to the other without asking.
    _trade("8160", "rice", S, 14, 7800, "xay xát lúa gạo|vận hành máy xay xát|sấy lúa", "Vận hành máy xay xát|Sấy lúa"),
    _trade("7515", "seafood", S, 8, 8300, "KCS thủy sản|kiểm cảm quan", "Nhân viên KCS thủy sản"),
    _trade(
        "9329", "labour", M, 170, 6600,
        "Lao động phổ thông|LĐPT|phụ việc|làm gì cũng được|lao dong pho thong|công nhân|CNSX",
        "Lao động phổ thông|Công nhân sản xuất|LĐPT làm trong xưởng",
    ),
    _trade(
        "9321", "labour", M, 60, 6700,
        "đóng gói|CN đóng gói|dong goi, dan tem", "Công nhân đóng gói|Đóng gói, dán tem",
    ),
    _trade("9333", "labour", M, 42, 7300, "bốc xếp|bốc vác|phụ kho", "Công nhân bốc xếp|Bốc xếp, phụ kho"),
    _trade("9313", "labour", M, 28, 7200, "phụ hồ|phụ xây dựng", "Phụ hồ công trình"),
    _trade("9112", "service", M, 18, 6000, "tạp vụ|lao công|vệ sinh", "Nhân viên tạp vụ"),
    _trade("9412", "service", M, 14, 6200, "phụ bếp|cấp dưỡng", "Phụ bếp nhà ăn"),
    _trade("5120", "service", S, 14, 7600, "nấu ăn|đầu bếp", "Đầu bếp nhà ăn", certificate=Certificate.FOOD_SAFETY),
    _trade("5414", "service", M, 28, 6900, "bảo vệ|NV bảo vệ", "Nhân viên bảo vệ"),
    _trade("5223", "service", S, 26, 6500, "bán hàng|nhân viên bán hàng", "Nhân viên bán hàng"),
    _trade(
        "8212", "electronics", S, 58, 8300,
        "lắp ráp điện tử|CN điện tử|lap rap dien tu", "Công nhân lắp ráp điện tử",
    ),
    _trade("8219", "electronics", M, 24, 7500, "lắp ráp|CN lắp ráp", "Công nhân lắp ráp"),
    _trade("7421", "electronics", T, 6, 9800, "sửa điện tử|KTV điện tử", "Kỹ thuật viên điện tử"),
    _trade(
        "7212", "mechanics", S, 34, 9800, "thợ hàn|hàn 3G|Hàn điện|tho han", "Thợ hàn|Thợ hàn 3G", grades=7,
        certificate=Certificate.WELDING_3G,
    ),
    _trade("7223", "mechanics", S, 20, 9900, "tiện, phay|vận hành CNC|thợ tiện", "Thợ vận hành CNC|Thợ tiện", grades=7),
    _trade("7214", "mechanics", S, 9, 9500, "gò hàn kết cấu|lắp dựng kết cấu thép", "Thợ kết cấu thép", grades=7),
    _trade("8211", "mechanics", S, 10, 8600, "lắp ráp cơ khí|CN cơ khí", "Công nhân lắp ráp cơ khí"),
    _trade("7233", "mechanics", T, 26, 9900, "bảo trì máy|sửa máy|cơ điện", "Nhân viên bảo trì|Thợ sửa máy", grades=7),
    _trade("3115", "mechanics", T, 9, 11500, "kỹ thuật cơ khí|KTV cơ khí", "Kỹ thuật viên cơ khí"),
    _trade("2144", "mechanics", O, 4, 15500, "kỹ sư cơ khí", "Kỹ sư cơ khí"),
    _trade(
        "7412", "electrical", T, 30, 10000, "điện công nghiệp|thợ điện|dien cong nghiep", "Thợ điện công nghiệp",
        grades=7, certificate=Certificate.ELECTRICAL_SAFETY,
    ),
    _trade("7411", "electrical", S, 16, 8800, "điện dân dụng|điện nước", "Thợ điện nước"),
    _trade(
        "7127", "electrical", T, 9, 10200,
        "điện lạnh|vận hành kho lạnh", "Thợ điện lạnh", certificate=Certificate.REFRIGERATION,
    ),
    _trade("2151", "electrical", O, 3, 15500, "kỹ sư điện", "Kỹ sư điện"),
    _trade(
        "8182", "electrical", S, 5, 8900,
        "vận hành lò hơi|đốt lò", "Vận hành lò hơi", certificate=Certificate.BOILER,
    ),
    _trade("4321", "store", O, 20, 8200, "thủ kho|NV kho|kho vận", "Thủ kho|Nhân viên kho"),
    _trade("8344", "store", S, 14, 8700, "lái xe nâng|xe nâng", "Lái xe nâng", certificate=Certificate.FORKLIFT),
    _trade("8332", "transport", S, 20, 11500, "lái xe tải|LX tải", "Lái xe tải", certificate=Certificate.DRIVING_C),
    _trade("8322", "transport", S, 16, 9000, "lái xe|lái xe con", "Lái xe con", certificate=Certificate.DRIVING_B),
    _trade("7543", "quality", S, 24, 8200, "KCS|QC|kiểm hàng", "Nhân viên QC|KCS chuyền may"),
    _trade(
        "3122", "quality", T, 10, 11500,
        "tổ trưởng|chuyền trưởng|quản lý chuyền", "Tổ trưởng sản xuất|Chuyền trưởng",
    ),
    _trade("8183", "packaging", S, 12, 8000, "đứng máy đóng gói", "Vận hành máy đóng gói"),
    _trade("8142", "packaging", S, 10, 8100, "ép nhựa|thổi nhựa", "Công nhân ép nhựa"),
    _trade("8143", "packaging", S, 8, 8000, "làm bao bì giấy|in bao bì", "Công nhân bao bì giấy"),
    _trade("7523", "wood", S, 12, 8300, "đứng máy gỗ|mộc máy", "Công nhân đứng máy gỗ"),
    _trade("8172", "wood", S, 8, 8000, "cưa xẻ gỗ|CN gỗ", "Công nhân chế biến gỗ"),
    _trade("7115", "wood", S, 8, 8600, "thợ mộc|làm đồ gỗ", "Thợ mộc"),
    _trade("7112", "building", S, 16, 9200, "thợ hồ|thợ xây", "Thợ xây"),
    _trade("6221", "farming", S, 20, 6800, "nuôi cá|nuôi tôm|thủy sản ao", "Công nhân trại cá"),
    _trade("4110", "office", O, 22, 8000, "văn phòng|hành chính|NV VP", "Nhân viên hành chính|Nhân viên văn phòng"),
    _trade("4311", "office", O, 16, 8200, "kế toán|kế toán kho", "Nhân viên kế toán"),
    _trade(
        "2411", "office", O, 5, 14000, "kế toán tổng hợp|kế toán trưởng", "Kế toán tổng hợp",
        certificate=Certificate.CHIEF_ACCOUNTANT,
    ),
    _trade("3513", "office", O, 5, 11000, "IT|quản trị mạng", "Nhân viên IT"),
)  # fmt: skip

# Who has which qualification, per kind of work, in the order of QualificationLevel, last: said nothing (per cent).
LEVELS: dict[Kind, tuple[int, ...]] = {
    M: (66, 12, 4, 4, 3, 1, 1, 0, 9),
    S: (34, 31, 11, 12, 5, 2, 1, 0, 4),
    T: (6, 20, 8, 22, 25, 14, 4, 0, 1),
    O: (2, 4, 4, 6, 22, 31, 28, 2, 1),
}

# What a vacancy asks for, per kind of work.
ASKED_LEVELS: dict[Kind, dict[QualificationLevel | None, float]] = {
    M: {None: 0.7, QualificationLevel.UNTRAINED: 0.3},
    S: {None: 0.3, QualificationLevel.WORKER_WITHOUT_CERTIFICATE: 0.5, QualificationLevel.ELEMENTARY: 0.2},
    T: {QualificationLevel.ELEMENTARY: 0.4, QualificationLevel.INTERMEDIATE: 0.5, QualificationLevel.COLLEGE: 0.1},
    O: {QualificationLevel.INTERMEDIATE: 0.4, QualificationLevel.COLLEGE: 0.35, QualificationLevel.UNIVERSITY: 0.25},
}

# Which families of trades an industry of the demonstration employs, in per cent.
STAFF: dict[str, dict[str, int]] = {
    "garment": {"garment": 70, "labour": 12, "quality": 8, "mechanics": 3, "store": 3, "office": 4},
    "footwear": {"footwear": 62, "garment": 10, "labour": 16, "quality": 6, "mechanics": 3, "office": 3},
    "seafood": {"seafood": 60, "labour": 22, "electrical": 6, "quality": 4, "store": 4, "office": 4},
    "rice": {"labour": 42, "rice": 24, "mechanics": 10, "transport": 12, "store": 6, "office": 6},
    "mechanics": {"mechanics": 70, "electrical": 10, "labour": 10, "quality": 5, "office": 5},
    "electronics": {"electronics": 72, "quality": 8, "labour": 10, "electrical": 6, "office": 4},
    "wood": {"wood": 66, "labour": 24, "mechanics": 4, "office": 6},
    "packaging": {"packaging": 60, "labour": 26, "mechanics": 6, "store": 4, "office": 4},
    "trade": {"service": 40, "transport": 24, "store": 16, "labour": 10, "office": 10},
    "farming": {"farming": 55, "labour": 25, "transport": 10, "office": 10},
    "building": {"building": 50, "labour": 40, "electrical": 10},
}

BY_FAMILY: dict[str, tuple[Trade, ...]] = {
    family: tuple(trade for trade in TRADES if trade.family == family) for family in {t.family: 0 for t in TRADES}
}
