"""Identities at an outside issuer: which account one of them signs in to.

What the issuer calls somebody may be a citizen id, so only its blind index is kept.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound, Unauthenticated
from app.core.permissions import Actor
from app.models import Account, ExternalIdentity
from app.security.field_encryption import Vault
from app.services.access import accounts, second_factor, sessions
from app.services.access.sign_in import SignInResult, open_session
from app.vocabulary import SessionEnd, SessionKind

INDEXED = "outside_subject"


@dataclass(frozen=True, slots=True)
class Identity:
    """What an issuer calls somebody; ``second_factor``: it asked for more than a password."""

    issuer: str
    subject: str
    second_factor: bool = False

    def index(self, vault: Vault) -> str:
        """The form that is kept."""
        return vault.index(INDEXED, f"{self.issuer}|{self.subject}")


def configured(issuer: str | None) -> str:
    """The one issuer that is believed; NotFound when there is none."""
    if issuer is None:
        raise NotFound("oidc_not_configured")
    return issuer


def link(session: Session, actor: Actor, account_id: UUID, identity: Identity, vault: Vault, now: datetime) -> None:
    """Let an identity sign in to an account; Conflict when it belongs to another, nothing when it does already."""
    account = accounts.find(session, actor, account_id, lock=True)
    key = (identity.issuer, identity.index(vault))
    taken = session.get(ExternalIdentity, key)
    if taken is not None and taken.account_id != account.id:
        raise Conflict("external_identity_taken")
    if taken is None:
        session.add(
            ExternalIdentity(
                issuer=key[0],
                subject=key[1],
                account_id=account.id,
                linked_by_id=actor.account_id,
                linked_at=now,
            )
        )
        session.flush()


def unlink(session: Session, actor: Actor, account_id: UUID, now: datetime) -> None:
    """Take every outside identity off an account, and end its sessions: one of them may have begun there."""
    account = accounts.find(session, actor, account_id, lock=True)
    gone = delete(ExternalIdentity).where(ExternalIdentity.account_id == account.id).returning(ExternalIdentity.issuer)
    if not session.scalars(gone).all():
        raise NotFound("external_identity_not_found")
    sessions.end_all(session, account.id, SessionEnd.ACCOUNT_CHANGED, now)


def sign_in(
    session: Session, identity: Identity, code: str | None, vault: Vault, now: datetime, *, hours: int
) -> SignInResult:
    """A session of the account that an identity is linked to; Unauthenticated when there is none that is active.

    An account with a second factor is asked for it, unless the issuer has asked for one.
    """
    account = _account_of(session, identity, vault)
    if account is None:
        raise Unauthenticated("outside_identity_refused")
    refusal = None if identity.second_factor else second_factor.refusal(session, account, vault, code, now)
    if refusal is not None:
        raise Unauthenticated(refusal)
    opened = open_session(session, account, SessionKind.API, now, hours=hours)
    opened.begun.second_factor = opened.begun.second_factor or identity.second_factor
    session.flush()
    return opened


def _account_of(session: Session, identity: Identity, vault: Vault) -> Account | None:
    """The active account that an identity signs in to, held against switching it off until its session stands."""
    statement = (
        select(Account)
        .join(ExternalIdentity, ExternalIdentity.account_id == Account.id)
        .where(
            ExternalIdentity.issuer == identity.issuer,
            ExternalIdentity.subject == identity.index(vault),
            Account.active,
        )
    )
    return session.scalar(statement.with_for_update(of=Account))
