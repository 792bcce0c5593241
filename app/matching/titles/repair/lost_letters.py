"""Letters lost to "?": the word is found again from its other letters and its neighbours."""

import math
import re
from collections import Counter

from app.matching.titles.tokens import TitleWord, bare_of

_MOST = 24


class LostLetters:
    """Fills words with gaps from a vocabulary. exact, pairs: how common each word is, and each folded pair of words."""

    def __init__(self, exact: Counter[str], pairs: Counter[tuple[str, str]]) -> None:
        self._exact, self._pairs = exact, pairs
        self._by_length: dict[int, list[str]] = {}
        for word, _ in exact.most_common():
            if not word.isascii():
                self._by_length.setdefault(len(word), []).append(word)

    def _choices(self, w: TitleWord) -> list[TitleWord]:
        """What the word may be: itself without a gap, else known words with an accented letter in each gap."""
        if "?" not in w.exact:
            return [w]
        stem = w.exact.rstrip("?")
        pattern = re.compile("".join("[^\x00-\x7f]" if c == "?" else re.escape(c) for c in w.exact))
        fits = [c for c in self._by_length.get(len(w.exact), ()) if pattern.fullmatch(c)][:_MOST]
        found = [TitleWord(bare_of(c), c, w.shown, True) for c in fits]
        if "?" not in stem and (stem in self._exact or not found):
            found.append(TitleWord(bare_of(stem), stem, w.shown, w.certain))
        return found or [w]

    def fill(self, words: list[TitleWord]) -> list[TitleWord]:
        """The most likely reading of the whole title: common words beside each other."""
        paths: list[tuple[float, list[TitleWord]]] = [(0.0, [])]
        for w in words:
            longer = []
            for choice in self._choices(w):
                common = math.log1p(self._exact[choice.exact])
                scored = (
                    (score + common + (4.0 + math.log(pair) if pair else 0.0), path)
                    for score, path in paths
                    for pair in (self._pairs[path[-1].bare, choice.bare] if path else 0,)
                )
                score, path = max(scored, key=lambda one: one[0])
                longer.append((score, [*path, choice]))
            paths = longer
        return max(paths, key=lambda one: one[0])[1]
