"""One person against one vacancy, in the list or not: every gate, the points, the place, and what would unlock more."""

from collections.abc import Mapping
from datetime import date
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
    Rules,
    assess,
    gate_facts,
    position,
    rank,
    unlocks,
)
from app.messages import Language, gate_detail, label, standing_sentence
from app.schemas.ranking.candidates import CandidateDetailOut, CandidateDetailQuery, FirstPageOut, GateOut
from app.services.common import scoping
from app.services.people import priority_groups
from app.services.ranking import what_if_texts
from app.services.ranking.candidates import INTRODUCED, described
from app.services.ranking.explanations import NameBook
from app.services.ranking.open_vacancies import OpenVacancies
from app.services.ranking.opening_mapper import known_opening
from app.services.ranking.vacancies_for_person import known_person
from app.vocabulary import Certificate, Gate, RefusableShift

Facts = Mapping[str, int | list[str] | None]


def get_candidate(
    session: Session,
    actor: Actor,
    pool: Pool,
    names: NameBook,
    vacancies: OpenVacancies,
    vacancy_id: UUID,
    jobseeker_id: UUID,
    query: CandidateDetailQuery,
    *,
    rules: Rules,
    today: date,
    language: Language,
) -> CandidateDetailOut:
    """Why somebody is in the list or not, read from the stored profile, so that it holds for anybody."""
    opening, person = known_opening(session, actor, vacancy_id), known_person(session, actor, jobseeker_id)
    places, trades = pool.places, pool.trades
    found = assess(opening, person, places=places, trades=trades, rules=rules, today=today)
    introduced = session.scalars(INTRODUCED, {"vacancy_id": vacancy_id}).all()
    key = (found.score, person.priority, person.id)
    filters = Filters(scoping.homes(actor, frozenset()))
    place = position(opening, pool, key, rules=rules, today=today, without=introduced, filters=filters)
    page = rank(opening, pool, rules=rules, today=today, limit=query.limit, without=introduced, filters=filters).rows
    board = vacancies.board(session, actor, (places, trades), today)
    steps = unlocks(person, board, rules=rules, today=today, here=opening)
    knows = priority_groups.may_know(session, actor)
    (row,) = described(session, names, [RankedPerson(person.id, found, person.priority)], rules, language, knows=knows)
    passed = not found.gates_failed
    return CandidateDetailOut(
        **row.__dict__,
        passed=passed,
        gates=_gates(found, _facts(opening, person, found, pool, today), language),
        introduced=person.id in introduced,
        position=place if passed else None,
        first_page=_first_page(found.score, place, page, query.limit, language, passed=passed),
        unlocks=what_if_texts.spoken(steps, language),
        rules_version=rules.version,
    )


def _facts(opening: Opening, person: Person, found: Assessment, pool: Pool, today: date) -> dict[Gate, Facts]:
    (trade,) = [trade for trade in person.trades if trade.occupation_code == found.occupation_code]
    return {**gate_facts(opening, person, trade, pool.places, today)}


def _gates(found: Assessment, facts: Mapping[Gate, Facts], language: Language) -> list[GateOut]:
    rows = []
    for gate in Gate:
        passed, known = gate not in found.gates_failed, facts.get(gate, {})
        rows.append(
            GateOut(
                gate=gate,
                passed=passed,
                facts=dict(known),
                reason=None if passed else _why(gate, known, language),
                reason_en=None if passed else _why(gate, known, Language.EN),
            )
        )
    return rows


def _why(gate: Gate, facts: Facts, language: Language) -> str:
    if gate is Gate.CERTIFICATE:
        lacking = [
            gate_detail(
                f"certificate_{how}",
                language,
                certificates=", ".join(label(Certificate(code), language) for code in _codes(facts[how])),
            )
            for how in ("missing", "expired")
            if facts[how]
        ]
        return " ".join(lacking)
    if gate is Gate.SHIFT:
        refused = [label(RefusableShift(code), language) for code in _codes(facts["refused"])]
        return gate_detail(gate.value, language, shifts=", ".join(refused))
    return gate_detail(gate.value, language, **facts)


def _codes(fact: int | list[str] | None) -> list[str]:
    return fact if isinstance(fact, list) else []


def _first_page(
    score: int, place: int, page: tuple[RankedPerson, ...], limit: int, language: Language, *, passed: bool
) -> FirstPageOut:
    last = page[-1].assessment.score if page else None
    short = 0 if last is None or place <= limit else max(0, last - score)
    if place <= limit:
        code = "inside" if passed else "would_be_inside"
    else:
        code = "short" if short else "tied"
    values = {"position": place, "limit": limit, "points": short / 100}
    return FirstPageOut(
        limit=limit,
        people=len(page),
        last_score=None if last is None else last / 100,
        points_short=short / 100,
        text=standing_sentence(code, language, **values),
        text_en=standing_sentence(code, Language.EN, **values),
    )
