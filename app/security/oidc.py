"""ID tokens of an outside OpenID Connect issuer: fetched keys, two algorithms, and one refusal for everything else.

Discovery and keys come over one address that the operator set; a token chooses neither address, nor algorithm, nor key
type. Whatever goes wrong, at the issuer too, is ``TokenRefused`` within ``FETCH_SECONDS``.
"""

import asyncio
import json
import re
import threading
import time
from dataclasses import dataclass
from typing import Any

import httpx
import jwt
from jwt.types import Options

from app.security.trusted_urls import is_safe

ALGORITHMS = {"RSA": "RS256", "EC": "ES256"}
RSA_BITS = 2048
LEEWAY_SECONDS = 60
# A token is shown once, right after it was issued; a copy of an older one is no proof that somebody is there.
FRESH_SECONDS = 600
TOKEN_BYTES = 16_384
ANSWER_BYTES = 262_144
FETCH_SECONDS = 1.0
KEYS_SECONDS = 600
UNKNOWN_KEY_SECONDS = 60
FAILED_SECONDS = 3
SUBJECT = re.compile(r"[\x21-\x7e]{1,255}")
STRONG = frozenset({"mfa", "otp", "hwk", "fpt", "face", "sc"})
REQUIRED: Options = {"require": ["iss", "aud", "exp", "iat", "sub"], "enforce_minimum_key_length": True}


class TokenRefused(Exception):
    """The token is not believed; ``reason`` is a word for the log and holds nothing of the token."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class OidcIdentity:
    """Who the issuer says somebody is; ``second_factor``: it says that more than a password was asked (RFC 8176)."""

    issuer: str
    subject: str = ""
    second_factor: bool = False


class Issuer:
    """One issuer and its keys; shared by all threads."""

    def __init__(self, issuer: str, audience: str, *, loopback: bool = False) -> None:
        self.issuer = issuer
        self._audience = audience
        self._loopback = loopback
        self._lock = threading.Lock()
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = self._asked_at = float("-inf")

    def verify(self, token: str) -> OidcIdentity:
        """Who a token is about; TokenRefused."""
        if len(token) > TOKEN_BYTES:
            raise TokenRefused("too_long")
        try:
            header = jwt.get_unverified_header(token)
            algorithm, kid = header.get("alg"), header.get("kid")
            kind = str(header.get("typ", "JWT")).upper()
            if algorithm not in ALGORITHMS.values() or not isinstance(kid, str) or "crit" in header or kind != "JWT":
                raise TokenRefused("header")
            key = self._key(kid)
            if key.algorithm_name != algorithm:
                raise TokenRefused("algorithm")
            claims = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=self.issuer,
                audience=self._audience,
                leeway=LEEWAY_SECONDS,
                options=REQUIRED,
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError, OverflowError) as error:
            raise TokenRefused(type(error).__name__) from error
        return self._outside(claims)

    def _outside(self, claims: dict[str, Any]) -> OidcIdentity:
        issued = claims["iat"]
        if not isinstance(issued, int | float) or issued < time.time() - FRESH_SECONDS - LEEWAY_SECONDS:
            raise TokenRefused("iat")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self._audience:
            raise TokenRefused("azp")
        subject, methods = claims["sub"], claims.get("amr")
        if not isinstance(subject, str) or not SUBJECT.fullmatch(subject):
            raise TokenRefused("sub")
        strong = isinstance(methods, list) and any(isinstance(one, str) and one in STRONG for one in methods)
        return OidcIdentity(self.issuer, subject, strong)

    def _key(self, kid: str) -> jwt.PyJWK:
        """The key of an id. Fetched anew when old, or when unknown and not asked for within the last minute.

        Threads wait here for one fetch, and after one that failed nobody tries again for a moment, so that a slow
        issuer costs each caller one wait at most.
        """
        with self._lock:
            now = time.monotonic()
            fresh = now - self._fetched_at < KEYS_SECONDS
            if fresh and kid in self._keys:
                return self._keys[kid]
            if now - self._asked_at < (UNKNOWN_KEY_SECONDS if fresh else FAILED_SECONDS):
                raise TokenRefused("unknown_key" if fresh else "issuer_away")
            try:
                self._keys = self._fetch()
                self._fetched_at = time.monotonic()
            finally:
                self._asked_at = time.monotonic()
            if kid not in self._keys:
                raise TokenRefused("unknown_key")
            return self._keys[kid]

    def _fetch(self) -> dict[str, jwt.PyJWK]:
        # A loop of its own gives a limit on the whole, name look-up and dripping headers included; the waits that the
        # client itself offers are per read.
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(asyncio.wait_for(self._read(), FETCH_SECONDS))
        except (TimeoutError, OSError, httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
            raise TokenRefused("issuer_away") from error
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    async def _read(self) -> dict[str, jwt.PyJWK]:
        # The operator's proxy and certificates count, except towards this very machine.
        proxied = not self._loopback
        async with httpx.AsyncClient(timeout=FETCH_SECONDS, follow_redirects=False, trust_env=proxied) as client:
            about = await _json(client, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            address = about.get("jwks_uri")
            if about.get("issuer") != self.issuer or not isinstance(address, str):
                raise TokenRefused("discovery")
            if not is_safe(address.partition("?")[0], loopback=self._loopback):
                raise TokenRefused("discovery")
            return _usable((await _json(client, address)).get("keys"))


async def _json(client: httpx.AsyncClient, address: str) -> dict[str, Any]:
    """The object that an address answers, at most ``ANSWER_BYTES`` long."""
    content = bytearray()
    asked = {"Accept": "application/json", "Accept-Encoding": "identity"}
    async with client.stream("GET", address, headers=asked) as answer:
        if answer.status_code != 200:
            raise TokenRefused("issuer_away")
        async for part in answer.aiter_raw():
            content += part
            if len(content) > ANSWER_BYTES:
                raise TokenRefused("issuer_away")
    found = json.loads(content)
    if not isinstance(found, dict):
        raise TokenRefused("issuer_away")
    return found


def _usable(listed: object) -> dict[str, jwt.PyJWK]:
    """Signing keys by id: RSA of at least 2,048 bits and EC on P-256, each for its one algorithm; nothing else."""
    found: dict[str, jwt.PyJWK] = {}
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, dict) or one.get("use", "sig") != "sig" or not isinstance(one.get("kid"), str):
            continue
        algorithm = ALGORITHMS.get(str(one.get("kty")))
        if algorithm is None or one.get("alg", algorithm) != algorithm:
            continue
        try:
            key = jwt.PyJWK(one, algorithm)
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
        if algorithm == "ES256" and one.get("crv") != "P-256":
            continue
        if algorithm == "RS256" and key.key.key_size < RSA_BITS:
            continue
        found[one["kid"]] = key
    return found
