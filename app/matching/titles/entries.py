"""The ways to name a trade, as canonical words with the codes they mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.matching.titles.tokens import TitleWord

WordKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to name a trade, codes: (ISCO-08 code, weight 0–1), best first; trust in its source 0–1."""

    words: tuple[TitleWord, ...]
    codes: tuple[tuple[str, float], ...]
    trust: float


def exact_key(words: Sequence[TitleWord]) -> WordKey:
    """What two titles with the same words, marks included, share."""
    return tuple(w.exact for w in words)


def bare_key(words: Sequence[TitleWord]) -> WordKey:
    """What two titles with the same words share, whatever their marks."""
    return tuple(w.bare for w in words)


def merge(texts: Iterable[tuple[Sequence[TitleWord], str, float, float]]) -> tuple[Entry, ...]:
    """Entries from (canonical words, code, weight, trust): same words, one entry; the highest weight per code counts.

    Where several sources name the same words, the most trusted one decides on the weights of its codes.
    """
    words_of: dict[WordKey, tuple[TitleWord, ...]] = {}
    codes_of: dict[WordKey, dict[str, float]] = {}
    trust_of: dict[WordKey, float] = {}
    one_of: dict[TitleWord, TitleWord] = {}
    for words, code, weight, trust in texts:
        if not words:
            continue
        key = exact_key(words)
        if key not in words_of:
            words_of[key] = tuple([one_of.setdefault(w, w) for w in words])
        codes = codes_of.setdefault(key, {})
        if trust >= trust_of.get(key, 0.0):
            trust_of[key] = trust
            codes[code] = max(codes.get(code, 0.0), weight)
        else:
            codes.setdefault(code, weight * trust / 2)
    shared: dict[object, tuple[tuple[str, float], ...]] = {}
    found = []
    for key, words in words_of.items():
        codes_here = tuple(sorted(codes_of[key].items(), key=_heaviest))
        found.append(Entry(words, shared.setdefault(codes_here, codes_here), trust_of[key]))
    return tuple(found)


def _heaviest(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]
