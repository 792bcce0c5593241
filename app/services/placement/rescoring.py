"""A referral's score computed again from the facts it keeps."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.permissions import Actor
from app.matching.ranking import Assessment, Rulebook, ScorePart, rescored
from app.models import Referral
from app.services.common import scoping
from app.services.placement.score_parts import restored
from app.vocabulary import Criterion, Gate


@dataclass(frozen=True, slots=True)
class PartAgain:
    """One part as it was stored (None: it was not) and as it comes out now."""

    criterion: Criterion
    before: ScorePart | None
    again: ScorePart

    @property
    def equal(self) -> bool:
        """To the hundredth of a point, and for the same reason."""
        return self.before == self.again


@dataclass(frozen=True, slots=True)
class RescoreResult:
    """A stored score beside the one that its facts give under rules of a version."""

    referral: Referral
    rules_version: str
    parts: tuple[PartAgain, ...]
    gates_before: tuple[Gate, ...]
    again: Assessment

    @property
    def equal(self) -> bool:
        """Whether the score, each part with its reason, and the gates are the same."""
        return (
            self.referral.score == self.again.score
            and self.gates_before == self.again.gates_failed
            and all(part.equal for part in self.parts)
        )


def rescore(
    session: Session, actor: Actor, referral_id: UUID, rulebook: Rulebook, version: str | None = None
) -> RescoreResult:
    """Score a referral again from nothing but its facts, under the rules of its time or of a named version.

    RulesError when the version is not in the rulebook; Conflict when the referral keeps no facts, or facts of a shape
    that this program does not know.
    """
    referral = scoping.find(session, Referral, referral_id, actor, "referral_not_found")
    if referral.facts is None:
        raise Conflict("referral_without_facts" if referral.purged_at is None else "referral_purged")
    rules = rulebook.find(version or referral.rules_version)
    try:
        again = rescored(referral.facts, rules)
    except (KeyError, TypeError, ValueError) as error:
        raise Conflict("facts_not_understood") from error
    before = {part.criterion: part for part in restored(referral.parts)}
    parts = tuple(PartAgain(part.criterion, before.get(part.criterion), part) for part in again.parts)
    return RescoreResult(referral, rules.version, parts, tuple(Gate(gate) for gate in referral.gates_failed), again)


def as_data(found: RescoreResult) -> dict[str, Any]:
    """The comparison as plain values, in points of 100."""
    return {
        "referral": str(found.referral.id),
        "stored": {
            "rules_version": found.referral.rules_version,
            "score": found.referral.score_of_100,
            "gates_failed": list(found.gates_before),
        },
        "recomputed": {
            "rules_version": found.rules_version,
            "score": found.again.score / 100,
            "gates_failed": list(found.again.gates_failed),
        },
        "parts": [
            {
                "criterion": part.criterion,
                "stored": None if part.before is None else part.before.points / 100,
                "stored_maximum": None if part.before is None else part.before.maximum / 100,
                "recomputed": part.again.points / 100,
                "recomputed_maximum": part.again.maximum / 100,
                "equal": part.equal,
            }
            for part in found.parts
        ],
        "equal": found.equal,
    }
