"""A client generated from docs/openapi.json is typed, and does real work: sign in, create, read, page through all."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import clock
from app.infra import db, schema
from checks.fuzz.service import ROOT, database, service
from seed.reference import load_reference
from tests.support import factories

pytestmark = pytest.mark.xdist_group("client")

PACKAGE = "cungcau_client"
# Hooks would run a formatter that need not be installed; nothing is fetched either.
CONFIG = f"package_name_override: {PACKAGE}\npost_hooks: []\n"
OCCUPATIONS = ROOT / "seed" / "reference" / "occupations.csv"

SESSION = f"""
import sys

from {PACKAGE} import AuthenticatedClient, Client
from {PACKAGE}.api.enterprises import create_enterprise, get_enterprise
from {PACKAGE}.api.login import login
from {PACKAGE}.api.occupations import list_occupations
from {PACKAGE}.models import (
    EnterpriseCreate,
    EnterpriseDetailOut,
    EnterpriseKind,
    EnterpriseStage,
    LoginCreate,
    PageOccupationOut,
    Problem,
    TokenOut,
)
from {PACKAGE}.types import UNSET, Unset

address, username, password, tax_code = sys.argv[1:]

signed_in = login.sync(client=Client(base_url=address), body=LoginCreate(username=username, password=password))
assert isinstance(signed_in, TokenOut), signed_in
client = AuthenticatedClient(base_url=address, token=signed_in.access_token)

wanted = EnterpriseCreate(
    name="Công ty TNHH Máy Khách (số liệu mẫu)",
    kind=EnterpriseKind.NON_STATE,
    stage=EnterpriseStage.OPERATING,
    tax_code=tax_code,
    commune_code="30463",
    zone_code="kcn-binh-long",
)
created = create_enterprise.sync(client=client, body=wanted)
assert isinstance(created, EnterpriseDetailOut), created
read = get_enterprise.sync(created.id, client=client)
assert isinstance(read, EnterpriseDetailOut), read
assert (read.name, read.tax_code, read.zone_code) == (wanted.name, tax_code, "kcn-binh-long")
assert read == created

twice = create_enterprise.sync(client=client, body=wanted)
assert isinstance(twice, Problem), twice
assert (twice.status, twice.code) == (409, "tax_code_taken")

cursor: str | Unset = UNSET
while True:
    page = list_occupations.sync(client=client, limit=100, cursor=cursor)
    assert isinstance(page, PageOccupationOut), page
    print(*(row.code for row in page.items), sep="\\n")
    if page.next_cursor is None:
        break
    cursor = page.next_cursor
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the generated package and, beside it, the program that uses it."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    (folder / "session.py").write_text(SESSION, "utf-8")
    options = ["--path", str(ROOT / "docs" / "openapi.json"), "--config", "config.yaml", "--meta", "none"]
    run(["-m", "openapi_python_client", "generate", *options, "--output-path", PACKAGE, "--fail-on-warning"], folder)
    return folder


def run(arguments: list[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def address() -> Iterator[str]:
    """The service on an SQLite file with reference lists and one account a role."""
    with database("sqlite") as url:
        engine = db.make_engine(url)
        schema.upgrade(engine)
        db.bind(engine)
        with db.transaction() as session:
            load_reference(session, clock.now())
            session.flush()
            factories.accounts(session)
        engine.dispose()
        with service(url) as found:
            yield found


@pytest.mark.server
@pytest.mark.slow(seconds=6)
def test_generated_client_is_typed(generated: Path) -> None:
    """Its own package and our use of it, checked without our settings and plugins."""
    run(["-m", "mypy", "--config-file=", "--cache-dir=.mypy", PACKAGE, "session.py"], generated)


@pytest.mark.server
def test_generated_client_signs_in_creates_reads_and_pages_through_all_rows(generated: Path, address: str) -> None:
    shown = run(["session.py", address, "staff", factories.PASSWORD, factories.tax_code()], generated)
    codes = shown.split()
    with OCCUPATIONS.open(encoding="utf-8", newline="") as file:
        wanted = {row["code"] for row in csv.DictReader(file)}
    assert len(codes) == len(set(codes)) == 621
    assert set(codes) == wanted
