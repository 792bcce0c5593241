"""The head word, which says what kind of post a title names: "giám đốc …", "kỹ sư …", "thợ …"."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.matching.titles.data_files import Head
from app.matching.titles.tokens import TitleWord, bare_of

_FIRM = 3.0
"""Probabilities from single words are more extreme than likenesses, so that the factor is taken to this power."""


class HeadWords:
    """Finds the head of a title and says how well each code and each entry fits it. Built once."""

    def __init__(self, heads: Iterable[Head], codes: Sequence[str], matrix: NDArray[np.intp]) -> None:
        """codes: all groups; matrix: per entry the positions of its codes."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], Head]]] = {}
        self._of_codes: dict[str, NDArray[np.float64]] = {}
        self._fits: dict[str, NDArray[np.bool_]] = {}
        for head in heads:
            parts = tuple(head.phrase.split())
            bare = tuple(bare_of(part) for part in parts)
            for first in {parts[0], bare[0]}:
                self._by_first.setdefault(first, []).append((parts, bare, head))
            fits = np.array([c.startswith(head.codes) for c in codes], dtype=np.bool_)
            self._of_codes[head.phrase] = np.where(fits, 1.0, head.others) ** _FIRM
            self._fits[head.phrase] = np.asarray(fits[matrix].any(axis=1), dtype=np.bool_)
        for choices in self._by_first.values():
            choices.sort(key=lambda choice: -len(choice[0]))

    def find(self, words: Sequence[TitleWord]) -> Head | None:
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

    def of_entries(self, head: Head, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Per entry of ``rows`` the factor of its best code; of ``of_codes`` it is the third power."""
        return np.where(self._fits[head.phrase][rows], 1.0, head.others)
