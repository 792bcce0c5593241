"""Free-text job titles to ISCO-08 unit groups."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.matching.titles.cleaning import close_dots, confirmed_key, take_grade
from app.matching.titles.confidence import Confidence
from app.matching.titles.lexicon import Key, Lexicon, exact_key
from app.matching.titles.ranking import Candidate, Ranker, merge
from app.matching.titles.results import Alias, Grade, Match, Resolution
from app.matching.titles.tables import load_calibration, load_rules
from app.matching.titles.words import Word, marked, plain_words, segments
from app.matching.titles.wreckage import repair

MAX_TITLE = 300
"""Longest title that is read, in characters; longer ones are a ValueError."""
MAX_MATCHES = 5
_MAX_PIECES = 4
_FAR_LESS = 0.8
"""A second job stands before the first one when that has less than this part of its confidence."""
_RULED_OUT = 0.005
_SURE = 0.8
"""With a part as sure as this the whole title need not be ranked too."""
_OFFICIAL_WEIGHT = 0.75
_OFFICIAL_TRUST = 0.9


@dataclass(frozen=True, slots=True)
class _Piece:
    """A title or a part of it: candidates best first, whether it names no trade, the confidence of the first."""

    found: list[Candidate]
    asks: bool
    sure: float


class Titles:
    """Everything that is known about titles. Build it once; ``resolve`` is pure and safe to call from many threads."""

    __slots__ = ("_asks", "_confidence", "_confirmed", "_lexicon", "_ranker")

    def __init__(
        self, lexicon: Lexicon, ranker: Ranker, asks: frozenset[Key], confirmed: dict[str, tuple[str, ...]]
    ) -> None:
        """Use ``build``."""
        self._lexicon, self._ranker, self._asks, self._confirmed = lexicon, ranker, asks, confirmed
        self._confidence = Confidence(load_calibration())

    @classmethod
    def build(cls, codes: Iterable[str], aliases: Iterable[Alias], official: Iterable[tuple[str, str]]) -> "Titles":
        """From the unit groups of the loaded list, ways to name them, and (code, official title) pairs.

        Aliases and titles of codes that are not among ``codes`` are left out. Takes a few seconds.
        """
        known = frozenset(codes)
        texts = [(plain_words(a.alias), a.code, a.weight / 100, 1.0) for a in aliases if a.code in known]
        texts += [(plain_words(t), code, _OFFICIAL_WEIGHT, _OFFICIAL_TRUST) for code, t in official if code in known]
        lexicon = Lexicon([words for words, *_ in texts])
        entries = merge((lexicon.canonical(words, True), code, weight, trust) for words, code, weight, trust in texts)
        ranker = Ranker(entries, sorted(known), lexicon.weak, load_calibration())
        asks = frozenset(exact_key(lexicon.canonical(plain_words(a), True)) for a in load_rules().asks)
        return cls(lexicon, ranker, asks, {})

    def with_confirmed(self, confirmed: Iterable[tuple[str, str]]) -> "Titles":
        """The same knowledge plus (title, code) pairs that staff confirmed; the latest for a title comes first.

        A confirmed title is found again whatever its capitals, spaces and grade; its accents must be the same.
        Milliseconds for thousands of pairs: nothing else is built anew.
        """
        known = dict(self._confirmed)
        for title, code in confirmed:
            key = confirmed_key(title)
            if key:
                known[key] = (code, *(c for c in known.get(key, ()) if c != code))[:MAX_MATCHES]
        return Titles(self._lexicon, self._ranker, self._asks, known)

    def resolve(self, title: str) -> Resolution:
        """The groups that a title names, at most five, best first.

        ``ask`` is set when the title names no trade or when the best confidence is below ``ask_below`` of the
        calibration file; whatever matches remain are then hints. ValueError when it is longer than 300 characters;
        nothing else in a text is an error.
        """
        if len(title) > MAX_TITLE:
            raise ValueError(f"a title has at most {MAX_TITLE} characters, this one has {len(title)}")
        text, grade = take_grade(repair(title, self._lexicon.speller.knows))
        if self._confirmed:
            codes = self._confirmed.get(confirmed_key(text))
            if codes:
                return Resolution(self._confidence.confirmed(codes, title.strip()), False, grade)
        parts = [self._lexicon.speller.correct(part) for part in segments(close_dots(text))[: 2 * _MAX_PIECES]]
        if not parts:
            return Resolution((), True, grade)
        accented = marked([w for part in parts for w in part])
        if accented:
            parts = [self._lexicon.speller.with_marks_known(part) for part in parts]
        return self._judge(self._pieces(parts, accented), grade)

    def _pieces(self, parts: list[list[Word]], accented: bool) -> list[_Piece]:
        """The parts that name different trades; else the one piece, part or whole title, that is surest."""
        kept, tail = self._lexicon.of_title([w for part in parts for w in part], accented)
        good: list[_Piece] = []
        if len(parts) > 1 and not self._ranker.has(kept, accented):
            for part in parts[:_MAX_PIECES]:
                piece = self._piece(self._lexicon.of_title(part, accented)[0], accented)
                if piece.sure >= self._confidence.ask_below:
                    good.append(piece)
            if len({piece.found[0].code for piece in good}) > 1:
                return good
            if any(piece.sure >= _SURE for piece in good):
                return [max(good, key=lambda piece: piece.sure)]
        whole = self._piece(kept, accented)
        if whole.asks:
            # What is left are a company's name or generic words: hints for the question, no answer.
            whole = _Piece(self._ranker.rank([*kept, *tail], accented) if kept or tail else [], True, 0.0)
        return [max([*good, whole], key=lambda piece: piece.sure)]

    def _piece(self, words: list[Word], accented: bool) -> _Piece:
        """Rank canonical words, unless they name no trade."""
        if not any(self._lexicon.tells(w) for w in words) or exact_key(words) in self._asks:
            return _Piece([], True, 0.0)
        found = self._ranker.rank(words, accented)
        return _Piece(found, False, self._confidence.of(found[0]) if found else 0.0)

    def _judge(self, pieces: list[_Piece], grade: Grade | None) -> Resolution:
        """Confidences of all candidates; the best of each piece stand first, in the order of the title."""
        asks = all(piece.asks for piece in pieces)
        if len(pieces) == 1:
            return self._resolution([self._confidence.match(c, asks) for c in pieces[0].found], asks, grade)
        firsts: dict[str, Match] = {}
        others: dict[str, Match] = {}
        for piece in pieces:
            for rank, candidate in enumerate(piece.found):
                match = self._confidence.match(candidate, asks)
                into = others if rank else firsts
                if candidate.code not in into or into[candidate.code].confidence < match.confidence:
                    into[candidate.code] = match
        most = max((m.confidence for m in firsts.values()), default=0.0)
        rest = [m for m in firsts.values() if m.confidence < _FAR_LESS * most]
        firsts = {code: m for code, m in firsts.items() if m.confidence >= _FAR_LESS * most}
        rest += (m for code, m in others.items() if code not in firsts and all(m.code != r.code for r in rest))
        rest.sort(key=lambda m: -m.confidence)
        return self._resolution([*firsts.values(), *rest], asks, grade)

    def _resolution(self, matches: list[Match], asks: bool, grade: Grade | None) -> Resolution:
        """The first five, without those that are as good as ruled out."""
        kept = tuple(m for m in matches[:MAX_MATCHES] if m.confidence >= _RULED_OUT)
        ask = asks or all(m.confidence < self._confidence.ask_below for m in kept)
        return Resolution(kept, ask, grade)
