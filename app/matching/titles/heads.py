"""The word that says what kind of post a title names: "giám đốc …", "kỹ sư …", "thợ …"."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.matching.titles.index import Entry
from app.matching.titles.tables import Head
from app.matching.titles.words import Word, bare_of

_FIRM = 3.0
"""Probabilities from single words are more extreme than likenesses, so that the factor is taken to this power."""


_FIRM = 3.0
"""Probabilities from single words are more extreme than likenesses, so that the factor is taken to this power."""


class Heads:
    """Finds the head of a title and says how well each code and each entry fits it. Built once."""

    def __init__(self, heads: Iterable[Head], codes: Sequence[str], entries: Sequence[Entry]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], Head]]] = {}
        self._of_codes: dict[str, NDArray[np.float64]] = {}
        self._of_entries: dict[str, NDArray[np.float64]] = {}
        for head in heads:
            parts = tuple(head.phrase.split())
            bare = tuple(bare_of(part) for part in parts)
            for first in {parts[0], bare[0]}:
                self._by_first.setdefault(first, []).append((parts, bare, head))
            factors = {c: 1.0 if c.startswith(head.codes) else head.others for c in codes}
            self._of_codes[head.phrase] = np.array([factors[c] for c in codes]) ** _FIRM
            self._of_entries[head.phrase] = np.array(
                [max(factors[code] for code, _ in entry.codes) for entry in entries], dtype=np.float64
            )
        for choices in self._by_first.values():
            choices.sort(key=lambda choice: -len(choice[0]))

    def find(self, words: Sequence[Word]) -> Head | None:
        """The head of the first word that means something or the first post, whichever is earlier; else a generic one.

        "Công nhân bảo vệ" is headed by "bảo vệ", "lái xe giám đốc" by "lái xe". Marks count where they were typed.
        """
        typed: list[str] = []
        first = -1
        for w in words:
            if first < 0 and not w.bare.startswith("~"):
                first = len(typed)
            form = w.exact if w.certain else w.bare
            typed += form.split() if " " in form else (form,)
        generic: Head | None = None
        for at, form in enumerate(typed):
            for phrase, bare, head in self._by_first.get(form, ()):
                end = at + len(phrase)
                if end > len(typed) or any(
                    t not in (e, b) for t, e, b in zip(typed[at:end], phrase, bare, strict=True)
                ):
                    continue
                if head.is_post or at == first:
                    return head
                if generic is None and (at < first or first < 0):
                    generic = head
        return generic

    def of_codes(self, head: Head) -> NDArray[np.float64]:
        """Per code, in the order of all codes, its factor for probabilities."""
        return self._of_codes[head.phrase]

    def of_entries(self, head: Head) -> NDArray[np.float64]:
        """Per entry the factor of its best code."""
        return self._of_entries[head.phrase]
