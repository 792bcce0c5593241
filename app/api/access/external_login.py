"""Signing in without a password: systems by their own credentials, people by an outside issuer."""

from functools import cache

from fastapi import APIRouter

from app.config import Settings
from app.core import clock
from app.core.errors import Unauthenticated
from app.http.anonymous_attempts import AnonymousAttemptDep
from app.http.dependencies import SettingsDep
from app.http.oauth_form import TokenRequestDep, declared
from app.http.password_check import token_answer
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.infra.db import transaction
from app.infra.logs import get_logger
from app.schemas.access.api_clients import ClientTokenOut
from app.schemas.access.external_login import OutsideLoginCreate
from app.schemas.access.login import TokenOut
from app.security import access_tokens
from app.security.oidc import Issuer, OidcIdentity, TokenRefused
from app.services.access import account_records, api_clients, external_identities
from app.services.common import audit

log = get_logger("outside")
router = APIRouter(prefix="/auth", tags=["login"], route_class=StrictRoute)
issuer_of = cache(Issuer)


@router.post("/token", responses=responses(401), openapi_extra=declared())
def issue_client_token(asked: TokenRequestDep, settings: SettingsDep, trial: AnonymousAttemptDep) -> ClientTokenOut:
    """Cấp mã truy cập cho một hệ thống (OAuth 2, client credentials); mã hệ thống và khóa cũng gửi được bằng Basic."""
    with trial("client", asked.client_id or ""), transaction() as session:
        client, account = api_clients.verified(session, asked.client_id, asked.client_secret, clock.now())
        minutes, now = settings.token_minutes, clock.now()
        granted = api_clients.grant(session, client, account, asked.scope, now=now, minutes=minutes)
        trial.record(session, account_records.actor_of(account), audit.Subject("clients", str(client.id)))
    token = access_tokens.issue(account.id, granted.session_id, secret=settings.secret_key, now=now, minutes=minutes)
    scope = " ".join(granted.scopes)
    return ClientTokenOut(access_token=token, token_type="bearer", expires_in=minutes * 60, scope=scope)  # noqa: S106


@router.post("/oidc", responses=responses(401, 404))
def login_outside(payload: OutsideLoginCreate, settings: SettingsDep, trial: AnonymousAttemptDep) -> TokenOut:
    """Đăng nhập bằng ID token của nhà cung cấp danh tính bên ngoài (OpenID Connect)."""
    outside, now = _verified(payload.id_token, settings), clock.now()
    identity = external_identities.Identity(outside.issuer, outside.subject, outside.second_factor)
    code = payload.totp_code or payload.recovery_code
    with trial("outside", identity.subject), transaction() as session:
        opened = external_identities.sign_in(session, identity, code, settings.vault, now, hours=settings.session_hours)
        trial.record(session, opened.actor, audit.Subject("sessions", str(opened.begun.id)))
    return token_answer(settings, opened)


def _verified(token: str, settings: Settings) -> OidcIdentity:
    """Who the issuer says it is; why a token is not believed is for the log, and holds nothing of it."""
    issuer = external_identities.configured(settings.oidc_issuer)
    try:
        return issuer_of(issuer, settings.oidc_audience or "", loopback=settings.oidc_loopback).verify(token)
    except TokenRefused as error:
        log.warning("outside_sign_in_refused", why=error.reason)
        raise Unauthenticated("outside_identity_refused") from error
