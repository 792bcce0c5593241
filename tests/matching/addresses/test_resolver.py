"""Free-text addresses: a table with a reason per row, then every row of both maps, then any text at all."""

import csv
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.text import fold
from app.matching.addresses import (
    MAX_LENGTH,
    Addresses,
    AddressQuestion,
    AddressResolution,
    CurrentCommune,
    FormerCommune,
    MapYear,
)
from app.messages import Language, address_question, address_reason
from app.messages.reference import ADDRESS_QUESTIONS, ADDRESS_REASONS
from tests.support.paths import REFERENCE

Q = AddressQuestion
OLD, NEW = MapYear.BEFORE_2025, MapYear.FROM_2025


def lines(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


CURRENT = [CurrentCommune(row["code"], row["name"], row["type"], row["province_code"]) for row in lines("communes")]
PROVINCES = {row["code"]: row["name"] for row in lines("provinces")}
FORMER = [
    FormerCommune(*(row[name] for name in FormerCommune._fields[:-1]), split=row["split"] == "1")  # type: ignore[misc]
    for row in lines("legacy_communes")
]
ZONES = [(row["name"], row["commune_code"]) for row in lines("zones")]
BOOK = Addresses.build(CURRENT, PROVINCES, FORMER, ZONES)


def codes(found: AddressResolution) -> list[str]:
    return [match.code for match in found.matches]


def settled(text: str, province_code: str | None = None) -> str:
    """The code of an address that needs no question."""
    found = BOOK.resolve(text, province_code)
    assert not found.ask, (text, found)
    return found.matches[0].code


CHAU_PHU, LONG_XUYEN, BINH_MY = "30463", "30307", "30487"


@pytest.mark.parametrize(
    ("text", "code", "map_year", "why"),
    [
        ("xã Bình Long, huyện Châu Phú", CHAU_PHU, OLD, "the plain old form"),
        ("Bình Long, Châu Phú, AG", CHAU_PHU, OLD, "no kinds, the province by its letters"),
        ("ấp Bình Hưng, x. Bình Mỹ, h. Châu Phú, An Giang", BINH_MY, OLD, "a hamlet before, kinds abbreviated"),
        ("tổ 5 ấp Bình Hưng xã Bình Mỹ huyện Châu Phú", BINH_MY, OLD, "no commas at all"),
        ("binh long chau phu an giang", CHAU_PHU, OLD, "neither commas nor accents nor kinds"),
        ("xÃ bÌNH lONG, HUYỆN châu PHÚ", CHAU_PHU, OLD, "capitals at random"),
        ("P. Mỹ Long TP Long Xuyên", LONG_XUYEN, OLD, "a city named by a keyword without a comma"),
        ("p mỹ long tp.LX", LONG_XUYEN, OLD, "the city by its initials"),
        ("K.Bình Thới, P.Mỹ Long, T.P Long Xuyên, T. An Giang", LONG_XUYEN, OLD, "dots within abbreviations"),
        ("tt Cái Dầu", CHAU_PHU, OLD, "an old town alone, its name is nowhere else"),
        ("thị trấn Thứ 11, An Minh", "31018", OLD, "Thứ Mười Một in figures"),
        ("phường 01 TP. Tân An", "27694", OLD, "a numbered ward with a leading nought"),
        ("P1 Tân An", "27694", OLD, "a numbered ward glued to its keyword"),
        ("P. III, TP Tây Ninh", "25459", OLD, "a numbered ward in Roman figures"),
        ("xã Bình Hoà, Châu Thành, An Giang", "30607", OLD, "the tone placed the other way"),
        ("Xã Mĩ Đức, Châu Phú", "30469", OLD, "i for y"),
        ("xã Châu Phú, tỉnh An Giang", CHAU_PHU, NEW, "the three-level form of today"),
        ("đặc khu Phú Quốc", "31078", NEW, "a special zone of today"),
        ("phường Rạch Giá, Kiên Giang", "30742", NEW, "a commune of today with the former province"),
        ("ấp Bình Hòa, xã Mỹ Đức", "30469", NEW, "the hamlet bears the name of a commune elsewhere"),
        ("12/3A Nguyễn Thái Bình, P.Mỹ Long, Long Xuyên", LONG_XUYEN, OLD, "a street with a commune's name in it"),
        (
            "Số 5 đường Trần Hưng Đạo phường Mỹ Long thành phố Long Xuyên tỉnh An Giang",
            LONG_XUYEN,
            OLD,
            "all spelt out",
        ),
        ("Đ/c: ấp 3, xã Tân Trạch, Cần Đước, LA", "28132", OLD, "đ/c and the letters of a former province"),
        ("xã : Bình Long; huyện : Châu Phú; tỉnh : An Giang", CHAU_PHU, OLD, "filled into a form"),
        ("Bình Long/Châu Phú/An Giang/Việt Nam", CHAU_PHU, OLD, "slashes, and the country"),
        ("An Giang, Châu Phú, Bình Long", CHAU_PHU, OLD, "from large to small"),
        ("xã Bình Long cũ, Châu Phú", CHAU_PHU, OLD, "the word former beside it"),
        ("xã Long An, thị xã Tân Châu", "30388", OLD, "thị xã Tân Châu lies in An Giang"),
        ("xã Tân Hưng, huyện Tân Châu", "25549", OLD, "huyện Tân Châu lies in Tây Ninh"),
        ("Hòn Tre, Kiên Hải, Kiên Giang", "31108", OLD, "a district of a merged province"),
        ("huyện Kiên Hải, Kiên Giang", "31108", OLD, "a district that became one commune"),
        ("xã Phú Thạnh, huyện Phú Tân", "30409", OLD, "another tone is another commune, and here both went together"),
        ("Minh Hòa, Châu Thành, An Giang", "30880", OLD, "old Kiên Giang written under its new province"),
        ("xã Bính Thạnh, Châu Thành, An Giang", "30607", OLD, "a wrong tone where only one is near"),
        ("Bình Lonh, Châu Phú, An Giang", CHAU_PHU, OLD, "a wrong letter in the commune, not the commune Châu Phú"),
        ("Bình Long, Châu Phi, An Giang", CHAU_PHU, OLD, "a wrong letter in the district"),
        ("Bình Long, Châu Phú, An Gian", CHAU_PHU, OLD, "a letter lost in the province"),
        ("xã Bình Hòa Tây Ninh", "27811", NEW, "Bình Hòa, Tây Ninh and not the old Bình Hòa Tây"),
        ("KCN Bình Long", CHAU_PHU, NEW, "an industrial park"),
        ("cty ABC, khu công nghiệp Bình Long, Châu Phú", CHAU_PHU, NEW, "a park with its old district"),
        ("30463", CHAU_PHU, NEW, "a code of both maps that means one commune"),
        ("mã xã 30463, An Giang", CHAU_PHU, NEW, "a code said to be one"),
        ("xã Châu Phú, An Giang 90000", CHAU_PHU, NEW, "a postal code at the end is no commune's"),
        ("30463 - xã Bình Long, huyện Châu Phú", CHAU_PHU, OLD, "a code that agrees with the name"),
        ("gần biên giới Campuchia, xã Vĩnh Xương, TX Tân Châu, An Giang", "30385", OLD, "a country on the way"),
    ],
)
def test_an_address_is_read(text: str, code: str, map_year: MapYear, why: str) -> None:
    found = BOOK.resolve(text)
    assert not found.ask, (why, found)
    assert (found.matches[0].code, found.matches[0].map_year) == (code, map_year), (why, found)
    assert found.matches[0].confidence >= 0.7, why


@pytest.mark.parametrize(
    ("text", "question", "among", "why"),
    [
        ("xã Bính Xá, Đình Lập, LS", Q.SPLIT, {"06613", "06625"}, "divided over two"),
        ("xã Phước Hưng, huyện An Phú", Q.SPLIT, {"30337", "30346", "30352"}, "divided over three"),
        ("xã Bình Hòa", Q.REPEATED, {"27811", "30607"}, "in An Giang and in Tây Ninh"),
        ("xã Chi Lăng, Lạng Sơn", Q.TWO_MAPS, {"06463", "06040"}, "an old commune of this name went elsewhere"),
        ("Hòa Bình, Lạng Sơn", Q.REPEATED, {"06103", "06505"}, "in four old districts, and a province too"),
        ("06079", Q.SPLIT, {"06079", "06184"}, "the old code was divided"),
        ("TX Tân Châu", Q.ONLY_DISTRICT, {"30376"}, "a district that became five communes"),
        ("huyện Tân Châu, Tây Ninh", Q.ONLY_DISTRICT, set(), "a district that became more than five"),
        ("Châu Phú, An Giang", Q.ONLY_DISTRICT, {CHAU_PHU}, "a commune today, and a district until 2025"),
        ("số 5 Lê Lợi, Châu Đốc, An Giang", Q.ONLY_DISTRICT, {"30316"}, "a street in a former city"),
        ("An Giang", Q.ONLY_PROVINCE, set(), "a province"),
        ("Long An", Q.ONLY_PROVINCE, {"27694"}, "a former province, and several communes"),
        ("KKTCK Tịnh Biên", Q.UNSURE, {"30520"}, "a border-gate zone covers several communes"),
        ("Bìh Long", Q.UNSURE, {CHAU_PHU}, "a slip, and nothing around it"),
        ("xã Bình Long, huyện Tri Tôn", Q.CONTRADICTION, {CHAU_PHU}, "no such commune in that district"),
        ("xã Tân Phú, huyện Tân Phước", Q.CONTRADICTION, {"30604"}, "a district that is in no list"),
        ("30607 - xã Bình Long, huyện Châu Phú", Q.CONTRADICTION, {CHAU_PHU}, "the code is another commune's"),
        ("KCN Bình Long, Tây Ninh", Q.CONTRADICTION, {CHAU_PHU}, "the park lies in another province"),
        ("quận 1, TP HCM", Q.OUT_OF_AREA, set(), "a city we do not hold"),
        ("quận 7", Q.OUT_OF_AREA, set(), "none of our provinces had a quận"),
        ("xã Tân Hội, huyện Cai Lậy, tỉnh Tiền Giang", Q.OUT_OF_AREA, set(), "the name exists here too"),
        ("xã Hòa Bình, tỉnh Hòa Bình", Q.OUT_OF_AREA, set(), "a province named like our communes"),
        ("Phnom Penh, Campuchia", Q.ANOTHER_COUNTRY, set(), "abroad"),
        ("xã Tân Trạch, Lào", Q.ANOTHER_COUNTRY, set(), "abroad, with a name of ours"),
        ("xã Tô Hiệu, Bình Gia, Lạng Sơn", Q.NOT_FOUND, set(), "no such commune"),
        ("98765", Q.NOT_FOUND, set(), "a code of neither map"),
        ("ở nhà trọ gần chợ", Q.NOT_FOUND, set(), "no place at all"),
        ("", Q.NOT_FOUND, set(), "nothing"),
    ],
)
def test_a_person_is_asked(text: str, question: AddressQuestion, among: set[str], why: str) -> None:
    found = BOOK.resolve(text)
    assert found.question is question, (why, found)
    assert among <= set(codes(found)), (why, found)
    assert bool(among) == bool(found.matches), (why, found)
    assert all(match.confidence < 0.7 for match in found.matches)


def test_the_callers_province_settles_a_name_at_a_lower_confidence() -> None:
    assert BOOK.resolve("xã Bình Hòa").question is Q.REPEATED
    for province, code in (("91", "30607"), ("80", "27811")):
        found = BOOK.resolve("xã Bình Hòa", province)
        assert (found.ask, codes(found)) == (False, [code])
        named = BOOK.resolve(f"xã Bình Hòa, {PROVINCES[province]}")
        assert found.matches[0].confidence < named.matches[0].confidence
        assert "own_province" in [reason.code for reason in found.matches[0].because]
    # It says where the reader is, not where the address is.
    assert settled("xã Bình Long, huyện Châu Phú", "20") == CHAU_PHU
    assert BOOK.resolve("xã Bình Hòa", "20").question is Q.REPEATED
    assert BOOK.resolve("xã Bình Hòa", "99").question is Q.REPEATED


def test_a_zone_of_two_communes_is_asked() -> None:
    book = Addresses.build(CURRENT, PROVINCES, FORMER, [("KCN Mới", CHAU_PHU), ("KCN Mới", BINH_MY)])
    assert book.resolve("KCN Mới").question is Q.REPEATED
    assert Addresses.build(CURRENT, PROVINCES, FORMER).resolve("KCN Bình Long").question is Q.NOT_FOUND


TARGETS: dict[tuple[str, str, str, str], list[FormerCommune]] = defaultdict(list)
for _row in FORMER:
    TARGETS[_row[:4]].append(_row)


@pytest.mark.parametrize("write", [str, fold, str.upper], ids=["as listed", "folded", "capitals"])
@pytest.mark.parametrize("form", ["{2}, {1}, {0}", "{2}, {1}", "{2} {1} {0}"])
def test_every_old_commune_finds_its_new_one_or_asks_with_all(write: Any, form: str) -> None:
    asked = set()
    for key, rows in TARGETS.items():
        # Folding takes the commas away too.
        text = ", ".join(write(part) for part in form.format(*key).split(", "))
        found = BOOK.resolve(text)
        targets = {row.new_code for row in rows}
        if rows[0].split:
            assert (found.question, set(codes(found))) == (Q.SPLIT, targets), text
        elif found.ask:
            asked.add((key[1:3], found.question))
            assert targets <= set(codes(found)), (text, found)
        else:
            assert codes(found) == [*targets], (text, found)
            assert found.matches[0].map_year is OLD, text
    # Without marks or a province, Phú Thành and Phú Thạnh and the like can be two; with marks never.
    assert len(asked) <= (2 if write is fold and form == "{2}, {1}" else 0), asked


@pytest.mark.parametrize("form", ["{name}, {province}", "{name}, tỉnh {province}", "{name} {province}"])
def test_every_new_commune_is_found_unless_the_old_map_had_the_name_elsewhere(form: str) -> None:
    # Tân Thành and Tân Thạnh of Tây Ninh differ by a mark only, and that is enough.
    names = [(commune.name.split(" ", 1)[1], commune.province_code) for commune in CURRENT]
    assert len(set(names)) == len(names)
    home = {commune.code: commune.province_code for commune in CURRENT}
    asked = 0
    for commune in CURRENT:
        found = BOOK.resolve(form.format(name=commune.name, province=PROVINCES[commune.province_code]))
        assert codes(found)[0] == commune.code, (commune, found)
        assert found.matches[0].map_year is NEW
        elsewhere = {
            row.new_code
            for row in FORMER
            if row.old_commune == commune.name and home[row.new_code] == commune.province_code
        } - {commune.code}
        if found.ask:
            asked += 1
            assert found.question in (Q.TWO_MAPS, Q.SPLIT)
            assert set(codes(found)[1:]) <= elsewhere, (commune, found)
    assert asked == 13


def test_every_code_is_settled_when_both_maps_agree_on_it() -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for commune in CURRENT:
        meant[commune.code].add(commune.code)
    for row in FORMER:
        meant[row.old_code].add(row.new_code)
    for code, targets in meant.items():
        found = BOOK.resolve(code)
        assert set(codes(found)) == targets
        assert found.ask == (len(targets) > 1)


@pytest.mark.parametrize("position", range(0, 40, 3))
def test_a_slip_is_asked_rather_than_read_wrongly(position: int) -> None:
    wrong, asked = [], 0
    for key, rows in TARGETS.items():
        text = f"{key[2]}, {key[1]}, {key[0]}"
        at = position % len(text)
        found = BOOK.resolve(text[:at] + text[at + 1 :])
        if found.ask:
            asked += 1
        elif found.matches[0].code not in {row.new_code for row in rows}:
            wrong.append(text)
    assert len(wrong) <= len(TARGETS) // 100, wrong
    assert asked <= len(TARGETS) // 4


HOSTILE = [
    "\x00xã Bình Long\x00, huyện Châu Phú\x00",
    "🏭 xã Bình Long 😀, huyện Châu Phú",
    "\u202exã Bình Long\u202c, huyện Châu Phú",
    "xã\u200b Bình\u00a0Long,\thuyện\nChâu Phú",
    "x\u0061\u0303 Bi\u0300nh Long, huye\u0323\u0302n Cha\u0302u Phu\u0301",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_copied_along_does_not_matter(text: str) -> None:
    assert settled(text) == CHAU_PHU


@pytest.mark.parametrize("text", ["a" * (MAX_LENGTH + 1), "😀" * 301, "xã " * 101])
def test_more_than_an_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="at most 300"):
        BOOK.resolve(text)


WORDS = [
    "xã",
    "phường",
    "p.",
    "tt",
    "huyện",
    "tp",
    "tỉnh",
    "ấp",
    "KCN",
    "kkt",
    ",",
    "-",
    ".",
    "/",
    "4",
    "30463",
    "\x00",
]
WORDS += [
    "Châu Phú",
    "Bình Long",
    "An Giang",
    "Tân An",
    "Tây Ninh",
    "Lạng Sơn",
    "Long An",
    "AG",
    "LX",
    "Lào",
    "cũ",
    "ii",
]
MIXED = st.lists(st.sampled_from(WORDS), max_size=30).map(lambda parts: " ".join(parts)[:MAX_LENGTH])


@given(st.text(max_size=MAX_LENGTH) | MIXED, st.sampled_from([None, "91", "80", "", "\x00"]))
@example("ŉ" * 300, None)
@example("Tân An, Long An, Lạng Sơn, Tây Ninh, " * 8, "91")
@example("\ud800 xã Bình Long", None)
@example("x. p. q. t.", None)
@example("ấp", None)
@example("KCN", None)
def test_any_text_gets_an_answer(text: str, province_code: str | None) -> None:
    found = BOOK.resolve(text, province_code)
    assert len(found.matches) <= 5
    assert len(set(codes(found))) == len(found.matches)
    assert found.ask or found.matches
    assert all(0 <= match.confidence <= 1 and match.because for match in found.matches)
    assert all(BOOK.commune(code).code == code for code in codes(found))
    for language in Language:
        for match in found.matches:
            for reason in match.because:
                assert "{" not in address_reason(reason.code, language, **reason.facts)
        if found.question:
            assert address_question(found.question.value, language)


@given(MIXED)
def test_the_same_text_gets_the_same_answer(text: str) -> None:
    assert BOOK.resolve(text) == BOOK.resolve(text)


def test_every_question_has_words_in_both_languages() -> None:
    assert set(ADDRESS_QUESTIONS) == {question.value for question in AddressQuestion}
    for text in (*ADDRESS_QUESTIONS.values(), *ADDRESS_REASONS.values()):
        assert text.vi != text.en
        assert text.vi.endswith(".")
        assert text.en.endswith(".")
