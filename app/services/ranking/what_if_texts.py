"""What a person may do and what it would unlock, in sentences."""

from collections.abc import Iterable, Iterator

from app.matching.ranking import Unlock
from app.messages import Language, label, step_sentence
from app.schemas.ranking.candidates import UnlockOut


def spoken(unlocks: Iterable[Unlock], language: Language) -> list[UnlockOut]:
    """Unlocks with their sentences, in the same order."""
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
