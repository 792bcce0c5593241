"""Who somebody is, in clear: each reading is asked for and leaves an entry in the audit log."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.permissions import Actor
from app.models import Jobseeker, JobseekerIdentity, Referral, Vacancy
from app.security.field_encryption import Vault
from app.services.common import scoping
from app.services.people import consents, identities, jobseekers
from app.services.placement.referral_view import is_open_to_enterprise
from app.vocabulary import ConsentPurpose

READINGS = frozenset({"reveal_identity", "reveal_contact", "export_jobseeker"})
"""The actions under which the audit log knows readings in clear."""


def reveal_identity(session: Session, actor: Actor, jobseeker_id: UUID, vault: Vault) -> identities.IdentityInClear:
    """Everything in clear."""
    found = jobseekers.get_jobseeker(session, actor, jobseeker_id)
    return identities.opened(found.identity, vault)


def reveal_contact(
    session: Session, actor: Actor, referral_id: UUID, today: date, vault: Vault
) -> tuple[Referral, identities.IdentityInClear]:
    """Name and phone of whoever was introduced, for the enterprise that wants to see the person.

    Conflict ``contact_not_open`` before the interview and after the end, ``disclosure_not_agreed`` without a live
    consent to disclosure to this very enterprise (Law 91/2025/QH15, art. 25).
    """
    referral = scoping.find(session, Referral, referral_id, actor, "referral_not_found")
    identity = session.get(JobseekerIdentity, referral.jobseeker_id)
    if identity is None or not is_open_to_enterprise(referral):
        raise Conflict("contact_not_open")
    enterprise_id = session.scalars(select(Vacancy.enterprise_id).where(Vacancy.id == referral.vacancy_id)).one()
    person = session.get_one(Jobseeker, referral.jobseeker_id)
    agreed = consents.live(session, person.id, ConsentPurpose.DISCLOSURE, enterprise_id, on=today)
    if person.restricted or agreed is None:
        raise Conflict("disclosure_not_agreed")
    return referral, identities.opened(identity, vault)
