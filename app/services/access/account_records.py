"""Who an account is: found by its name, saved by the operator, and as the actor behind a request."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.errors import NotFound
from app.core.permissions import Actor
from app.models import Account, Enterprise, Organisation
from app.services.access import sessions
from app.vocabulary import Role, SessionEnd


def find_by_username(session: Session, username: str) -> Account | None:
    """The active account of a user name."""
    return session.scalar(select(Account).where(Account.username == username.lower(), Account.active))


def save_account(
    session: Session,
    username: str,
    role: Role,
    *,
    organisation_code: str | None,
    tax_code: str | None,
    password_hash: str,
    now: datetime,
) -> Account:
    """Add an account, or give an existing one a new password, role and place; for the operator only.

    HR belongs to an enterprise, everybody else to an organisation; NotFound when that one does not exist. Another role
    is bound to no places; a new password alone leaves staff where they were bound.
    """
    by_enterprise = role is Role.ENTERPRISE_HR
    organisation = None if by_enterprise else _one(session, Organisation.id, Organisation.code, organisation_code)
    enterprise = _one(session, Enterprise.id, Enterprise.tax_code, tax_code) if by_enterprise else None
    if organisation is None and enterprise is None:
        raise NotFound("enterprise_not_found" if by_enterprise else "organisation_not_found")
    account = session.scalar(select(Account).where(Account.username == username.lower()))
    if account is None:
        account = Account(username=username.lower(), display_name=username, created_at=now)
        session.add(account)
    if account.role is not role:
        account.scope_zones = account.scope_communes = None
    account.role, account.active, account.password_hash = role, True, password_hash
    account.organisation_id, account.enterprise_id = organisation, enterprise
    session.flush()
    sessions.end_all(session, account.id, SessionEnd.ACCOUNT_CHANGED, now)
    return account


def _one(
    session: Session, key: InstrumentedAttribute[UUID], code: InstrumentedAttribute[Any], wanted: str | None
) -> UUID | None:
    return session.scalar(select(key).where(code == wanted))


def actor_of(account: Account) -> Actor:
    """What the permission table and the scoping need to know of an account, outside of any session."""
    zones, communes = sessions.as_set(account.scope_zones), sessions.as_set(account.scope_communes)
    return Actor(account.id, account.role, account.organisation_id, account.enterprise_id, zones, communes)
