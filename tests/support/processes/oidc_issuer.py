"""An OpenID Connect issuer on the loopback, as a process of its own: ``python -m tests.support.processes.oidc_issuer``.

The first line it prints says where it listens and with which private keys it signs. Each path below it is an issuer
with a temper of its own: ``good``, ``away`` (its keys are 503), ``slow``, ``dripping`` (a byte now and then) and
``endless`` (these three for ten minutes), ``html``, ``list``, ``elsewhere`` (redirects), ``liar`` (another issuer's
name), ``outside`` (keys on another machine), ``keyless``.
"""

import json
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

SLOW_SECONDS = 600
KEYS: dict[str, Any] = {
    "rsa": rsa.generate_private_key(65537, 2048),
    "ec": ec.generate_private_key(ec.SECP256R1()),
    "weak": rsa.generate_private_key(65537, 1024),  # noqa: S505 - it is to be refused.
    "p384": ec.generate_private_key(ec.SECP384R1()),
    "unlisted": rsa.generate_private_key(65537, 2048),
    "encrypting": rsa.generate_private_key(65537, 2048),
}
ALGORITHMS = {"ec": "ES256", "p384": "ES384"}


def public(name: str) -> dict[str, Any]:
    """A public key as its entry in the key set."""
    algorithm = jwt.get_algorithm_by_name(ALGORITHMS.get(name, "RS256"))
    shown: dict[str, Any] = algorithm.to_jwk(KEYS[name].public_key(), as_dict=True)  # type: ignore[attr-defined]
    return {**shown, "kid": name, "use": "enc" if name == "encrypting" else "sig"}


LISTED = [public(name) for name in KEYS if name != "unlisted"] + [
    {"kty": "oct", "kid": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ"},
    {"kty": "RSA", "kid": "broken", "n": "!", "e": 5},
    "no key at all",
]
asked: Counter[str] = Counter()


class Handler(BaseHTTPRequestHandler):
    """Answers discovery, keys, and how often they were asked for."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        _, temper, *rest = self.path.split("/")
        what = rest[-1] if rest else ""
        if temper == "asked":
            self._send(dict(asked))
            return
        asked[f"{temper}/{what}"] += 1
        if what == "openid-configuration":
            self._discover(temper)
        elif what == "keys":
            self._list_keys(temper)
        else:
            self._send({}, 404)

    def _discover(self, temper: str) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}/{temper}"
        if temper == "elsewhere":
            self._send({}, 302, location=here.replace("elsewhere", "good") + "/.well-known/openid-configuration")
            return
        keys = "http://192.0.2.1/keys" if temper == "outside" else f"{here}/keys"
        self._send({"issuer": here.replace("liar", "good") if temper == "liar" else here, "jwks_uri": keys})

    def _list_keys(self, temper: str) -> None:
        if temper == "slow":
            time.sleep(SLOW_SECONDS)
            asked["slow/answered"] += 1
        if temper in ("dripping", "endless"):
            self._drip(temper)
        elif temper == "html":
            self._send_bytes(b"<html>Not what you asked for</html>")
        elif temper == "list":
            self._send_bytes(b"[" * 100_000)
        else:
            self._send({"keys": [] if temper == "keyless" else LISTED}, 503 if temper == "away" else 200)

    def _drip(self, temper: str) -> None:
        self.send_response(200)
        self.end_headers()
        until = time.monotonic() + SLOW_SECONDS
        while time.monotonic() < until:
            self.wfile.write(b" " * (1 if temper == "dripping" else 65_536))
            if temper == "dripping":
                time.sleep(0.2)
        asked[f"{temper}/answered"] += 1

    def _send(self, body: dict[str, Any], status: int = 200, location: str | None = None) -> None:
        self._send_bytes(json.dumps(body).encode(), status, location)

    def _send_bytes(self, content: bytes, status: int = 200, location: str | None = None) -> None:
        self.send_response(status)
        if location is not None:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """Says nothing when whoever asked has gone."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Whoever waited too long has hung up."""


def main() -> None:
    """Serve until the pipe of whoever started this is closed."""
    with Server(("127.0.0.1", 0), Handler) as server:
        plain = {
            name: key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
            for name, key in KEYS.items()
        }
        print(json.dumps({"port": server.server_address[1], "keys": plain}), flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
