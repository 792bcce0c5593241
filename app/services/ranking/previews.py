"""The ranking for a vacancy that is not saved: nothing is stored, and saved it would rank just so."""

from sqlalchemy.orm import Session

from app.core.permissions import Actor
from app.matching.ranking import Opening, Pool
from app.schemas.ranking.candidates import CandidateFilter
from app.schemas.ranking.previews import MatchPreview
from app.services.common import existence
from app.services.common.keyset import PageKey
from app.services.demand import vacancies
from app.services.ranking.candidates import RankedPage, ranked_page
from app.services.ranking.context import RankingContext
from app.services.ranking.opening_mapper import opening_of


def preview_match(
    session: Session,
    actor: Actor,
    context: RankingContext,
    pool: Pool,
    payload: MatchPreview,
    query: CandidateFilter,
    after: PageKey | None,
) -> RankedPage:
    """The people who would fit a vacancy best."""
    return ranked_page(session, actor, context, pool, _opening(session, payload), query, after)


def _opening(session: Session, payload: MatchPreview) -> Opening:
    """422 for codes that do not exist; a commune goes before the zone, as the wish before the usual."""
    existence.occupation(session, payload.occupation_code)
    zone = None if payload.zone_code is None else existence.zone(session, payload.zone_code)
    if payload.commune_code is not None:
        existence.commune(session, payload.commune_code)
    vacancies.check_shuttles(session, payload)
    return opening_of(
        vacancies.draft(
            payload,
            occupation_code=payload.occupation_code,
            required_level=payload.required_level,
            pay_from=payload.pay_from,
            pay_to=payload.pay_to,
            commune_code=payload.commune_code or (zone and zone.commune_code),
        )
    )
