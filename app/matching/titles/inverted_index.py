"""An inverted index with weighted features: every title is a query against all aliases at once."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.titles.entries import Entry
from app.matching.titles.tokens import TitleWord

_PAIR = 0.5
"""A pair of neighbouring words weighs this much of the mean of its two words."""
_MARKS = 0.6
"""When accents were typed, this share of a feature is earned only by the same marks."""
_UNKNOWN = 0.6
"""Weight of a word that occurs in no alias."""

_FAIR = 0.3
"""An entry is looked at when it shares more than this part of what the best one shares."""


class Query(NamedTuple):
    """What a title shares with the entries that matter. total: the weight of the title itself; the arrays are parallel.

    rows: positions of entries; shared and weight: what entry and title share, and the weight of the entry.
    """

    rows: NDArray[np.intp]
    shared: NDArray[np.float64]
    weight: NDArray[np.float64]
    total: float


class _Hit:
    """Postings that a title hits, each with its weight."""

    __slots__ = ("rows", "weights")

    def __init__(self) -> None:
        self.rows: list[NDArray[np.intp]] = []
        self.weights: list[float] = []


class InvertedIndex:
    """Postings of all entries. Built once; ``query`` is pure.

    A feature is a word or a pair of neighbouring words, kept by its marks and found by its folded form. Generic words
    stand in every tenth entry and tell little, so they do not find an entry, they only add to one that was found.
    """

    def __init__(self, entries: Sequence[Entry], weak: Mapping[str, float], telling: Mapping[str, float]) -> None:
        """entries: what can be found; weak: folded word → share of weight (0–1) for words that name no trade.

        telling: folded word → factor, for how much it says about the code.
        """
        self.size = len(entries)
        self._weak = dict(weak)
        seen: Counter[str] = Counter()
        for entry in entries:
            seen.update({w.bare for w in entry.words})
        most = math.log(max(self.size, 2))
        self._weight = {
            bare: (1.0 + 2.0 * math.log(max(self.size, 2) / count) / most)
            * weak.get(bare, 1.0)
            * telling.get(bare, 1.0)
            for bare, count in seen.items()
        }
        self._generic = {bare: np.zeros(self.size, dtype=np.bool_) for bare in weak if bare in seen}
        self._ids: dict[str, int] = {}
        self._forms: dict[str, tuple[int, ...]] = {}
        self._post(entries)

    def _post(self, entries: Sequence[Entry]) -> None:
        """Fill the postings: rows of the entries, sorted by feature, and where each feature begins."""
        ids, rows = [], []
        totals = []
        for at, entry in enumerate(entries):
            total = 0.0
            for w in {w.bare: w for w in entry.words}.values():
                total += self._weight[w.bare]
                if w.bare in self._generic:
                    self._generic[w.bare][at] = True
                else:
                    ids.append(self._id(w.bare, w.exact))
                    rows.append(at)
            pairs = {key: (exact, value) for key, exact, value in self._pair_keys(entry.words)}
            for key, (exact, value) in pairs.items():
                total += value
                ids.append(self._id(key, exact))
                rows.append(at)
            totals.append(total)
        self._totals = np.array(totals)
        order = np.argsort(np.array(ids, dtype=np.intp), kind="stable")
        self._rows = np.array(rows, dtype=np.intp)[order]
        counts = np.bincount(np.array(ids, dtype=np.intp), minlength=len(self._ids))
        self._starts = [0, *np.cumsum(counts).tolist()]

    def _id(self, bare: str, exact: str) -> int:
        found = self._ids.get(exact)
        if found is None:
            found = self._ids[exact] = len(self._ids)
            self._forms[bare] = (*self._forms.get(bare, ()), found)
        return found

    def _pair_keys(self, words: Sequence[TitleWord]) -> Iterator[tuple[str, str, float]]:
        """Folded key, key with marks and weight of each pair; a generic word makes no pair."""
        weak, weight = self._weak, self._weight
        for a, b in pairwise(words):
            if a.bare not in weak and b.bare not in weak:
                value = _PAIR * (weight.get(a.bare, _UNKNOWN) + weight.get(b.bare, _UNKNOWN)) / 2
                yield f"{a.bare}|{b.bare}", f"{a.exact}|{b.exact}", value

    def weight(self, w: TitleWord) -> float:
        """How much a word tells, about 0–3."""
        found = self._weight.get(w.bare)
        return found if found is not None else _UNKNOWN * self._weak.get(w.bare, 1.0)

    def _hit(self, found: _Hit, bare: str, exact: str | None, weight: float) -> bool:
        """Note the entries with a feature; exact: the marks that were typed, which other marks only partly satisfy."""
        forms = self._forms.get(bare)
        if forms is None:
            return False
        same = None if exact is None else self._ids.get(exact, -1)
        for form in forms:
            found.rows.append(self._rows[self._starts[form] : self._starts[form + 1]])
            found.weights.append(weight if same is None or form == same else weight * (1.0 - _MARKS))
        return True

    def query(self, words: Sequence[TitleWord], accented: bool) -> Query:
        """Score the words against all entries; accented: the title was typed with marks, so they must agree."""
        found = _Hit()
        total = 0.0
        generic = []
        for w in {w.bare: w for w in words}.values():
            weight = self.weight(w)
            total += weight
            if w.bare in self._weak:
                flags = self._generic.get(w.bare)
                if flags is not None:
                    generic.append((flags, weight))
            else:
                self._hit(found, w.bare, w.exact if w.certain else None, weight)
        for key, exact, weight in self._pair_keys(words):
            if self._hit(found, key, exact if accented else None, weight):
                total += weight
        return self._gather(found, generic, total)

    def _gather(self, found: _Hit, generic: list[tuple[NDArray[np.bool_], float]], total: float) -> Query:
        """Sum up, keep the entries that share a fair part of what the best one shares, add the generic words."""
        rows: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        shared: NDArray[np.float64] = np.zeros(0)
        if found.rows:
            each = np.repeat(np.array(found.weights, dtype=np.float64), [len(hits) for hits in found.rows])
            sums = np.asarray(
                np.bincount(np.concatenate(found.rows), weights=each, minlength=self.size), dtype=np.float64
            )
            rows = np.flatnonzero(sums > _FAIR * sums.max())
            shared = sums[rows]
        elif generic:
            rows = np.flatnonzero(generic[0][0])
            shared = np.zeros(len(rows))
        for flags, weight in generic:
            shared += flags[rows] * weight
        return Query(rows, shared, self._totals[rows], total)
