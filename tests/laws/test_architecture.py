"""Who may import whom: the table of the style guide, held against every direct import; and that services dress nothing.

Chains of imports are import-linter's part (``pyproject.toml``). The standard library is open to all, a room to itself;
``main`` may import anything; ``tests`` and ``bench`` are free.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.support.paths import ROOT

COMMANDS = "services exchange models schemas core infra config vocabulary messages sqlalchemy alembic typer rich"
# On the left rooms of app/, seed and migrations; on the right rooms and outside packages that they may import.
TABLE = {
    "vocabulary": "",
    "core": "vocabulary messages holidays",
    "messages": "vocabulary",
    "config": "security.field_encryption security.trusted_urls pydantic pydantic_settings",
    "security": "core argon2 cryptography jwt httpx",
    "infra": "config core alembic limits prometheus_client sqlalchemy structlog",
    "matching": "vocabulary core.text numba numpy rapidfuzz",
    "schemas": "vocabulary core pydantic pydantic_core",
    "models": "vocabulary core sqlalchemy",
    "services": "models matching schemas core vocabulary messages security numpy pyotp sqlalchemy",
    "exchange": "services schemas core vocabulary messages httpx",
    "runtime": "config core infra matching.ranking.Rules services starlette opentelemetry",
    "http": "runtime schemas services core vocabulary messages security infra config matching.ranking.Pool "
    "fastapi starlette pydantic orjson uvicorn h11 opentelemetry sqlalchemy",
    # Of the engines only values that a view dresses.
    "api web": "http runtime services exchange schemas core vocabulary messages infra config security "
    "matching.ranking.Counts matching.ranking.Relaxation matching.ranking.Unlock "
    "fastapi starlette pydantic orjson jinja2 sqlalchemy.orm.Session sqlalchemy.exc",
    "jobs": COMMANDS + " security",
    # What --json prints is the document that the API gives.
    "cli": COMMANDS + " security jobs seed main http api.ranking.views pydantic",
    "seed": COMMANDS + " security numpy",
    "migrations/env": "config infra models alembic sqlalchemy",
    "migrations/versions": "alembic sqlalchemy",
    "__init__ migrations/__init__": "",
}
DOMAINS = set("common reference access demand people ranking placement privacy plans operations".split())
SHARED_TEXTS = ("catalogue", "fields", "labels")
ROWS = {room: set(allowed.split()) for rooms, allowed in TABLE.items() for room in rooms.split()}
# Services give values, and whoever answers dresses them: the API, the terminal, and later pages, Word and Excel.
OUTPUT_SCHEMA = re.compile(r"schemas\..*Out")


def imported(path: str, source: str) -> Iterator[str]:
    """Full names of everything imported; ``app.x`` without its ``app.``, since the table names rooms."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            package = path.removesuffix(".py").split("/")[: -node.level] if node.level else []
            base = ".".join([*package, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}".removeprefix("app.") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("app.") for alias in node.names)


def violations(path: str, source: str) -> Iterator[str]:
    top, below, *_ = path.removesuffix(".py").split("/")
    room = {"app": below, "migrations": f"migrations/{below}"}.get(top, top)
    allowed = ROWS.get(room, set()) | {room} | sys.stdlib_module_names
    if room not in ROWS and room != "main":
        yield f"{path} is in no row of the table"
    for name in imported(path, source) if room in ROWS else ():
        if not any(f"{name}.".startswith(f"{entry}.") for entry in allowed):
            yield f"{path} imports {name}, which {room} may not"


def dressings(path: str, source: str) -> Iterator[str]:
    """Output schemas that a service imports, though it may take inputs from the same modules."""
    if path.startswith("app/services/"):
        yield from (f"{path} imports {name}" for name in imported(path, source) if OUTPUT_SCHEMA.fullmatch(name))


def found_in_files(law: Callable[[str, str], Iterator[str]]) -> list[str]:
    files = [file for top in ("app", "seed", "migrations") for file in sorted((ROOT / top).rglob("*.py"))]
    return [line for f in files for line in law(f.relative_to(ROOT).as_posix(), f.read_text(encoding="utf-8"))]


def test_every_import_is_in_the_table() -> None:
    found = found_in_files(violations)
    assert not found, "\n".join(found)


def test_services_give_values_and_no_output_schemas() -> None:
    found = found_in_files(dressings)
    assert not found, "\n".join(found)


def test_a_service_that_dresses_is_found() -> None:
    assert list(dressings("app/services/people/x.py", "from app.schemas.people.jobseekers import JobseekerOut"))
    assert not list(dressings("app/services/people/x.py", "from app.schemas.people.jobseekers import JobseekerCreate"))
    assert not list(dressings("app/api/people/views.py", "from app.schemas.people.jobseekers import JobseekerOut"))


@pytest.mark.parametrize(
    "statement", ["import fastapi", "from app.infra import db", "from ..api import y", "import app.config"]
)
def test_a_wrong_import_is_found(statement: str) -> None:
    assert list(violations("app/services/x.py", f"def f():\n    {statement}"))
    assert not list(violations("app/main.py", statement))


def routers() -> set[str]:
    """Modules of routers: everything in the rooms of api but the views."""
    return {
        f"api.{file.parent.name}.{file.stem}"
        for file in (ROOT / "app" / "api").rglob("*.py")
        if file.stem not in ("__init__", "views")
    }


def test_no_router_imports_a_router() -> None:
    found = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in (ROOT / "app" / "api").rglob("*.py")
        for name in imported(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))
        if any(f"{name}.".startswith(f"{router}.") for router in routers())
    ]
    assert not found, "\n".join(found)


def test_every_layer_has_the_same_domains() -> None:
    """A path is guessed: layer, domain, resource."""
    for layer in ("api", "models", "schemas", "services"):
        rooms = {room.name for room in (ROOT / "app" / layer).iterdir() if room.is_dir() and room.name[0] != "_"}
        assert rooms <= DOMAINS, layer
    for layer in ("messages", "vocabulary"):
        files = {file.stem for file in (ROOT / "app" / layer).glob("*.py")} - {"__init__", *SHARED_TEXTS}
        assert files <= DOMAINS, layer
