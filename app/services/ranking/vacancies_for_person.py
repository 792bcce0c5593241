"""Ranked vacancies for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound, invalid_parameter
from app.core.permissions import Actor
from app.matching.ranking import Assessment, Person, Unlock, rank_openings, unlocks
from app.messages import Language
from app.models import Enterprise, Jobseeker, Referral, Vacancy, Zone
from app.schemas.ranking.candidates import MatchingVacancyQuery
from app.services.common import scoping
from app.services.common.keyset import PageKey
from app.services.ranking import pool_loader
from app.services.ranking.context import RankingContext
from app.services.ranking.explanations import NameBook
from app.services.ranking.opening_cache import OpeningCache
from app.vocabulary import ACTIVE_REFERRALS, Gate, VacancyStatus


@dataclass(frozen=True, slots=True)
class MatchingVacancy:
    """A vacancy that fits a person."""

    vacancy_id: UUID
    title: str
    enterprise_name: str
    openings_left: int
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class VacanciesPage:
    """A page of vacancies for a person with the counts beside it, and the key to go on after."""

    rows: Sequence[MatchingVacancy]
    passed: int
    excluded: Mapping[Gate, int]
    unlocks: Sequence[Unlock]
    next_key: PageKey | None


def rank_vacancies(
    session: Session,
    actor: Actor,
    context: RankingContext,
    openings: OpeningCache,
    jobseeker_id: UUID,
    query: MatchingVacancyQuery,
    after: PageKey | None,
) -> VacanciesPage:
    """The vacancies with openings left that fit a person best, and on the first page what would unlock more."""
    rules, today = context.rules, context.today
    person = known_person(session, actor, jobseeker_id)
    table = openings.table(session, actor, context.knowledge, today)
    ranking = rank_openings(
        person, table, rules=rules, today=today, limit=query.limit + 1,
        after=None if after is None else (int(after[0]), UUID(after[1])),
        among=table.among(_wanted(session, context.names, query), _introduced(session, jobseeker_id, query)),
    )  # fmt: skip
    shown, more = ranking.rows[: query.limit], len(ranking.rows) > query.limit
    return VacanciesPage(
        rows=_described(session, shown),
        passed=ranking.passed,
        excluded=ranking.excluded,
        unlocks=unlocks(person, table, rules=rules, today=today) if after is None else (),
        next_key=(str(shown[-1][1].score), str(shown[-1][0])) if more else None,
    )


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


def _described(session: Session, rows: Sequence[tuple[UUID, Assessment]]) -> list[MatchingVacancy]:
    statement = (
        select(Vacancy.id, Vacancy.title, Enterprise.name, Vacancy.openings - Vacancy.filled)
        .join(Enterprise, Enterprise.id == Vacancy.enterprise_id)
        .where(Vacancy.id.in_([key for key, _ in rows]))
    )
    said = {key: (title, enterprise, left) for key, title, enterprise, left in session.execute(statement)}
    return [MatchingVacancy(key, *said[key], found) for key, found in rows]
