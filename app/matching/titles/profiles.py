"""What each word says about the groups, learned from the aliases: for titles that no alias comes near."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from app.matching.titles.index import Entry
from app.matching.titles.words import Word

_PRIOR = 0.5
"""Weight of the general distribution of groups against what was counted for a word."""
_GENERIC = 0.7
"""Share of a generic word's evidence: "thợ" leans to the trades, "nhân viên" to the offices."""
_GENERIC_PAIR = 0.5
"""Share of the evidence of a generic word together with the word beside it."""


def _features(words: Sequence[Word], strict: bool) -> Iterator[tuple[str, float]]:
    """Words, the first word that means something, and pairs of words, each with the share of its evidence."""
    before, before_generic, first = "", False, True
    for w in words:
        generic = w.bare.startswith("~")
        now = "=" + w.exact if strict and w.certain else w.bare
        yield now, _GENERIC if generic else 1.0
        if first and not generic:
            yield "^" + now, 1.0
            first = False
        if before and not (generic and before_generic):
            yield f"{before}|{now}", _GENERIC_PAIR if generic or before_generic else 1.0
        before, before_generic = now, generic


class Profiles:
    """A naive Bayes over words and pairs of words, with sparse tables. Built once; ``posterior`` is pure."""

    def __init__(self, entries: Sequence[Entry], codes: Sequence[str], temper: float, prior_power: float) -> None:
        """codes: all groups, in the order of the vectors that ``posterior`` returns.

        temper (0–1) makes the result milder, for words are not independent; prior_power (0–1) is the share of the
        general distribution of groups.
        """
        index = {code: i for i, code in enumerate(codes)}
        counts: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        shares: dict[str, float] = {}
        general = np.ones(len(codes))
        for entry in entries:
            total = sum(weight for _, weight in entry.codes)
            keys = dict(pair for strict in (False, True) for pair in _features(entry.words, strict))
            shares |= keys
            for code, weight in entry.codes:
                at, share = index[code], weight / total
                general[at] += share
                for key in keys:
                    counts[key][at] += share
        prior = general / general.sum()
        self._start = np.log(prior) * prior_power
        self._tables: dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]] = {}
        for key, table in counts.items():
            at_codes = np.fromiter(table, dtype=np.intp, count=len(table))
            seen = np.fromiter(table.values(), dtype=np.float64, count=len(table))
            total = float(seen.sum()) + _PRIOR
            ratio = np.log((seen + _PRIOR * prior[at_codes]) / (total * prior[at_codes])) - math.log(_PRIOR / total)
            self._tables[key] = (at_codes, ratio * (shares[key] * temper))

    def posterior(self, words: Sequence[Word], accented: bool) -> NDArray[np.float64]:
        """Probability per group, summing to 1."""
        tables = self._tables
        found = [tables[key] for key, _ in _features(words, accented) if key in tables]
        score: NDArray[np.float64] = self._start
        if found:
            at, ratio = zip(*found, strict=True)
            score = score + np.bincount(np.concatenate(at), weights=np.concatenate(ratio), minlength=len(score))
        score = np.exp(score - score.max())
        score /= score.sum()
        return score
