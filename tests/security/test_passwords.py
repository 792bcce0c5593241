"""What may become a password, and that it is checked exactly as typed (check S5)."""

import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.core.errors import Invalid
from app.security import passwords
from tests.conftest import HASHER_OF_THE_HOUSE
from tests.support.patience import GENEROUS

LIST = Path(passwords.__file__).parent / "data" / "common-passwords.txt"
SENTENCE = "con mèo trắng ngủ trên mái nhà"


def refusal(password: str, *words: str, second_factor: bool = False) -> str | None:
    """The code of the refusal, None when the password is taken."""
    try:
        passwords.check_new(password, words=words, second_factor=second_factor)
    except Invalid as error:
        (field,) = error.fields
        assert field.pointer == "/password"
        return field.code
    return None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        (SENTENCE[:14], "password_too_short"),
        (SENTENCE[:15], None),
        ((SENTENCE * 3)[:64], None),
        ((SENTENCE * 5)[:128], None),
        ((SENTENCE * 5)[:129], "password_too_long"),
        ("mười lăm ký tự Ơ", None),
        ("  hai dấu cách đầu và cuối  ", None),
        ("correct horse battery staple", None),
        # No rule of composition: letters alone, small letters alone, digits alone.
        ("quyểnsáchnằmtrênbàn", None),
        ("839201746502938", None),
        ("ひらがなとカタカナと漢字を使う", None),
    ],
)
def test_length_is_the_only_rule_of_form(password: str, code: str | None) -> None:
    """Check S5: 14 refused, 15, 64 and 128 accepted, spaces and Vietnamese too, no composition rule."""
    assert refusal(password) == code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("trung tâm dịch vụ việc làm", "password_names"),
        ("Trung Tâm Dịch Vụ Việc Làm An Giang 2026!", "password_names"),
        ("TTDVVL-AnGiang-2026", "password_names"),
        ("cungcau-cungcau-2026", "password_names"),
        ("Cung Cầu tỉnh An Giang", "password_names"),
        ("mật khẩu quản trị", "password_names"),
        ("Công ty TNHH May Hòa Bình 1", "password_names"),
        ("nguyenvana.nguyenvana", "password_names"),
        ("aaaaaaaaaaaaaaaaaaaa", "password_pattern"),
        ("ọọọọọọọọọọọọọọọọọọọọ", "password_pattern"),
        ("               ", "password_pattern"),
        ("123456789012345", "password_pattern"),
        ("abcdefghijklmnopqrst", "password_pattern"),
        ("qwertyuiopasdfghjkl", "password_pattern"),
        ("2026202620262026", "password_pattern"),
        ("aaaaabbbbbcccccddddd", "password_pattern"),
        ("PasswordPassword", "password_common"),
        ("dragondragon2026", "password_common"),
        # One word of one's own is enough.
        ("trung tâm dịch vụ việc làm con mèo", None),
        ("Công ty TNHH May Hòa Bình có cá", None),
    ],
)
def test_names_and_patterns_alone_are_refused(password: str, code: str | None) -> None:
    """Check S5: words such as the centre's name, and those of one's own account and enterprise."""
    assert refusal(password, "nguyenvana", "Công ty TNHH May Hòa Bình") == code


def test_the_3000_commonest_are_refused() -> None:
    """Check S5: none of them passes, alone, in capitals or twice; not even where 8 characters would do."""
    listed = LIST.read_text(encoding="utf-8").splitlines()
    assert len(listed) == len(set(listed)) == 3000
    assert {"123456", "password", "qwerty"} <= set(listed)
    passed = [
        word
        for word in listed
        for typed in (word, word.upper(), word * 2)
        for second_factor in (False, True)
        if refusal(typed, second_factor=second_factor) is None
    ]
    assert passed == []
    assert refusal("football", second_factor=True) == "password_common"


def test_with_a_second_factor_eight_characters_will_do() -> None:
    assert refusal("mèo 3 tai", second_factor=True) is None
    assert refusal("mèo 3 ta", second_factor=True) is None
    assert refusal("mèo 3 t", second_factor=True) == "password_too_short"
    assert refusal("mèo 3 tai") == "password_too_short"


@pytest.mark.parametrize(
    "typed",
    [
        SENTENCE.upper(),
        SENTENCE + " ",
        " " + SENTENCE,
        SENTENCE.replace(" ", "  "),
        unicodedata.normalize("NFD", SENTENCE),
        SENTENCE[:-1],
        SENTENCE + "\n",
    ],
)
def test_a_password_is_checked_exactly_as_typed(typed: str) -> None:
    """Check S5: nothing is trimmed, put into another form, or cut."""
    stored = passwords.hash_password(SENTENCE)
    assert passwords.verify(stored, SENTENCE)
    assert not passwords.verify(stored, typed)


def test_a_long_password_is_not_cut() -> None:
    longest = (SENTENCE * 5)[:128]
    stored = passwords.hash_password(longest)
    assert passwords.verify(stored, longest)
    assert not passwords.verify(stored, longest[:-1] + "x")


def test_the_hash_is_argon2id_with_the_parameters_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", HASHER_OF_THE_HOUSE)
    stored = passwords.hash_password(SENTENCE)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_outdated(stored)
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(SENTENCE))


class Held:
    """The real hasher, which tells when a check has begun and goes on when it is told to."""

    def __init__(self) -> None:
        self._real = passwords._hasher
        self.begun, self.go_on = threading.Semaphore(0), threading.Event()

    def verify(self, stored: str, password: str) -> bool:
        self.begun.release()
        assert self.go_on.wait(GENEROUS)
        return self._real.verify(stored, password)


def test_two_checks_run_at_once_and_a_third_waits_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The third is told while both go on; how long it waited is measured by ``./dev faults``."""
    stored, held = passwords.hash_password(SENTENCE), Held()
    monkeypatch.setattr(passwords, "_hasher", held)
    monkeypatch.setattr(passwords, "TURN_SECONDS", 0.05)
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(passwords.verify, stored, SENTENCE) for _ in range(2)]
        assert all(held.begun.acquire(timeout=GENEROUS) for _ in running)
        try:
            with pytest.raises(passwords.Busy):
                passwords.verify(stored, SENTENCE)
            assert not any(one.done() for one in running)
        finally:
            held.go_on.set()
        assert [one.result() for one in running] == [True, True]
    assert not passwords.verify(passwords.NOBODY, SENTENCE)
