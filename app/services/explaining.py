"""Scores and gates as sentences that a person reads."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.matching import Part
from app.messages import Language, discreet_sentence, label, part_sentence
from app.models import Commune, Occupation
from app.schemas.candidates import PartOut
from app.vocabulary import Criterion


class Explainer:
    """Turns facts into sentences, with the names of the occupations and communes they mention looked up once."""

    def __init__(self, session: Session, parts: Iterable[Part], language: Language) -> None:
        self._language = language
        facts = [part.facts for part in parts]
        occupations = {str(fact[name]) for fact in facts for name in ("asked", "offered") if name in fact}
        communes = {str(fact["commune"]) for fact in facts if "commune" in fact}
        title = Occupation.title_vi if language is Language.VI else Occupation.title_en
        self._titles = dict(
            session.execute(select(Occupation.code, title).where(Occupation.code.in_(occupations))).all()
        )
        self.communes = dict(
            session.execute(select(Commune.code, Commune.name).where(Commune.code.in_(communes))).all()
        )

    def parts(self, parts: Iterable[Part], *, discreet: bool = False) -> list[PartOut]:
        """The parts of a score, in points of 100; ``discreet`` leaves out the person's wishes and home."""
        return [
            PartOut(
                criterion=part.criterion,
                label=label(part.criterion, self._language),
                points=part.points / 100,
                maximum=part.maximum / 100,
                reason=(discreet_sentence(part.criterion.value, self._language) if discreet else None)
                or part_sentence(part.reason, self._language, **self._named(part.facts)),
            )
            for part in parts
        ]

    def _named(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        named = dict(facts)
        for name in ("asked", "offered"):
            if name in named:
                named[name] = self._titles.get(named[name], named[name])
        if "commune" in named:
            named["commune"] = self.communes.get(named["commune"], named["commune"])
        named["why"] = facts.get(f"why_{self._language.value}", "")
        return named


def stored(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """The parts of a score as a referral keeps them."""
    return [
        {
            "criterion": part.criterion.value,
            "points": part.points,
            "maximum": part.maximum,
            "reason": part.reason,
            "facts": dict(part.facts),
        }
        for part in parts
    ]


def restored(parts: Iterable[Mapping[str, Any]]) -> list[Part]:
    """The parts that ``stored`` kept."""
    return [
        Part(Criterion(part["criterion"]), part["points"], part["maximum"], part["reason"], part["facts"])
        for part in parts
    ]
