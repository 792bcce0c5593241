"""Candidates for one piece of a title: which codes, how strongly, because of which words."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.titles.data_files import Head, load_rules
from app.matching.titles.entries import Entry, bare_key, exact_key
from app.matching.titles.head_words import HeadWords
from app.matching.titles.inverted_index import InvertedIndex
from app.matching.titles.naive_bayes import NaiveBayes
from app.matching.titles.tokens import TitleWord

_CONSIDERED = 24
_KEPT = 5
_REST = 0.08
"""Share of the codes that a matching entry does not name."""
_MOST_CODES = 5
"""An entry votes for its five heaviest codes."""
_SAME = 0.999
"""From this likeness on the piece is the entry."""


class TitleCandidate(NamedTuple):
    """One code for one piece. share 0–1, over all codes 1; near 0–1: how like the piece the best alias is.

    because: the typed words that the nearest alias of this code has too; empty when no near alias names the code.
    """

    code: str
    share: float
    near: float
    because: tuple[str, ...]


class _Near(NamedTuple):
    """Parallel arrays of the nearest entries."""

    rows: NDArray[np.intp]
    fit: NDArray[np.float64]
    likeness: NDArray[np.float64]


class Ranker:
    """Finds candidates among all entries. Built once; ``rank`` is pure."""

    def __init__(
        self, entries: Sequence[Entry], codes: Sequence[str], weak: Mapping[str, float], constants: Mapping[str, float]
    ) -> None:
        """entries: all ways to name a trade; codes: all groups; weak: generic words; constants: calibration.csv."""
        self._entries, self._codes = entries, codes
        self._by_exact = {exact_key(entry.words): at for at, entry in enumerate(entries)}
        self._by_bare: dict[tuple[str, ...], int] = {}
        for at, entry in enumerate(entries):
            bare = bare_key(entry.words)
            self._by_bare[bare] = -1 if bare in self._by_bare else at
        self._matrix, self._weights = _votes_of(entries, codes)
        self._heads = HeadWords(load_rules().heads, codes, self._matrix)
        self._profiles = NaiveBayes(entries, codes, constants["profile_temper"], constants["profile_prior"])
        base, gain = constants["telling_base"], constants["telling_gain"]
        bares = {w.bare for entry in entries for w in entry.words}
        telling = {bare: base + gain * self._profiles.gain(bare) for bare in bares}
        self._index = InvertedIndex(entries, weak, telling)
        self._trust = np.array([entry.trust for entry in entries])
        self._extra, self._missing = constants["extra_words"], constants["missing_words"]
        self._sharpness, self._lean, self._same_force = (
            constants["sharpness"],
            constants["lean"],
            constants["same_force"],
        )

    def has(self, words: Sequence[TitleWord], accented: bool) -> bool:
        """Whether the words are one of the entries; marks count where they were typed."""
        return self._same(words, accented) >= 0

    def _same(self, words: Sequence[TitleWord], accented: bool) -> int:
        """The entry with just these words, −1 when there is none or when without marks there are several."""
        if accented:
            return self._by_exact.get(exact_key(words), -1)
        return self._by_bare.get(bare_key(words), -1)

    def _of_entry(self, at: int, words: Sequence[TitleWord], accented: bool, head: Head | None) -> list[TitleCandidate]:
        """The codes of an entry that the piece is; what single words say only orders the rest."""
        shares = self._profiles.posterior(words, accented)
        if head is not None:
            shares *= self._heads.of_codes(head)
        shares *= _REST / float(shares.sum())
        codes = self._entries[at].codes
        total = sum(weight for _, weight in codes)
        own = self._matrix[at, : len(codes)].tolist()
        for position, (_, weight) in zip(own, codes, strict=False):
            shares[position] += (1.0 - _REST) * weight / total
        top = self._top(shares)
        because = self._because(words, at)
        return [TitleCandidate(self._codes[p], float(shares[p]), 1.0, because if p in own else ()) for p in top]

    def _top(self, shares: NDArray[np.float64]) -> list[int]:
        top = np.argpartition(shares, -_KEPT)[-_KEPT:] if len(shares) > _KEPT else np.arange(len(shares))
        found: list[int] = top[np.argsort(-shares[top], kind="stable")].tolist()
        return found

    def rank(self, words: Sequence[TitleWord], accented: bool) -> list[TitleCandidate]:
        """Up to five candidates, best first.

        The nearest aliases vote, each with its likeness to the power ``sharpness`` times its weight for the code. What
        the votes leave open, 1 − likeness of the nearest ** ``lean``, is given by what the single words say.
        """
        if not self._codes:
            return []
        head = self._heads.find(words)
        same = self._same(words, accented)
        if same >= 0:
            return self._of_entry(same, words, accented, head)
        near = self._nearest(words, accented, head)
        best = float(near.likeness.max()) if len(near.rows) else 0.0
        votes = self._votes(near, head)
        if votes is None or best < _SAME:
            shares = self._profiles.posterior(words, accented)
            if head is not None:
                shares *= self._heads.of_codes(head)
                shares /= shares.sum()
            if votes is not None:
                trust = best**self._lean
                shares *= 1.0 - trust
                votes *= trust
                shares += votes
        else:
            shares = votes
        top = self._top(shares)
        return self._candidates(top, shares[top].tolist(), near, best, words)

    def _candidates(
        self, positions: list[int], shares: list[float], near: _Near, best: float, words: Sequence[TitleWord]
    ) -> list[TitleCandidate]:
        """The codes at ``positions``, each with the nearest entry that names it."""
        wanted = set(positions)
        spoken_by: dict[int, int] = {}
        rows = near.rows.tolist()
        for which in np.argsort(-near.fit, kind="stable").tolist():
            for position in self._matrix[rows[which]].tolist():
                if position in wanted:
                    spoken_by[position] = which
                    wanted.discard(position)
            if not wanted:
                break
        found = []
        for position, share in zip(positions, shares, strict=True):
            which = spoken_by.get(position)
            because = self._because(words, rows[which]) if which is not None else ()
            found.append(TitleCandidate(self._codes[position], share, best, because))
        return found

    def _nearest(self, words: Sequence[TitleWord], accented: bool, head: Head | None) -> _Near:
        """The entries most like the piece.

        Likeness is shared / (shared + a·(piece − shared) + b·(entry − shared)), in weights of words and of pairs of
        words, with a, b = ``extra_words``, ``missing_words``. An entry of another kind of post counts for less, the
        less alike it is.
        """
        rows, shared, weights, total = self._index.query(words, accented)
        a, b = self._extra, self._missing
        likeness = shared / (shared * (1.0 - a - b) + a * total + b * weights)
        fit = likeness * self._trust[rows]
        if head is not None:
            factors = self._heads.of_entries(head, rows)
            fit *= factors + (1.0 - factors) * likeness**4
        if len(fit) > _CONSIDERED:
            top = np.argpartition(fit, -_CONSIDERED)[-_CONSIDERED:]
            rows, fit, likeness = rows[top], fit[top], likeness[top]
        return _Near(rows, fit, likeness)

    def _votes(self, near: _Near, head: Head | None) -> NDArray[np.float64] | None:
        """What the nearest entries say, per code, summing to 1; None when nobody votes."""
        rows, likeness = near.rows, near.likeness
        if not len(rows):
            return None
        force = (likeness * self._trust[rows]) ** self._sharpness
        force[likeness > _SAME] *= self._same_force
        positions = self._matrix[rows]
        votes = self._weights[rows] * force[:, None]
        if head is not None:
            factors = self._heads.of_codes(head)[positions]
            votes *= factors + (1.0 - factors) * (likeness**12)[:, None]
        sums = np.bincount(positions.ravel(), weights=votes.ravel(), minlength=len(self._codes))
        total = float(sums.sum())
        return sums / total if total > 0.0 else None

    def _because(self, words: Sequence[TitleWord], at: int) -> tuple[str, ...]:
        """The typed words that the entry has too, in the order of the title."""
        bares = [w.bare for w in self._entries[at].words]
        shown = [w.shown for w in words if w.bare in bares and w.shown]
        return tuple(shown) if len(shown) < 2 else tuple(dict.fromkeys(shown))


def _votes_of(entries: Sequence[Entry], codes: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Per entry the positions and weights of its heaviest codes; where it has fewer, the first again with no weight."""
    position = {code: i for i, code in enumerate(codes)}
    matrix, weights = [], []
    for entry in entries:
        kept = entry.codes[:_MOST_CODES]
        free = _MOST_CODES - len(kept)
        matrix.append([position[code] for code, _ in kept] + [position[kept[0][0]]] * free)
        weights.append([weight for _, weight in kept] + [0.0] * free)
    shape = (len(entries), _MOST_CODES)
    return np.array(matrix, dtype=np.intp).reshape(shape), np.array(weights, dtype=np.float64).reshape(shape)


_NEARER = 2.0
"""Power of the likeness by which a reading weighs more than others."""


def mixed(lists: Sequence[tuple[list[TitleCandidate], float]]) -> list[TitleCandidate]:
    """One list from those of several readings, each with its share; a reading that an alias is near weighs more."""
    if len(lists) == 1:
        return lists[0][0]
    forces = [share * (found[0].near ** _NEARER if found else 0.0) for found, share in lists]
    total = sum(forces) or 1.0
    best: dict[str, TitleCandidate] = {}
    for (found, _), force in zip(lists, forces, strict=True):
        for one in found:
            part = one.share * force / total
            known = best.get(one.code)
            if known is None:
                best[one.code] = one._replace(share=part)
            else:
                near, because = max((known.near, known.because), (one.near, one.because))
                best[one.code] = TitleCandidate(one.code, known.share + part, near, because)
    return sorted(best.values(), key=lambda one: -one.share)[:_KEPT]
