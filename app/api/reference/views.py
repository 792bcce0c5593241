"""Values of reference as their output schemas."""

from collections.abc import Iterable
from functools import partial

from app.messages import Language, address_question, address_reason, title_question
from app.schemas.reference.communes import CommuneMatchOut, CommunesResolvedOut, ResolvedAddressOut
from app.schemas.reference.occupations import TitlesResolvedOut
from app.services.reference.communes import CommuneMatch, ResolvedAddress
from app.services.reference.occupations import ResolvedTitle


def communes_resolved(found: Iterable[ResolvedAddress], language: Language) -> CommunesResolvedOut:
    """What addresses mean, why, and why a person must be asked."""
    return CommunesResolvedOut(
        items=[
            ResolvedAddressOut(
                matches=[_commune(match, language) for match in one.matches],
                ask=one.question is not None,
                ask_reason=None if one.question is None else one.question.value,
                ask_text=None if one.question is None else address_question(one.question.value, language),
            )
            for one in found
        ]
    )


def _commune(match: CommuneMatch, language: Language) -> CommuneMatchOut:
    found = match.found
    return CommuneMatchOut(
        code=found.code,
        name=match.name,
        province_code=match.province_code,
        map_year=found.map_year,
        confidence=found.confidence,
        because=" ".join(address_reason(reason.code, language, **reason.facts) for reason in found.because),
    )


def titles_resolved(found: Iterable[ResolvedTitle], language: Language) -> TitlesResolvedOut:
    """What job titles mean, or what to ask."""
    return TitlesResolvedOut.worded(found, partial(title_question, language=language))
