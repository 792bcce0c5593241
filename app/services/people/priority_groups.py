"""Priority groups: what a person agreed to have used, who may know of it, and who belongs to a group.

Most groups are sensitive data (Law 91/2025/QH15), so of all staff only those of the job centre and the zone board read
and write them. A ranking learns one bit (``app.services.ranking.pool_loader``): that somebody belongs to some group,
never which.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.errors import Forbidden, invalid
from app.core.permissions import Actor, Permission
from app.core.reporting_days import day_of
from app.models import Jobseeker, JobseekerPriorityGroup, Organisation
from app.schemas.people.priority_groups import PriorityGroupCreate
from app.services.people import consents
from app.vocabulary import ConsentHow, ConsentPurpose, OrganisationKind, PriorityGroup

TRUSTED = frozenset(
    {
        OrganisationKind.JOB_CENTRE,
        OrganisationKind.ZONE_BOARD,
        OrganisationKind.BOARD_ROOM,
        OrganisationKind.ZONE_REPRESENTATIVE,
    }
)


KIND = select(Organisation.kind).where(Organisation.id == bindparam("id"))


def may_know(session: Session, actor: Actor, permission: Permission = Permission.SENSITIVE_READ) -> bool:
    """True for staff of the job centre, and of the zone board with its rooms and representatives."""
    if actor.organisation_id is None or not actor.may(permission):
        return False
    return session.scalar(KIND, {"id": actor.organisation_id}) in TRUSTED


def shown(session: Session, actor: Actor, jobseeker: Jobseeker) -> list[JobseekerPriorityGroup] | None:
    """A person's groups, or None to whom they are not shown."""
    return jobseeker.priority_groups if may_know(session, actor) else None


def check(session: Session, actor: Actor, groups: Sequence[PriorityGroupCreate], today: date) -> None:
    """Refuse groups stated by somebody who may not know them, and an agreement that was not given yet."""
    if not may_know(session, actor, Permission.SENSITIVE_WRITE):
        raise Forbidden("priority_groups_closed")
    for i, row in enumerate(groups):
        if row.disclosed_on > today:
            raise invalid(f"/priority_groups/{i}/disclosed_on", "in_the_future")


def agree(
    session: Session,
    actor: Actor,
    jobseeker: Jobseeker,
    groups: Sequence[PriorityGroupCreate],
    now: datetime,
) -> None:
    """Who states a group, with the day of the agreement, consents to its use; without a consent none is stored.

    A live consent to the use of sensitive data that is no older than the newest of these days stands as it is.
    """
    today = day_of(now)
    if not groups:
        return
    newest = max(range(len(groups)), key=lambda i: groups[i].disclosed_on)
    day = groups[newest].disclosed_on
    live = consents.live(session, jobseeker.id, ConsentPurpose.SENSITIVE, on=today)
    if live is None or live.given_on < day:
        given = consents.ConsentStatement(ConsentPurpose.SENSITIVE, day, ConsentHow.WRITTEN, groups[newest].evidence)
        pointer = f"/priority_groups/{newest}/disclosed_on"
        consents.give(session, actor, jobseeker, given, now, pointer=pointer)


def rows(groups: Sequence[PriorityGroupCreate]) -> list[JobseekerPriorityGroup]:
    """What is stored of the groups of a body, in the order in which they are read again."""
    return [
        JobseekerPriorityGroup(priority_group=row.group, disclosed_on=row.disclosed_on, evidence=row.evidence)
        for row in sorted(groups, key=lambda row: row.group)
    ]


def members(session: Session, group: PriorityGroup) -> list[UUID]:
    """Ids of everybody in a group, in the order of ids."""
    statement = select(JobseekerPriorityGroup.jobseeker_id).where(JobseekerPriorityGroup.priority_group == group)
    return list(session.scalars(statement.order_by(JobseekerPriorityGroup.jobseeker_id)))
