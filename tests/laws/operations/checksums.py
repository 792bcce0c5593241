"""What every table holds, as one digest each, to see that a request changed nothing."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from app.infra import db
from app.models import Base

REMEMBERED = frozenset({"sign_in_sessions.last_used_at", "login_attempts"})
"""When a session was last used, and that somebody tried to sign in: kept about the caller, with every answer."""


def checksums() -> dict[str, str]:
    """A digest of all rows of each table."""
    with db.reading() as session:
        found = {}
        for table in Base.metadata.sorted_tables:
            if table.name in REMEMBERED:
                continue
            columns = [column for column in table.columns if str(column) not in REMEMBERED]
            rows = sorted(repr(tuple(row)) for row in session.execute(select(*columns)))
            found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return found


@contextmanager
def nothing_changed() -> Iterator[None]:
    """Fails when the block changes any row anywhere."""
    before = checksums()
    yield
    after = checksums()
    changed = [name for name in before if before[name] != after[name]]
    assert not changed, changed
