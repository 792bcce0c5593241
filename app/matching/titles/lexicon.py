"""From the text of a title to canonical words: spelling, abbreviations, one word for one thing, no tail."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.matching.titles.data_files import load_abbreviations, load_calibration, load_rules, load_synonyms
from app.matching.titles.entries import bare_key, exact_key
from app.matching.titles.repair.diacritics import DiacriticRestorer
from app.matching.titles.repair.spelling import Speller
from app.matching.titles.tokens import Abbreviations, Phrases, TitleWord, bare_of, plain_words

_WEAK = "~"
_PHRASE_TIMES = 3
"""Phrases of the rules are rarer in the aliases than in life."""
_EMPLOYER = "~employer"
_DEPARTMENT = "~department"
_POST = "~post"
_LONGEST_BEGINNING = 3
_PLACE = 0.12
"""Generic words of at most this weight are places and teams, whose number goes with them."""


class CanonicalTitle(NamedTuple):
    """One way to read a piece: canonical words, what was cut off as its tail, the share of this way 0–1.

    typed: the words before generic ones were merged and the tail was cut.
    """

    kept: list[TitleWord]
    tail: list[TitleWord]
    accented: bool
    share: float
    typed: list[TitleWord]


class Lexicon:
    """The tables that make words canonical. Built once from all known texts; its methods are pure."""

    def __init__(self, texts: Iterable[Sequence[TitleWord]]) -> None:
        """texts: the words of every alias and official title, which are the vocabulary of the speller."""
        rules = load_rules()
        merged = [p for p in [*rules.weak, *(h.phrase for h in rules.heads if h.is_post)] if " " in p]
        self._synonyms = Phrases(load_synonyms())
        self._merged = Phrases((p, p.replace(" ", "_")) for p in merged)
        self._abbreviations = Abbreviations(load_abbreviations())
        self.weak = {_WEAK + bare_of(phrase): share for phrase, share in rules.weak.items()}
        self._weak_words = {phrase: TitleWord(_WEAK + bare_of(phrase), phrase, "", True) for phrase in rules.weak}
        self._tails = rules.tails
        self._blanks = Phrases((p, _WEAK) for p in rules.blanks)
        self._beginnings = Phrases(
            [
                *((p, _EMPLOYER) for p in rules.employers | rules.names),
                *((p, _DEPARTMENT) for p in rules.departments),
                *((h.phrase, _POST) for h in rules.heads if h.is_post),
            ]
        )
        extra = [w for a in load_abbreviations() for w in a.meaning.split()]
        extra += [*self._synonyms.vocabulary(), *self._abbreviations.written()]
        extra += [part for phrase in [*rules.weak, *rules.asks, *rules.blanks, *rules.tails] for part in phrase.split()]
        texts = list(texts)
        self.speller = Speller(texts, extra)
        phrases = [*rules.weak, *rules.asks, *rules.blanks, *rules.tails, *(h.phrase for h in rules.heads)]
        lines = [*([w.exact for w in words] for words in texts), *(p.split() for p in phrases * _PHRASE_TIMES)]
        constants = load_calibration()
        self._marks, self._as_typed = DiacriticRestorer(lines, constants["marks_temper"]), constants["as_typed"]
        self._weak_bare = self._mostly_weak()
        asks = [self.canonical(plain_words(text, {}), True) for text in (*rules.asks, *rules.blanks)]
        self._asks = frozenset(exact_key(words) for words in asks)
        # Without marks a single syllable may be anything: "khac" is "khác", other, or "khắc", to carve.
        self._bare_asks = frozenset(bare_key(words) for words in asks if len(words) > 1 or " " in words[0].exact)
        single = [phrase for phrase, share in rules.weak.items() if " " not in phrase and share <= _PLACE]
        self._places = frozenset([*single, *(bare_of(phrase) for phrase in single)])

    def canonical(self, words: list[TitleWord], accented: bool) -> list[TitleWord]:
        """Abbreviations written out, synonyms replaced, generic words of several syllables made one."""
        return self._merge(self._abbreviations.expand(words), accented)

    def _merge(self, words: list[TitleWord], accented: bool) -> list[TitleWord]:
        words = self._merged.replace(self._synonyms.replace(words, accented), accented)
        return [self._weakened(w, accented) for w in words]

    def readings(self, words: list[TitleWord], accented: bool) -> list[CanonicalTitle]:
        """The ways to read a typed and corrected piece, best first: as it is, or with marks put back and as it is."""
        words = self._abbreviations.expand(self._without_codes(words))
        if accented:
            return [self._reading(words, True, 1.0)]
        found = [self._reading(r.words, True, (1.0 - self._as_typed) * r.share) for r in self._marks.readings(words)]
        return [*found, self._reading(words, False, self._as_typed)]

    def _reading(self, words: list[TitleWord], accented: bool, share: float) -> CanonicalTitle:
        kept, tail = self._without_tail(self._merge(words, accented))
        return CanonicalTitle(kept, tail, accented, share, words)

    def is_bare(self, reading: CanonicalTitle) -> bool:
        """Whether it is one of the titles that name no trade, or all its words are generic."""
        known, key = (self._asks, exact_key) if reading.accented else (self._bare_asks, bare_key)
        return key(reading.kept) in known or not any(self.tells(w) for w in reading.kept)

    def is_empty(self, reading: CanonicalTitle) -> bool:
        """Whether it is a firm, a person's name, or only statuses, fillers and generic words.

        A department with a status is no trade either: "bộ phận hoàn thành chưa phân công".
        """
        words, accented = reading.typed, reading.accented
        beginning = self._beginning(reading)
        if beginning == _EMPLOYER:
            return True
        left = self._blanks.replace(words, accented)
        if not any(w.exact == _WEAK for w in left):
            return False
        return beginning == _DEPARTMENT or not any(self.tells(w) for w in self._merge(left, accented))

    def is_department(self, reading: CanonicalTitle) -> bool:
        """Whether it begins with a department, whose trade is most likely, not surely, that of the person."""
        return self._beginning(reading) == _DEPARTMENT

    def _beginning(self, reading: CanonicalTitle) -> str:
        """What the first words are: an employer, a department, or anything."""
        begun = self._beginnings.replace(reading.typed[:_LONGEST_BEGINNING], reading.accented)
        return begun[0].exact if begun else ""

    def _weakened(self, w: TitleWord, accented: bool) -> TitleWord:
        """A generic word gets a folded form of its own, so that "ca" (shift) never meets "cá" (fish)."""
        weak = self._weak_words.get(w.exact) if accented or w.certain else self._weak_bare.get(w.bare)
        return w if weak is None else TitleWord(weak.bare, weak.exact, w.shown, True)

    def _mostly_weak(self) -> dict[str, TitleWord]:
        """Folded form → generic word, where without marks that is what most texts mean by it."""
        found: dict[str, TitleWord] = {}
        for weak in self._weak_words.values():
            bare = bare_of(weak.exact)
            count = self.speller.exact[weak.exact]
            if " " in bare or count * 2 > self.speller.bare[bare]:
                found[bare] = weak
        return found

    def _without_codes(self, words: list[TitleWord]) -> list[TitleWord]:
        """Numbers, letters with numbers and single letters say where, not what, unless a list has them.

        The place before a number goes with it: "chuyền 5"; and "ca 3" without marks is a shift, no fish.
        """
        known = self.speller.bare
        kept: list[TitleWord] = []
        for w in words:
            if (w.bare.isalpha() and len(w.bare) > 1) or (w.bare in known and not w.bare.isdigit()):
                kept.append(w)
            elif kept and (kept[-1].exact if kept[-1].certain else kept[-1].bare) in self._places:
                kept.pop()
        return kept

    def _without_tail(self, words: list[TitleWord]) -> tuple[list[TitleWord], list[TitleWord]]:
        """Cut at the first word of a company or a zone."""
        for at, w in enumerate(words):
            if w.exact in self._tails:
                return words[:at], words[at:]
        return words, []

    def tells(self, w: TitleWord) -> bool:
        """Whether the word may name a trade: it is not one of the generic words."""
        return not w.bare.startswith(_WEAK)
