"""Systems that act as an account of the role portal, within scopes, by a secret of their own (RFC 6749 §4.4)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Unauthenticated, invalid
from app.core.permissions import PERMISSIONS, Actor
from app.models import Account, ApiClient, SignInSession
from app.schemas.access.api_clients import ClientCreate, ClientQuery
from app.services.access import sessions
from app.services.common import existence, keyset, scoping
from app.vocabulary import Role, SessionEnd, SessionKind

OVERLAP = timedelta(hours=24)
SECRET_BYTES = 32
NO_SECRET = "0" * 64
# Client and account are held against switching them off until the session stands.
HELD: dict[str, bool] = {"read": True}


@dataclass(frozen=True, slots=True)
class ClientGrant:
    """A token's session: whose it is, and what it may do."""

    client: ApiClient
    session_id: UUID
    scopes: list[str]


def list_clients(
    session: Session, actor: Actor, query: ClientQuery, after: keyset.PageKey | None
) -> keyset.Slice[ApiClient]:
    """Systems by time of entry."""
    statement = scoping.visible(select(ApiClient), ApiClient, actor)
    if query.active is not None:
        statement = statement.where(ApiClient.active.is_(query.active))
    return keyset.fetch(session, statement, [keyset.Order(ApiClient.id)], query, after)


def get_client(session: Session, actor: Actor, client_id: UUID) -> ApiClient:
    """One system."""
    return scoping.find(session, ApiClient, client_id, actor, "client_not_found")


def create_client(session: Session, actor: Actor, payload: ClientCreate, now: datetime) -> tuple[ApiClient, str]:
    """A new system and its secret, which is not kept; scopes beyond the role's permissions are refused."""
    account = existence.require(session, Account, payload.account_id, "/account_id", "unknown_account")
    if account.role is not Role.PORTAL or not account.active:
        raise invalid("/account_id", "account_not_portal")
    known = {permission.value for permission in PERMISSIONS[account.role]}
    for place, scope in enumerate(payload.scopes):
        if scope not in known:
            raise invalid(f"/scopes/{place}", "scope_not_of_role")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    client = ApiClient(
        name=payload.name,
        account_id=account.id,
        secret_hash=_digest(secret),
        scopes=sorted(payload.scopes),
        active=True,
        created_at=now,
        created_by_id=actor.account_id,
    )
    session.add(client)
    session.flush()
    return client, secret


def rotate_secret(session: Session, actor: Actor, client_id: UUID, now: datetime) -> tuple[ApiClient, str]:
    """A new secret; the one before is good for another 24 hours, the one before that no longer."""
    client = _active(session, actor, client_id)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    client.previous_secret_hash, client.previous_until = client.secret_hash, now + OVERLAP
    client.secret_hash = _digest(secret)
    session.flush()
    return client, secret


def deactivate_client(session: Session, actor: Actor, client_id: UUID, now: datetime) -> ApiClient:
    """Switch a system off for good, and end its sessions at once."""
    client = _active(session, actor, client_id)
    client.active = False
    client.previous_secret_hash = client.previous_until = None
    session.flush()
    session.execute(
        update(SignInSession)
        .where(SignInSession.client_id == client.id, SignInSession.ended_at.is_(None))
        .values(ended_at=now, end_reason=SessionEnd.REVOKED)
    )
    return client


def _active(session: Session, actor: Actor, client_id: UUID) -> ApiClient:
    client = scoping.find(session, ApiClient, client_id, actor, "client_not_found", lock=True)
    if not client.active:
        raise Conflict("client_inactive")
    return client


def verified(session: Session, client_id: str | None, secret: str | None, now: datetime) -> tuple[ApiClient, Account]:
    """The system a secret belongs to; Unauthenticated ``wrong_client`` for everything else, in the same words."""
    client = _by_text(session, client_id)
    right = _matches(client, secret or "", now)
    account = None if client is None else session.get(Account, client.account_id, with_for_update=HELD)
    if client is None or account is None or not right or not client.active:
        raise Unauthenticated("wrong_client")
    if not account.active or account.role is not Role.PORTAL:
        raise Unauthenticated("wrong_client")
    return client, account


def _by_text(session: Session, client_id: str | None) -> ApiClient | None:
    try:
        key = UUID(client_id or "")
    except ValueError:
        return None
    return session.get(ApiClient, key, with_for_update=HELD)


def _matches(client: ApiClient | None, secret: str, now: datetime) -> bool:
    given = _digest(secret)
    current = NO_SECRET if client is None else client.secret_hash
    previous = NO_SECRET
    if client is not None and client.previous_until is not None and client.previous_until > now:
        previous = client.previous_secret_hash or NO_SECRET
    # Both are compared, whichever is right.
    return hmac.compare_digest(given, current) | hmac.compare_digest(given, previous)


def grant(
    session: Session, client: ApiClient, account: Account, scope: str | None, *, now: datetime, minutes: int
) -> ClientGrant:
    """A session for one token, with the scopes asked for; Invalid ``scope_not_granted`` beyond those granted."""
    role = {permission.value for permission in PERMISSIONS[account.role]}
    granted = [one for one in client.scopes if one in role]
    asked = granted if scope is None else sorted(set(scope.split()))
    if not set(asked) <= set(granted):
        raise invalid("/scope", "scope_not_granted")
    begun = sessions.begin(session, account, SessionKind.CLIENT, now=now, hours=1)
    begun.client_id, begun.scopes = client.id, asked
    begun.expires_at = now + timedelta(minutes=minutes)
    session.flush()
    return ClientGrant(client, begun.id, asked)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
