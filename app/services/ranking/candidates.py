"""Ranked people for a vacancy, page by page, with the counts behind the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.errors import Forbidden, invalid_parameter
from app.core.permissions import Actor
from app.matching.ranking import Assessment, Counts, Filters, Opening, Pool, RankedPerson, Window, count, rank
from app.messages import Language
from app.models import JobseekerIdentity, JobseekerTrade, Referral
from app.schemas.ranking.candidates import CandidateFilter, CandidateQuery
from app.services.common import scoping
from app.services.common.keyset import PageKey
from app.services.people import priority_groups
from app.services.ranking.context import RankingContext
from app.services.ranking.explanations import NameBook
from app.services.ranking.opening_cache import OpeningCache
from app.vocabulary import ACTIVE_REFERRALS

# Made once: putting a statement together takes longer than running it.
INTRODUCED = select(Referral.jobseeker_id).where(
    Referral.vacancy_id == bindparam("vacancy_id"), Referral.status.in_(ACTIVE_REFERRALS)
)
SAID = (
    select(
        JobseekerTrade.jobseeker_id,
        JobseekerTrade.occupation_code,
        JobseekerIdentity.full_name,
        JobseekerTrade.title,
    )
    .join(JobseekerIdentity, JobseekerIdentity.jobseeker_id == JobseekerTrade.jobseeker_id)
    .where(JobseekerTrade.jobseeker_id.in_(bindparam("ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of a ranking: who it is, what the person calls the trade that serves best, and why the place.

    trade: None when the person has not said it yet in this snapshot. priority: whether the person belongs to a
    priority group; None when the reader may not know.
    """

    jobseeker_id: UUID
    name: str
    trade: str | None
    priority: bool | None
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class RankedPage:
    """A page of a ranking with the counts beside it, and the key to go on after."""

    rows: Sequence[Candidate]
    counts: Counts
    next_key: PageKey | None


def rank_candidates(
    session: Session,
    actor: Actor,
    context: RankingContext,
    pool: Pool,
    openings: OpeningCache,
    vacancy_id: UUID,
    query: CandidateQuery,
    after: PageKey | None,
) -> RankedPage:
    """The people who fit a vacancy best; by default without those already introduced."""
    opening = openings.opening(session, actor, vacancy_id, context.knowledge)
    introduced: Sequence[UUID] = ()
    if query.not_yet_introduced:
        introduced = session.scalars(INTRODUCED, {"vacancy_id": vacancy_id}).all()
    return ranked_page(session, actor, context, pool, opening, query, after, without=introduced)


def ranked_page(
    session: Session,
    actor: Actor,
    context: RankingContext,
    pool: Pool,
    opening: Opening,
    query: CandidateFilter,
    after: PageKey | None,
    *,
    without: Sequence[UUID] = (),
) -> RankedPage:
    """A page of the people who fit an opening, stored or not."""
    rules, today = context.rules, context.today
    knows = priority_groups.may_know(session, actor)
    only = _members(session, context.names, query, knows=knows)
    filters = Filters(scoping.homes(actor, frozenset(query.commune_code)), query.occupation_code, query.priority)
    # One more than asked for tells whether there is a next page.
    window = _window(after, query.limit + 1)
    rows = rank(opening, pool, window, rules=rules, today=today, without=without, only=only, filters=filters).rows
    counts = count(opening, pool, rules=rules, today=today, only=only, filters=filters)
    shown, more = rows[: query.limit], len(rows) > query.limit
    next_key = _key(shown[-1], window.shown + len(shown)) if more else None
    return RankedPage(described(session, shown, knows=knows), counts, next_key)


def _members(session: Session, names: NameBook, query: CandidateFilter, *, knows: bool) -> list[UUID] | None:
    """The people of the asked group; 403 for who may not know groups, 422 for codes that do not exist."""
    if not names.communes.keys() >= set(query.commune_code):
        raise invalid_parameter("commune_code", "unknown_commune")
    if query.occupation_code is not None and query.occupation_code not in names.titles[Language.VI]:
        raise invalid_parameter("occupation_code", "unknown_occupation")
    if (query.priority_group is not None or query.priority) and not knows:
        raise Forbidden("priority_groups_closed")
    return None if query.priority_group is None else priority_groups.members(session, query.priority_group)


def _window(after: PageKey | None, limit: int) -> Window:
    if after is None:
        return Window(limit)
    score, priority, jobseeker_id, shown = after
    return Window(limit, (int(score), priority == "1", UUID(jobseeker_id)), int(shown))


def _key(row: RankedPerson, shown: int) -> PageKey:
    return str(row.assessment.score), str(int(row.priority)), str(row.jobseeker_id), str(shown)


def described(session: Session, rows: Sequence[RankedPerson], *, knows: bool) -> list[Candidate]:
    """Rows of a ranking with names, and trades as the people say them.

    knows: whether the reader may know that somebody belongs to a priority group.

    The pool may be newer than the session's snapshot: who registered since has no name in it and is left out until the
    next question, and a trade that is new has no words of the person's own.
    """
    people, said = _said(session, [row.jobseeker_id for row in rows])
    return [
        Candidate(
            row.jobseeker_id,
            people[row.jobseeker_id],
            said.get((row.jobseeker_id, row.assessment.occupation_code)),
            row.priority if knows else None,
            row.assessment,
        )
        for row in rows
        if row.jobseeker_id in people
    ]


def _said(session: Session, ids: list[UUID]) -> tuple[dict[UUID, str], dict[tuple[UUID, str], str]]:
    """Names, and the trades as the people say them by person and unit group."""
    # Straight from the connection: the session would look at each row once more.
    rows = session.connection().execute(SAID, {"ids": ids}).all()
    people = {jobseeker_id: name for jobseeker_id, _, name, _ in rows}
    return people, {(jobseeker_id, code): title for jobseeker_id, code, _, title in rows}
