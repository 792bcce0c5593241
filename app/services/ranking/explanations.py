"""Scores and gates as sentences that a person reads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.identity_cache import IdentityCache
from app.matching.ranking import Rules, ScorePart, advice
from app.messages import Language, advice_sentence, label, part_sentence, purged_sentence
from app.models import Commune, Occupation
from app.vocabulary import Criterion

PURGED = "purged"
"""The reason of a part whose facts were deleted with what was disclosed."""


@dataclass(frozen=True, slots=True, eq=False)
class MissingPoints:
    """What would add points to a part, in points of 100 and in words."""

    points: float
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class PartExplanation:
    """One part of a score in points of 100, with its facts and the sentence that they make."""

    criterion: Criterion
    label: str
    points: float
    maximum: float
    facts: dict[str, Any]
    reason: str
    reason_en: str
    missing: MissingPoints | None


@dataclass(frozen=True, slots=True, eq=False)
class NameBook:
    """What the loaded lists call communes and occupations, and the sentences already made with these names."""

    communes: Mapping[str, str]
    titles: Mapping[Language, Mapping[str, str]]
    spoken: dict[tuple[Language, Rules], IdentityCache[ScorePart, PartExplanation]] = field(default_factory=dict)

    @classmethod
    def load(cls, session: Session) -> "NameBook":
        """From the loaded lists."""
        rows = session.execute(select(Occupation.code, Occupation.title_vi, Occupation.title_en)).all()
        return cls(
            communes=dict(session.execute(select(Commune.code, Commune.name)).all()),
            titles={
                Language.VI: {row.code: row.title_vi for row in rows},
                Language.EN: {row.code: row.title_en for row in rows},
            },
        )


class Explainer:
    """Turns the facts of parts into sentences. With ``rules`` it also says what would add points."""

    def __init__(self, names: NameBook, language: Language, rules: Rules | None = None) -> None:
        self._names = names
        self._language = language
        self._rules = rules
        # Parts without rules were read from a referral: objects of this one answer, which nobody will meet again.
        self._spoken: Callable[[ScorePart], PartExplanation] = self._part
        if rules is not None:
            self._spoken = names.spoken.setdefault((language, rules), IdentityCache(self._part))

    def parts(self, parts: Iterable[ScorePart]) -> list[PartExplanation]:
        """The parts of a score, in points of 100."""
        return [self._spoken(part) for part in parts]

    def _part(self, part: ScorePart) -> PartExplanation:
        if part.reason == PURGED:
            return self._purged(part)
        found = None if self._rules is None else advice(part, self._rules)
        missing = (
            None
            if found is None
            else MissingPoints(
                points=found.points / 100,
                text=advice_sentence(
                    found.reason, self._language, **self._named(found.facts, self._language), points=found.points / 100
                ),
            )
        )
        said = {tongue: part_sentence(part.reason, tongue, **self._named(part.facts, tongue)) for tongue in Language}
        return PartExplanation(
            criterion=part.criterion,
            label=label(part.criterion, self._language),
            points=part.points / 100,
            maximum=part.maximum / 100,
            facts=dict(part.facts),
            reason=said[self._language],
            reason_en=said[Language.EN],
            missing=missing,
        )

    def _purged(self, part: ScorePart) -> PartExplanation:
        return PartExplanation(
            criterion=part.criterion,
            label=label(part.criterion, self._language),
            points=part.points / 100,
            maximum=part.maximum / 100,
            facts={},
            reason=purged_sentence(self._language),
            reason_en=purged_sentence(Language.EN),
            missing=None,
        )

    def _named(self, facts: Mapping[str, Any], language: Language) -> dict[str, Any]:
        named = dict(facts)
        titles = self._names.titles[language]
        for name in ("asked", "offered"):
            if name in named:
                named[name] = titles.get(named[name], named[name])
        if "commune" in named:
            named["commune"] = self._names.communes.get(named["commune"], named["commune"])
        named["why"] = facts.get(f"why_{language.value}", "")
        return named
