"""Diacritics put back by the best path through the words (Viterbi): "may" is to sew or a machine, neighbours tell."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from app.matching.titles.tokens import TitleWord, bare_of

_MOST = 4
"""A word is read in at most so many ways."""
_NEGLIGIBLE = 0.1
"""A second reading this much less likely than the best is not looked at."""
_PATHS = 2
"""Readings kept of a title."""
_SMOOTH = 20.0
"""The general frequency of a word counts for so many sightings beside the word before it."""
_START, _END = "^", "$"


class Restoration(NamedTuple):
    """A title with marks and its share 0–1 among the readings."""

    words: list[TitleWord]
    share: float


class DiacriticRestorer:
    """Knows which marked words follow which. Built once; ``readings`` is pure."""

    def __init__(self, texts: Iterable[Sequence[str]], temper: float) -> None:
        """texts: lower-case words with marks; temper (0–1) makes odds milder."""
        lines = [(_START, *text, _END) for text in texts]
        self._words = Counter(chain.from_iterable(lines))
        self._pairs = Counter(chain.from_iterable(map(pairwise, lines)))
        self._temper = temper
        self._size = sum(self._words.values())
        forms: dict[str, list[str]] = {}
        for exact, _ in self._words.most_common():
            forms.setdefault(bare_of(exact), []).append(exact)
        self._forms = {bare: tuple(known[:_MOST]) for bare, known in forms.items()}

    def _cost(self, before: str, after: str) -> float:
        """How surprising ``after`` is right of ``before``."""
        general = (self._words[after] + 0.1) / self._size
        return -math.log((self._pairs[before, after] + _SMOOTH * general) / (self._words[before] + _SMOOTH))

    def readings(self, words: Sequence[TitleWord]) -> list[Restoration]:
        """The likeliest ways to mark the words, best first. What is certain, or what nobody knows, stays."""
        paths: dict[str, list[tuple[float, tuple[str, ...]]]] = {_START: [(0.0, ())]}
        for w in words:
            choices = (w.exact,) if w.certain else self._forms.get(w.bare, (w.exact,))
            paths = {
                choice: sorted(
                    (cost + step, (*path, choice))
                    for before, kept in paths.items()
                    for step in (self._cost(before, choice),)
                    for cost, path in kept
                )[:_PATHS]
                for choice in choices
            }
        ends = ((cost + self._cost(last, _END), path) for last, kept in paths.items() for cost, path in kept)
        best = sorted(ends)[:_PATHS]
        odds = [math.exp(-self._temper * (cost - best[0][0])) for cost, _ in best]
        if odds[-1] < _NEGLIGIBLE:
            best, odds = best[:1], odds[:1]
        return [
            Restoration([self._marked(w, exact) for w, exact in zip(words, path, strict=True)], share / sum(odds))
            for (_, path), share in zip(best, odds, strict=True)
        ]

    def _marked(self, w: TitleWord, exact: str) -> TitleWord:
        if w.certain or exact not in self._words:
            return w
        return TitleWord(w.bare, exact, w.shown, True)
