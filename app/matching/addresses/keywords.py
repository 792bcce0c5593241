"""Words that say what follows (xã, huyện, ấp, đường …) and places that lie outside the provinces we hold."""

from enum import Enum
from typing import NamedTuple

from app.matching.addresses.tokens import AddressWord, name_words


class Level(Enum):
    """What a part of an address names."""

    BELOW = "below"
    COMMUNE = "commune"
    DISTRICT = "district"
    CITY = "city"
    PROVINCE = "province"
    ZONE = "zone"
    NOISE = "noise"
    UNSAID = "unsaid"


class Keyword(NamedTuple):
    """What a keyword announces; ``strong`` ones are heard in the middle of other words too."""

    level: Level
    kind: str | None
    length: int
    strong: bool


_ANNOUNCED: tuple[tuple[Level, str | None, bool, str], ...] = (
    (Level.COMMUNE, "xa", True, "xã"),
    (Level.COMMUNE, "phuong", True, "phường"),
    (Level.COMMUNE, "thi_tran", True, "thị trấn, tt"),
    (Level.COMMUNE, "dac_khu", True, "đặc khu, đk"),
    (Level.COMMUNE, "xa", False, "x"),
    (Level.COMMUNE, "phuong", False, "p, f"),
    (Level.DISTRICT, "huyen", True, "huyện"),
    (Level.DISTRICT, "quan", True, "quận"),
    (Level.DISTRICT, "thi_xa", True, "thị xã, tx"),
    (Level.DISTRICT, "huyen", False, "h"),
    (Level.DISTRICT, "quan", False, "q"),
    (Level.CITY, "thanh_pho", True, "thành phố, tp"),
    (Level.PROVINCE, None, True, "tỉnh"),
    (Level.PROVINCE, None, False, "t"),
    (Level.ZONE, "park", True, "khu công nghiệp, kcn, cụm công nghiệp, ccn"),
    (Level.ZONE, "gate", True, "khu kinh tế cửa khẩu, kktck, khu kinh tế, kkt"),
    (Level.BELOW, None, True, "ấp, khóm, thôn, tổ dân phố, khu phố, kp, khu dân cư, kdc, quốc lộ, ql, tỉnh lộ"),
    (Level.BELOW, None, True, "hương lộ, đường tỉnh, đường, hẻm, ngõ, ngách, xóm, khối, bản, buôn, phum, sóc, tổ"),
    (Level.BELOW, None, False, "k, khu vực, kv, khu, cụm, lô, số, số nhà, sn, nhà, đội, kênh, rạch, cầu, chợ, dt, tl"),
    (
        Level.NOISE,
        None,
        True,
        "nay là, trước đây, hiện nay, địa chỉ, thường trú, tạm trú, nơi ở, việt nam, vietnam",
    ),
    (Level.NOISE, None, True, "nay thuộc, trước là, hiện là, bây giờ là, hktt"),
)
# Alone these are also parts of names, so they count only as they are spelled here.
_NOISE_WITH_MARKS = ("cũ", "mới", "thuộc", "ở", "tại")
_ABBREVIATED = {"ag": "an giang", "kg": "kien giang", "ls": "lang son", "la": "long an", "tn": "tay ninh"}

OUTSIDE = (
    "Hà Nội, Hải Phòng, Đà Nẵng, Cần Thơ, Hồ Chí Minh, HCM, TPHCM, Sài Gòn, SG, Huế, Thừa Thiên Huế, Hà Giang, Cao "
    "Bằng, Bắc Kạn, Tuyên Quang, Lào Cai, Điện Biên, Lai Châu, Sơn La, Yên Bái, Hòa Bình, Thái Nguyên, Quảng Ninh, "
    "Bắc Giang, Phú Thọ, Vĩnh Phúc, Bắc Ninh, Hải Dương, Hưng Yên, Thái Bình, Hà Nam, Nam Định, Ninh Bình, Thanh "
    "Hóa, Nghệ An, Hà Tĩnh, Quảng Bình, Quảng Trị, Quảng Nam, Quảng Ngãi, Bình Định, Phú Yên, Khánh Hòa, Ninh "
    "Thuận, Bình Thuận, Kon Tum, Gia Lai, Đắk Lắk, Đắc Lắc, Đắk Nông, Đắc Nông, Lâm Đồng, Bình Phước, Bình Dương, "
    "Đồng Nai, Vũng Tàu, Bà Rịa Vũng Tàu, BRVT, Tiền Giang, Bến Tre, Trà Vinh, Vĩnh Long, Đồng Tháp, Hậu Giang, Sóc "
    "Trăng, Bạc Liêu, Cà Mau, An Giang, Kiên Giang, Lạng Sơn, Tây Ninh, Long An"
)
"""Provinces before and after 1 July 2025; those that the service holds are taken out when the lists are read."""

ABROAD = (
    "Campuchia, Cambodia, Kampuchia, Campuchea, Phnom Penh, Phnôm Pênh, Nam Vang, Takeo, Tà Keo, Kandal, Svay Rieng, "
    "Lào, Laos, Thái Lan, Thailand, Trung Quốc, China, Quảng Tây, Bằng Tường, Đài Loan, Taiwan, Nhật Bản, Japan, "
    "Hàn Quốc, Korea, Malaysia, Singapore, Hoa Kỳ, USA, Myanmar, Philippines, Indonesia"
)
"""Countries, and towns beyond the borders near by."""


def _listed(names: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [name_words(name) for name in names.split(", ")]


_KEYWORDS: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], Keyword]]] = {}
for _level, _kind, _strong, _names in _ANNOUNCED:
    for _bare, _marked in _listed(_names):
        _KEYWORDS.setdefault(_bare[0], []).append((_bare, _marked, Keyword(_level, _kind, len(_bare), _strong)))
for _choices in _KEYWORDS.values():
    _choices.sort(key=lambda choice: -len(choice[0]))
_NOISE = frozenset(marked[0] for name in _NOISE_WITH_MARKS for marked in [name_words(name)[1]])


def keyword_within(text: list[AddressWord], start: int) -> Keyword | None:
    """A keyword in the midst of other words: a strong one that announces something."""
    keyword = keyword_at(text, start)
    if keyword is None or not keyword.strong or keyword.level is Level.NOISE:
        return keyword if keyword and keyword.strong else None
    end = start + keyword.length
    return keyword if end < len(text) and not text[end].breaks else None


def keyword_at(text: list[AddressWord], start: int) -> Keyword | None:
    """The longest keyword that begins at a word; a typed mark must be the keyword's own ("xá" is not "xã")."""
    word = text[start]
    if (word.bare, start) in (("vn", len(text) - 1), ("dc", 0)):
        return Keyword(Level.NOISE, None, 1, True)
    for bare, marked, keyword in _KEYWORDS.get(word.bare, ()):
        end = start + keyword.length
        if end > len(text) or (len(word.bare) == 1 and (end == len(text) or (text[end].breaks and not word.dotted))):
            continue
        if all(
            written.bare == plain and (written.marked == own or written.marked == plain) and not (n and written.breaks)
            for n, (written, plain, own) in enumerate(zip(text[start:end], bare, marked, strict=True))
        ):
            return keyword._replace(strong=keyword.strong or word.dotted)
    if word.marked in _NOISE:
        return Keyword(Level.NOISE, None, 1, True)
    return None


def abbreviated_province(bare: str) -> str | None:
    """The bare name behind AG, KG, LS, LA, TN."""
    return _ABBREVIATED.get(bare)
