"""S16: what every answer says about itself, refusals and unknown addresses too."""

from collections.abc import Iterator

import httpx

from checks.attack.target import Finding, Target
from tests.laws.operations.listing import filled
from tests.laws.operations.world import GIVEN, PATH_CODES
from tests.support.answers import NOBODY

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": ("no-referrer", "same-origin", "strict-origin-when-cross-origin"),
}
PAGES = ("/", "/docs", "/openapi.json", "/khong-co", "/api/v1/khong-co", "/health/live", "/metrics")


def attack(target: Target) -> Iterator[Finding]:
    """Every operation by its own method, and by one that it does not take."""
    wrong, asked = [], 0
    for operation in target.operations:
        known = {name: PATH_CODES.get(operation.path.split("/")[-2], "x") for name in ("code",)}
        names = [slot.name for slot in operation.slots() if slot.where == "path"]
        path = filled(operation.path, {name: known.get(name, GIVEN.get(name, NOBODY)) for name in names})
        for role in ("staff", "anonymous"):
            for method in (operation.method, "TRACE"):
                body: dict[str, str] | None = {} if method in ("POST", "PUT", "PATCH") else None
                wrong += faults(target.clients[role].request(method, path, json=body))
                asked += 1
    for path in PAGES:
        wrong += faults(target.clients["anonymous"].get(path))
        asked += 1
    figure = "; ".join(sorted(set(wrong))[:5]) or f"{asked} answers, all right"
    yield Finding("S16", "headers of every answer", "nosniff, CSP, no banner, no-store", figure, not wrong)
    yield _splitting(target)


def faults(answer: httpx.Response) -> list[str]:
    """What is missing or too much."""
    where = f"{answer.request.method} {answer.request.url.path} {answer.status_code}"
    found = []
    for name, wanted in ALWAYS.items():
        if answer.headers.get(name) not in ((wanted,) if isinstance(wanted, str) else wanted):
            found.append(f"{where}: {name} {answer.headers.get(name)}")
    policy = answer.headers.get("content-security-policy", "")
    if "unsafe" in policy or "frame-ancestors 'none'" not in policy:
        found.append(f"{where}: CSP {policy!r}")
    if {"server", "x-powered-by"} & answer.headers.keys():
        found.append(f"{where}: banner")
    if "/api/v1/" in where and "no-store" not in answer.headers.get("cache-control", ""):
        found.append(f"{where}: may be stored")
    if "x-request-id" not in answer.headers:
        found.append(f"{where}: no request id")
    return found


def _splitting(target: Target) -> Finding:
    """A line break in what an answer repeats makes no header."""
    given = {"X-Request-ID": "abc", "Accept-Language": "vi"}
    wrong = []
    for text in ("%0d%0aSet-Cookie:%20a=b", "%E5%98%8A%E5%98%8DSet-Cookie:a=b", "a%00b"):
        for path in (f"/api/v1/enterprises?q={text}", f"/api/v1/zones/{text}", f"/{text}"):
            answer = target.clients["staff"].get(path, headers=given)
            if "set-cookie" in answer.headers or answer.status_code >= 500:
                wrong.append(f"{path}: {answer.status_code}")
    return Finding(
        "S14", "line breaks in addresses", "no header of the sender's", "; ".join(wrong) or "none", not wrong
    )
