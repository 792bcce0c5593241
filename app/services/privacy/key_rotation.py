"""New keys for what is sealed: batch by batch while the service serves, and new blind indexes in one go.

The service opens with every key of its list, so old and new texts live side by side until the last batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from app.models import Account, Base, JobseekerIdentity
from app.security.field_encryption import VERSION, Vault, VaultError
from app.services.people import identities

BATCH = 500


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """The sealed fields of a table: its key, and for each field the column that its text is bound to."""

    model: type[Base]
    key: str
    fields: dict[str, str]

    def behind(self, vault: Vault) -> ColumnElement[bool]:
        """Some field is sealed with a key that is not the newest."""
        current = f"{VERSION}.{vault.current}."
        columns = [getattr(self.model, name) for name in self.fields]
        return or_(*(and_(one.is_not(None), one.not_like(f"{current}%")) for one in columns))


TABLES = (
    SealedColumn(JobseekerIdentity, "jobseeker_id", {f"{name}_sealed": name for name in identities.SEALED}),
    SealedColumn(Account, "id", {"totp_sealed": "totp_sealed"}),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch did: rows sealed anew, rows that no key opens, and the key to go on after (None at the end)."""

    resealed: int
    unreadable: int
    next_key: UUID | None


def behind(session: Session, vault: Vault) -> int:
    """How many rows are still sealed with an older key."""
    counts = (select(func.count()).select_from(one.model).where(one.behind(vault)) for one in TABLES)
    return sum(session.scalar(count) or 0 for count in counts)


def reseal_batch(session: Session, vault: Vault, table: SealedColumn, after: UUID | None, limit: int = BATCH) -> Batch:
    """Seal the next rows of a table with the newest key; run again after a break, it goes on where it stopped."""
    key = getattr(table.model, table.key)
    columns = [getattr(table.model, name) for name in table.fields]
    statement = select(key, *columns).where(table.behind(vault)).order_by(key).limit(limit).with_for_update()
    rows = session.execute(statement if after is None else statement.where(key > after)).all()
    changes = [change for row in rows if (change := _anew(table, row, vault)) is not None]
    if changes:
        session.execute(update(table.model), changes)
    return Batch(len(changes), len(rows) - len(changes), rows[-1][0] if len(rows) == limit else None)


def _anew(table: SealedColumn, row: Sequence[Any], vault: Vault) -> dict[str, Any] | None:
    key, *texts = row
    change: dict[str, Any] = {table.key: key}
    place = table.model.__tablename__
    try:
        for (name, column), text in zip(table.fields.items(), texts, strict=True):
            if text is not None:
                change[name] = vault.seal_in(vault.open_in(text, place, column, key), place, column, key)
    except VaultError:
        return None
    return change


def reindex(session: Session, vault: Vault) -> int:
    """Find people by the present index key: every index anew, in this one transaction; how many people.

    VaultError when some text cannot be opened; then nothing is changed.
    """
    key, changed = JobseekerIdentity.jobseeker_id, 0
    statement = select(JobseekerIdentity).order_by(key).limit(BATCH).with_for_update()
    rows = session.scalars(statement).all()
    while rows:
        for identity in rows:
            plain = identities.opened(identity, vault)
            for name in identities.INDEXED:
                value = getattr(plain, name)
                setattr(identity, f"{name}_index", None if value is None else vault.index(name, value))
        session.flush()
        changed += len(rows)
        last = rows[-1].jobseeker_id
        session.expunge_all()
        rows = session.scalars(statement.where(key > last)).all()
    return changed
