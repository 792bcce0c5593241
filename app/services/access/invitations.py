"""Invitations: staff invite the HR of an enterprise, the administrator anybody; a code is used once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from app.core.errors import Conflict, Forbidden, Invalid, invalid
from app.core.permissions import Actor, Permission
from app.models import Account, Enterprise, Invitation, Organisation
from app.schemas.access.invitations import InvitationCreate, InvitationQuery
from app.services.common import existence, keyset, scoping
from app.vocabulary import Role

LASTS = timedelta(days=7)
CODE_BYTES = 24
"""192 random bits: nobody guesses one, so a plain digest of it is enough."""


def list_invitations(
    session: Session, actor: Actor, query: InvitationQuery, after: keyset.PageKey | None, now: datetime
) -> keyset.Slice[Invitation]:
    """Invitations, newest first."""
    statement = scoping.visible(select(Invitation), Invitation, actor)
    if query.enterprise_id is not None:
        statement = statement.where(Invitation.enterprise_id == query.enterprise_id)
    if query.open is not None:
        usable = and_(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > now)
        statement = statement.where(usable if query.open else ~usable)
    return keyset.fetch(session, statement, [keyset.Order(Invitation.id, descending=True)], query, after)


def get_invitation(session: Session, actor: Actor, invitation_id: UUID) -> Invitation:
    """One invitation."""
    return scoping.find(session, Invitation, invitation_id, actor, "invitation_not_found")


def invite(session: Session, actor: Actor, payload: InvitationCreate, now: datetime) -> tuple[Invitation, str]:
    """A new invitation and its code, which is not kept."""
    if not actor.may(Permission.ACCOUNT_WRITE) and payload.role is not Role.ENTERPRISE_HR:
        raise Forbidden("permission_denied", permission=Permission.ACCOUNT_WRITE.value)
    if payload.enterprise_id is not None:
        unknown = invalid("/enterprise_id", "unknown_enterprise")
        scoping.find(session, Enterprise, payload.enterprise_id, actor, unknown)
    if payload.organisation_id is not None:
        existence.organisation(session, payload.organisation_id, "/organisation_id")
    code = secrets.token_urlsafe(CODE_BYTES)
    invitation = Invitation(
        **payload.model_dump(),
        code_hash=_digest(code),
        invited_by_id=actor.account_id,
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(invitation)
    session.flush()
    return invitation, code


def withdraw(session: Session, actor: Actor, invitation_id: UUID, now: datetime) -> Invitation:
    """Make a code that was not used yet useless."""
    invitation = scoping.find(session, Invitation, invitation_id, actor, "invitation_not_found", lock=True)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise Conflict("invitation_closed")
    invitation.withdrawn_at = now
    session.flush()
    return invitation


def look_up(session: Session, code: str, now: datetime) -> list[str]:
    """The names behind a good code, of which a password must not be made.

    Wrong, expired, used and withdrawn codes get one and the same Invalid ``invitation_invalid``, and so does a code
    whose sender is no longer allowed to invite.
    """
    invitation = _usable(session, code, now)
    enterprise = None if invitation.enterprise_id is None else session.get(Enterprise, invitation.enterprise_id)
    organisation = None if invitation.organisation_id is None else session.get(Organisation, invitation.organisation_id)
    owners = (owner.name for owner in (enterprise, organisation) if owner is not None)
    return [invitation.display_name, *owners]


def accept(session: Session, code: str, username: str, password_hash: str, now: datetime) -> Account:
    """Open the account: HR waits for approval, whom the administrator invited may begin at once."""
    invitation = _usable(session, code, now, lock=True)
    if session.scalar(select(Account.id).where(Account.username == username.lower())) is not None:
        raise Conflict("username_taken")
    at_once = invitation.role is not Role.ENTERPRISE_HR
    account = Account(
        username=username.lower(),
        display_name=invitation.display_name,
        password_hash=password_hash,
        role=invitation.role,
        organisation_id=invitation.organisation_id,
        enterprise_id=invitation.enterprise_id,
        active=at_once,
        created_at=now,
        approved_at=now if at_once else None,
        approved_by_id=invitation.invited_by_id if at_once else None,
    )
    session.add(account)
    session.flush()
    invitation.accepted_at, invitation.account_id = now, account.id
    session.flush()
    return account


def _usable(session: Session, code: str, now: datetime, *, lock: bool = False) -> Invitation:
    inviter = aliased(Account)
    statement = (
        select(Invitation, inviter.role)
        .join(inviter, inviter.id == Invitation.invited_by_id)
        .where(
            Invitation.code_hash == _digest(code),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
            inviter.active,
            inviter.role.in_((Role.STAFF, Role.ADMIN)),
        )
    )
    if lock:
        statement = statement.with_for_update(of=Invitation).execution_options(populate_existing=True)
    row = session.execute(statement).one_or_none()
    if row is None or (row[0].role is not Role.ENTERPRISE_HR and row[1] is not Role.ADMIN):
        raise _refused()
    found: Invitation = row[0]
    return found


def _refused() -> Invalid:
    return invalid("/code", "invitation_invalid")


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
