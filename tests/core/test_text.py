"""Vietnamese text: one form to store, one to search."""

import unicodedata

import pytest

from app.core.text import fold, is_accented, normal, sort_key


@pytest.mark.parametrize(
    ("text", "folded", "why"),
    [
        ("Xã Bình Hoà,  huyện CHÂU THÀNH", "xa binh hoa huyen chau thanh", "accents, case, comma, spaces"),
        ("Đặng Thị Ánh Tuyết", "dang thi anh tuyet", "đ is a letter of its own, not an accented d"),
        ("đường ĐÔNG", "duong dong", "both cases of đ"),
        ("hoà", "hoa", "old tone place"),
        ("hòa", "hoa", "new tone place"),
        ("thuỷ thủy", "thuy thuy", "the same for uy"),
        ("Nguyễn", "nguyen", "two marks on one letter"),
        (unicodedata.normalize("NFD", "Nguyễn"), "nguyen", "marks as characters of their own"),
        ("KCN Bình-Long (mở rộng)", "kcn binh long mo rong", "hyphen and brackets part words"),
        ("Tân_Phú/Tân.Phú;Tân:Phú", "tan phu tan phu tan phu", "so do other signs"),
        ("Đồng Đăng – Lạng Sơn", "dong dang lang son", "a dash is a hyphen"),
        ("100% vốn", "100% von", "what means something stays"),
        ("\u00a0Xã\u2003Phú ", "xa phu", "any kind of space"),
        ("  ", "", "blanks"),
        ("-.,", "", "signs alone"),
        ("STRASSE Straße", "strasse strasse", "other languages fold too"),
    ],
)
def test_folding(text: str, folded: str, why: str) -> None:
    assert fold(text) == folded, why


@pytest.mark.parametrize("text", ["Xã Bình Hoà", "Đồng Đăng – Lạng Sơn", "STRASSE ß", "100% vốn"])
def test_what_is_folded_folds_to_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Xã   Phú ", "Xã Phú"),
        (unicodedata.normalize("NFD", "Nguyễn Thị"), "Nguyễn Thị"),
        ("Hoà", "Hoà"),
        ("a\tb", "a b"),
    ],
)
def test_the_form_that_is_stored(text: str, kept: str) -> None:
    assert normal(text) == kept
    assert normal(kept) == kept


@pytest.mark.parametrize(
    ("text", "accented"),
    [("hoà", True), ("Đông", True), ("dong", False), ("DONG  Dang", False), ("binh-long", False), ("", False)],
)
def test_who_types_accents_means_them(text: str, accented: bool) -> None:
    assert is_accented(text) is accented


def test_names_sort_by_letters_first_and_accents_second() -> None:
    names = ["Đồng Nai", "Dương Hòa", "An Phú", "Ấp Mới", "An Phù", "Cần Đước", "Ân Thi", "an phu"]
    assert sorted(names, key=sort_key) == [
        "an phu",
        "An Phù",
        "An Phú",
        "Ân Thi",
        "Ấp Mới",
        "Cần Đước",
        "Đồng Nai",
        "Dương Hòa",
    ]
