"""An outside issuer that runs (``oidc_issuer``), and tokens of it, for whoever signs in with one."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.support.paths import ROOT
from tests.support.patience import GENEROUS

AUDIENCE, SUBJECT = "cungcau", "f7c1d2a4-5b0e-4f3f-9c55-0a1b2c3d4e5f"
SLOW = ("slow", "dripping", "endless")
"""Issuers that take so long that whoever waits for their answer hangs."""
Claims = dict[str, Any]


class Issuer:
    """The process, the keys it signs with, and tokens of it."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.base = f"http://127.0.0.1:{said['port']}"
        self.keys = {
            name: load_pem_private_key(text.encode(), None, unsafe_skip_rsa_key_validation=True)
            for name, text in said["keys"].items()
        }

    def claims(self, temper: str = "good", **changes: Any) -> Claims:
        now = int(time.time())
        plain = {"iss": f"{self.base}/{temper}", "aud": AUDIENCE, "sub": SUBJECT, "iat": now, "exp": now + 300}
        return {name: value for name, value in (plain | changes).items() if value is not None}

    def token(self, claims: Claims, key: str = "rsa", *, kid: str | None = None, **header: Any) -> str:
        algorithm = header.pop("alg", {"ec": "ES256", "p384": "ES384"}.get(key, "RS256"))
        return jwt.encode(claims, self.keys[key], algorithm, headers={"kid": kid or key, **header})

    def asked(self, what: str) -> int:
        with urlopen(f"{self.base}/asked", timeout=GENEROUS) as answer:  # noqa: S310 - our own process.
            count: int = json.load(answer).get(what, 0)
            return count


@contextmanager
def issuing() -> Iterator[Issuer]:
    """The process, gone afterwards."""
    command = [sys.executable, "-m", "tests.support.processes.oidc_issuer"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield Issuer(json.loads(process.stdout.readline()))
        finally:
            process.kill()
