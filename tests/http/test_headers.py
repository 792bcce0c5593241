"""Check S16: what every answer says to a browser, the request's id, and what the service is built from."""

import importlib.metadata
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import ValidationError
from sqlalchemy import select

from app.api.operations.docs_page import STATIC
from app.config import DEMO_SECRETS, Environment, Settings
from app.infra import db
from app.main import create_app
from app.models import AuditEntry
from tests.conftest import SECRET, Callers
from tests.support.answers import NOBODY, V1, ok, refused
from tests.support.paths import ROOT

WANTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
OWN = {
    "secret_key": "a-secret-of-this-installation-0123456789",
    "field_keys": "k1:" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
    "index_key": "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=",
    "audit_key": "an-audit-key-of-this-installation-0123456789",
}


def check(client: TestClient, method: str, url: str) -> None:
    answer = client.request(method, url, headers={"If-Match": f'"{"0" * 32}"'}, follow_redirects=False)
    where = f"{method} {url} {answer.status_code}"
    assert answer.status_code != 500, where
    for name, value in WANTED.items():
        assert answer.headers.get(name) == value, where
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy, where
    assert "unsafe" not in policy, where
    assert "default-src 'none'" in policy, where
    assert "geolocation=()" in answer.headers["permissions-policy"], where
    assert "server" not in answer.headers, where
    assert "x-powered-by" not in answer.headers, where
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"]), where
    assert answer.headers["cache-control"] == "no-store", where


def test_every_operation_carries_the_headers(api: Callers, app: FastAPI) -> None:
    """Check S16, over each operation of the OpenAPI, for somebody signed in and for nobody."""
    checked = 0
    for path, methods in app.openapi()["paths"].items():
        url = re.sub(r"\{[^}]+\}", NOBODY, path)
        for method in methods:
            for client in (api.staff, api.anonymous):
                check(client, method.upper(), url)
                checked += 1
    assert checked > 120


def test_every_page_and_file_carries_the_headers(api: Callers) -> None:
    files = [f"/static/{file.relative_to(STATIC).as_posix()}" for file in STATIC.rglob("*") if file.is_file()]
    assert len(files) > 3
    for url in ("/", "/docs", "/openapi.json", "/nowhere", *files):
        check(api.anonymous, "GET", url)
    check(api.anonymous, "DELETE", "/docs")


def test_pages_hold_no_script_or_style_of_their_own() -> None:
    """Check S16: nothing in a page needs an exception from the policy, or another host."""
    for page in STATIC.rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), page
        assert not re.search(r"<style|\sstyle=|\son\w+=|https?://|//\w", text), page


def test_browsers_are_told_to_insist_on_tls_only_behind_it(app: FastAPI) -> None:
    settings = Settings(environment=Environment.TEST, secret_key=SECRET, log_level="ERROR", tls=True)
    with_tls = TestClient(create_app(settings)).get("/health/live")
    assert with_tls.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "strict-transport-security" not in TestClient(app).get("/health/live").headers


@pytest.mark.parametrize("given", ["8d2f0c1e-77aa-4b0e-9d3c-0123456789ab", "batch-2026-11-22", "ABCDEFGH", "a" * 40])
def test_a_request_keeps_the_id_it_came_with(api: Callers, given: str) -> None:
    """It goes through to the answer, to the problem document, and to the audit log."""
    answer = api.staff.get(f"{V1}/vacancies/{NOBODY}", headers={"X-Request-ID": given})
    assert refused(answer, 404, "vacancy_not_found")["request_id"] == given
    body = {"title": "Khảo sát", "opens_on": "2026-01-01", "closes_on": "2026-12-31"}
    ok(api.staff.post(f"{V1}/survey-rounds", json=body, headers={"X-Request-ID": given}), 201)
    with db.reading() as session:
        noted = session.scalars(select(AuditEntry.request_id).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert noted == given


@pytest.mark.parametrize(
    "given", ["short", "a" * 41, "with space", "line\tbreak", "<script>1", "091012345678", "0912-345-678"]
)
def test_an_id_that_is_none_or_could_be_somebodys_number_is_replaced(api: Callers, given: str) -> None:
    answer = api.staff.get(f"{V1}/zones", headers={"X-Request-ID": given})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])


@pytest.mark.parametrize("missing", sorted(DEMO_SECRETS))
def test_production_refuses_each_secret_that_everybody_knows(missing: str) -> None:
    Settings(environment=Environment.PRODUCTION, **OWN)
    with pytest.raises(ValidationError, match=f"CUNGCAU_{missing.upper()}") as refusal:
        Settings(environment=Environment.PRODUCTION, **{name: key for name, key in OWN.items() if name != missing})
    assert DEMO_SECRETS[missing] not in "; ".join(item["msg"] for item in refusal.value.errors())


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"])
def test_every_package_of_a_lock_has_hashes(lock: str) -> None:
    """Check S16: an installation takes nothing that was not seen when the lock was written."""
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text("utf-8").split("\n", 2)[2])
    packages = [entry for entry in entries if "==" in entry.split("\n", 1)[0]]
    assert packages
    assert [entry.split("\n", 1)[0] for entry in packages if "--hash=sha256:" not in entry] == []


def names_in(lock: str) -> list[str]:
    return re.findall(r"(?m)^([a-z0-9][a-z0-9._-]*)==", (ROOT / lock).read_text("utf-8"))


KNOWN = re.compile(
    r"\b(apache|mit|bsd|isc|mpl|psf|python software foundation|lgpl|unlicense|public domain|zlib|cc0|0bsd)\b",
    re.IGNORECASE,
)


def test_every_package_that_runs_has_a_known_licence() -> None:
    """Check S16: of everything in requirements.lock that this system installs."""
    unknown, seen = [], 0
    for name in names_in("requirements.lock"):
        try:
            data = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        seen += 1
        said = [data.get("License-Expression") or "", data.get("License") or ""]
        said += [one for one in data.get_all("Classifier") or [] if one.startswith("License ::")]
        if not KNOWN.search(" ".join(said)):
            unknown.append(name)
    assert seen > 30
    assert unknown == []
