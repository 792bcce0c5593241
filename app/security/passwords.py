"""Argon2id, two verifications at a time; and what may become a password (check S5, NIST SP 800-63B rev. 4)."""

import re
import threading
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import invalid
from app.core.text import fold

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Each verification takes 19 MiB and a core; a crowd at the login must not take the machine.
_turns = threading.BoundedSemaphore(2)
TURN_SECONDS = 2.0
# Hash of no password: verified when the account is unknown, so that both cases take the same time.
NOBODY = _hasher.hash("no account has this password")

SHORTEST, SHORTEST_WITH_SECOND_FACTOR, LONGEST = 15, 8, 128
# A password that is put together from such words alone is the first thing somebody here would try.
OWN_WORDS = (
    "cungcau cung cau ttdvvl trung tam dich vu viec lam bqlkkt ban quan ly khu kinh te cong nghiep so noi snv tinh "
    "an giang angiang kien giang kiengiang long xuyen rach gia lao dong gioi thieu tuyen dung viet nam vietnam "
    "mat khau matkhau password passwd admin administrator quan tri canbo can bo tai khoan dang nhap login xin chao"
)
_SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {pair for row in _SEQUENCES for a, b in pairwise(row) for pair in (a + b, b + a)}
# Where a run of equal or neighbouring characters begins, a guesser has to guess; that few beginnings are a pattern.
FEWEST_BEGINNINGS = 4


class Busy(Exception):
    """Two verifications run and neither ended within the time a caller waits."""


def hash_password(password: str) -> str:
    """The encoded hash to store."""
    return _hasher.hash(password)


def verify(stored: str, password: str) -> bool:
    """True when the password is the one that was hashed, character by character; Busy when no turn comes in 2 s."""
    if not _turns.acquire(timeout=TURN_SECONDS):
        raise Busy
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
    finally:
        _turns.release()


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's, so that it is made anew after a good sign-in."""
    return _hasher.check_needs_rehash(stored)


def check_new(
    password: str, *, words: Iterable[str] = (), second_factor: bool = False, pointer: str = "/password"
) -> None:
    """Refuse what must not become a password: Invalid, naming the field at ``pointer``.

    Length 15 to 128 characters, or from 8 with a confirmed second factor; not among the 3,000 commonest; not made of
    names alone (the service's own and ``words``: names of account and organisation) nor of a pattern. Nothing else is
    asked: any character will do, and it never expires.
    """
    shortest = SHORTEST_WITH_SECOND_FACTOR if second_factor else SHORTEST
    if len(password) < shortest:
        raise invalid(pointer, "password_too_short", shortest=shortest)
    if len(password) > LONGEST:
        raise invalid(pointer, "password_too_long", longest=LONGEST)
    letters = re.sub("[^a-z]", "", fold(password))
    if {password.casefold(), _unit(password.casefold()), _unit(letters)} & common():
        raise invalid(pointer, "password_common")
    if _is_pattern(password) or _is_pattern(fold(password)):
        raise invalid(pointer, "password_pattern")
    if letters and _is_made_of(letters, _words_of((OWN_WORDS, *words))):
        raise invalid(pointer, "password_names")


@cache
def common() -> frozenset[str]:
    """The 3,000 commonest passwords (app/security/data/README.md)."""
    file = Path(__file__).parent / "data" / "common-passwords.txt"
    return frozenset(line.casefold() for line in file.read_text(encoding="utf-8").splitlines())


def _unit(text: str) -> str:
    """The shortest text whose repetition this is; itself when it repeats nothing.

    >>> _unit("tomtomtom")
    'tom'
    """
    return text[: (text + text).find(text, 1)] if text else text


def _is_pattern(text: str) -> bool:
    """Repeats one short unit, or runs along alphabet, digits or keyboard with fewer than four beginnings."""
    plain = text.casefold()
    if len(_unit(plain)) <= min(FEWEST_BEGINNINGS, len(plain) // 2):
        return True
    steps = (a == b or a + b in _NEIGHBOURS for a, b in pairwise(plain))
    return 1 + sum(not step for step in steps) < FEWEST_BEGINNINGS


def _words_of(names: Iterable[str]) -> frozenset[str]:
    words = (re.findall("[a-z]+", fold(name)) for name in names)
    return frozenset(word for found in words for word in found if len(word) > 1)


def _is_made_of(letters: str, words: frozenset[str]) -> bool:
    """Whether words, one after another, spell all of the letters."""
    reached = {0}
    for end in range(1, len(letters) + 1):
        if any(start in reached and letters[start:end] in words for start in range(end)):
            reached.add(end)
    return len(letters) in reached
