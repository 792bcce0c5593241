"""The inverted index: every alias as weighted features, every title as a query against all of them at once."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.titles.words import Word

_PAIR = 0.5
"""A pair of neighbouring words weighs this much of the mean of its two words."""
_MARKS = 0.6
"""When accents were typed, this share of a feature is earned only by the same marks."""
_UNKNOWN = 0.6
"""Weight of a word that occurs in no alias."""

_FAIR = 0.3
"""An entry is looked at when it shares more than this part of what the best one shares."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to name a trade, codes: (ISCO-08 code, weight 0–1), best first; trust in its source 0–1."""

    words: tuple[Word, ...]
    codes: tuple[tuple[str, float], ...]
    trust: float


class Query(NamedTuple):
    """What a title shares with the entries that matter. total: the weight of the title itself; the arrays are parallel.

    rows: positions of entries; shared and weight: what entry and title share, and the weight of the entry.
    """

    rows: NDArray[np.intp]
    shared: NDArray[np.float64]
    weight: NDArray[np.float64]
    total: float


class Index:
    """Postings of all entries. Built once; ``query`` is pure.

    A feature is a word or a pair of neighbouring words, each in its folded form and with its marks. Generic words
    stand in every tenth entry and tell little, so they do not find an entry, they only add to one that was found.
    """

    def __init__(self, entries: Sequence[Entry], weak: Mapping[str, float]) -> None:
        """entries: what can be found; weak: folded word → share of weight (0–1) for words that name no trade."""
        self.size = len(entries)
        self._weak = dict(weak)
        seen: Counter[str] = Counter()
        for entry in entries:
            seen.update({w.bare for w in entry.words})
        most = math.log(max(self.size, 2))
        self._weight = {
            bare: (1.0 + 2.0 * math.log(max(self.size, 2) / count) / most) * weak.get(bare, 1.0)
            for bare, count in seen.items()
        }
        lists: dict[str, list[int]] = {}
        self._totals = np.zeros(self.size)
        for at, entry in enumerate(entries):
            for w in {w.bare: w for w in entry.words}.values():
                lists.setdefault(w.bare, []).append(at)
                lists.setdefault("=" + w.exact, []).append(at)
                self._totals[at] += self._weight[w.bare]
            for key, exact, weight in {key: (key, exact, w) for key, exact, w in self._pair_keys(entry.words)}.values():
                lists.setdefault(key, []).append(at)
                lists.setdefault(exact, []).append(at)
                self._totals[at] += weight
        self._generic = {}
        for bare in weak:
            if bare in lists:
                self._generic[bare] = np.zeros(self.size, dtype=np.bool_)
                self._generic[bare][lists.pop(bare)] = True
        self._postings = {key: np.array(rows, dtype=np.intp) for key, rows in lists.items()}

    def _pair_keys(self, words: Sequence[Word]) -> Iterator[tuple[str, str, float]]:
        """Folded key, key with marks and weight of each pair; a generic word makes no pair."""
        weak, weight = self._weak, self._weight
        for a, b in pairwise(words):
            if a.bare not in weak and b.bare not in weak:
                value = _PAIR * (weight.get(a.bare, _UNKNOWN) + weight.get(b.bare, _UNKNOWN)) / 2
                yield f"{a.bare}|{b.bare}", f"={a.exact}|{b.exact}", value

    def weight(self, w: Word) -> float:
        """How much a word tells, about 0–3."""
        found = self._weight.get(w.bare)
        return found if found is not None else _UNKNOWN * self._weak.get(w.bare, 1.0)

    def query(self, words: Sequence[Word], accented: bool) -> Query:
        """Score the words against all entries; accented: the title was typed with marks, so they must agree."""
        found: list[NDArray[np.intp]] = []
        weights: list[float] = []
        postings = self._postings
        total = 0.0
        generic = []
        for w in {w.bare: w for w in words}.values():
            weight = self.weight(w)
            total += weight
            if w.bare in self._weak:
                flags = self._generic.get(w.bare)
                if flags is not None:
                    generic.append((flags, weight))
                continue
            hits = postings.get(w.bare)
            if hits is not None:
                found.append(hits)
                if w.certain:
                    weights.append(weight * (1.0 - _MARKS))
                    same = postings.get("=" + w.exact)
                    if same is not None:
                        found.append(same)
                        weights.append(weight * _MARKS)
                else:
                    weights.append(weight)
        for key, exact, weight in self._pair_keys(words):
            hits = postings.get(key)
            if hits is not None:
                total += weight
                found.append(hits)
                weights.append(weight * (1.0 - _MARKS) if accented else weight)
                same = postings.get(exact) if accented else None
                if same is not None:
                    found.append(same)
                    weights.append(weight * _MARKS)
        return self._gather(found, weights, generic, total)

    def _gather(
        self,
        found: list[NDArray[np.intp]],
        weights: list[float],
        generic: list[tuple[NDArray[np.bool_], float]],
        total: float,
    ) -> Query:
        """Sum up, keep the entries that share a fair part of what the best one shares, add the generic words."""
        rows: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        shared: NDArray[np.float64] = np.zeros(0)
        if found:
            each = np.repeat(np.array(weights, dtype=np.float64), [len(hits) for hits in found])
            sums = np.asarray(np.bincount(np.concatenate(found), weights=each, minlength=self.size), dtype=np.float64)
            rows = np.flatnonzero(sums > _FAIR * sums.max())
            shared = sums[rows]
        elif generic:
            rows = np.flatnonzero(generic[0][0])
            shared = np.zeros(len(rows))
        for flags, weight in generic:
            shared += flags[rows] * weight
        return Query(rows, shared, self._totals[rows], total)
