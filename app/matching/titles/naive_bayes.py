"""Naive Bayes over words, learned from the aliases: for titles that no alias comes near."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.matching.titles.entries import Entry
from app.matching.titles.tokens import TitleWord

_PRIOR = 0.5
"""Weight of the general distribution of groups against what was counted for a word."""
_GENERIC = 0.7
"""Share of a generic word's evidence: "thợ" leans to the trades, "nhân viên" to the offices."""
_GENERIC_PAIR = 0.5
"""Share of the evidence of a generic word together with the word beside it."""


def _features(words: Sequence[TitleWord], strict: bool) -> Iterator[tuple[str, float]]:
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


class _Counts:
    """How often each group was seen with each feature, as one long table."""

    def __init__(self, entries: Sequence[Entry], index: Mapping[str, int]) -> None:
        self.ids: dict[str, int] = {}
        self.factors: list[float] = []
        self.general = np.ones(len(index))
        pairs: list[int] = []
        shares: list[float] = []
        for entry in entries:
            total = sum(weight for _, weight in entry.codes)
            known = [self._id(key, factor) for key, factor in self._keys(entry)]
            for code, weight in entry.codes:
                at, share = index[code], weight / total
                self.general[at] += share
                pairs += [key * len(index) + at for key in known]
                shares += [share] * len(known)
        cells, where = np.unique(np.array(pairs, dtype=np.intp), return_inverse=True)
        self.seen = np.bincount(where, weights=np.array(shares), minlength=len(cells))
        self.keys, self.codes = np.divmod(cells, max(1, len(index)))

    @staticmethod
    def _keys(entry: Entry) -> Iterator[tuple[str, float]]:
        return iter({**dict(_features(entry.words, False)), **dict(_features(entry.words, True))}.items())

    def _id(self, key: str, factor: float) -> int:
        found = self.ids.get(key)
        if found is None:
            found = self.ids[key] = len(self.ids)
            self.factors.append(factor)
        return found


class NaiveBayes:
    """A naive Bayes over words and pairs of words, with sparse tables. Built once; ``posterior`` is pure."""

    def __init__(self, entries: Sequence[Entry], codes: Sequence[str], temper: float, prior_power: float) -> None:
        """codes: all groups, in the order of the vectors that ``posterior`` returns.

        temper (0–1) makes the result milder, for words are not independent; prior_power (0–1) is the share of the
        general distribution of groups.
        """
        counts = _Counts(entries, {code: i for i, code in enumerate(codes)})
        prior = np.asarray(counts.general / max(1.0, counts.general.sum()), dtype=np.float64)
        self._start = np.log(prior) * prior_power
        seen = np.bincount(counts.keys, weights=counts.seen, minlength=len(counts.ids))
        totals = np.asarray(seen, dtype=np.float64) + _PRIOR
        share, total = prior[counts.codes], totals[counts.keys]
        ratio = np.log((counts.seen + _PRIOR * share) / (total * share)) - np.log(_PRIOR / total)
        self._ratio = ratio * (np.array(counts.factors)[counts.keys] * temper) if len(ratio) else ratio
        self._at = counts.codes
        self._starts = np.searchsorted(counts.keys, np.arange(len(counts.ids) + 1)).tolist()
        self._ids = counts.ids
        self._gains = self._information(counts, prior, totals)

    @staticmethod
    def _information(counts: _Counts, prior: NDArray[np.float64], totals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Per feature, how far (nats) the groups seen with it are from the general ones, smoothed for rare features."""
        share = (counts.seen + 2 * prior[counts.codes]) / (totals[counts.keys] + 2)
        part = share * np.log(share / prior[counts.codes])
        return np.asarray(np.bincount(counts.keys, weights=part, minlength=len(counts.ids)), dtype=np.float64)

    def gain(self, bare: str) -> float:
        """What a folded word tells about the group, in nats, about 0–6."""
        at = self._ids.get(bare)
        return 0.0 if at is None else float(self._gains[at])

    def posterior(self, words: Sequence[TitleWord], accented: bool) -> NDArray[np.float64]:
        """Probability per group, summing to 1."""
        ids, starts = self._ids, self._starts
        known = [at for key, _ in _features(words, accented) if (at := ids.get(key)) is not None]
        score: NDArray[np.float64] = self._start
        if known:
            at_codes = np.concatenate([self._at[starts[at] : starts[at + 1]] for at in known])
            ratio = np.concatenate([self._ratio[starts[at] : starts[at + 1]] for at in known])
            score = score + np.bincount(at_codes, weights=ratio, minlength=len(score))
        score = np.exp(score - score.max())
        score /= score.sum()
        return score
