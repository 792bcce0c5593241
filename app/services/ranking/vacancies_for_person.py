"""Ranked vacancies for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound, invalid_parameter
from app.core.permissions import Actor
from app.matching.ranking import Assessment, Distances, OccupationSimilarity, Person, Rules, rank_openings, unlocks
from app.messages import Language
from app.models import Enterprise, Jobseeker, Referral, Vacancy, Zone
from app.schemas.ranking.candidates import (
    ExcludedVacanciesOut,
    MatchingVacanciesOut,
    MatchingVacancyOut,
    MatchingVacancyQuery,
)
from app.services.common import scoping
from app.services.common.keyset import PageKey
from app.services.ranking import pool_loader, what_if_texts
from app.services.ranking.explanations import Explainer, NameBook
from app.services.ranking.open_vacancies import OpenVacancies
from app.vocabulary import ACTIVE_REFERRALS, VacancyStatus


@dataclass(frozen=True, slots=True)
class VacanciesPage:
    """A page of vacancies for a person and the key to go on after."""

    out: MatchingVacanciesOut
    next_key: PageKey | None


def rank_vacancies(
    session: Session,
    actor: Actor,
    catalogue: tuple[Distances, OccupationSimilarity],
    names: NameBook,
    vacancies: OpenVacancies,
    jobseeker_id: UUID,
    query: MatchingVacancyQuery,
    after: PageKey | None,
    *,
    rules: Rules,
    today: date,
    language: Language,
) -> VacanciesPage:
    """The vacancies with openings left that fit a person best, and on the first page what would unlock more."""
    person = known_person(session, actor, jobseeker_id)
    board = vacancies.board(session, actor, catalogue, today)
    ranking = rank_openings(
        person, board, rules=rules, today=today, limit=query.limit + 1,
        after=None if after is None else (int(after[0]), UUID(after[1])),
        among=board.among(_wanted(session, names, query), _introduced(session, jobseeker_id, query)),
    )  # fmt: skip
    shown = ranking.rows[: query.limit]
    steps = unlocks(person, board, rules=rules, today=today) if after is None else ()
    out = MatchingVacanciesOut(
        items=_described(session, names, shown, rules, language),
        next_cursor=None,
        passed=ranking.passed,
        excluded=[ExcludedVacanciesOut(gate=gate, vacancies=count) for gate, count in ranking.excluded.items()],
        unlocks=what_if_texts.spoken(steps, language),
        rules_version=ranking.rules_version,
    )
    more = len(ranking.rows) > query.limit
    return VacanciesPage(out, (str(shown[-1][1].score), str(shown[-1][0])) if more else None)


def known_person(session: Session, actor: Actor, jobseeker_id: UUID) -> Person:
    """A person in the actor's scope as stored now, whether available or not; NotFound when there is none."""
    known = scoping.visible(select(Jobseeker.id).where(Jobseeker.id == jobseeker_id), Jobseeker, actor)
    if session.scalar(known) is None:
        raise NotFound("jobseeker_not_found")
    found = pool_loader.people(session, [jobseeker_id])
    if not found:
        raise NotFound("jobseeker_not_found")
    return found[0]


def _wanted(session: Session, names: NameBook, query: MatchingVacancyQuery) -> Sequence[UUID] | None:
    """The vacancies of a filter, None when there is none; 422 for codes that do not exist."""
    wanted = select(Vacancy.id).where(Vacancy.status == VacancyStatus.OPEN)
    if query.commune_code:
        if not names.communes.keys() >= set(query.commune_code):
            raise invalid_parameter("commune_code", "unknown_commune")
        wanted = wanted.where(Vacancy.commune_code.in_(query.commune_code))
    if query.occupation_code is not None:
        if query.occupation_code not in names.titles[Language.VI]:
            raise invalid_parameter("occupation_code", "unknown_occupation")
        wanted = wanted.where(Vacancy.occupation_code == query.occupation_code)
    if query.zone_code is not None:
        if session.get(Zone, query.zone_code) is None:
            raise invalid_parameter("zone_code", "unknown_zone")
        wanted = wanted.where(Vacancy.zone_code == query.zone_code)
    filtered = query.commune_code or query.occupation_code or query.zone_code
    return session.scalars(wanted).all() if filtered else None


def _introduced(session: Session, jobseeker_id: UUID, query: MatchingVacancyQuery) -> Sequence[UUID]:
    if not query.not_yet_introduced:
        return ()
    live = (Referral.jobseeker_id == jobseeker_id, Referral.status.in_(ACTIVE_REFERRALS))
    return session.scalars(select(Referral.vacancy_id).where(*live)).all()


def _described(
    session: Session, names: NameBook, rows: Sequence[tuple[UUID, Assessment]], rules: Rules, language: Language
) -> list[MatchingVacancyOut]:
    statement = (
        select(Vacancy.id, Vacancy.title, Enterprise.name, Vacancy.openings - Vacancy.filled)
        .join(Enterprise, Enterprise.id == Vacancy.enterprise_id)
        .where(Vacancy.id.in_([key for key, _ in rows]))
    )
    said = {key: (title, enterprise, left) for key, title, enterprise, left in session.execute(statement)}
    explainer = Explainer(names, language, rules)
    return [
        MatchingVacancyOut(
            vacancy_id=key,
            title=said[key][0],
            enterprise_name=said[key][1],
            openings_left=said[key][2],
            score=found.score / 100,
            parts=explainer.parts(found.parts),
        )
        for key, found in rows
    ]
