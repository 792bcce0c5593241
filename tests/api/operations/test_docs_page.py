"""The page that shows the OpenAPI: from our own files only, unchanged, behind the same headers as everything else."""

import hashlib
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api.operations.docs_page import STATIC
from app.http.middleware import HEADERS

OWN = ("docs.html", "docs.js", "docs.css")
SERVED = ("/docs", "/openapi.json", *(f"/static/{name}" for name in (*OWN, "swagger-ui-bundle.js", "swagger-ui.css")))
# An address of another host: with its scheme, or beginning with two slashes where an address may stand.
ELSEWHERE = re.compile(r"""https?://|wss?://|["'(]//""")


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


@pytest.mark.parametrize("name", OWN)
def test_our_files_name_no_other_host(name: str) -> None:
    assert ELSEWHERE.findall((STATIC / name).read_text("utf-8")) == []


def test_the_page_loads_only_what_we_serve(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert ELSEWHERE.findall(page.text) == []
    links = re.findall(r"""(?:href|src)="([^"]+)\"""", page.text)
    assert len(links) >= 5
    for link in links:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("address", SERVED)
def test_the_page_and_its_files_carry_the_security_headers(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    for name, value in HEADERS:
        assert answer.headers[name.decode()] == value.decode(), name
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy.replace("https:", "http:").split("'none'", 1)[1]


def test_styles_load_nothing_from_elsewhere() -> None:
    """The policy would stop it too, but then the page would be broken."""
    addresses = re.findall(r"url\(\s*[\"']?([^)\"']+)", (STATIC / "swagger-ui.css").read_text("utf-8"))
    assert [address for address in addresses if not address.startswith("data:")] == []
    assert "@import" not in (STATIC / "swagger-ui.css").read_text("utf-8")


def test_files_of_others_are_unchanged() -> None:
    lines = [line.split() for line in (STATIC / "SHA256SUMS").read_text("utf-8").splitlines()]
    for digest, name in lines:
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest, name
    theirs = {file.name for file in Path(STATIC).iterdir() if file.name.startswith("swagger-ui")}
    assert theirs == {name for _, name in lines}
