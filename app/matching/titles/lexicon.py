"""From the text of a title to canonical words: spelling, abbreviations, one word for one thing, no tail."""

from collections.abc import Iterable, Sequence

from app.matching.titles.spelling import Speller
from app.matching.titles.tables import load_abbreviations, load_rules, load_synonyms
from app.matching.titles.words import Abbreviations, Phrases, Word, bare_of

Key = tuple[str, ...]
_WEAK = "~"
_PLACE = 0.12
"""Generic words of at most this weight are places and teams, whose number goes with them."""


def exact_key(words: Sequence[Word]) -> Key:
    """What two titles with the same words, marks included, share."""
    return tuple(w.exact for w in words)


class Lexicon:
    """The tables that make words canonical. Built once from all known texts; its methods are pure."""

    def __init__(self, texts: Iterable[Sequence[Word]]) -> None:
        """texts: the words of every alias and official title, which are the vocabulary of the speller."""
        rules = load_rules()
        merged = [p for p in [*rules.weak, *(h.phrase for h in rules.heads if h.is_post)] if " " in p]
        self._synonyms = Phrases(load_synonyms())
        self._merged = Phrases((p, p.replace(" ", "_")) for p in merged)
        self._abbreviations = Abbreviations(load_abbreviations())
        self.weak = {_WEAK + bare_of(phrase): share for phrase, share in rules.weak.items()}
        self._weak_words = {phrase: Word(_WEAK + bare_of(phrase), phrase, "", True) for phrase in rules.weak}
        self._tails = rules.tails
        extra = [w for a in load_abbreviations() for w in a.meaning.split()]
        extra += [*self._synonyms.vocabulary(), *self._abbreviations.written()]
        extra += [part for phrase in [*rules.weak, *rules.asks, *rules.tails] for part in phrase.split()]
        self.speller = Speller(texts, extra)
        self._weak_bare = self._mostly_weak()
        single = [phrase for phrase, share in rules.weak.items() if " " not in phrase and share <= _PLACE]
        self._places = frozenset([*single, *(bare_of(phrase) for phrase in single)])

    def canonical(self, words: list[Word], accented: bool) -> list[Word]:
        """Abbreviations written out, synonyms replaced, generic words of several syllables made one."""
        words = self._merged.replace(self._synonyms.replace(self._abbreviations.expand(words), accented), accented)
        return [self._weakened(w, accented) for w in words]

    def _weakened(self, w: Word, accented: bool) -> Word:
        """A generic word gets a folded form of its own, so that "ca" (shift) never meets "cá" (fish)."""
        weak = self._weak_words.get(w.exact) if accented or w.certain else self._weak_bare.get(w.bare)
        return w if weak is None else Word(weak.bare, weak.exact, w.shown, True)

    def _mostly_weak(self) -> dict[str, Word]:
        """Folded form → generic word, where without marks that is what most texts mean by it."""
        found: dict[str, Word] = {}
        for weak in self._weak_words.values():
            bare = bare_of(weak.exact)
            count = self.speller.exact[weak.exact]
            if " " in bare or count * 2 > self.speller.bare[bare]:
                found[bare] = weak
        return found

    def of_title(self, words: list[Word], accented: bool) -> tuple[list[Word], list[Word]]:
        """Canonical words of a typed and corrected piece, and what was cut off as its tail."""
        return self._without_tail(self.canonical(self._without_codes(words), accented))

    def _without_codes(self, words: list[Word]) -> list[Word]:
        """Numbers, letters with numbers and single letters say where, not what, unless a list has them.

        The place before a number goes with it: "chuyền 5"; and "ca 3" without marks is a shift, no fish.
        """
        known = self.speller.bare
        kept: list[Word] = []
        for w in words:
            if (w.bare.isalpha() and len(w.bare) > 1) or (w.bare in known and not w.bare.isdigit()):
                kept.append(w)
            elif kept and (kept[-1].exact if kept[-1].certain else kept[-1].bare) in self._places:
                kept.pop()
        return kept

    def _without_tail(self, words: list[Word]) -> tuple[list[Word], list[Word]]:
        """Cut at the first word of a company or a zone."""
        for at, w in enumerate(words):
            if w.exact in self._tails:
                return words[:at], words[at:]
        return words, []

    def tells(self, w: Word) -> bool:
        """Whether the word may name a trade: it is not one of the generic words."""
        return not w.bare.startswith(_WEAK)
