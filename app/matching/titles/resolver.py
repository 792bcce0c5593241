"""Free-text job titles to ISCO-08 unit groups."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.matching.titles.calibration import Calibration
from app.matching.titles.candidates import Ranker, TitleCandidate, mixed
from app.matching.titles.data_files import load_calibration
from app.matching.titles.entries import merge
from app.matching.titles.lexicon import CanonicalTitle, Lexicon
from app.matching.titles.normalise import close_dots, confirmed_key, take_grade
from app.matching.titles.repair.mojibake import repair
from app.matching.titles.tokens import TitleWord, marked, plain_words, segments
from app.matching.titles.types import Alias, Grade, Match, Resolution

MAX_TITLE = 300
"""Longest title that is read, in characters; longer ones are a ValueError."""
MAX_MATCHES = 5
_MAX_PIECES = 4
_FAR_LESS = 0.8
"""A second job stands before the first one when that has less than this part of its confidence."""
_RULED_OUT = 0.005
_NOT_ELSEWHERE = "9"
"""Last digit of the unit groups of what is not classified elsewhere."""
_SURE = 0.8
"""With a part as sure as this the whole title need not be ranked too."""
_PLAIN = 0.6
"""A reading with marks of this share that is an alias needs no other beside it."""
_ASKING_SHARE = 0.29
"""A title without marks is asked about when this share of its readings names no trade."""
_OFFICIAL_WEIGHT = 0.75
_OFFICIAL_TRUST = 0.9


@dataclass(frozen=True, slots=True)
class _Piece:
    """A title or a part of it: candidates best first, whether it names no trade, the confidence of the first."""

    found: list[TitleCandidate]
    asks: bool
    sure: float
    is_department: bool = False


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Building makes a million objects that stay; looking through them for garbage again and again takes as long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Titles:
    """Everything that is known about titles. Build it once; ``resolve`` is pure and safe to call from many threads."""

    __slots__ = ("_confidence", "_confirmed", "_lexicon", "_ranker")

    def __init__(self, lexicon: Lexicon, ranker: Ranker, confirmed: dict[str, tuple[str, ...]]) -> None:
        """Use ``build``."""
        self._lexicon, self._ranker, self._confirmed = lexicon, ranker, confirmed
        self._confidence = Calibration(load_calibration())

    @classmethod
    def build(cls, codes: Iterable[str], aliases: Iterable[Alias], official: Iterable[tuple[str, str]]) -> "Titles":
        """From the unit groups of the loaded list, ways to name them, and (code, official title) pairs.

        Aliases and titles of codes that are not among ``codes`` are left out. Takes a second.
        """
        with _collector_paused():
            return cls._built(frozenset(codes), aliases, official)

    @classmethod
    def _built(cls, known: frozenset[str], aliases: Iterable[Alias], official: Iterable[tuple[str, str]]) -> "Titles":
        texts = [(a.alias, a.code, a.weight / 100, 1.0) for a in aliases if a.code in known]
        texts += [(title, code, _OFFICIAL_WEIGHT, _OFFICIAL_TRUST) for code, title in official if code in known]
        seen: dict[str, TitleWord] = {}
        words = {text: plain_words(text, seen) for text in dict.fromkeys(text for text, *_ in texts)}
        lexicon = Lexicon(words.values())
        canonical = {text: lexicon.canonical(words, True) for text, words in words.items()}
        entries = merge((canonical[text], code, weight, trust) for text, code, weight, trust in texts)
        ranker = Ranker(entries, sorted(known), lexicon.weak, load_calibration())
        return cls(lexicon, ranker, {})

    def with_confirmed(self, confirmed: Iterable[tuple[str, str]]) -> "Titles":
        """The same knowledge plus (title, code) pairs that staff confirmed; the latest for a title comes first.

        A confirmed title is found again by its ``key``: whatever its capitals, spaces and grade, in an old encoding or
        not; its accents must be the same.
        Milliseconds for thousands of pairs: nothing else is built anew.
        """
        known = dict(self._confirmed)
        for title, code in confirmed:
            key = self.key(title)
            if key:
                known[key] = (code, *(c for c in known.get(key, ()) if c != code))[:MAX_MATCHES]
        return Titles(self._lexicon, self._ranker, known)

    def key(self, title: str) -> str:
        """What two spellings of one confirmed title share; empty when nothing is left of the title."""
        return confirmed_key(repair(title, self._lexicon.speller.knows))

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

    def _pieces(self, parts: list[list[TitleWord]], accented: bool) -> list[_Piece]:
        """The parts that name different trades; else the one piece, part or whole title, that is surest."""
        readings = self._lexicon.readings([w for part in parts for w in part], accented)
        good: list[_Piece] = []
        if len(parts) > 1 and not self._ranker.has(readings[0].kept, readings[0].accented):
            for part in parts[:_MAX_PIECES]:
                piece = self._piece(self._lexicon.readings(part, accented))
                if piece.sure >= self._confidence.ask_below:
                    good.append(piece)
            if len({piece.found[0].code for piece in good}) > 1:
                return good
            if any(piece.sure >= _SURE for piece in good):
                return [max(good, key=lambda piece: piece.sure)]
        whole = self._piece(readings)
        if whole.asks:
            # What is left are a company's name or generic words: hints for the question, no answer.
            kept, tail, accented, *_ = readings[0]
            whole = _Piece(self._ranker.rank([*kept, *tail], accented) if kept or tail else [], True, 0.0)
        return [max([*good, whole], key=lambda piece: piece.sure)]

    def _piece(self, readings: list[CanonicalTitle]) -> _Piece:
        """Rank canonical words, unless they name no trade."""
        best = readings[0]
        known = best.share >= _PLAIN and self._ranker.has(best.kept, best.accented)
        if known:
            readings = [best]
        telling = [reading for reading in readings if not self._asks_of(reading)]
        whole = sum(r.share for r in readings)
        if whole - sum(r.share for r in telling) >= _ASKING_SHARE * whole:
            return _Piece([], True, 0.0)
        found = mixed([(self._ranker.rank(r.kept, r.accented), r.share) for r in telling])
        if not found:
            return _Piece(found, False, 0.0)
        if not known and self._lexicon.is_department(best):
            return _Piece(found, False, self._confidence.of_department(found[0]), True)
        return _Piece(found, False, self._confidence.of(found[0]))

    def _asks_of(self, reading: CanonicalTitle) -> bool:
        if self._lexicon.is_bare(reading):
            return True
        return not self._ranker.has(reading.kept, reading.accented) and self._lexicon.is_empty(reading)

    def _judge(self, pieces: list[_Piece], grade: Grade | None) -> Resolution:
        """Confidences of all candidates; the best of each piece stand first, in the order of the title."""
        asks = all(piece.asks for piece in pieces)
        if len(pieces) == 1:
            return self._resolution(
                [self._confidence.match(c, asks, pieces[0].is_department) for c in pieces[0].found], asks, grade
            )
        # "Machine operator (plastic injection)": what is not classified elsewhere gives way to a surer group.
        most_sure = max(piece.sure for piece in pieces)
        pieces = sorted(pieces, key=lambda p: p.found[0].code.endswith(_NOT_ELSEWHERE) and p.sure < most_sure)
        firsts: dict[str, Match] = {}
        others: dict[str, Match] = {}
        for piece in pieces:
            for rank, candidate in enumerate(piece.found):
                match = self._confidence.match(candidate, asks, piece.is_department)
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
