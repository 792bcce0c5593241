"""S7: tokens that nobody signed, or for somebody else, or too large to be any."""

import base64
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt

from checks.attack.target import Finding, Target
from checks.fuzz.run import USERS
from checks.fuzz.service import SECRET, sign_in

ME = "/api/v1/auth/me"
SLOWEST = 2.0


def attack(target: Target) -> Iterator[Finding]:
    """Each is 401 (what is larger than any header may be refused before: 400 or 431), within two seconds."""
    wrong, slowest = [], 0.0
    tokens = hostile(sign_in(target.address, USERS["staff"]))
    for name, token in tokens.items():
        client, started = target.client(None), time.perf_counter()
        try:
            status = client.get(ME, headers={"Authorization": f"Bearer {token}"}).status_code
        except httpx.TransportError:
            # The server may hang up on a header that it does not read to its end.
            status = 431
        slowest = max(slowest, time.perf_counter() - started)
        if status != 401 and not (len(token) > 60_000 and status in (400, 431)):
            wrong.append(f"{name}: {status}")
    figure = "; ".join(wrong) or f"all refused, slowest {slowest * 1000:.0f} ms"
    mark = f"401 within {SLOWEST:.0f} s, never 500"
    yield Finding("S7", f"{len(tokens)} forged tokens", mark, figure, not wrong and slowest < SLOWEST)


def hostile(true: str) -> dict[str, str]:
    """Forgeries of a token that is good."""
    said = jwt.decode(true, options={"verify_signature": False})
    head, body, signature = true.split(".")
    now = datetime.now(UTC)

    def signed(changes: dict[str, Any], secret: str = SECRET, algorithm: str = "HS256", **header: Any) -> str:
        return jwt.encode({**said, **changes}, secret, algorithm=algorithm, headers=header)

    return {
        "algorithm none": f"{_part({'alg': 'none', 'typ': 'JWT'})}.{body}.",
        "algorithm None": f"{_part({'alg': 'None'})}.{body}.{signature}",
        "no signature": f"{head}.{body}.",
        "another secret": signed({}, "another-secret-of-32-characters-or-more"),
        "another algorithm": signed({}, SECRET * 2, "HS512"),
        "expired": signed({"exp": now - timedelta(minutes=5)}),
        "of the future": signed({"iat": now + timedelta(hours=2), "nbf": now + timedelta(hours=2)}),
        "another audience": signed({"aud": "elsewhere"}),
        "another issuer": signed({"iss": "https://elsewhere.example"}),
        "nobody's account": signed({"sub": str(uuid4())}),
        "no session": signed({"sid": str(uuid4())}),
        "subject that is no id": signed({"sub": "1 OR 1=1"}),
        "subject with NUL": signed({"sub": "\x00"}),
        "body changed": f"{head}.{_part({**said, 'sub': str(uuid4())})}.{signature}",
        "unknown key id": signed({}, "another-secret-of-32-characters-or-more", kid="../../etc/passwd"),
        "not base64": "a.b.c",
        "empty parts": "..",
        "1 MB": "a" * 1_000_000,
        "60 KB of a token": f"{head}.{'a' * 30_000}.{signature}",
    }


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
