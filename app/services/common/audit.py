"""The audit log, a hash chain: one entry for each write and each reading of identity in clear; nothing can be undone.

Each hash is an HMAC over the entry and the hash before it, under a key that the database does not hold: whoever can
write to the tables can break the chain, but not mend it. The head holds the number and hash of the last entry under a
seal, so that entries cut off the end are missed too. What nobody can see from the inside is a head put back to an
earlier, once valid state together with the end cut off: against that, number and hash are noted elsewhere
(``cungcau audit head``) and compared later (``cungcau audit verify --expect``).
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.core.errors import invalid_parameter
from app.core.permissions import Actor
from app.core.reporting_days import begin_of, end_of
from app.models import Account, AuditEntry, AuditHead
from app.schemas.operations.audit import AuditQuery
from app.services.common import keyset

GENESIS = "0" * 64
NOTES = "audit_details"
BATCH = 2_000
ENTRIES, HEAD = (cast(Table, model.__table__) for model in (AuditEntry, AuditHead))
# Made once: the entry is a part of every write, and building statements would cost more than running them.
_LOCK = select(AuditHead.seq, AuditHead.hash).where(AuditHead.id == 1).with_for_update()
_ADD = insert(ENTRIES).values({column: bindparam(f"_{column.name}", type_=column.type) for column in ENTRIES.c})
_MOVE = (
    update(HEAD).where(HEAD.c.id == 1).values(seq=bindparam("_seq"), hash=bindparam("_hash"), seal=bindparam("_seal"))
)
# One way to the server and back while the head is locked, where the database can do both at once.
_ADD_AND_MOVE = _MOVE.add_cte(_ADD.cte("entry"))


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: the kind of record and its id or code."""

    kind: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is put down of one act: what was done, by whom, to what, why, in which request; codes and numbers only."""

    action: str
    actor: Actor | None = None
    subject: Subject | None = None
    reason: str | None = None
    request_id: str | None = None
    details: Mapping[str, Any] | None = None


def note(session: Session, **details: Any) -> None:  # noqa: ANN401 - codes, numbers, days and lists of them.
    """Add to the entry that this transaction will write; codes, numbers and days only, never a value of a person."""
    session.info.setdefault(NOTES, {}).update(details)


def record(session: Session, key: str, entry: Entry, now: datetime) -> None:
    """Append one entry. Do it last in a transaction: the head stays locked until the commit."""
    session.flush()
    connection = session.connection()
    seq, last = _locked_head(connection, key)
    about, actor = entry.subject or Subject(), entry.actor
    row = {
        "seq": seq + 1,
        "at": now,
        "account_id": None if actor is None else actor.account_id,
        "role": None if actor is None else actor.role,
        "action": entry.action,
        "subject_type": about.kind,
        "subject_id": about.key,
        "reason": entry.reason,
        "request_id": entry.request_id,
        "details": dict(entry.details or {}) | session.info.pop(NOTES, {}),
        "previous_hash": last,
    }
    row["hash"] = _digest(key, row)
    added = {f"_{name}": value for name, value in row.items()}
    moved = {"_seq": row["seq"], "_hash": row["hash"], "_seal": _seal(key, seq + 1, row["hash"])}
    if connection.dialect.name == "postgresql":
        connection.execute(_ADD_AND_MOVE, added | moved)
    else:
        connection.execute(_ADD, added)
        connection.execute(_MOVE, moved)


def _locked_head(connection: Connection, key: str) -> tuple[int, str]:
    head = connection.execute(_LOCK).one_or_none()
    if head is None:
        dialect = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        first = {"id": 1, "seq": 0, "hash": GENESIS, "seal": _seal(key, 0, GENESIS)}
        connection.execute(dialect(HEAD).values(first).on_conflict_do_nothing())
        head = connection.execute(_LOCK).one()
    return head.seq, head.hash


def _digest(key: str, entry: dict[str, Any]) -> str:
    parts = [
        entry["seq"],
        entry["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        None if entry["account_id"] is None else str(entry["account_id"]),
        entry["role"],
        entry["action"],
        entry["subject_type"],
        entry["subject_id"],
        entry["reason"],
        entry["request_id"],
        entry["details"],
        entry["previous_hash"],
    ]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(key.encode(), text.encode(), hashlib.sha256).hex()


def _seal(key: str, seq: int, last: str) -> str:
    return hmac.digest(key.encode(), f"head|{seq}|{last}".encode(), hashlib.sha256).hex()


def head(session: Session) -> tuple[int, str]:
    """Number and hash of the last entry, to note where nobody of this installation can change it."""
    found = session.execute(select(AuditHead.seq, AuditHead.hash)).one_or_none()
    return (0, GENESIS) if found is None else (found.seq, found.hash)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry as it is shown: with the name of the account that acted, as far as there still is one."""

    entry: AuditEntry
    account_name: str | None


def list_entries(session: Session, query: AuditQuery, after: keyset.PageKey | None) -> keyset.Slice[AuditRow]:
    """Entries, newest first."""
    if query.from_on is not None and query.to_on is not None and query.to_on < query.from_on:
        raise invalid_parameter("to_on", "dates_reversed")
    statement = select(AuditEntry)
    for column, value in (
        (AuditEntry.action, query.action),
        (AuditEntry.account_id, query.account_id),
        (AuditEntry.subject_id, query.subject_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if query.from_on is not None:
        statement = statement.where(AuditEntry.at >= begin_of(query.from_on))
    if query.to_on is not None:
        statement = statement.where(AuditEntry.at < end_of(query.to_on))
    page = keyset.fetch(session, statement, [keyset.Order(AuditEntry.seq, descending=True)], query, after)
    names = _names(session, {entry.account_id for entry in page.items if entry.account_id is not None})
    items = [AuditRow(entry, names.get(entry.account_id)) for entry in page.items]
    return keyset.Slice(items, page.next_key, page.total)


def _names(session: Session, ids: set[UUID]) -> dict[UUID | None, str]:
    rows = session.execute(select(Account.id, Account.display_name).where(Account.id.in_(ids))) if ids else ()
    return {row.id: row.display_name for row in rows}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker found: how many entries hold, the last hash, and the first fault with the entry's number."""

    entries: int
    last_hash: str
    fault: str | None = None
    seq: int | None = None


def verify(session: Session, key: str, *, expected: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain, up to the first fault.

    ``changed``: an entry is not what was written. ``missing``: entries were taken out. ``moved``: an entry stands at
    another's number. ``cut``: the end is gone. ``head_changed``: the head is not the end. ``not_as_expected``: the
    entry noted elsewhere earlier is another one now, or gone.
    """
    seq, last = 0, GENESIS
    for entry in _entries(session.connection()):
        fault = _fault(session, key, entry, seq, last)
        if fault is not None:
            return Verdict(seq, last, fault, seq + 1)
        seq, last = entry["seq"], entry["hash"]
        if expected is not None and expected[0] == seq and expected[1] != last:
            return Verdict(seq, last, "not_as_expected", seq)
    fault = _fault_at_end(session, key, seq, last)
    if fault is None and expected is not None and expected[0] > seq:
        fault = "not_as_expected"
    return Verdict(seq, last) if fault is None else Verdict(seq, last, fault, seq + 1)


def _fault(session: Session, key: str, entry: dict[str, Any], seq: int, last: str) -> str | None:
    follows = entry["seq"] == seq + 1 and entry["previous_hash"] == last
    if follows and hmac.compare_digest(entry["hash"], _digest(key, entry)):
        return None
    elsewhere = session.scalar(select(AuditEntry.seq).where(AuditEntry.previous_hash == last))
    if elsewhere is not None and elsewhere != seq + 1:
        return "moved"
    return "changed" if entry["seq"] == seq + 1 else "missing"


def _fault_at_end(session: Session, key: str, seq: int, last: str) -> str | None:
    row = session.execute(select(AuditHead.seq, AuditHead.hash, AuditHead.seal)).one_or_none()
    if row is None:
        return None if seq == 0 else "head_changed"
    if not hmac.compare_digest(row.seal, _seal(key, row.seq, row.hash)) or row.seq < seq:
        return "head_changed"
    return None if (row.seq, row.hash) == (seq, last) else "cut"


def _entries(connection: Connection) -> Iterator[dict[str, Any]]:
    after = 0
    ordered = select(ENTRIES).order_by(ENTRIES.c.seq).limit(BATCH)
    while rows := connection.execute(ordered.where(ENTRIES.c.seq > after)).all():
        yield from (dict(row._mapping) for row in rows)
        after = rows[-1].seq
