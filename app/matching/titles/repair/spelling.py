"""Words that nobody knows: keyboard residue, lost letters, joined and broken words, typing slips."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from app.matching.titles.repair.lost_letters import LostLetters
from app.matching.titles.repair.syllables import from_keys, is_syllable
from app.matching.titles.repair.typos import TypoIndex
from app.matching.titles.tokens import TitleWord, bare_of

_LONGEST_SYLLABLE = 7
_LONGEST_JOINED = 40
_USUAL = 6
_CONSONANTS = frozenset("bcdghklmnpqrstvx")


class Speller:
    """Knows every word of the alias list and which words stand beside each other. Built once, pure."""

    def __init__(self, texts: Iterable[Sequence[TitleWord]], others: Iterable[str]) -> None:
        """texts: the words of every alias; others: further known words (abbreviations, generic words), with marks."""
        texts = list(texts)
        bares = [[w.bare for w in words] for words in texts]
        exacts = [[w.exact for w in words] for words in texts]
        self.exact = Counter(chain.from_iterable(exacts))
        self.bare = Counter(chain.from_iterable(bares))
        self._pairs = Counter(chain.from_iterable(map(pairwise, bares)))
        self._exact_pairs = Counter(chain.from_iterable(map(pairwise, exacts)))
        for exact in others:
            self.exact[exact] += 1
            self.bare[bare_of(exact)] += 1
        self._slips_exact = TypoIndex(w for w in self.exact if len(w) > 1 and not w.isdigit())
        self._slips_bare = TypoIndex(w for w in self.bare if len(w) > 1 and not w.isdigit())
        self._by_bare: dict[str, list[str]] = {}
        for exact in self.exact:
            self._by_bare.setdefault(bare_of(exact), []).append(exact)

        self._usual: dict[tuple[str, str], tuple[str, str]] = {}
        for (one, two), count in self._exact_pairs.items():
            pair = bare_of(one), bare_of(two)
            if count >= _USUAL and count * 3 > self._pairs[pair] * 2:
                self._usual[pair] = one, two
        self._unmarked = {w for w in self.exact if w.isascii() and self.exact[w] * 5 >= self.bare[w]}
        self._gaps = LostLetters(self.exact, self._pairs)

    def knows(self, exact: str) -> int:
        """How often a lower-case word occurs in the vocabulary, marks included."""
        return self.exact[exact]

    def with_marks_known(self, words: list[TitleWord]) -> list[TitleWord]:
        """In a title with accents a word without any means just that ("may"), unless it hardly ever stands so."""
        return [w if w.certain or w.bare not in self._unmarked else w._replace(certain=True) for w in words]

    def correct(self, words: list[TitleWord]) -> list[TitleWord]:
        """The words with unknown ones put right where that is plain; the others stay as they are."""
        exact, bare = self.exact, self.bare
        if any(len(w.bare) == 1 or (w.exact not in exact if w.certain else w.bare not in bare) for w in words):
            words = self._known(words)
        return self._with_usual_marks(words)

    def _with_usual_marks(self, words: list[TitleWord]) -> list[TitleWord]:
        """ "kê toán" → "kế toán": two words that never stand together so marked, but often with other marks."""
        found = words
        for at in range(len(words) - 1):
            one, two = found[at], found[at + 1]
            if (one.certain or two.certain) and (one.exact, two.exact) not in self._exact_pairs:
                usual = self._usual.get((one.bare, two.bare))
                if usual is not None:
                    if found is words:
                        found = list(words)
                    found[at] = TitleWord(one.bare, usual[0], one.shown, True)
                    found[at + 1] = TitleWord(two.bare, usual[1], two.shown, True)
        return found

    def _known(self, words: list[TitleWord]) -> list[TitleWord]:
        """Every unknown word put right where that is plain."""
        if any("?" in w.exact for w in words):
            words = self._gaps.fill(words)
        words = self._joined_fragments(words)
        found: list[TitleWord] = []
        for at, w in enumerate(words):
            if w.exact in self.exact if w.certain else w.bare in self.bare:
                found.append(w)
                continue
            previous = found[-1].bare if found else ""
            following = words[at + 1].bare if at + 1 < len(words) else ""
            found += self._put_right(w, previous, following)
        return found

    def _put_right(self, w: TitleWord, previous: str, following: str) -> list[TitleWord]:
        if w.bare == w.exact and len(w.bare) <= _LONGEST_SYLLABLE + 2:
            typed = from_keys(w.bare)
            if typed is not None and typed in self.exact:
                return [TitleWord(bare_of(typed), typed, w.shown, True)]
        if any(c.isdigit() for c in w.bare):
            return [w]
        if w.bare.endswith("s") and w.bare[:-1] in self.bare and len(w.bare) > 4:
            return [TitleWord(w.bare[:-1], w.exact[:-1], w.shown, w.certain)]
        if 5 <= len(w.bare) <= _LONGEST_JOINED and not is_syllable(w.exact):
            parts = self._split(w)
            if parts:
                return parts
        return [self._near(w, previous, following) or w]

    def _joined_fragments(self, words: list[TitleWord]) -> list[TitleWord]:
        """Make "c ông nh ân" "công nhân" again: two pieces that never stand together, but make a known word.

        One of them must be unknown or a single consonant, so that "y tế" stays two words.
        """
        found: list[TitleWord] = []
        for w in words:
            if found:
                last = found[-1]
                whole = last.exact + w.exact
                odd = last.exact not in self.exact or w.exact not in self.exact or last.bare in _CONSONANTS
                if (
                    odd
                    and whole in self.exact
                    and not self._pairs[last.bare, w.bare]
                    and len(whole) <= _LONGEST_SYLLABLE
                ):
                    found[-1] = TitleWord(bare_of(whole), whole, f"{last.shown} {w.shown}", last.certain or w.certain)
                    continue
            found.append(w)
        return found

    def _support(self, candidate: str, previous: str, following: str) -> int:
        return self._pairs[previous, candidate] + self._pairs[candidate, following]

    def _near(self, w: TitleWord, previous: str, following: str) -> TitleWord | None:
        """The known word one slip away that the neighbours speak for; without them only for what is no syllable."""
        if not any(c in "aeiouy" for c in w.bare):
            return None
        choices = self._slips_exact.near(w.exact) if w.certain else self._slips_bare.near(w.bare)
        if w.certain:
            choices += self._by_bare.get(w.bare, [])
        if not choices:
            return None
        best = max(choices, key=lambda c: (self._support(bare_of(c), previous, following), self.exact[c]))
        support = self._support(bare_of(best), previous, following)
        if support == 0 and (is_syllable(w.exact) or len(w.bare) < 4):
            return None
        if not w.certain:
            return TitleWord(best, best, w.shown, False)
        return TitleWord(bare_of(best), best, w.shown, True)

    def _split(self, w: TitleWord) -> list[TitleWord] | None:
        """The best way to read a joined word as known words, or None. Fewer, more common and neighbouring ones win."""
        text, bare = w.exact, w.bare
        best: list[tuple[float, int, str]] = [(0.0, 0, "")] + [(-math.inf, 0, "")] * len(text)
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - _LONGEST_SYLLABLE), end):
                piece = text[start:end]
                count = self.exact[piece] if w.certain else self.bare[bare[start:end]]
                if not count or best[start][0] == -math.inf or (end - start == 1) or piece.isdigit():
                    continue
                pair = self._pairs[best[start][2], bare[start:end]]
                score = best[start][0] + math.log(count) - 9.0 + (2.0 + math.log(pair) if pair else 0.0)
                if score > best[end][0]:
                    best[end] = (score, start, bare[start:end])
        if best[-1][0] == -math.inf:
            return None
        cuts = [len(text)]
        while cuts[-1] > 0:
            cuts.append(best[cuts[-1]][1])
        cuts.reverse()
        pieces = list(pairwise(cuts))
        return [TitleWord(bare[a:b], text[a:b], w.shown, w.certain) for a, b in pieces]
