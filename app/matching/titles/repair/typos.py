"""Known words one typing slip away, by deleted letters (SymSpell); two slips in a long word."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_LONG = 8
_MOST = 12


def _shortened(word: str) -> set[str]:
    """The word and all forms of it that miss one letter."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


class TypoIndex:
    """Finds near words by the letters they miss, then measures them. Built once."""

    def __init__(self, words: Iterable[str]) -> None:
        """words: the vocabulary."""
        self._by_form: dict[str, list[str]] = {}
        self._long: list[str] = []
        for word in words:
            for form in _shortened(word):
                self._by_form.setdefault(form, []).append(word)
            if len(word) >= _LONG:
                self._long.append(word)

    def near(self, word: str) -> list[str]:
        """Words at one slip from ``word``, or two when it has at least eight letters; nearest first."""
        if len(word) >= _LONG:
            hits = extract(word, self._long, scorer=OSA.distance, score_cutoff=2, limit=_MOST)
            return [str(hit[0]) for hit in hits]
        found = {known for form in _shortened(word) for known in self._by_form.get(form, ())}
        hits = extract(word, sorted(found), scorer=OSA.distance, score_cutoff=1, limit=_MOST)
        return [str(hit[0]) for hit in hits]
