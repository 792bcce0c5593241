"""Recipes (see ``tests.support.recipes.table``) for sessions, accounts, invitations and clients."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp

from app.config import Environment, Settings
from app.main import create_app
from app.vocabulary import Role
from tests.api.access.test_accounts import account
from tests.conftest import SECRET, Callers
from tests.support import factories
from tests.support.answers import V1, ok
from tests.support.factories import PASSWORD
from tests.support.recipes.recipe import Ask, Recipe
from tests.support.sign_in import NEW_PASSWORD

SESSIONS, ACCOUNTS = "sessions", "accounts"
LOGIN = {"username": "staff", "password": PASSWORD}


def _refresh(api: Callers) -> Ask:
    token = ok(api.anonymous.post(f"{V1}/auth/login", json=LOGIN))["refresh_token"]
    return Ask(api.anonymous, "/auth/refresh", {"refresh_token": token}, subject=SESSIONS)


def _end_session(api: Callers) -> Ask:
    other = factories.session_of(api.accounts[Role.STAFF])
    return Ask(api.staff, f"/auth/sessions/{other}/end", None, subject=SESSIONS)


def _password(api: Callers) -> Ask:
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    return Ask(api.staff, "/auth/password", body, subject=ACCOUNTS)


def _code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30 * steps))


def _begun(api: Callers) -> str:
    secret: str = ok(api.staff.post(f"{V1}/auth/second-factor", json={"password": PASSWORD}), 201)["secret"]
    return secret


def _confirm(api: Callers) -> Ask:
    return Ask(api.staff, "/auth/second-factor/confirm", {"code": _code(_begun(api))}, subject=ACCOUNTS)


def _remove(api: Callers) -> Ask:
    secret = _begun(api)
    ok(api.staff.post(f"{V1}/auth/second-factor/confirm", json={"code": _code(secret, -1)}))
    body = {"password": PASSWORD, "code": _code(secret)}
    return Ask(api.staff, "/auth/second-factor/remove", body, subject=ACCOUNTS)


def _client(api: Callers) -> Ask:
    body = {"name": "Cổng", "account_id": str(api.accounts[Role.PORTAL]), "scopes": ["vacancy:read"]}
    return Ask(api.admin, "/clients", body)


def _client_token(api: Callers) -> Ask:
    made = ok(_client(api).send(), 201)
    body = {"grant_type": "client_credentials", "client_id": made["id"], "client_secret": made["client_secret"]}
    return Ask(api.anonymous, "/auth/token", body, subject="clients", form=True)


def _of_client(verb: str) -> Recipe:
    return lambda api: Ask(api.admin, f"/clients/{ok(_client(api).send(), 201)['id']}/{verb}", None)


def _of_account(verb: str, body: Any = None, **facts: Any) -> Recipe:
    return lambda api: Ask(api.admin, f"/accounts/{account(**facts)}/{verb}", body)


def _linked(api: Callers) -> Ask:
    """By an installation that knows an outside issuer; linking asks nothing of it."""
    outside = {"oidc_issuer": "https://keycloak.example/realms/an-giang", "oidc_audience": "cungcau"}
    app = create_app(Settings(environment=Environment.TEST, secret_key=SECRET, log_level="ERROR", **outside))
    admin = Callers(app, api.accounts).admin
    return Ask(admin, f"/accounts/{account()}/external-identities", {"subject": "f7c1d2a4"})


def _unlinked(api: Callers) -> Ask:
    ask = _linked(api)
    ok(ask.send())
    return Ask(ask.client, f"{ask.path}/remove", None)


def _role(api: Callers) -> Ask:
    body = {"role": "enterprise_hr", "enterprise_id": str(factories.enterprise().id)}
    return Ask(api.admin, f"/accounts/{account()}/role", body)


def _affiliation(api: Callers) -> Ask:
    body = {"enterprise_id": str(factories.enterprise().id)}
    return Ask(api.admin, f"/accounts/{account(Role.STAFF)}/affiliations", body)


def _withdrawn_affiliation(api: Callers) -> Ask:
    ask = _affiliation(api)
    ok(ask.send())
    return Ask(api.admin, f"{ask.path}/{ask.body['enterprise_id']}/withdraw", None)


def _invitation(api: Callers) -> Ask:
    body = {"enterprise_id": str(factories.enterprise().id), "display_name": "Phòng nhân sự"}
    return Ask(api.staff, "/invitations", body)


def _accepted(api: Callers) -> Ask:
    body = {"code": ok(_invitation(api).send(), 201)["code"], "username": "nhansu.moi", "password": NEW_PASSWORD}
    return Ask(api.anonymous, "/invitations/accept", body, subject=ACCOUNTS, stranger=True)


def _withdrawn_invitation(api: Callers) -> Ask:
    return Ask(api.staff, f"/invitations/{ok(_invitation(api).send(), 201)['id']}/withdraw", None)


RECIPES: dict[str, Recipe] = {
    "login": lambda api: Ask(api.anonymous, "/auth/login", LOGIN, subject=SESSIONS),
    "refresh_session": _refresh,
    "create_browser_session": lambda api: Ask(api.anonymous, "/auth/browser-sessions", LOGIN, subject=SESSIONS),
    "logout": lambda api: Ask(api.staff, "/auth/logout", None, subject=SESSIONS),
    "end_session": _end_session,
    "change_password": _password,
    "begin_second_factor": lambda api: Ask(api.staff, "/auth/second-factor", {"password": PASSWORD}, subject=ACCOUNTS),
    "confirm_second_factor": _confirm,
    "remove_second_factor": _remove,
    "issue_client_token": _client_token,
    "create_client": _client,
    "rotate_client_secret": _of_client("rotate-secret"),
    "deactivate_client": _of_client("deactivate"),
    "approve_account": _of_account("approve", active=False),
    "deactivate_account": _of_account("deactivate"),
    "reactivate_account": _of_account("reactivate", active=False, approved_at=factories.now()),
    "end_account_sessions": _of_account("end-sessions"),
    "set_account_role": _role,
    "set_account_scope": _of_account("scope", {"zones": [factories.KCN], "communes": []}, role=Role.STAFF),
    "reset_second_factor": _of_account("reset-second-factor"),
    "declare_affiliation": _affiliation,
    "withdraw_affiliation": _withdrawn_affiliation,
    "link_external_identity": _linked,
    "remove_external_identities": _unlinked,
    "create_invitation": _invitation,
    "accept_invitation": _accepted,
    "withdraw_invitation": _withdrawn_invitation,
}
