"""An address as words: folded to search, with their marks to compare, and where the writer put a break."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from app.core.text import fold

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_CONSONANTS = frozenset("bcdđghklmnpqrstvx")
# đ/c is "address"; t.p, t.x, t.t, k.p and k.c.n are the abbreviations without their dots.
_SPELLED = re.compile(r"\b[đd]\s?/\s?c\b|\b(t)\s?\.\s?([pxt])\b|\b(k)\s?[./]\s?(p)\b|\b(k)\s?\.\s?(c)\s?\.\s?(n)\b")
_PIECES = re.compile(r"([^\W_]+)|([,;/|()\[\]\n\r:•·+]|\s[\-‐-―−]|[\-‐-―−]\s)|(\.)")
# "p4" and "phuong4" are two words, "12a" is one.
_GLUED = re.compile(r"(p|f|q|phuong|quan|kp|to|ap|khom)(\d{1,2})")
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
DOT_ENDS_A_PART = 3


class AddressWord(NamedTuple):
    """One syllable. ``bare`` without marks; ``marked`` with them, the tone last, so that hoà and hòa are the same."""

    bare: str
    marked: str
    breaks: bool
    dotted: bool


def words(text: str) -> list[AddressWord]:
    """The words of an address; ``breaks`` says that a comma or the like stands before, ``dotted`` that a dot follows.

    Takes any text: what is neither letter nor digit (emoji, controls, marks of direction) is left out.
    """
    lower = unicodedata.normalize("NFC", _without_format(text)).lower()
    if "." in lower or "/" in lower:
        lower = _SPELLED.sub(lambda found: "".join(part for part in found.groups() if part) or " ", lower)
    found: list[AddressWord] = []
    breaks = True
    for word, mark, dot in _PIECES.findall(lower):
        if word:
            for bare, marked in _syllables(word):
                found.append(AddressWord(bare, marked, breaks, False))
                breaks = False
        elif mark:
            breaks = True
        elif dot and found:
            found[-1] = found[-1]._replace(dotted=True)
            breaks = breaks or len(found[-1].bare) >= DOT_ENDS_A_PART
    return found


def name_words(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A name of the lists as its bare and its marked syllables."""
    found = words(name)
    return tuple(word.bare for word in found), tuple(word.marked for word in found)


def number_of(bare: str) -> str | None:
    """The number of a ward, "4" for "04" and "iv"; None when the word is no number."""
    if bare.isdecimal() and bare.isascii():
        return bare.lstrip("0") or "0"
    return _ROMAN.get(bare)


def _without_format(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


@lru_cache(maxsize=8192)
def _syllables(word: str) -> tuple[tuple[str, str], ...]:
    bare = _one_i(fold(word))
    glued = _GLUED.fullmatch(bare)
    if glued:
        return tuple((part, part) for part in glued.groups())
    decomposed = unicodedata.normalize("NFD", word)
    tone = "".join(c for c in decomposed if c in _TONES)
    rest = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    return ((bare, _one_i(rest) + tone),)


def _one_i(word: str) -> str:
    """Mỹ and Mĩ, Quý and Quí are one."""
    if word.endswith("y") and (word == "quy" or (len(word) > 1 and word[-2] in _CONSONANTS)):
        return word[:-1] + "i"
    return word
