"""Signing in, and proving once more who one is; around a password check that is done outside of any transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.permissions import PERMISSIONS, Actor, Permission
from app.models import Account, Enterprise, Organisation, SignInSession
from app.security.field_encryption import Vault
from app.services.access import account_records, login_throttle, second_factor, sessions
from app.vocabulary import LoginOutcome, Role, SessionEnd, SessionKind

# How an attempt counts, by the refusal it met; whoever is only asked for the code as well has not failed.
OUTCOMES: dict[str | None, LoginOutcome] = {
    None: LoginOutcome.SUCCEEDED,
    "second_factor_required": LoginOutcome.REFUSED,
}


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """An attempt that is written down, and the account it is for (None: there is none)."""

    attempt_id: UUID
    account: Account | None

    @property
    def stored_hash(self) -> str | None:
        """The hash to check the password against; None when nobody has this name."""
        return None if self.account is None else self.account.password_hash


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account as its owner sees it: no hash, no secret, and what its role may do in the order of the names."""

    id: UUID
    username: str
    display_name: str
    role: Role
    organisation_id: UUID | None
    enterprise_id: UUID | None
    second_factor: bool
    permissions: tuple[Permission, ...]


@dataclass(frozen=True, slots=True)
class SignInResult:
    """An account, its new session, and the secret of that: refresh token or cookie."""

    account: OwnAccount
    actor: Actor
    begun: SignInSession
    secret: str


def try_account(session: Session, keys: login_throttle.AttemptKeys, username: str, now: datetime) -> SignInAttempt:
    """Write the attempt down; commit before the password is checked. TooManyRequests when a limit is reached."""
    attempt_id = login_throttle.reserve(session, keys, now)
    return SignInAttempt(attempt_id, account_records.find_by_username(session, username))


def prove(
    session: Session,
    tried: SignInAttempt,
    right: bool,
    code: str | None,
    vault: Vault,
    now: datetime,
    *,
    first: bool = True,
) -> tuple[Account | None, str | None]:
    """Settle an attempt: the account, locked, and None; or why not. ``first``: at sign-in, where the factor is asked.

    An account whose password was changed while it was checked has another one now: its attempt failed.
    """
    account = _still(session, tried.account) if right and tried.account is not None else None
    refusal = None if account is not None else "wrong_credentials"
    if account is not None and (first or code is not None):
        refusal = second_factor.refusal(session, account, vault, code, now)
    login_throttle.settle(session, tried.attempt_id, OUTCOMES.get(refusal, LoginOutcome.FAILED))
    return account, refusal


def _still(session: Session, checked: Account) -> Account | None:
    return session.scalar(
        select(Account)
        .where(Account.id == checked.id, Account.active, Account.password_hash == checked.password_hash)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def open_session(
    session: Session, account: Account, kind: SessionKind, now: datetime, *, hours: int, fresh_hash: str | None = None
) -> SignInResult:
    """A new session of an account that has proved itself, with a secret that nobody had before.

    fresh_hash: of the same password, where the stored one was made with older parameters.
    """
    account.password_hash = fresh_hash or account.password_hash
    secret, with_code = sessions.new_secret(), second_factor.is_on(account)
    begun = sessions.begin(session, account, kind, now=now, hours=hours, second_factor=with_code, secret=secret)
    return SignInResult(described(account), account_records.actor_of(account), begun, secret)


def renew(session: Session, secret: str, now: datetime, *, idle_minutes: int) -> SignInResult | None:
    """The next access and refresh token of a session; None when the token is not good (any more)."""
    renewed = sessions.renew(session, secret, now, idle_minutes=idle_minutes)
    if renewed is None:
        return None
    begun, fresh = renewed
    account = session.get_one(Account, begun.account_id)
    return SignInResult(described(account), account_records.actor_of(account), begun, fresh)


def change_password(session: Session, actor: Actor, password_hash: str, now: datetime) -> OwnAccount:
    """Give the actor's account a new password; its other sessions end."""
    account = _locked(session, actor)
    account.password_hash = password_hash
    sessions.end_all(session, account.id, SessionEnd.ACCOUNT_CHANGED, now, but=actor.session_id)
    return described(account)


def begin_second_factor(session: Session, actor: Actor, vault: Vault) -> tuple[str, str]:
    """A secret for the authenticator, not in force yet: base32 and otpauth URI."""
    return second_factor.begin(_locked(session, actor), vault)


def confirm_second_factor(session: Session, actor: Actor, vault: Vault, code: str, now: datetime) -> list[str]:
    """Put it in force; this session counts as opened with it, the others end. The recovery codes."""
    codes = second_factor.confirm(session, _locked(session, actor), vault, code, now)
    session.get_one(SignInSession, actor.session_id).second_factor = True
    sessions.end_all(session, actor.account_id, SessionEnd.ACCOUNT_CHANGED, now, but=actor.session_id)
    return codes


def remove_second_factor(session: Session, actor: Actor) -> OwnAccount:
    """Take it off again; this session does not count as opened with it any more."""
    account = _locked(session, actor)
    second_factor.reset(session, account)
    session.get_one(SignInSession, actor.session_id).second_factor = False
    return described(account)


def refuse_removal(account: OwnAccount, password: str, *, shortest: int) -> None:
    """Conflict when there is nothing to remove, or when the password is too short to stand alone."""
    if not account.second_factor:
        raise Conflict("second_factor_off")
    if len(password) < shortest:
        raise Conflict("password_needs_second_factor")


def _locked(session: Session, actor: Actor) -> Account:
    return session.scalars(select(Account).where(Account.id == actor.account_id).with_for_update()).one()


def words_of(session: Session, account: OwnAccount) -> list[str]:
    """Names that a password of the account must not be made of."""
    names = [account.username, account.display_name]
    if account.organisation_id is not None:
        names.append(session.get_one(Organisation, account.organisation_id).name)
    if account.enterprise_id is not None:
        names.append(session.get_one(Enterprise, account.enterprise_id).name)
    return names


def own_account(session: Session, actor: Actor) -> OwnAccount:
    """The account of whoever asks."""
    return described(session.get_one(Account, actor.account_id))


def described(account: Account) -> OwnAccount:
    """An account as its owner sees it."""
    return OwnAccount(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        organisation_id=account.organisation_id,
        enterprise_id=account.enterprise_id,
        second_factor=second_factor.is_on(account),
        permissions=tuple(sorted(PERMISSIONS[account.role])),
    )
