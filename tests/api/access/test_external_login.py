"""Signing in by an outside issuer: a real one on the loopback, and whatever may be wrong with it or its tokens."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import jwt
import pyotp
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI
from pydantic import ValidationError

from app.api.access import external_login
from app.config import DEMO_SECRETS, Environment, Settings
from app.core import clock
from app.infra import db
from app.main import create_app
from app.models import Account, AuditEntry, ExternalIdentity, SignInSession
from app.security import oidc
from app.vocabulary import Role, SessionEnd
from tests.conftest import SECRET, Callers, Template
from tests.support import factories
from tests.support.answers import V1, nothing_written, ok, refused
from tests.support.patience import GENEROUS
from tests.support.processes.issuing import AUDIENCE, SLOW, SUBJECT, Claims, Issuer, issuing
from tests.support.runtime import runtime_with

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("issuer")]


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with issuing() as found:
        yield found


@pytest.fixture(scope="module")
def own_app() -> FastAPI:
    made = create_app(Settings(environment=Environment.TEST, secret_key=SECRET, log_level="ERROR", rate_limits=""))
    # The service makes it at its start; here it must not count as waiting.
    made.openapi()
    return made


@pytest.fixture
def believing(own_app: FastAPI, issuer: Issuer) -> Iterator[Callable[[str], None]]:
    """Have the service believe one of the issuers, with nothing remembered of it."""
    before = own_app.state.runtime

    def believe(temper: str) -> None:
        named = {"oidc_issuer": f"{issuer.base}/{temper}", "oidc_audience": AUDIENCE}
        own_app.state.runtime = replace(before, settings=before.settings.model_copy(update=named))

    external_login.issuer_of.cache_clear()
    believe("good")
    yield believe
    own_app.state.runtime = before


@pytest.fixture
def callers(database: None, own_app: FastAPI, template: Template, believing: Callable[[str], None]) -> Callers:
    return Callers(own_app, template.accounts)


@pytest.fixture
def live_callers(live: Any, own_app: FastAPI, template: Template, believing: Callable[[str], None]) -> Callers:
    return Callers(own_app, template.accounts)


def linked(callers: Callers, role: Role = Role.LEADER) -> str:
    """An account that the subject signs in to."""
    account_id = str(callers.accounts[role])
    ok(callers.admin.post(f"{V1}/accounts/{account_id}/external-identities", json={"subject": SUBJECT}))
    return account_id


def sign_in(callers: Callers, token: str, **more: Any) -> Any:
    return callers.anonymous.post(f"{V1}/auth/oidc", json={"id_token": token} | more)


def turned_away(callers: Callers, token: str) -> None:
    refused(sign_in(callers, token), 401, "outside_identity_refused")


@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_a_linked_identity_signs_in(callers: Callers, issuer: Issuer, key: str) -> None:
    account_id = linked(callers)
    opened = ok(sign_in(callers, issuer.token(issuer.claims(), key)))
    assert opened["account"]["id"] == account_id
    headers = {"Authorization": f"Bearer {opened['access_token']}"}
    assert ok(callers.anonymous.get(f"{V1}/auth/me", headers=headers))["role"] == "leader"
    ok(callers.anonymous.post(f"{V1}/auth/refresh", json={"refresh_token": opened["refresh_token"]}))


def test_the_subject_is_kept_as_an_index_and_never_shown(callers: Callers) -> None:
    account_id = linked(callers)
    shown = callers.admin.get(f"{V1}/accounts/{account_id}")
    assert SUBJECT not in shown.text
    assert len(ok(shown)["external_identities"]) == 1
    with db.reading() as session:
        (row,) = session.query(ExternalIdentity).all()
        assert len(row.subject) == 64
        assert row.subject != SUBJECT


def test_an_identity_belongs_to_one_account_and_can_be_taken_off(callers: Callers, issuer: Issuer) -> None:
    account_id = linked(callers)
    linked(callers)
    other = f"{V1}/accounts/{callers.accounts[Role.STAFF]}/external-identities"
    refused(callers.admin.post(other, json={"subject": SUBJECT}), 409, "external_identity_taken")
    ok(sign_in(callers, issuer.token(issuer.claims())))
    ok(callers.admin.post(f"{V1}/accounts/{account_id}/external-identities/remove"))
    refused(
        callers.admin.post(f"{V1}/accounts/{account_id}/external-identities/remove"), 404, "external_identity_not_found"
    )
    turned_away(callers, issuer.token(issuer.claims()))
    with db.reading() as session:
        sessions = session.query(SignInSession).where(SignInSession.account_id == callers.accounts[Role.LEADER])
        assert SessionEnd.ACCOUNT_CHANGED in {one.end_reason for one in sessions}


def test_an_account_that_is_switched_off_stays_out(callers: Callers, issuer: Issuer) -> None:
    account_id = linked(callers)
    ok(callers.admin.post(f"{V1}/accounts/{account_id}/deactivate"))
    turned_away(callers, issuer.token(issuer.claims()))


def test_without_an_issuer_there_is_no_such_sign_in(api: Callers) -> None:
    with nothing_written():
        refused(sign_in(api, "a.b.c"), 404, "oidc_not_configured")
        link = f"{V1}/accounts/{api.accounts[Role.LEADER]}/external-identities"
        refused(api.admin.post(link, json={"subject": SUBJECT}), 404, "oidc_not_configured")


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unsigned(claims: Claims, alg: str = "none") -> str:
    return f"{_b64(json.dumps({'alg': alg, 'kid': 'rsa'}).encode())}.{_b64(json.dumps(claims).encode())}."


def signed_with_the_public_key(issuer: Issuer, claims: Claims) -> str:
    """HS256 over the RSA public key, which everybody knows."""
    key = issuer.keys["rsa"].public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body = (_b64(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "rsa"}, claims))
    return f"{head}.{body}.{_b64(hmac.digest(pem, f'{head}.{body}'.encode(), hashlib.sha256))}"


NOW = int(time.time())
BAD_CLAIMS: dict[str, Claims] = {
    "wrong issuer": {"iss": "http://127.0.0.1:1/good"},
    "no issuer": {"iss": None},
    "wrong audience": {"aud": "somebody-else"},
    "no audience": {"aud": None},
    "several audiences, not authorised": {"aud": [AUDIENCE, "other"]},
    "several audiences, another authorised": {"aud": [AUDIENCE, "other"], "azp": "other"},
    "one audience, another authorised": {"azp": "other"},
    "expired": {"exp": NOW - 120, "iat": NOW - 500},
    "no end": {"exp": None},
    "end is no number": {"exp": "tomorrow"},
    "end without end": {"exp": float("inf")},
    "issued in the future": {"iat": NOW + 3600, "exp": NOW + 7200},
    "issued long ago": {"iat": NOW - 3600, "exp": NOW + 3600},
    "issued before numbers": {"iat": float("-inf")},
    "time of issue is a text": {"iat": str(NOW)},
    "not before the future": {"nbf": NOW + 3600},
    "no time of issue": {"iat": None},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "subject is no text": {"sub": 7},
    "long subject": {"sub": "s" * 300},
    "subject with a NUL": {"sub": "a\0b"},
    "a subject nobody is linked to": {"sub": "nobody"},
}


@pytest.mark.parametrize("why", BAD_CLAIMS)
def test_claims_that_are_wrong_are_401(callers: Callers, issuer: Issuer, why: str) -> None:
    """Check S7."""
    linked(callers)
    turned_away(callers, issuer.token(issuer.claims(**BAD_CLAIMS[why])))


@pytest.mark.filterwarnings("ignore:The RSA key is 1024 bits long")
def test_tokens_that_are_not_signed_as_agreed_are_401(callers: Callers, issuer: Issuer) -> None:
    """Check S7: none, HS256 with the public key, unknown key id, keys that are too weak or for something else."""
    linked(callers)
    claims = issuer.claims()
    good = issuer.token(claims)
    head, body, signature = good.split(".")
    for token in (
        unsigned(claims),
        unsigned(claims, "None"),
        unsigned(claims, "RS256"),
        signed_with_the_public_key(issuer, claims),
        jwt.encode(claims, "secret-secret-secret-secret-1234", "HS256", headers={"kid": "oct"}),
        issuer.token(claims, "unlisted"),
        issuer.token(claims, "unlisted", kid="rsa"),
        issuer.token(claims, "rsa", kid="ec"),
        issuer.token(claims, "rsa", kid="broken"),
        issuer.token(claims, "weak"),
        issuer.token(claims, "p384"),
        issuer.token(claims, "encrypting"),
        issuer.token(claims, "rsa", alg="RS512"),
        issuer.token(claims, "rsa", alg="PS256"),
        issuer.token(claims, "rsa", typ="at+jwt"),
        jwt.encode(claims, issuer.keys["rsa"], "RS256"),
        f"{head}.{_b64(json.dumps(claims | {'sub': 'x'}).encode())}.{signature}",
        f"{head}.{body}.{signature[:-4]}AAAA",
        f"{head}.{body}.",
        f"{head}.{body}",
        "a.b.c",
        "." * 20,
        f"{_b64(b'{' * 3000)}.{body}.{signature}",
        f"{_b64(b'[]')}.{body}.{signature}",
        "a" * 1_000_000,
        f"{head}.{'A' * 900_000}.{signature}",
    ):
        turned_away(callers, token)
    ok(sign_in(callers, good))


@pytest.mark.parametrize(
    "temper",
    ["away", "slow", "dripping", "endless", "html", "list", "elsewhere", "liar", "outside", "keyless", "absent"],
)
def test_an_issuer_that_fails_is_401_before_it_has_answered(
    callers: Callers,
    issuer: Issuer,
    believing: Callable[[str], None],
    temper: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Check S7: keys down, slow, wrong content, redirects: 401, and the service goes on.

    The slow ones take so long that whoever waits for them hangs; the seconds are measured by ``./dev faults``.
    """
    believing(temper)
    with monkeypatch.context() as patched:
        patched.setattr(oidc, "FETCH_SECONDS", 1.0)
        turned_away(callers, issuer.token(issuer.claims(temper)))
        turned_away(callers, issuer.token(issuer.claims(temper)))
    assert issuer.asked(f"{temper}/answered") == 0 or temper not in SLOW
    believing("good")
    linked(callers)
    ok(sign_in(callers, issuer.token(issuer.claims())))


def test_nobody_listens_at_all(callers: Callers, issuer: Issuer, own_app: FastAPI) -> None:
    """Check S7."""
    closed = "http://127.0.0.1:9/good"
    settings = own_app.state.runtime.settings.model_copy(update={"oidc_issuer": closed})
    with runtime_with(own_app, settings=settings):
        turned_away(callers, issuer.token(issuer.claims(iss=closed)))


def test_a_slow_issuer_holds_nobody_longer_than_one_wait(
    live_callers: Callers, issuer: Issuer, believing: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check S7: eight at once, each 401, and the issuer is asked once: the others wait for that and ask no more."""
    monkeypatch.setattr(oidc, "FETCH_SECONDS", 1.0)
    # Nobody tries again for three seconds, which eight take longer than on a busy machine.
    monkeypatch.setattr(oidc, "FAILED_SECONDS", GENEROUS)
    believing("slow")
    before = issuer.asked("slow/keys")
    with ThreadPoolExecutor(8) as pool:
        waits = [pool.submit(turned_away, live_callers, issuer.token(issuer.claims("slow"))) for _ in range(8)]
        for wait in waits:
            wait.result()
    assert issuer.asked("slow/keys") == before + 1
    assert issuer.asked("slow/answered") == 0


def test_keys_are_fetched_once_and_unknown_ones_once_a_minute(
    callers: Callers, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked(callers)
    before = issuer.asked("good/keys")
    for _ in range(3):
        ok(sign_in(callers, issuer.token(issuer.claims())))
    for number in range(3):
        turned_away(callers, issuer.token(issuer.claims(), "unlisted", kid=f"unknown-{number}"))
    assert issuer.asked("good/keys") == before + 1
    later = time.monotonic() + 61
    monkeypatch.setattr("app.security.oidc.time.monotonic", lambda: later)
    for number in range(3):
        turned_away(callers, issuer.token(issuer.claims(), "unlisted", kid=f"unknown-{number}"))
    assert issuer.asked("good/keys") == before + 2


def test_a_second_factor_is_asked_for_unless_the_issuer_did(callers: Callers, issuer: Issuer) -> None:
    account_id = linked(callers)
    vault, secret = factories.VAULT, pyotp.random_base32()
    with db.transaction() as session:
        account = session.get_one(Account, callers.accounts[Role.LEADER])
        account.totp_sealed = vault.seal_in(secret, "accounts", "totp_sealed", account.id)
        account.totp_confirmed_at = clock.now()
    token = issuer.token(issuer.claims())
    for _ in range(6):
        # Being asked for the code is no failure, so it slows nobody down.
        refused(sign_in(callers, token), 401, "second_factor_required")
    refused(sign_in(callers, token, totp_code="000000"), 401, "second_factor_wrong")
    code = pyotp.TOTP(secret).now()
    assert ok(sign_in(callers, token, totp_code=code))["account"]["id"] == account_id
    refused(sign_in(callers, token, totp_code=code), 401, "second_factor_wrong")
    ok(sign_in(callers, issuer.token(issuer.claims(amr=["pwd", "otp"]))))


def test_a_sign_in_leaves_one_entry_in_the_log(callers: Callers, issuer: Issuer) -> None:
    """Check S10."""
    linked(callers)
    with db.reading() as session:
        before = session.query(AuditEntry).count()
    ok(sign_in(callers, issuer.token(issuer.claims())))
    turned_away(callers, issuer.token(issuer.claims(sub="nobody")))
    with db.reading() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.seq).offset(before).all()
        assert [(one.action, one.role, one.reason) for one in entries] == [
            ("login_outside", Role.LEADER, None),
            ("login_outside_failed", None, "outside_identity_refused"),
        ]
        assert SUBJECT not in str([vars(one) for one in entries])


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        (Environment.PRODUCTION, "http://127.0.0.1:8080/realms/an-giang"),
        (Environment.TEST, "http://keycloak.example/realms/an-giang"),
        (Environment.TEST, "ftp://127.0.0.1/realms"),
        (Environment.TEST, "https://keycloak.example/realms?x=1"),
        (Environment.TEST, "https://[broken"),
        (Environment.TEST, "keycloak"),
    ],
)
def test_an_issuer_is_reached_by_https_only(environment: Environment, address: str) -> None:
    own = {name: value[:-2] + "Q=" if "=" in value else f"own-{value}" for name, value in DEMO_SECRETS.items()}
    with pytest.raises(ValidationError, match="CUNGCAU_OIDC_ISSUER"):
        Settings(environment=environment, oidc_issuer=address, oidc_audience=AUDIENCE, **own)
    with pytest.raises(ValidationError, match="CUNGCAU_OIDC_AUDIENCE"):
        Settings(environment=Environment.TEST, oidc_issuer="https://keycloak.example/realms/an-giang")
