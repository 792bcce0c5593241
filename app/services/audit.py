"""The audit log: one entry for each write and each reading of identity in clear, chained so that nothing can be undone.

Each hash is an HMAC over the entry and the hash before it, under a key that the database does not hold: whoever can
write to the tables can break the chain, but not mend it. The head holds the number and hash of the last entry under a
seal, so that entries cut off the end are missed too.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models import AuditEntry, AuditHead
from app.permissions import Actor

GENESIS = "0" * 64
NOTES = "audit_details"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: the kind of record and its id or code."""

    kind: str | None = None
    key: str | None = None


def note(session: Session, **details: Any) -> None:  # noqa: ANN401 - codes, numbers, days and lists of them.
    """Add to the entry that this transaction will write; codes, numbers and days only, never a value of a person."""
    session.info.setdefault(NOTES, {}).update(details)


def record(
    session: Session,
    key: str,
    *,
    action: str,
    now: datetime,
    actor: Actor | None = None,
    subject: Subject | None = None,
    reason: str | None = None,
    request_id: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Append one entry. Do it last in a transaction: the head stays locked until the commit."""
    head = _locked_head(session, key)
    about = subject or Subject()
    entry = AuditEntry(
        seq=head.seq + 1,
        at=now,
        account_id=None if actor is None else actor.account_id,
        role=None if actor is None else actor.role,
        action=action,
        subject_type=about.kind,
        subject_id=about.key,
        reason=reason,
        request_id=request_id,
        details=(details or {}) | session.info.pop(NOTES, {}),
        previous_hash=head.hash,
        hash="",
    )
    entry.hash = _digest(key, entry)
    session.add(entry)
    head.seq, head.hash = entry.seq, entry.hash
    head.seal = _seal(key, head)
    session.flush()


def _locked_head(session: Session, key: str) -> AuditHead:
    locked = select(AuditHead).with_for_update().execution_options(populate_existing=True)
    head = session.scalar(locked)
    if head is None:
        first = AuditHead(id=1, seq=0, hash=GENESIS)
        values = {"id": 1, "seq": 0, "hash": GENESIS, "seal": _seal(key, first)}
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(insert(AuditHead).values(values).on_conflict_do_nothing())
        head = session.scalars(locked).one()
    return head


def _digest(key: str, entry: AuditEntry) -> str:
    parts = [
        entry.seq,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        _text(entry.account_id),
        entry.role,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.reason,
        entry.request_id,
        entry.details,
        entry.previous_hash,
    ]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(key.encode(), text.encode(), hashlib.sha256).hex()


def _seal(key: str, head: AuditHead) -> str:
    return hmac.digest(key.encode(), f"head|{head.seq}|{head.hash}".encode(), hashlib.sha256).hex()


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker found: how many entries, the last hash, and the first fault with the entry's number."""

    entries: int
    last_hash: str
    fault: str | None = None
    seq: int | None = None


def verify(session: Session, key: str, *, expected: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain. Faults: ``changed``, ``missing`` (removed or swapped), ``cut`` (the end is gone or the head
    was set back), ``not_as_expected`` (the entry noted elsewhere earlier is another one now).
    """
    seq, last = 0, GENESIS
    for entry in _entries(session):
        if entry.seq != seq + 1 or entry.previous_hash != last:
            return Verdict(seq, last, "missing", seq + 1)
        if not hmac.compare_digest(entry.hash, _digest(key, entry)):
            return Verdict(seq, last, "changed", entry.seq)
        seq, last = entry.seq, entry.hash
        if expected is not None and expected[0] == seq and expected[1] != last:
            return Verdict(seq, last, "not_as_expected", seq)
    head = session.get(AuditHead, 1)
    whole = (head is None and seq == 0) or (
        head is not None and (head.seq, head.hash) == (seq, last) and hmac.compare_digest(head.seal, _seal(key, head))
    )
    if not whole or (expected is not None and expected[0] > seq):
        return Verdict(seq, last, "cut", seq + 1)
    return Verdict(seq, last)


def _entries(session: Session) -> Iterator[AuditEntry]:
    after = 0
    while rows := session.scalars(
        select(AuditEntry).where(AuditEntry.seq > after).order_by(AuditEntry.seq).limit(1000)
    ).all():
        yield from rows
        after = rows[-1].seq
        session.expunge_all()
