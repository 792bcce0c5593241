"""What a profile's body says of the consent for matching, written as a consent of its own."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.errors import invalid
from app.core.permissions import Actor
from app.core.reporting_days import day_of
from app.models import Jobseeker
from app.schemas.people.jobseekers import JobseekerCreate, JobseekerUpdate
from app.services.people import consents
from app.services.people.consents import ConsentStatement
from app.vocabulary import ConsentHow, ConsentPurpose


def state_matching(
    session: Session,
    actor: Actor,
    jobseeker: Jobseeker,
    payload: JobseekerCreate | JobseekerUpdate,
    now: datetime,
    *,
    newcomer: bool = False,
) -> None:
    """Write the consent that a body states for a locked person; newcomer: of one who registers just now.

    Invalid when the body says that a consent on record is none: taking it back has a day, a way and consequences,
    so it has a door of its own (``app.services.privacy.consent_withdrawal``).
    """
    today = day_of(now)
    if payload.matching_consent is False and jobseeker.matching_consent:
        raise invalid("/matching_consent", "consent_is_withdrawn_elsewhere")
    if payload.matching_consent and payload.consent_on is not None:
        how, evidence = payload.consent_how, payload.consent_evidence
        given = ConsentStatement(ConsentPurpose.MATCHING, payload.consent_on, how or ConsentHow.WRITTEN, evidence)
        before = None if newcomer else consents.live(session, jobseeker.id, ConsentPurpose.MATCHING, on=today)
        # Said once more, it is the same consent.
        if before is None or before.given_on != given.given_on or how is not None or evidence is not None:
            consents.give(session, actor, jobseeker, given, now, pointer="/consent_on", newcomer=newcomer)
