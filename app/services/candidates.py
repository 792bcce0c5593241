"""Ranked people for a vacancy, ranked vacancies for a person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.errors import NotFound
from app.matching import RULES, Pool, rank, rank_openings
from app.messages import Language
from app.models import JobseekerIdentity, JobseekerTrade, Referral, Vacancy
from app.permissions import Actor
from app.schemas.candidates import (
    CandidateOut,
    CandidateQuery,
    CandidatesOut,
    ExcludedOut,
    ExcludedVacanciesOut,
    MatchingVacanciesOut,
    MatchingVacancyOut,
    RankingQuery,
)
from app.services import scoping
from app.services.explaining import Explainer
from app.services.openings import opening_of
from app.services.paging import Key
from app.vocabulary import ACTIVE_REFERRALS, VacancyStatus

TERMS = (selectinload(Vacancy.certificates), selectinload(Vacancy.shuttles))


@dataclass(frozen=True, slots=True)
class RankedPage:
    """A page of a ranking and the key to go on after."""

    out: CandidatesOut
    next_key: Key | None


def rank_candidates(
    session: Session,
    actor: Actor,
    pool: Pool,
    vacancy_id: UUID,
    query: CandidateQuery,
    after: Key | None,
    *,
    today: date,
    language: Language,
) -> RankedPage:
    """The people who fit a vacancy best, each with parts and reasons; by default without those already introduced."""
    vacancy = scoping.find(session, Vacancy, vacancy_id, actor, "vacancy_not_found", *TERMS)
    introduced = select(Referral.jobseeker_id).where(
        Referral.vacancy_id == vacancy_id, Referral.status.in_(ACTIVE_REFERRALS)
    )
    ranking = rank(
        opening_of(vacancy),
        pool,
        rules=RULES,
        today=today,
        limit=query.limit + 1,
        after=None if after is None else (int(after[0]), UUID(after[1])),
        without=list(session.scalars(introduced)) if query.not_yet_introduced else (),
    )
    shown = ranking.rows[: query.limit]
    names, trades = _names(session, [row.jobseeker_id for row in shown])
    explainer = Explainer(session, (part for row in shown for part in row.assessment.parts), language)
    items = [
        CandidateOut(
            jobseeker_id=row.jobseeker_id,
            name=names.get(row.jobseeker_id, ""),
            commune=explainer.communes[str(row.assessment.parts[2].facts["commune"])],
            trade=trades[row.jobseeker_id][row.assessment.trade_position],
            score=row.assessment.score / 100,
            parts=explainer.parts(row.assessment.parts),
        )
        for row in shown
    ]
    last = shown[-1] if len(ranking.rows) > query.limit else None
    out = CandidatesOut(
        items=items,
        next_cursor=None,
        passed=ranking.passed,
        pool_size=ranking.pool_size,
        excluded=[ExcludedOut(gate=gate, people=people) for gate, people in ranking.excluded.items() if people],
        rules_version=ranking.rules_version,
    )
    return RankedPage(out, None if last is None else (str(last.assessment.score), str(last.jobseeker_id)))


def _names(session: Session, ids: list[UUID]) -> tuple[dict[UUID, str], dict[UUID, list[str]]]:
    """Names, and the trades as the people say them, of the people on one page."""
    said = (
        select(JobseekerTrade.jobseeker_id, JobseekerIdentity.full_name, JobseekerTrade.title)
        .join(JobseekerIdentity, JobseekerIdentity.jobseeker_id == JobseekerTrade.jobseeker_id)
        .where(JobseekerTrade.jobseeker_id.in_(ids))
        .order_by(JobseekerTrade.jobseeker_id, JobseekerTrade.position)
    )
    names: dict[UUID, str] = {}
    trades: dict[UUID, list[str]] = {}
    for jobseeker_id, name, title in session.execute(said):
        names[jobseeker_id] = name
        trades.setdefault(jobseeker_id, []).append(title)
    return names, trades


@dataclass(frozen=True, slots=True)
class VacanciesPage:
    """A page of vacancies for a person and the key to go on after."""

    out: MatchingVacanciesOut
    next_key: Key | None


def rank_vacancies(
    session: Session,
    actor: Actor,
    pool: Pool,
    jobseeker_id: UUID,
    query: RankingQuery,
    after: Key | None,
    *,
    today: date,
    language: Language,
) -> VacanciesPage:
    """The vacancies with openings left that fit a person best."""
    position = pool.find(jobseeker_id)
    if position is None:
        raise NotFound("jobseeker_not_found")
    vacancies = _open_vacancies(session, actor, today)
    ranked, excluded = rank_openings(
        pool.person(position),
        {vacancy_id: opening_of(vacancy) for vacancy_id, vacancy in vacancies.items()},
        places=pool.places,
        trades=pool.trades,
        rules=RULES,
        today=today,
    )
    passed = len(ranked)
    if after is not None:
        last_score, last_id = int(after[0]), UUID(after[1])
        ranked = [row for row in ranked if (-row[1].score, row[0].int) > (-last_score, last_id.int)]
    shown = ranked[: query.limit]
    explainer = Explainer(session, (part for _, found in shown for part in found.parts), language)
    items = [
        MatchingVacancyOut(
            vacancy_id=vacancy_id,
            title=vacancies[vacancy_id].title,
            enterprise_name=vacancies[vacancy_id].enterprise.name,
            openings_left=vacancies[vacancy_id].openings_left,
            score=found.score / 100,
            parts=explainer.parts(found.parts),
        )
        for vacancy_id, found in shown
    ]
    more = len(ranked) > query.limit
    out = MatchingVacanciesOut(
        items=items,
        next_cursor=None,
        passed=passed,
        excluded=[ExcludedVacanciesOut(gate=gate, vacancies=count) for gate, count in excluded.items()],
        rules_version=RULES.version,
    )
    return VacanciesPage(out, (str(shown[-1][1].score), str(shown[-1][0])) if more else None)


def _open_vacancies(session: Session, actor: Actor, today: date) -> dict[UUID, Vacancy]:
    statement = scoping.visible(select(Vacancy), Vacancy, actor).where(
        Vacancy.status == VacancyStatus.OPEN,
        Vacancy.filled < Vacancy.openings,
        or_(Vacancy.deadline.is_(None), Vacancy.deadline >= today),
    )
    rows = session.scalars(statement.options(joinedload(Vacancy.enterprise), *TERMS))
    return {vacancy.id: vacancy for vacancy in rows}
