"""Mojibake: old encodings and broken transfers, brought back to Unicode as far as anything is left.

Undone are: UTF-8 read as Windows-1252 (once or twice), TCVN3 (ABC fonts), VNI and Windows-1258 read as Latin-1, and
HTML entities. Letters that cannot be told any more become ``?``, which the speller treats as a gap.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from app.matching.titles.data_files import load_wreckage
from app.matching.titles.repair.syllables import is_syllable

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_LOWER = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES] + ["đ"]
_LETTERS = [c for c in dict.fromkeys(_LOWER + [c.upper() for c in _LOWER]) if ord(c) > 127]
_MARKS = ["\u0300", "\u0301", "\u0302", "\u0303", "\u0306", "\u0309", "\u031b", "\u0323"]

_JUNK = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ud800-\udfff]"
)
_VIETNAMESE = "".join(_LETTERS)
_ODD = re.compile(f"[^\x00-\x7f{_VIETNAMESE}\u0300-\u036f\u2010-\u2026]")
# The additions of Windows-1252, which stand for the bytes 80 to 9F.
_WINDOWS = "".join(bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0))
_UTF8_SIGN = re.compile(
    f"á[º»]|[ÄÆ][\u0080-\u00bf{_WINDOWS} ]|[ÃÂ][\u0080-\u00bf{_WINDOWS}]|Ì[\u0080-\u00bf{_WINDOWS}]|[a-zđ][ÃÂ]"
)


def _as_windows(raw: bytes) -> str:
    """Bytes as a careless reader of Windows-1252 shows them; its five undefined bytes stay control characters."""
    return "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in raw)


def _utf8_table() -> dict[str, str]:
    table = {}
    # Latin-1 and the additions of Windows-1252 stand for bytes when a text went wrong twice.
    for character in [*map(chr, range(0x80, 0x100)), *_WINDOWS, *_MARKS, *_LETTERS]:
        raw = character.encode("utf-8")
        for shown in (_as_windows(raw), raw.decode("latin-1")):
            table[shown] = character
    # A no-break space that became a plain one, a soft hyphen and an undefined byte that were dropped on the way.
    table |= {"Ã ": "à", "Ä": "Đ", "Ã": "í", "á»": "?", "áº": "?", "Æ ": "Ơ"}
    return table


_UTF8 = _utf8_table()
_UTF8_PARTS = re.compile("|".join(re.escape(part) for part in sorted(_UTF8, key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class _Tables:
    tcvn3: dict[int, str]
    vni: dict[str, str]
    vni_parts: re.Pattern[str]
    marks: dict[str, str]
    mark_parts: re.Pattern[str]
    letters: dict[int, str]


@cache
def _tables() -> _Tables:
    """The tables of ``wreckage.csv``; VNI capitals follow from its small letters."""
    kinds = load_wreckage()
    vni = dict(kinds["vni"])
    for part, letter in kinds["vni"].items():
        vni |= {part.upper(): letter.upper(), part[0].upper() + part[1:]: letter.upper()}
    vni |= kinds["vni"]
    marks = kinds["cp1258 mark"]
    return _Tables(
        tcvn3={ord(seen): meant for seen, meant in kinds["tcvn3"].items()},
        vni=vni,
        vni_parts=re.compile("|".join(re.escape(part) for part in sorted(vni, key=len, reverse=True))),
        marks=marks,
        mark_parts=re.compile(f"(?<=[aeiouyâêôãõýAEIOUYÂÊÔÃÕÝ])[{''.join(marks)}]"),
        letters={ord(seen): meant for seen, meant in kinds["cp1258 letter"].items()},
    )


def _from_utf8(text: str) -> str:
    for _ in range(2):
        if not _UTF8_SIGN.search(text):
            break
        text = _UTF8_PARTS.sub(lambda part: _UTF8[part.group()], text)
    return unicodedata.normalize("NFC", text)


def _from_vni(text: str) -> str:
    tables = _tables()
    return tables.vni_parts.sub(lambda part: tables.vni[part.group()], unicodedata.normalize("NFC", text))


def _from_cp1258(text: str) -> str:
    tables = _tables()
    marked = tables.mark_parts.sub(lambda mark: tables.marks[mark.group()], text)
    return unicodedata.normalize("NFC", marked.translate(tables.letters))


def _trust(text: str, known: Callable[[str], int]) -> float:
    """Share of the words that we know, the more common the better; half a point for a possible Vietnamese syllable."""
    words = text.lower().replace("/", " ").replace("-", " ").replace(",", " ").split()
    if not words:
        return 0.0
    counts = [(known(word), word) for word in words]
    return sum(1.0 + min(n, 1000) / 1e5 if n else 0.5 * is_syllable(word) for n, word in counts) / len(words)


def repair(text: str, known: Callable[[str], int]) -> str:
    """The title in NFC without control and direction characters, old encodings undone where that makes words known.

    known: how often a lower-case accented word occurs in the vocabulary. A title that reads well is not touched.
    """
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if text.isascii():
        return _JUNK.sub("", text)
    if _UTF8_SIGN.search(text):
        text = _from_utf8(text)
    plain = _JUNK.sub("", unicodedata.normalize("NFC", text))
    odd = _ODD.search(text) is not None
    if not odd and all(word.isascii() or known(word) or is_syllable(word) for word in plain.lower().split()):
        return plain
    best, trust = plain, _trust(plain, known) + 0.02
    for candidate in (text.translate(_tables().tcvn3), _from_vni(text), _from_cp1258(plain)):
        found = _trust(candidate, known)
        if found > trust:
            best, trust = _JUNK.sub("", candidate), found
    return best
