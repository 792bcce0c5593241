"""Ranked people for a vacancy, page by page, with the counts behind the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.errors import Forbidden, invalid_parameter
from app.core.permissions import Actor
from app.matching.ranking import Counts, Filters, Opening, Pool, RankedPerson, Relaxation, Rules, count, rank
from app.messages import Language, label, relaxation_sentence
from app.models import JobseekerIdentity, JobseekerTrade, Referral
from app.schemas.ranking.candidates import (
    CandidateFilter,
    CandidateOut,
    CandidateQuery,
    CandidatesOut,
    ExcludedOut,
    RelaxationOut,
)
from app.services.common import scoping
from app.services.common.keyset import PageKey
from app.services.people import priority_groups
from app.services.ranking.explanations import Explainer, NameBook
from app.services.ranking.opening_mapper import known_opening
from app.vocabulary import ACTIVE_REFERRALS, Gate

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
class RankedPage:
    """A page of a ranking and the key to go on after."""

    out: CandidatesOut
    next_key: PageKey | None


def rank_candidates(
    session: Session,
    actor: Actor,
    pool: Pool,
    names: NameBook,
    vacancy_id: UUID,
    query: CandidateQuery,
    after: PageKey | None,
    *,
    rules: Rules,
    today: date,
    language: Language,
) -> RankedPage:
    """The people who fit a vacancy best, each with parts and reasons; by default without those already introduced."""
    opening = known_opening(session, actor, vacancy_id)
    introduced: Sequence[UUID] = ()
    if query.not_yet_introduced:
        introduced = session.scalars(INTRODUCED, {"vacancy_id": vacancy_id}).all()
    return ranked_page(
        session, actor, pool, names, opening, query, after,
        without=introduced, rules=rules, today=today, language=language,
    )  # fmt: skip


def ranked_page(
    session: Session,
    actor: Actor,
    pool: Pool,
    names: NameBook,
    opening: Opening,
    query: CandidateFilter,
    after: PageKey | None,
    *,
    without: Sequence[UUID] = (),
    rules: Rules,
    today: date,
    language: Language,
) -> RankedPage:
    """A page of the people who fit an opening, stored or not."""
    knows = priority_groups.may_know(session, actor)
    only = _members(session, names, query, knows=knows)
    filters = Filters(scoping.homes(actor, frozenset(query.commune_code)), query.occupation_code, query.priority)
    last, shown_before = _place(after)
    ranking = rank(
        opening, pool, rules=rules, today=today, limit=query.limit + 1, after=last, shown=shown_before,
        without=without, only=only, filters=filters,
    )  # fmt: skip
    counts = count(opening, pool, rules=rules, today=today, only=only, filters=filters)
    shown = ranking.rows[: query.limit]
    out = CandidatesOut.model_construct(
        items=described(session, names, shown, rules, language, knows=knows),
        next_cursor=None,
        rules_version=ranking.rules_version,
        **_counted(counts, language),
    )
    more = len(ranking.rows) > query.limit
    return RankedPage(out, _key(shown[-1], shown_before + len(shown)) if more else None)


def _members(session: Session, names: NameBook, query: CandidateFilter, *, knows: bool) -> list[UUID] | None:
    """The people of the asked group; 403 for who may not know groups, 422 for codes that do not exist."""
    if not names.communes.keys() >= set(query.commune_code):
        raise invalid_parameter("commune_code", "unknown_commune")
    if query.occupation_code is not None and query.occupation_code not in names.titles[Language.VI]:
        raise invalid_parameter("occupation_code", "unknown_occupation")
    if (query.priority_group is not None or query.priority) and not knows:
        raise Forbidden("priority_groups_closed")
    return None if query.priority_group is None else priority_groups.members(session, query.priority_group)


def _place(after: PageKey | None) -> tuple[tuple[int, bool, UUID] | None, int]:
    if after is None:
        return None, 0
    score, priority, jobseeker_id, shown = after
    return (int(score), priority == "1", UUID(jobseeker_id)), int(shown)


def _key(row: RankedPerson, shown: int) -> PageKey:
    return str(row.assessment.score), str(int(row.priority)), str(row.jobseeker_id), str(shown)


def described(
    session: Session, names: NameBook, rows: Sequence[RankedPerson], rules: Rules, language: Language, *, knows: bool
) -> list[CandidateOut]:
    """Rows of a ranking with names, trades as the people say them, and parts in sentences.

    knows: whether the reader may know that somebody belongs to a priority group.

    The pool may be newer than the session's snapshot: who registered since has no name in it and is left out until the
    next question, and a trade that is new has the name of its occupation.
    """
    people, said = _said(session, [row.jobseeker_id for row in rows])
    explainer = Explainer(names, language, rules)
    found = []
    for row in rows:
        assessment = row.assessment
        if row.jobseeker_id not in people:
            continue
        code = assessment.occupation_code
        commune = str(assessment.parts[2].facts["commune"])
        # Every value was checked when it was stored or made here, so it is not checked once more.
        found.append(
            CandidateOut.model_construct(
                jobseeker_id=row.jobseeker_id,
                name=people[row.jobseeker_id],
                commune=names.communes.get(commune, commune),
                occupation_code=code,
                trade=said.get((row.jobseeker_id, code)) or names.titles[language][code],
                score=assessment.score / 100,
                priority=row.priority if knows else None,
                parts=explainer.parts(assessment.parts),
            )
        )
    return found


def _said(session: Session, ids: list[UUID]) -> tuple[dict[UUID, str], dict[tuple[UUID, str], str]]:
    """Names, and the trades as the people say them by person and unit group."""
    # Straight from the connection: the session would look at each row once more.
    rows = session.connection().execute(SAID, {"ids": ids}).all()
    people = {jobseeker_id: name for jobseeker_id, _, name, _ in rows}
    return people, {(jobseeker_id, code): title for jobseeker_id, code, _, title in rows}


def _counted(counts: Counts, language: Language) -> dict[str, Any]:
    """The figures beside the list."""
    return {
        "passed": counts.passed,
        "pool_size": counts.people,
        "excluded": [ExcludedOut(gate=gate, people=people) for gate, people in counts.excluded.items() if people],
        "relaxations": [_relaxation(way, language) for way in counts.relaxations],
    }


def _relaxation(way: Relaxation, language: Language) -> RelaxationOut:
    code = "anywhere" if way.gate is Gate.DISTANCE and way.km is None else way.gate.value
    paper = "" if way.certificate is None else label(way.certificate, language)
    return RelaxationOut(
        gate=way.gate,
        people=way.people,
        km=way.km,
        rank=way.rank,
        shifts=sorted(way.shifts),
        certificate=way.certificate,
        text=relaxation_sentence(
            code,
            language,
            people=way.people,
            km=way.km,
            rank=way.rank,
            shifts=", ".join(label(shift, language) for shift in sorted(way.shifts)),
            certificate=paper[:1].lower() + paper[1:],
        ),
    )
