"""Sessions: what every access token and every cookie belongs to."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.permissions import Actor
from app.models import Account, SignInSession
from app.models.base import AnySelect
from app.schemas.common.base import PageQuery
from app.services.common import keyset
from app.vocabulary import SessionEnd, SessionKind

SECRET_BYTES = 32
TOUCHED_EVERY = timedelta(minutes=1)


def new_secret() -> str:
    """A refresh token or a cookie: 256 random bits, as 43 characters."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """What the table holds of a secret: it has 256 random bits, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(
    session: Session,
    account: Account,
    kind: SessionKind,
    *,
    now: datetime,
    hours: int,
    second_factor: bool = False,
    secret: str | None = None,
) -> SignInSession:
    """A new session of an account, with an id of its own, for at most so many hours."""
    begun = SignInSession(
        account_id=account.id,
        kind=kind,
        secret_hash=None if secret is None else digest(secret),
        second_factor=second_factor,
        created_at=now,
        last_used_at=now,
        expires_at=now + timedelta(hours=hours),
    )
    session.add(begun)
    session.flush()
    return begun


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is behind a token or a cookie; ``second_factor``: the account has one, or the session was opened with one."""

    actor: Actor
    second_factor: bool
    last_used_at: datetime


# Asked with every request, so each is put together once and reads just these columns.
_CALLER = (
    select(
        Account.id,
        Account.role,
        Account.organisation_id,
        Account.enterprise_id,
        Account.scope_zones,
        Account.scope_communes,
        SignInSession.id,
        SignInSession.client_id,
        SignInSession.scopes,
        SignInSession.second_factor,
        Account.totp_confirmed_at,
        SignInSession.last_used_at,
    )
    .join(SignInSession, SignInSession.account_id == Account.id)
    .where(
        Account.active,
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > bindparam("now", type_=SignInSession.expires_at.type),
    )
)
BY_TOKEN = _CALLER.where(Account.id == bindparam("account_id"), SignInSession.id == bindparam("session_id"))
BY_COOKIE = _CALLER.where(
    SignInSession.secret_hash == bindparam("secret_hash"),
    SignInSession.kind == SessionKind.BROWSER,
    SignInSession.last_used_at > bindparam("used_after", type_=SignInSession.last_used_at.type),
)


def find_by_token(session: Session, account_id: UUID, session_id: UUID, now: datetime) -> Caller | None:
    """What permissions and scoping need to know of an active account whose session lives."""
    return _caller(session, BY_TOKEN, {"account_id": account_id, "session_id": session_id, "now": now})


def find_by_cookie(session: Session, secret: str, now: datetime, *, idle_minutes: int) -> Caller | None:
    """The same of a browser's cookie, unless it lay idle too long."""
    used_after = now - timedelta(minutes=idle_minutes)
    return _caller(session, BY_COOKIE, {"secret_hash": digest(secret), "used_after": used_after, "now": now})


def _caller(session: Session, asked: AnySelect, values: dict[str, object]) -> Caller | None:
    row = session.connection().execute(asked, values).one_or_none()
    if row is None:
        return None
    account, role, organisation, enterprise, zones, communes, own, client, scopes, factor, confirmed, used = row
    actor = Actor(account, role, organisation, enterprise, as_set(zones), as_set(communes), own, client, as_set(scopes))
    return Caller(actor, factor or confirmed is not None, used)


def as_set(values: list[str] | None) -> frozenset[str] | None:
    """Stored codes as an actor has them; None stays "no bound at all"."""
    return None if values is None else frozenset(values)


def is_stale(caller: Caller, now: datetime) -> bool:
    """Whether the time of last use should be written again."""
    return caller.last_used_at <= now - TOUCHED_EVERY


def touch(session: Session, session_id: UUID | None, now: datetime) -> None:
    """Note that a session is in use."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, _lives(now), SignInSession.last_used_at < now)
        .values(last_used_at=now)
    )


def renew(session: Session, secret: str, now: datetime, *, idle_minutes: int) -> tuple[SignInSession, str] | None:
    """Exchange a refresh token for the next one; None when it is not good (any more).

    The token before, used again, was copied by somebody: the session ends then (TOKEN_REUSED), so commit in any case.
    """
    fresh = new_secret()
    renewed = session.scalar(
        update(SignInSession)
        .where(
            SignInSession.secret_hash == digest(secret),
            SignInSession.kind == SessionKind.API,
            SignInSession.last_used_at > now - timedelta(minutes=idle_minutes),
            _lives(now),
            select(Account.id).where(Account.id == SignInSession.account_id, Account.active).exists(),
        )
        .values(secret_hash=digest(fresh), previous_hash=digest(secret), last_used_at=now)
        .returning(SignInSession)
        .execution_options(populate_existing=True)
    )
    return None if renewed is None else (renewed, fresh)


def end_reused(session: Session, secret: str, now: datetime) -> SignInSession | None:
    """End the session whose former refresh token this is."""
    return session.scalar(
        update(SignInSession)
        .where(SignInSession.previous_hash == digest(secret), SignInSession.ended_at.is_(None))
        .values(ended_at=now, end_reason=SessionEnd.TOKEN_REUSED)
        .returning(SignInSession)
    )


def _lives(now: datetime) -> ColumnElement[bool]:
    return SignInSession.ended_at.is_(None) & (SignInSession.expires_at > now)


def _own(actor: Actor) -> ColumnElement[bool]:
    """The account's sessions; of a system only its own, since several may share an account."""
    own = SignInSession.account_id == actor.account_id
    return own if actor.client_id is None else own & (SignInSession.client_id == actor.client_id)


def list_live(
    session: Session, actor: Actor, now: datetime, query: PageQuery, after: keyset.PageKey | None, *, idle_minutes: int
) -> keyset.Slice[SignInSession]:
    """The actor's own sessions that live, newest first; one that lay idle too long is over, though nobody ended it."""
    own = select(SignInSession).where(
        _own(actor),
        _lives(now),
        (SignInSession.kind == SessionKind.CLIENT)
        | (SignInSession.last_used_at > now - timedelta(minutes=idle_minutes)),
    )
    return keyset.fetch(session, own, [keyset.Order(SignInSession.id, descending=True)], query, after)


def end_one(
    session: Session, actor: Actor, session_id: UUID | None, reason: SessionEnd, now: datetime
) -> SignInSession:
    """End one of the actor's own sessions; ending it twice changes nothing."""
    found = session.scalar(select(SignInSession).where(SignInSession.id == session_id, _own(actor)).with_for_update())
    if found is None:
        raise NotFound("session_not_found")
    if found.ended_at is None:
        found.ended_at, found.end_reason = now, reason
    return found


def end_cookie(session: Session, secret: str, now: datetime) -> None:
    """End the session of a cookie that the browser is about to replace."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.secret_hash == digest(secret), SignInSession.ended_at.is_(None))
        .values(ended_at=now, end_reason=SessionEnd.LOGGED_OUT)
    )


def end_all(session: Session, account_id: UUID, reason: SessionEnd, now: datetime, *, but: UUID | None = None) -> None:
    """End every session of an account at once, with all its tokens and cookies; ``but`` is the one to keep."""
    ended = update(SignInSession).where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
    if but is not None:
        ended = ended.where(SignInSession.id != but)
    session.execute(ended.values(ended_at=now, end_reason=reason))
