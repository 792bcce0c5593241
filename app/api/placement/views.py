"""Values of placement as their output schemas."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.api.common.views import status_events
from app.core.permissions import Actor
from app.http.responses import joined
from app.messages import Language, discreet_sentence, label
from app.schemas.placement.placements import PlacementDetailOut
from app.schemas.placement.referrals import ReferralDetailOut, ReferralPartOut
from app.services.placement import placements, referrals
from app.services.placement.referral_view import ReferralPart
from app.services.ranking.explanations import Explainer, NameBook


def placement_detail(session: Session, actor: Actor, placement_id: UUID) -> PlacementDetailOut:
    """A placement with its log."""
    found, events = placements.placement_with_events(session, actor, placement_id)
    return joined(PlacementDetailOut, found, events=status_events(events))


def referral_detail(
    session: Session, actor: Actor, referral_id: UUID, names: NameBook, today: date, language: Language
) -> ReferralDetailOut:
    """A referral with the score of its moment in sentences, and its log."""
    found = referrals.referral_detail(session, actor, referral_id, today)
    explainer = Explainer(names, language)
    return joined(
        ReferralDetailOut,
        found.referral,
        parts=[_part(part, explainer, language) for part in found.parts],
        gates_failed=found.gates_failed,
        events=status_events(found.events),
    )


def _part(part: ReferralPart, explainer: Explainer, language: Language) -> ReferralPartOut:
    if part.told is not None:
        (spoken,) = explainer.parts([part.told])
        return ReferralPartOut.model_validate(spoken)
    return ReferralPartOut(
        criterion=part.criterion,
        label=label(part.criterion, language),
        points=None,
        maximum=part.maximum / 100,
        facts={},
        reason=discreet_sentence(part.criterion.value, language),
        reason_en=discreet_sentence(part.criterion.value, Language.EN),
        missing=None,
    )
