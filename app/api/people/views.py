"""Values of people as their output schemas."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from app.api.common.views import status_events
from app.core.permissions import Actor
from app.http.responses import joined
from app.schemas.people.jobseekers import JobseekerDetailOut
from app.schemas.people.person_search import JobseekerFoundOut, JobseekersFoundOut
from app.security.field_encryption import Vault
from app.services.people import jobseekers, person_search


def jobseeker_detail(session: Session, actor: Actor, jobseeker_id: UUID, vault: Vault) -> JobseekerDetailOut:
    """A whole profile, as far as the actor may know it."""
    found = jobseekers.jobseeker_detail(session, actor, jobseeker_id, vault)
    return joined(
        JobseekerDetailOut,
        found.row,
        events=status_events(found.events),
        identity=found.identity,
        priority_groups=found.priority_groups,
    )


def jobseekers_found(found: Iterable[person_search.FoundPerson]) -> JobseekersFoundOut:
    """Who was found, in the order of the search."""
    return JobseekersFoundOut(items=[JobseekerFoundOut.model_validate(person) for person in found])
