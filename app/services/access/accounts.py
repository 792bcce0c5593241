"""Accounts: approving, switching off, roles and scopes. Whatever changes what somebody may do ends their sessions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.permissions import Actor
from app.models import Account, AccountAffiliation, Enterprise, ExternalIdentity
from app.schemas.access.accounts import AccountQuery, AccountRoleCreate, AccountScopeCreate
from app.services.access import second_factor, sessions
from app.services.common import audit, existence, keyset, scoping
from app.vocabulary import Role, SessionEnd

AWAITING = and_(Account.role == Role.ENTERPRISE_HR, Account.active.is_(False), Account.approved_at.is_(None))


def awaits_approval(account: Account) -> bool:
    """Whether an HR account has been opened and nobody has approved it yet."""
    return account.role is Role.ENTERPRISE_HR and not account.active and account.approved_at is None


def list_accounts(
    session: Session, actor: Actor, query: AccountQuery, after: keyset.PageKey | None
) -> keyset.Slice[Account]:
    """Accounts by time of entry: all for the administrator, those of enterprises in their places for staff."""
    statement = scoping.visible(select(Account), Account, actor)
    if query.role is not None:
        statement = statement.where(Account.role == query.role)
    if query.active is not None:
        statement = statement.where(Account.active.is_(query.active))
    if query.awaiting_approval is not None:
        statement = statement.where(AWAITING if query.awaiting_approval else ~AWAITING)
    if query.enterprise_id is not None:
        statement = statement.where(Account.enterprise_id == query.enterprise_id)
    return keyset.fetch(session, statement, [keyset.Order(Account.id)], query, after)


def find(session: Session, actor: Actor, account_id: UUID, *, lock: bool = False) -> Account:
    """One account that the actor manages."""
    return scoping.find(session, Account, account_id, actor, "account_not_found", lock=lock)


def account_with_links(
    session: Session, actor: Actor, account_id: UUID
) -> tuple[Account, Sequence[AccountAffiliation], Sequence[ExternalIdentity]]:
    """One account with the enterprises it belongs to and its identities elsewhere."""
    account = find(session, actor, account_id)
    affiliations = select(AccountAffiliation).where(AccountAffiliation.account_id == account_id)
    links = select(ExternalIdentity).where(ExternalIdentity.account_id == account_id)
    return (
        account,
        session.scalars(affiliations.order_by(AccountAffiliation.enterprise_id)).all(),
        session.scalars(links.order_by(ExternalIdentity.issuer, ExternalIdentity.linked_at)).all(),
    )


def approve(session: Session, actor: Actor, account_id: UUID, now: datetime) -> None:
    """Let an HR account in that came by an invitation."""
    account = find(session, actor, account_id, lock=True)
    if not awaits_approval(account):
        raise Conflict("account_not_awaiting")
    account.active, account.approved_at, account.approved_by_id = True, now, actor.account_id
    session.flush()


def deactivate(session: Session, actor: Actor, account_id: UUID, now: datetime) -> None:
    """Switch an account off and end its sessions at once; never one's own, never the last administrator's."""
    account = _other(session, actor, account_id)
    if not account.active:
        raise Conflict("account_inactive")
    # Whom the operator let in nobody approved; switched off it must not look like somebody new who waits for it.
    account.active, account.approved_at = False, account.approved_at or account.created_at
    _end(session, account, now)


def reactivate(session: Session, actor: Actor, account_id: UUID) -> None:
    """Switch an account on again; one that waits for approval is approved instead."""
    account = find(session, actor, account_id, lock=True)
    if account.active:
        raise Conflict("account_active")
    if awaits_approval(account):
        raise Conflict("account_awaits_approval")
    account.active = True
    session.flush()


def set_role(session: Session, actor: Actor, account_id: UUID, payload: AccountRoleCreate, now: datetime) -> None:
    """Give another role, and the organisation or enterprise that goes with it; places it was bound to are forgotten."""
    account = _other(session, actor, account_id, demoted=payload.role is not Role.ADMIN)
    if payload.organisation_id is not None:
        existence.organisation(session, payload.organisation_id, "/organisation_id")
    if payload.enterprise_id is not None:
        existence.require(session, Enterprise, payload.enterprise_id, "/enterprise_id", "unknown_enterprise")
    audit.note(session, from_role=account.role.value, to_role=payload.role.value)
    account.role = payload.role
    account.organisation_id, account.enterprise_id = payload.organisation_id, payload.enterprise_id
    account.scope_zones = account.scope_communes = None
    _end(session, account, now)


def set_scope(session: Session, actor: Actor, account_id: UUID, payload: AccountScopeCreate, now: datetime) -> None:
    """Bind staff to zones, communes or both; nothing named is the whole province."""
    account = find(session, actor, account_id, lock=True)
    if account.role is not Role.STAFF:
        raise Conflict("account_not_staff")
    for place, code in enumerate(payload.zones):
        existence.zone(session, code, f"/zones/{place}")
    for place, code in enumerate(payload.communes):
        existence.commune(session, code, f"/communes/{place}")
    account.scope_zones = sorted(payload.zones) or None
    account.scope_communes = sorted(payload.communes) or None
    audit.note(session, zones=sorted(payload.zones), communes=sorted(payload.communes))
    _end(session, account, now)


def reset_second_factor(session: Session, actor: Actor, account_id: UUID, now: datetime) -> None:
    """Forget the second factor of somebody who lost the device; one's own is removed with password and code."""
    account = find(session, actor, account_id, lock=True)
    if account.id == actor.account_id:
        raise Conflict("own_account")
    second_factor.reset(session, account)
    _end(session, account, now)


def end_sessions(session: Session, actor: Actor, account_id: UUID, now: datetime) -> None:
    """Sign somebody out everywhere."""
    account = find(session, actor, account_id, lock=True)
    sessions.end_all(session, account.id, SessionEnd.REVOKED, now)


def _other(session: Session, actor: Actor, account_id: UUID, *, demoted: bool = True) -> Account:
    """The locked account of somebody else; Conflict ``last_admin`` when nobody would be left to manage accounts.

    Administrators are locked first and in one order, so that two of them who act on each other do not both succeed.
    """
    admins = select(Account.id).where(Account.role == Role.ADMIN, Account.active).order_by(Account.id)
    active = session.scalars(admins.with_for_update()).all()
    account = find(session, actor, account_id, lock=True)
    if account.id == actor.account_id:
        raise Conflict("own_account")
    if demoted and list(active) == [account.id]:
        raise Conflict("last_admin")
    return account


def _end(session: Session, account: Account, now: datetime) -> None:
    session.flush()
    sessions.end_all(session, account.id, SessionEnd.ACCOUNT_CHANGED, now)
