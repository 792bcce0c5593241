"""The occupation tree."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.matching.titles import Grade, Match
from app.messages import Language, title_question
from app.models import Occupation
from app.schemas.reference.occupations import (
    ConfirmationOut,
    OccupationQuery,
    ResolvedTitleOut,
    TitleGradeOut,
    TitleMatchOut,
    TitlesResolve,
    TitlesResolvedOut,
)
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


def resolve_titles(known: TitleKnowledge, payload: TitlesResolve, language: Language) -> TitlesResolvedOut:
    """The occupations that free-text job titles mean, in the order of the question; nothing of the text is kept."""
    return TitlesResolvedOut(items=[_resolved(known, title, language) for title in payload.titles])


def _resolved(known: TitleKnowledge, title: str, language: Language) -> ResolvedTitleOut:
    found = known.titles.resolve(title)
    confirmed = None
    if found.matches and found.matches[0].confirmed:
        confirmed = known.confirmed.get(known.titles.key(title))
    question = None
    if found.ask:
        question = title_question("title_without_trade" if title.strip() else "title_blank", language)
    return ResolvedTitleOut(
        matches=[_match(known, match, confirmed) for match in found.matches],
        ask=found.ask,
        question=question,
        grade=None if found.grade is None else _grade(found.grade),
    )


def _match(known: TitleKnowledge, match: Match, confirmed: ConfirmedAlias | None) -> TitleMatchOut:
    named = known.occupations[match.code]
    confirmation = None
    if confirmed is not None and confirmed.code == match.code:
        confirmation = ConfirmationOut(organisation=confirmed.organisation, at=confirmed.at)
    return TitleMatchOut(
        code=match.code,
        vsco_code=named.vsco_code,
        title_vi=named.title_vi,
        confidence=round(match.confidence, 2),
        because=list(match.because),
        confirmed=confirmation,
    )


def _grade(grade: Grade) -> TitleGradeOut:
    rank = skill_rank(None, None, f"{grade.step}/{grade.of}") if grade.is_skill else None
    return TitleGradeOut(step=grade.step, of=grade.of, is_skill=grade.is_skill, skill_rank=rank)
