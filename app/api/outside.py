"""Signing in without a password: systems by their own credentials, people by an outside issuer."""

from functools import cache

from fastapi import APIRouter

from app import clock, tokens
from app.api.auth import SettingsDep
from app.api.forms import TokenRequestDep, declared
from app.api.problems import responses
from app.api.routing import StrictRoute
from app.api.signing_in import token_answer
from app.api.trying import TrialDep
from app.config import Settings
from app.db import transaction
from app.errors import Unauthenticated
from app.logs import get_logger
from app.oidc import Issuer, Outside, TokenRefused
from app.schemas.accounts import TokenOut
from app.schemas.clients import ClientTokenOut
from app.schemas.outside import OutsideLoginCreate
from app.services import accounts, audit, clients, outside_identity

log = get_logger("outside")
router = APIRouter(prefix="/auth", tags=["login"], route_class=StrictRoute)
issuer_of = cache(Issuer)


@router.post("/token", responses=responses(400, 401, 422, 429), openapi_extra=declared())
def issue_client_token(asked: TokenRequestDep, settings: SettingsDep, trial: TrialDep) -> ClientTokenOut:
    """Cấp mã truy cập cho một hệ thống (OAuth 2, client credentials); mã hệ thống và khóa cũng gửi được bằng Basic."""
    with trial("client", asked.client_id or ""), transaction() as session:
        client, account = clients.verified(session, asked.client_id, asked.client_secret, clock.now())
        minutes, now = settings.token_minutes, clock.now()
        granted = clients.grant(session, client, account, asked.scope, now=now, minutes=minutes)
        trial.record(session, accounts.actor_of(account), audit.Subject("clients", str(client.id)))
    token = tokens.issue(account.id, granted.session_id, secret=settings.secret_key, now=now, minutes=minutes)
    scope = " ".join(granted.scopes)
    return ClientTokenOut(access_token=token, token_type="bearer", expires_in=minutes * 60, scope=scope)  # noqa: S106


@router.post("/oidc", responses=responses(400, 401, 404, 422, 429))
def login_outside(payload: OutsideLoginCreate, settings: SettingsDep, trial: TrialDep) -> TokenOut:
    """Đăng nhập bằng ID token của nhà cung cấp danh tính bên ngoài (OpenID Connect)."""
    outside, now = _believed(payload.id_token, settings), clock.now()
    identity = outside_identity.Identity(outside.issuer, outside.subject, outside.second_factor)
    code = payload.totp_code or payload.recovery_code
    with trial("outside", identity.subject), transaction() as session:
        opened = outside_identity.sign_in(session, identity, code, settings.vault, now, hours=settings.session_hours)
        trial.record(session, opened.actor, audit.Subject("sessions", str(opened.begun.id)))
    return token_answer(settings, opened)


def _believed(token: str, settings: Settings) -> Outside:
    """Who the issuer says it is; why a token is not believed is for the log, and holds nothing of it."""
    issuer = outside_identity.configured(settings.oidc_issuer)
    try:
        return issuer_of(issuer, settings.oidc_audience or "", loopback=settings.oidc_loopback).believe(token)
    except TokenRefused as error:
        log.warning("outside_sign_in_refused", why=error.reason)
        raise Unauthenticated("outside_identity_refused") from error
