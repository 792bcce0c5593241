"""Checking a password: an attempt is committed first, the hash is computed outside of any transaction, and how it ended
is committed before the answer leaves (app.services.access.login_throttle says what is counted)."""

from fastapi import Request
from sqlalchemy.orm import Session

from app.config import Settings
from app.core import clock
from app.core.errors import TooManyRequests, Unauthenticated, invalid
from app.core.permissions import Actor
from app.http import cookies
from app.infra.db import reading, transaction
from app.runtime import Runtime
from app.schemas.access.login import LoginCreate, TokenOut
from app.security import access_tokens, passwords
from app.services.access import login_throttle, sessions, sign_in
from app.services.common import audit
from app.vocabulary import LoginOutcome, SessionKind

BUSY_SECONDS = 2


def keys_of(request: Request, named: str) -> login_throttle.AttemptKeys:
    """What one attempt counts under; TooManyRequests when there were too many of them."""
    settings = Runtime.of(request).settings
    keys = login_throttle.keys_of(settings.secret_key, named, request.client.host if request.client else None)
    with reading() as session:
        # Most refusals of an attack end here, without waiting for a writer.
        login_throttle.refuse_if_slowed(session, keys, clock.now())
    return keys


def tried(request: Request, username: str) -> sign_in.SignInAttempt:
    """Write one attempt at a password down, for good; TooManyRequests when there were too many."""
    keys = keys_of(request, username)
    with transaction() as session:
        return sign_in.try_account(session, keys, username, clock.now())


def is_right(attempt: sign_in.SignInAttempt, password: str) -> bool:
    """Whether the password is the account's; takes as long when there is no account. TooManyRequests in a crowd."""
    try:
        right = passwords.verify(attempt.stored_hash or passwords.NOBODY, password)
    except passwords.Busy as error:
        with transaction() as session:
            login_throttle.settle(session, attempt.attempt_id, LoginOutcome.REFUSED)
        raise TooManyRequests("sign_in_busy", retry_after=BUSY_SECONDS) from error
    return right and attempt.account is not None


def entered(request: Request, payload: LoginCreate, kind: SessionKind) -> sign_in.SignInResult:
    """Sign in with a password, and a code where the account asks for one; Unauthenticated, or TooManyRequests."""
    settings = Runtime.of(request).settings
    attempt = tried(request, payload.username)
    right = is_right(attempt, payload.password)
    outdated = right and passwords.is_outdated(attempt.stored_hash or passwords.NOBODY)
    fresh_hash = passwords.hash_password(payload.password) if outdated else None
    opened = None
    with transaction() as session:
        code, now = payload.totp_code or payload.recovery_code, clock.now()
        account, refusal = sign_in.prove(session, attempt, right, code, settings.vault, now)
        if account is None or refusal is not None:
            _note_failure(session, request, attempt, "sign_in_failed", refusal)
        else:
            hours = settings.session_hours
            opened = sign_in.open_session(session, account, kind, now, hours=hours, fresh_hash=fresh_hash)
            _end_replaced(session, request, settings, kind)
            note(session, request, opened.actor, audit.Subject("sessions", str(opened.begun.id)))
    if opened is None:
        raise Unauthenticated("wrong_credentials" if refusal is None else refusal)
    return opened


def _end_replaced(session: Session, request: Request, settings: Settings, kind: SessionKind) -> None:
    secret = cookies.secret_in(request, settings)
    if kind is SessionKind.BROWSER and secret is not None:
        sessions.end_cookie(session, secret, clock.now())


def proved(
    request: Request, account: sign_in.OwnAccount, password: str, code: str | None = None, *, pointer: str = "/password"
) -> None:
    """Have somebody who is signed in prove it again; Invalid at the field that was wrong, or TooManyRequests."""
    settings = Runtime.of(request).settings
    attempt = tried(request, account.username)
    right = is_right(attempt, password)
    with transaction() as session:
        _, refusal = sign_in.prove(session, attempt, right, code, settings.vault, clock.now(), first=False)
        if refusal is not None:
            _note_failure(session, request, attempt, "password_check_failed", refusal)
    if refusal == "second_factor_wrong":
        raise invalid("/code", "code_wrong")
    if refusal is not None:
        raise invalid(pointer, "password_wrong")


def _note_failure(
    session: Session, request: Request, attempt: sign_in.SignInAttempt, action: str, refusal: str | None
) -> None:
    # Of a name that nobody has the log keeps nothing: people type their password there.
    subject = None if attempt.account is None else audit.Subject("accounts", str(attempt.account.id))
    note(session, request, None, subject, action=action, reason=refusal)


def note(
    session: Session,
    request: Request,
    actor: Actor | None,
    subject: audit.Subject | None,
    *,
    action: str | None = None,
    reason: str | None = None,
) -> None:
    """One audit entry of a request without a sign-in, by default of the operation; last in its transaction."""
    settings = Runtime.of(request).settings
    audit.record(
        session,
        settings.audit_key,
        audit.Entry(
            action or request.scope["route"].name,
            actor=actor,
            subject=subject,
            reason=reason,
            request_id=request.scope["state"]["request_id"],
        ),
        clock.now(),
    )


def token_answer(settings: Settings, opened: sign_in.SignInResult) -> TokenOut:
    """Access token and refresh token of a session."""
    now, begun = clock.now(), opened.begun
    left = int((begun.expires_at - now).total_seconds())
    token = access_tokens.issue(
        opened.account.id, begun.id, secret=settings.secret_key, now=now, minutes=settings.token_minutes
    )
    return TokenOut(
        access_token=token,
        token_type="bearer",  # noqa: S106 - the name of the scheme.
        expires_in=min(settings.token_minutes * 60, left),
        refresh_token=opened.secret,
        refresh_expires_in=min(settings.session_idle_minutes * 60, left),
        account=opened.account,
    )
