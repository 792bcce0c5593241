"""The occupation tree."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.matching.titles import Grade, Match
from app.models import Occupation
from app.schemas.reference.occupations import OccupationQuery, TitlesResolve
from app.services.common import keyset, text_search
from app.services.reference.title_index import ConfirmedAlias, TitleKnowledge
from app.vocabulary import skill_rank


def list_occupations(
    session: Session, query: OccupationQuery, after: keyset.PageKey | None
) -> keyset.Slice[Occupation]:
    """Occupations by code, or by nearness to what was typed."""
    statement = select(Occupation)
    order = [keyset.Order(Occupation.code)]
    if query.level is not None:
        statement = statement.where(Occupation.level == query.level)
    if query.under:
        statement = statement.where(Occupation.code.startswith(query.under))
    if query.q:
        statement = statement.where(text_search.matches(Occupation.search, query.q))
        nearness = text_search.nearness(Occupation.title_vi, Occupation.search, query.q)
        vietnamese = text_search.before_bar(Occupation.search, query.q)
        order = [
            keyset.Order(vietnamese),
            keyset.Order(nearness),
            keyset.Order(func.length(Occupation.title_vi)),
            *order,
        ]
    return keyset.fetch(session, statement, order, query, after)


def get_occupation(session: Session, code: str) -> Occupation:
    """One occupation."""
    occupation = session.get(Occupation, code)
    if occupation is None:
        raise NotFound("occupation_not_found")
    return occupation


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """An occupation that a job title may mean; ``confirmed`` when staff said so and nothing was reckoned."""

    code: str
    vsco_code: str | None
    title_vi: str
    confidence: float
    because: tuple[str, ...]
    confirmed: ConfirmedAlias | None


@dataclass(frozen=True, slots=True)
class TitleGrade:
    """The grade that a job title names, with its common rank 0–6 where it is one of skill and not of pay."""

    step: int
    of: int
    is_skill: bool
    skill_rank: int | None


@dataclass(frozen=True, slots=True)
class ResolvedTitle:
    """What one job title may mean, the likeliest first; ``question``: the code of what to ask the person, or None."""

    matches: list[TitleMatch]
    question: str | None
    grade: TitleGrade | None


def resolve_titles(known: TitleKnowledge, payload: TitlesResolve) -> list[ResolvedTitle]:
    """The occupations that free-text job titles mean, in the order of the question; nothing of the text is kept."""
    return [_resolved(known, title) for title in payload.titles]


def _resolved(known: TitleKnowledge, title: str) -> ResolvedTitle:
    found = known.titles.resolve(title)
    confirmed = None
    if found.matches and found.matches[0].confirmed:
        confirmed = known.confirmed.get(known.titles.key(title))
    question = None
    if found.ask:
        question = "title_without_trade" if title.strip() else "title_blank"
    return ResolvedTitle(
        matches=[_match(known, match, confirmed) for match in found.matches],
        question=question,
        grade=None if found.grade is None else _grade(found.grade),
    )


def _match(known: TitleKnowledge, match: Match, confirmed: ConfirmedAlias | None) -> TitleMatch:
    named = known.occupations[match.code]
    return TitleMatch(
        code=match.code,
        vsco_code=named.vsco_code,
        title_vi=named.title_vi,
        confidence=round(match.confidence, 2),
        because=match.because,
        confirmed=confirmed if confirmed is not None and confirmed.code == match.code else None,
    )


def _grade(grade: Grade) -> TitleGrade:
    rank = skill_rank(None, None, f"{grade.step}/{grade.of}") if grade.is_skill else None
    return TitleGrade(step=grade.step, of=grade.of, is_skill=grade.is_skill, skill_rank=rank)
