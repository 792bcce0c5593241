"""One person against one vacancy, in the list or not: every gate, the points, the place, and what would unlock more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.permissions import Actor
from app.matching.ranking import (
    Assessment,
    Filters,
    Opening,
    Person,
    Pool,
    RankedPerson,
    Unlock,
    Window,
    assess,
    gate_facts,
    position,
    rank,
    unlocks,
)
from app.schemas.ranking.candidates import CandidateDetailQuery
from app.services.common import scoping
from app.services.people import priority_groups
from app.services.ranking.candidates import INTRODUCED, Candidate, described
from app.services.ranking.context import RankingContext
from app.services.ranking.opening_cache import OpeningCache
from app.services.ranking.vacancies_for_person import known_person
from app.vocabulary import Gate

Facts = Mapping[str, int | list[str] | None]


@dataclass(frozen=True, slots=True)
class FirstPage:
    """Somebody against the first page of a ranking: its length, its last score, and how many points are missing.

    Scores in hundredths; ``position`` counts from 1, as if the person passed every gate.
    """

    limit: int
    people: int
    last_score: int | None
    short: int
    position: int


@dataclass(frozen=True, slots=True)
class CandidateDetail:
    """Why somebody is in the list or not."""

    row: Candidate
    gates: Mapping[Gate, Facts]
    introduced: bool
    first_page: FirstPage
    unlocks: Sequence[Unlock]

    @property
    def passed(self) -> bool:
        """Whether no gate holds the person back."""
        return not self.row.assessment.gates_failed


def get_candidate(
    session: Session,
    actor: Actor,
    context: RankingContext,
    pool: Pool,
    openings: OpeningCache,
    vacancy_id: UUID,
    jobseeker_id: UUID,
    query: CandidateDetailQuery,
) -> CandidateDetail:
    """One person against one vacancy, read from the stored profile, so that it holds for anybody."""
    knowledge, rules, today = context.knowledge, context.rules, context.today
    opening = openings.opening(session, actor, vacancy_id, knowledge)
    person = known_person(session, actor, jobseeker_id)
    found = assess(opening, person, knowledge, today)
    introduced = session.scalars(INTRODUCED, {"vacancy_id": vacancy_id}).all()
    key = (found.score, person.priority, person.id)
    filters = Filters(scoping.homes(actor, frozenset()))
    place = position(opening, pool, key, rules=rules, today=today, without=introduced, filters=filters)
    page = rank(opening, pool, Window(query.limit), rules=rules, today=today, without=introduced, filters=filters).rows
    table = openings.table(session, actor, knowledge, today)
    steps = unlocks(person, table, rules=rules, today=today, here=opening)
    knows = priority_groups.may_know(session, actor)
    (row,) = described(session, [RankedPerson(person.id, found, person.priority)], knows=knows)
    return CandidateDetail(
        row=row,
        gates=_facts(opening, person, found, context),
        introduced=person.id in introduced,
        first_page=_first_page(found.score, place, page, query.limit),
        unlocks=steps,
    )


def _facts(opening: Opening, person: Person, found: Assessment, context: RankingContext) -> dict[Gate, Facts]:
    (trade,) = [trade for trade in person.trades if trade.occupation_code == found.occupation_code]
    return {**gate_facts(opening, person, trade, context.knowledge.distances, context.today)}


def _first_page(score: int, place: int, page: Sequence[RankedPerson], limit: int) -> FirstPage:
    last = page[-1].assessment.score if page else None
    short = 0 if last is None or place <= limit else max(0, last - score)
    return FirstPage(limit, len(page), last, short, place)
