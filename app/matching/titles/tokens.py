"""A title as words: what was typed, its folded form, and the canonical words that stand for it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.core.text import fold
from app.matching.titles.data_files import Abbreviation

_VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_FOLDED = str.maketrans({c: fold(c) for c in _VIETNAMESE})
_TOKEN = re.compile(r"[^\W_?]*\?(?:[^\W_]|\?)+|[^\W_]+\?*|[/+;,|()\[\]:–—]|(?<=\s)[-&]|[-&](?=\s)")
# To sew and a machine: both so common that the one is never a slip of the other.
_NEVER_A_SLIP = frozenset(("may", "máy", "đoạn"))
_CUTS = frozenset("/+;,|()[]:–—-&")
_CUT_WORDS = frozenset(("và", "kiêm", "hoặc", "va", "kiem"))
# "hoà" and "thuỷ" are the newer tone places; the word lists are written with the older ones.
_TONE_PLACES = {
    new: old
    for new, old in zip(
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        strict=True,
    )
}


class TitleWord(NamedTuple):
    """bare: folded; exact: lower-case with marks; shown: as typed. certain: marks are known to be right."""

    bare: str
    exact: str
    shown: str
    certain: bool


def bare_of(exact: str) -> str:
    """The folded form of one lower-case word."""
    return exact if exact.isascii() else exact.translate(_FOLDED)


def _old_place(token: str) -> str:
    ending = _TONE_PLACES.get(token[-2:])
    return token[:-2] + ending if ending and token[-3:-2] != "q" else token


def word(typed: str) -> TitleWord:
    """One word as typed."""
    lower = typed.lower()
    if lower.isascii():
        return TitleWord(lower, lower, typed, False)
    exact = _old_place(lower)
    return TitleWord(exact.translate(_FOLDED), exact, typed, True)


def segments(text: str) -> list[list[TitleWord]]:
    """The words of the title, cut wherever another job, a tail or another language may begin; none is empty.

    A single letter never stands alone: "Đ/Máy" is one segment.
    """
    parts: list[list[TitleWord]] = [[]]
    for typed in _TOKEN.findall(text.replace("\ufffd", "?")):
        if not typed.strip("?"):
            continue
        last = parts[-1]
        if typed in _CUTS:
            if last and not (len(last) == 1 and len(last[0].bare) == 1):
                parts.append([])
        elif typed.lower() in _CUT_WORDS:
            if last:
                parts.append([])
        else:
            last.append(word(typed))
    if not parts[-1]:
        parts.pop()
    return parts


def plain_words(text: str, known: dict[str, TitleWord]) -> list[TitleWord]:
    """The words of a text from our own lists: marks are right, joining words are left out. known: grows by them."""
    found = []
    for typed in _TOKEN.findall(text):
        if len(typed) > 1 or typed.isalnum():
            w = known.get(typed)
            if w is None:
                bare, exact, *_ = word(typed)
                w = known[typed] = TitleWord(bare, exact, "", True)
            found.append(w)
    return [w for w in found if w.exact not in ("và", "hoặc")]


def marked(words: Sequence[TitleWord]) -> bool:
    """Whether the writer typed accents, so that a word without any means just that."""
    with_marks = sum(1 for w in words if not w.exact.isascii())
    return with_marks * 3 > len(words)


class Phrases:
    """Replaces whole phrases by others, longest first. Built once, pure."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """pairs: (phrase, what stands for it), plain text with marks; the replacement may keep spaces inside a word."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], tuple[TitleWord, ...]]]] = {}
        for said, meant in pairs:
            exact = tuple(said.split())
            bare = tuple(bare_of(w) for w in exact)
            words = tuple(TitleWord(bare_of(w), w, "", True) for w in (m.replace("_", " ") for m in meant.split()))
            self._by_first.setdefault(bare[0], []).append((bare, exact, words))
        for choices in self._by_first.values():
            choices.sort(key=lambda choice: -len(choice[0]))

    def vocabulary(self) -> Iterator[str]:
        """Every word that occurs on the left side, with its marks."""
        for choices in self._by_first.values():
            for _, exact, _ in choices:
                yield from exact

    def replace(self, words: list[TitleWord], accented: bool) -> list[TitleWord]:
        """The words with every known phrase replaced. With accents typed, most marks of the phrase must agree."""
        at, end, by_first = 0, len(words), self._by_first
        while at < end and words[at].bare not in by_first:
            at += 1
        if at == end:
            return words
        found = words[:at]
        while at < end:
            for bare, exact, meant in by_first.get(words[at].bare, ()):
                stop = at + len(bare)
                if stop <= end and self._fits(words[at:stop], bare, exact, accented):
                    shown = " ".join(dict.fromkeys([w.shown for w in words[at:stop]])).strip()
                    found += [TitleWord(w.bare, w.exact, shown, True) for w in meant] if shown else meant
                    at = stop
                    break
            else:
                found.append(words[at])
                at += 1
        return found

    @staticmethod
    def _fits(words: list[TitleWord], bare: tuple[str, ...], exact: tuple[str, ...], accented: bool) -> bool:
        agree = 0
        for w, b, e in zip(words, bare, exact, strict=True):
            if w.bare != b or (accented and e in _NEVER_A_SLIP and w.exact != e):
                return False
            agree += w.exact == e
        if agree == len(exact):
            return True
        if not accented:
            return all(w.exact == e or not w.certain for w, e in zip(words, exact, strict=True))
        return len(exact) > 1 and agree * 2 >= len(exact)


class Abbreviations:
    """Expands single abbreviated words by their neighbours."""

    def __init__(self, table: Iterable[Abbreviation]) -> None:
        self._by_written: dict[str, list[tuple[Abbreviation, tuple[TitleWord, ...]]]] = {}
        for row in table:
            words = tuple(TitleWord(bare_of(w), w, "", True) for w in row.meaning.split())
            self._by_written.setdefault(row.written, []).append((row, words))

    def written(self) -> Iterator[str]:
        """All abbreviations, folded."""
        return iter(self._by_written)

    def expand(self, words: list[TitleWord]) -> list[TitleWord]:
        """The words with abbreviations written out; a row without conditions always fits."""
        by_written = self._by_written
        if not any(w.bare in by_written for w in words):
            return words
        found: list[TitleWord] = []
        for at, w in enumerate(words):
            rows = by_written.get(w.bare)
            if rows is None:
                found.append(w)
                continue
            previous = found[-1].bare if found else "^"
            following = words[at + 1].bare if at + 1 < len(words) else "$"
            for row, meant in rows:
                if (not row.previous or previous in row.previous) and (not row.following or following in row.following):
                    found += [m._replace(shown=w.shown) for m in meant]
                    break
            else:
                found.append(w)
        return found
