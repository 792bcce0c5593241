"""Free-text titles to unit groups: what a person or a clerk writes, and what comes back. Each row has its reason."""

import csv
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.titles import MAX_TITLE, Alias, Grade, Titles, load_aliases
from tests.support.paths import ROOT

OCCUPATIONS = ROOT / "seed" / "reference" / "occupations.csv"


def unit_groups() -> list[dict[str, str]]:
    with OCCUPATIONS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["level"] == "4"]


@cache
def titles() -> Titles:
    rows = unit_groups()
    official = [(row["code"], row[column]) for row in rows for column in ("title_vi", "title_en") if row[column]]
    return Titles.build((row["code"] for row in rows), load_aliases(), official)


def first(title: str) -> str:
    resolution = titles().resolve(title)
    assert not resolution.ask, title
    return resolution.matches[0].code


@pytest.mark.parametrize(
    ("title", "code", "why"),
    [
        ("Công nhân may công nghiệp", "8153", "written in full"),
        ("cong nhan may cong nghiep", "8153", "no accents at all"),
        ("cÔNG nHÂN mAY", "8153", "caps lock the wrong way round"),
        ("CN  may   CN", "8153", "the second CN is công nghiệp"),
        ("C.N may", "8153", "an abbreviation with dots"),
        ("LX nâng", "8344", "LX is lái xe"),
        ("NV KCS chuyền 3", "7543", "a line number says where, not what"),
        ("NV XNK", "3331", "xuất nhập khẩu"),
        ("nv hc-ns", "4416", "hành chính – nhân sự"),
        ("KS. cơ khí", "2144", "KS is kỹ sư"),
        ("TP. Kế toán", "1211", "TP before a department is trưởng phòng"),
        ("CN Đ/Máy dệt", "8152", "a slash inside an abbreviation parts no jobs"),
        ("Kỷ sư cơ khí", "2144", "kỷ for kỹ, as the south writes"),
        ("Thợ giầy", "8156", "giầy in the north, giày in the south"),
        ("Tài xế xe tải", "8332", "tài xế is lái xe"),
        ("Chạy máy dệt", "8152", "chạy, đứng, coi máy are vận hành máy"),
        ("Chăn nuôi lợn", "6121", "lợn in the north, heo in the south"),
        ("Công nhân may Cty TNHH ABC – KCN Bình Long", "8153", "company and zone as a tail"),
        ("Bảo vệ KCN Bình Hòa", "5414", "a zone as a tail"),
        ("Nhân viên kho / Warehouse staff", "4321", "the same job in two languages"),
        ("Thợ hàn - 焊工", "7212", "a tail in another script"),
        ("Forklift operator", "8344", "English alone"),
        ("Nhânviên bảovệ", "5414", "joined words"),
        ("congnhanmay", "8153", "joined words without accents"),
        ("c ông nh ân m ay", "8153", "broken words"),
        ("thợ tuện CNC", "7223", "a typing slip"),
        ("Thợ may công ngiệp", "8153", "a lost letter"),
        ("Nhân viên kê toán", "3313", "a lost accent that makes another word"),
        ("Coong nhaan may", "8153", "Telex keys left in the text"),
        ("tho75 han2", "7212", "VNI keys left in the text"),
        ("C«ng nh©n vËn hµnh m\u00b8y Ðp nhùa", "8142", "TCVN3 read as Latin-1"),
        ("Thôï haøn", "7212", "VNI read as Latin-1"),
        ("THÔÏ HAØN", "7212", "VNI in capitals"),
        ("Thá»£ hÃ n", "7212", "UTF-8 read as Windows-1252, a no-break space become a plain one"),
        ("CÃƒÂ\u00b4ng nhÃƒÂ¢n may", "8153", "the same twice"),
        ("Nhân viên kiêÒm hàng", "7543", "Windows-1258 read as Windows-1252"),
        ("Công nhân d?t v?i", "8152", "letters lost to question marks"),
        (unicodedata.normalize("NFD", "Thợ hàn"), "7212", "decomposed letters"),
        ("B&#7843;o v&#7879;", "5414", "HTML entities"),
    ],
)
def test_it_reads_what_people_write(title: str, code: str, why: str) -> None:
    codes = [match.code for match in titles().resolve(title).matches[:2]]
    assert code in codes, f"{why}: {codes}"


@pytest.mark.parametrize(
    ("title", "code", "why"),
    [
        ("Thợ máy", "7233", "accents say machine: a mechanic"),
        ("công nhân may", "8153", "accents were typed, so may is to sew"),
        ("cong nhan may", "8153", "nothing after it: the sewer"),
        ("cn may ao so mi", "8153", "a garment after it: the sewer"),
        ("van hanh may det", "8152", "a machine's name after it: its operator"),
        ("sua may may", "7233", "repairs sewing machines"),
        ("may truong", "3151", "máy trưởng of a ship"),
        ("Thợ tiện", "7223", "tiện is not tiền"),
        ("Thợ sơn nước", "7131", "sơn is not sợi"),
        ("Sửa cá", "7511", "trims fish: sửa is not only to repair"),
        ("lái xe tải", "8332", "tải is not tại, which would begin a tail"),
    ],
)
def test_accents_and_context_decide(title: str, code: str, why: str) -> None:
    assert first(title) == code, why


@pytest.mark.parametrize(
    "title",
    [
        "Công nhân",
        "CN",
        "C.N.",
        "CNSX",
        "LĐPT",
        "ldpt",
        "lao động phổ thông",
        "Nhân viên",
        "nv",
        "Nhân viên kỹ thuật",
        "Thợ",
        "thợ bậc 3/7",
        "CN xưởng 2",
        "công nhân chuyền 5",
        "ca 3",
        "làm công ty",
        "Công ty TNHH Hoàng Long",
        "NV Cty TNHH Hoàng Long",
        "Công nhân KCN Bình Hòa",
        "KCN Thạnh Lộc",
        "Nguyễn Văn A",
        "NGUYEN VAN HUNG",
        "tran thi bich lieu",
        "BP sản xuất",
        "Bộ phận hoàn thành chưa phân công",
        "việc gì cũng được",
        "thất nghiệp",
        "nội trợ",
        "12/12",
        "qwerty",
    ],
)
def test_a_title_without_a_trade_asks(title: str) -> None:
    resolution = titles().resolve(title)
    assert resolution.ask
    assert all(match.confidence < 0.4 for match in resolution.matches), "what is left is a hint, no answer"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Bộ phận đóng gói", "9321"),
        ("Tổ may", "8153"),
        ("BP kho", "4321"),
        ("bo phan bep", "5120"),
        ("Phòng kế toán", "3313"),
        ("P. kinh doanh", "3322"),
    ],
)
def test_a_department_stands_for_the_post_with_moderate_confidence(title: str, code: str) -> None:
    resolution = titles().resolve(title)
    assert not resolution.ask
    assert resolution.matches[0].code == code
    assert resolution.matches[0].confidence <= 0.6


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Tổ trưởng may", "3122"),
        ("Trưởng phòng kế toán", "1211"),
        ("làm văn phòng", "4110"),
        ("van hanh may say lua", "8160"),
        ("P.HT", "1345"),
        ("PQĐ phân xưởng may", "1321"),
        ("CT HĐQT", "1120"),
        ("CN công viên", "9214"),
        ("CNVH", "8189"),
    ],
)
def test_heads_and_abbreviations_of_payrolls_are_no_department_and_no_name(title: str, code: str) -> None:
    assert first(title) == code


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Bảo vệ / tạp vụ", {"5414", "9112"}),
        ("Thợ hàn, tiện", {"7212", "7223"}),
        ("Kế toán kiêm thủ kho", {"3313", "4321"}),
        ("Nấu ăn và tạp vụ", {"5120", "9112"}),
        ("CN may + đóng gói", {"8153", "9321"}),
        ("bao ve kiem tap vu", {"5414", "9112"}),
    ],
)
def test_two_jobs_give_both(title: str, codes: set[str]) -> None:
    resolution = titles().resolve(title)
    assert not resolution.ask
    assert {match.code for match in resolution.matches[:2]} == codes


@pytest.mark.parametrize(
    ("title", "grade"),
    [
        ("thợ hàn 3/7", Grade(3, 7, True)),
        ("Thợ may bậc 4/6", Grade(4, 6, True)),
        ("tho dien bac 2/5", Grade(2, 5, True)),
        ("Thợ xây bậc 3,5/7", Grade(3, 7, True)),
        ("Nhân viên kế toán 3/12", Grade(3, 12, False)),
        ("Bảo vệ 1/9", Grade(1, 9, False)),
        ("thợ hàn bậc 5", None),
        ("thợ hàn ca 1/2", None),
        ("thợ hàn 24/7", None),
        ("thợ hàn", None),
    ],
)
def test_the_grade_is_read_and_does_not_disturb(title: str, grade: Grade | None) -> None:
    resolution = titles().resolve(title)
    assert resolution.grade == grade
    assert not resolution.ask


def test_because_shows_the_words_as_typed() -> None:
    match = titles().resolve("LX Nâng - Cty ABC").matches[0]
    assert match.because == ("LX", "Nâng")


def test_at_most_five_matches_and_the_best_one_first() -> None:
    for title in ("thợ máy", "kỹ sư", "Công nhân chế biến thủy sản", "vận hành máy"):
        matches = titles().resolve(title).matches
        assert 1 <= len(matches) <= 5
        assert len({match.code for match in matches}) == len(matches)
        assert [m.confidence for m in matches] == sorted((m.confidence for m in matches), reverse=True)


def test_a_confirmed_title_wins_at_once_and_only_where_the_accents_agree() -> None:
    known = titles().with_confirmed([("Ép hàng X9", "8142"), ("Thợ Máy May", "8153")])
    again = known.resolve("  ép hàng  x9 3/7")
    assert (again.matches[0].code, again.ask) == ("8142", False)
    assert again.matches[0].confidence > 0.95
    assert known.resolve("thợ máy may").matches[0].code == "8153"
    assert known.resolve("thợ may máy").matches == titles().resolve("thợ may máy").matches
    assert titles().resolve("Ép hàng X9").matches[0].confidence < 0.95, "the first table does not change"


@pytest.mark.parametrize(
    "typed", ["Thôï haøn", "THÔÏ HAØN", "Thợ hàn", "Thá»£ hÃ\u00a0n 3/7", "Tho\u031b\u0323 ha\u0300n"]
)
def test_a_confirmation_reaches_every_encoding_of_its_title(typed: str) -> None:
    known = titles().with_confirmed([("Thôï haøn", "9321")])
    match = known.resolve(typed).matches[0]
    assert (match.code, match.confirmed) == ("9321", True)
    assert not any(match.confirmed for match in titles().resolve(typed).matches)


def test_wreckage_and_its_repair_are_one_title() -> None:
    known = titles()
    assert known.key("Thôï haøn") == known.key("THÔÏ HAØN") == known.key("thợ  hàn 3/7") != known.key("tho han")


@pytest.mark.parametrize(
    ("title", "code", "why"),
    [
        ("cong nhan may det", "8152", "who stands at a machine, when its name fits no garment"),
        ("tho may ao dai", "7531", "a garment after it"),
        ("tho sua may may", "7233", "one may to sew, one a machine"),
        ("cn dung may ep dau", "8160", "an operator's word before it"),
        ("tho tien", "7223", "tiện, no money"),
        ("thu tien dien", "9623", "tiền, no lathe"),
        ("ca si", "2652", "ca, no fish"),
        ("Machine operator (plastic injection)", "8142", "the brackets say which machine"),
    ],
)
def test_without_marks_both_readings_are_weighed(title: str, code: str, why: str) -> None:
    assert first(title) == code, why


def test_of_two_confirmations_the_later_comes_first() -> None:
    known = titles().with_confirmed([("việc k1", "8142")]).with_confirmed([("Việc K1", "9321")])
    assert [match.code for match in known.resolve("việc k1").matches] == ["9321", "8142"]


def test_a_small_table_of_ones_own() -> None:
    own = Titles.build(["7212", "8153"], [Alias("thợ hàn", "7212", 90, ""), Alias("thợ xây", "7112", 90, "")], [])
    assert own.resolve("tho han").matches[0].code == "7212"
    assert all(match.code != "7112" for match in own.resolve("thợ xây").matches), "its code is not among the codes"
    assert Titles.build([], [], []).resolve("thợ hàn").ask


@pytest.mark.parametrize(
    "title",
    [
        "",
        " ",
        "\x00\x00",
        "\u202e\u200f\u200b",
        "😀👷🏽‍♀️🇻🇳",
        "????",
        "---///+++",
        "0912345678",
        "𝕿𝖍ợ",
        "\ud800",
        "a" * MAX_TITLE,
        "/" * MAX_TITLE,
        "?ợ" * (MAX_TITLE // 2),
        "công nhân " * (MAX_TITLE // 10),
        "áº" * (MAX_TITLE // 2),
    ],
)
def test_hostile_titles_ask(title: str) -> None:
    assert titles().resolve(title).ask


def test_signs_around_a_trade_do_not_hide_it() -> None:
    assert first("👷 \u202eThợ hàn\u200b 🔥\x00") == "7212"


def test_longer_than_the_maximum_is_refused() -> None:
    with pytest.raises(ValueError, match="300 characters"):
        titles().resolve("thợ hàn " * 1250)


@given(st.text(max_size=60) | st.text(alphabet="thợ hànmáy/+-?.3\U0001d7d57ÃÂáº»£µ\u00b8«\u0301\u00ad", max_size=60))
def test_no_text_is_an_error(title: str) -> None:
    resolution = titles().resolve(title)
    assert len(resolution.matches) <= 5
    assert all(0.0 <= match.confidence <= 1.0 for match in resolution.matches)
