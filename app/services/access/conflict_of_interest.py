"""Enterprises to which staff belong: whoever has an interest in one introduces nobody into it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.permissions import Actor
from app.models import AccountAffiliation, Enterprise
from app.services.access import accounts
from app.services.common import audit, existence
from app.vocabulary import Role


def declare(session: Session, actor: Actor, account_id: UUID, enterprise_id: UUID, today: date) -> None:
    """State that somebody of the staff belongs to an enterprise; once is enough."""
    account = accounts.find(session, actor, account_id, lock=True)
    if account.role is not Role.STAFF:
        raise Conflict("account_not_staff")
    existence.require(session, Enterprise, enterprise_id, "/enterprise_id", "unknown_enterprise")
    audit.note(session, enterprise_id=str(enterprise_id))
    if session.get(AccountAffiliation, (account_id, enterprise_id)) is None:
        session.add(
            AccountAffiliation(
                account_id=account_id,
                enterprise_id=enterprise_id,
                declared_on=today,
                recorded_by_id=actor.account_id,
            )
        )
        session.flush()


def withdraw(session: Session, actor: Actor, account_id: UUID, enterprise_id: UUID) -> None:
    """Take the statement back."""
    accounts.find(session, actor, account_id, lock=True)
    declared = session.get(AccountAffiliation, (account_id, enterprise_id))
    if declared is None:
        raise NotFound("affiliation_not_found")
    audit.note(session, enterprise_id=str(enterprise_id))
    session.delete(declared)
    session.flush()


def check_no_interest(session: Session, actor: Actor, enterprise_id: UUID) -> None:
    """Conflict ``conflict_of_interest`` when the actor belongs to the enterprise."""
    belongs = select(AccountAffiliation.account_id).where(
        AccountAffiliation.account_id == actor.account_id, AccountAffiliation.enterprise_id == enterprise_id
    )
    if session.scalar(belongs) is not None:
        raise Conflict("conflict_of_interest")
