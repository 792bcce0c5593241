"""Signing in, and who an account is."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account
from app.permissions import Actor


def find_by_username(session: Session, username: str) -> Account | None:
    """The active account of a user name."""
    return session.scalar(select(Account).where(Account.username == username.lower(), Account.active))


def get_account(session: Session, account_id: UUID) -> Account | None:
    """An active account by id."""
    return session.scalar(select(Account).where(Account.id == account_id, Account.active))


def actor_of(account: Account) -> Actor:
    """What the permission table and the scoping need to know of an account."""
    return Actor(account.id, account.role, account.organisation_id, account.enterprise_id)
