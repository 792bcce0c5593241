"""Rankings as their output schemas: points of 100, names, and sentences in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.core.identity_cache import IdentityCache
from app.matching.ranking import Counts, Relaxation, Unlock
from app.messages import Language, gate_detail, label, relaxation_sentence, standing_sentence, step_sentence
from app.schemas.ranking.candidates import (
    CandidateDetailOut,
    CandidateOut,
    CandidatesOut,
    ExcludedOut,
    ExcludedVacanciesOut,
    FirstPageOut,
    GateOut,
    MatchingVacanciesOut,
    MatchingVacancyOut,
    PartOut,
    RelaxationOut,
    UnlockOut,
)
from app.services.ranking.candidate_detail import CandidateDetail, Facts, FirstPage
from app.services.ranking.candidates import Candidate, RankedPage
from app.services.ranking.context import RankingContext
from app.services.ranking.explanations import Explainer, PartExplanation
from app.services.ranking.vacancies_for_person import VacanciesPage
from app.vocabulary import Certificate, Gate, RefusableShift

# Parts come back again and again as the same object, so they are dressed once.
dressed: IdentityCache[PartExplanation, PartOut] = IdentityCache(
    lambda part: PartOut.model_validate(part, from_attributes=True)
)


def candidates(page: RankedPage, context: RankingContext, language: Language) -> CandidatesOut:
    """A page of ranked people; ``next_cursor`` is for the caller to fill in."""
    explainer = Explainer(context.names, language, context.rules)
    return CandidatesOut.model_construct(
        items=[
            CandidateOut.model_construct(None, **_candidate(row, context, language, explainer)) for row in page.rows
        ],
        next_cursor=None,
        rules_version=context.rules.version,
        **_counted(page.counts, language),
    )


def candidate_detail(found: CandidateDetail, context: RankingContext, language: Language) -> CandidateDetailOut:
    """One person against one vacancy."""
    explainer = Explainer(context.names, language, context.rules)
    return CandidateDetailOut(
        **_candidate(found.row, context, language, explainer),
        passed=found.passed,
        gates=_gates(found, language),
        introduced=found.introduced,
        position=found.first_page.position if found.passed else None,
        first_page=_first_page(found.first_page, language, passed=found.passed),
        unlocks=_unlocks(found.unlocks, language),
        rules_version=context.rules.version,
    )


def matching_vacancies(page: VacanciesPage, context: RankingContext, language: Language) -> MatchingVacanciesOut:
    """A page of vacancies for a person; ``next_cursor`` is for the caller to fill in."""
    explainer = Explainer(context.names, language, context.rules)
    return MatchingVacanciesOut(
        items=[
            MatchingVacancyOut(
                vacancy_id=row.vacancy_id,
                title=row.title,
                enterprise_name=row.enterprise_name,
                openings_left=row.openings_left,
                score=row.assessment.score / 100,
                parts=[dressed(part) for part in explainer.parts(row.assessment.parts)],
            )
            for row in page.rows
        ],
        next_cursor=None,
        passed=page.passed,
        excluded=[ExcludedVacanciesOut(gate=gate, vacancies=count) for gate, count in page.excluded.items()],
        unlocks=_unlocks(page.unlocks, language),
        rules_version=context.rules.version,
    )


def _candidate(row: Candidate, context: RankingContext, language: Language, explainer: Explainer) -> dict[str, Any]:
    """The fields of a row. Every value was checked when it was stored or made, so it need not be checked once more."""
    assessment, names = row.assessment, context.names
    commune = str(assessment.parts[2].facts["commune"])
    return {
        "jobseeker_id": row.jobseeker_id,
        "name": row.name,
        "commune": names.communes.get(commune, commune),
        "occupation_code": assessment.occupation_code,
        "trade": row.trade or names.titles[language][assessment.occupation_code],
        "score": assessment.score / 100,
        "priority": row.priority,
        "parts": [dressed(part) for part in explainer.parts(assessment.parts)],
    }


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


def _gates(found: CandidateDetail, language: Language) -> list[GateOut]:
    rows = []
    for gate in Gate:
        passed, known = gate not in found.row.assessment.gates_failed, found.gates.get(gate, {})
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
        return " ".join(_lacking(facts, language))
    if gate is Gate.SHIFT:
        refused = [label(RefusableShift(code), language) for code in _codes(facts["refused"])]
        return gate_detail(gate.value, language, shifts=", ".join(refused))
    return gate_detail(gate.value, language, **facts)


def _lacking(facts: Mapping[str, Any], language: Language) -> Iterator[str]:
    for how in ("missing", "expired"):
        if facts[how]:
            papers = ", ".join(label(Certificate(code), language) for code in _codes(facts[how]))
            yield gate_detail(f"certificate_{how}", language, certificates=papers)


def _codes(fact: int | list[str] | None) -> list[str]:
    return fact if isinstance(fact, list) else []


def _first_page(page: FirstPage, language: Language, *, passed: bool) -> FirstPageOut:
    if page.position <= page.limit:
        code = "inside" if passed else "would_be_inside"
    else:
        code = "short" if page.short else "tied"
    values = {"position": page.position, "limit": page.limit, "points": page.short / 100}
    return FirstPageOut(
        limit=page.limit,
        people=page.people,
        last_score=None if page.last_score is None else page.last_score / 100,
        points_short=page.short / 100,
        text=standing_sentence(code, language, **values),
        text_en=standing_sentence(code, Language.EN, **values),
    )


def _unlocks(unlocks: Iterable[Unlock], language: Language) -> list[UnlockOut]:
    """What a person may do and what it would unlock, in sentences, in the same order."""
    return [
        UnlockOut(
            kind=one.step.kind,
            certificate=one.step.certificate,
            rank=one.step.rank,
            shifts=sorted(one.step.shifts),
            km=one.step.km,
            months=one.step.months,
            vacancies=one.openings,
            within_km=one.within_km,
            points=_in_points(one.points),
            points_here=_in_points(one.points_here),
            opens_here=one.opens_here,
            text=_sentence(one, language),
            text_en=_sentence(one, Language.EN),
        )
        for one in unlocks
    ]


def _in_points(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def _sentence(one: Unlock, language: Language) -> str:
    step = one.step
    return step_sentence(
        step.kind.value,
        _effects(one),
        language,
        certificate="" if step.certificate is None else label(step.certificate, language),
        rank=step.rank,
        shifts=", ".join(label(shift, language) for shift in sorted(step.shifts)),
        km=step.km,
        months=step.months,
        vacancies=one.openings,
        within_km=one.within_km,
        points=_in_points(one.points),
        points_here=_in_points(one.points_here),
    )


def _effects(one: Unlock) -> Iterator[str]:
    """What it brings at the vacancy in question first, then elsewhere."""
    if one.opens_here:
        yield "opens_here"
    if one.points_here is not None and one.points_here > 0:
        yield "points_here"
    if one.points is not None and one.points > 0:
        yield "points" if one.points_here is None else "points_elsewhere"
    if one.openings:
        yield "vacancies" if one.within_km is None else "vacancies_near"
