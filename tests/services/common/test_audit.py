"""The chain of the audit log: whatever is changed, removed or swapped is found (check S10)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core.permissions import Actor
from app.infra import db
from app.models import AuditEntry, AuditHead
from app.services.common import audit
from app.vocabulary import Role
from tests.support import factories

KEY = "an-audit-key-for-tests-only-0123456789"
OTHER_KEY = "what-somebody-without-the-key-might-try"
ENTRIES = 10
WHO = Actor(account_id=factories.new_id(), role=Role.STAFF, organisation_id=None, enterprise_id=None)


def write(count: int = ENTRIES, key: str = KEY) -> None:
    for number in range(1, count + 1):
        with db.transaction() as session:
            audit.note(session, openings=number)
            subject = audit.Subject("vacancies", str(factories.new_id()))
            audit.record(
                session, key, audit.Entry("close_vacancy", actor=WHO, subject=subject, request_id="r"), factories.now()
            )


def verdict(expected: tuple[int, str] | None = None) -> tuple[str | None, int | None]:
    with db.reading() as session:
        found = audit.verify(session, KEY, expected=expected)
    return found.fault, found.seq


def unlock(session: Session) -> None:
    """What an attacker with all rights on the database does first."""
    if session.connection().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
    else:
        session.execute(text("DROP TRIGGER audit_entries_no_update"))
        session.execute(text("DROP TRIGGER audit_entries_no_delete"))


def change(seq: int, **values: Any) -> Callable[[Session], None]:
    return lambda session: session.execute(update(AuditEntry).where(AuditEntry.seq == seq).values(**values)) and None


def remove(*seqs: int) -> Callable[[Session], None]:
    return lambda session: session.execute(delete(AuditEntry).where(AuditEntry.seq.in_(seqs))) and None


def swap(one: int, other: int) -> Callable[[Session], None]:
    def act(session: Session) -> None:
        for old, new in ((one, 999), (other, one), (999, other)):
            session.execute(update(AuditEntry).where(AuditEntry.seq == old).values(seq=new))

    return act


def close_the_gap(seq: int) -> Callable[[Session], None]:
    def act(session: Session) -> None:
        remove(seq)(session)
        for later in range(seq + 1, ENTRIES + 1):
            session.execute(update(AuditEntry).where(AuditEntry.seq == later).values(seq=later - 1))

    return act


def chain_anew(seq: int) -> Callable[[Session], None]:
    """Change an entry and chain all that follow it, without the key."""

    def act(session: Session) -> None:
        kept = session.execute(select(audit.ENTRIES).order_by(AuditEntry.seq)).mappings().all()
        remove(*range(seq, ENTRIES + 1))(session)
        last = kept[seq - 2]["hash"]
        for row in kept[seq - 1 :]:
            entry = dict(row) | {"previous_hash": last, "details": {"openings": 0}}
            last = entry["hash"] = audit._digest(OTHER_KEY, entry)
            session.execute(insert(audit.ENTRIES), entry)
        session.execute(update(AuditHead).values(hash=last, seal=audit._seal(OTHER_KEY, ENTRIES, last)))

    return act


def of_head(**values: Any) -> Callable[[Session], None]:
    return lambda session: session.execute(update(AuditHead).values(**values)) and None


TAMPERING: dict[str, tuple[Callable[[Session], None], str, int]] = {
    "action": (change(4, action="open_vacancy"), "changed", 4),
    "actor": (change(4, account_id=factories.new_id()), "changed", 4),
    "actor taken out": (change(4, account_id=None), "changed", 4),
    "role": (change(4, role=Role.ADMIN), "changed", 4),
    "time": (change(4, at=factories.now().replace(microsecond=1)), "changed", 4),
    "subject": (change(4, subject_id="x"), "changed", 4),
    "kind of subject": (change(4, subject_type="x"), "changed", 4),
    "reason": (change(4, reason="x"), "changed", 4),
    "request": (change(4, request_id=None), "changed", 4),
    "details": (change(4, details={"openings": 5}), "changed", 4),
    "hash": (change(4, hash="f" * 64), "changed", 4),
    "first": (change(1, action="x"), "changed", 1),
    "last": (change(ENTRIES, action="x"), "changed", ENTRIES),
    "removed first": (remove(1), "missing", 1),
    "removed middle": (remove(5), "missing", 5),
    "removed two": (remove(5, 6), "missing", 5),
    "removed, gap closed": (close_the_gap(5), "changed", 5),
    "removed last": (remove(ENTRIES), "cut", ENTRIES),
    "removed all": (remove(*range(1, ENTRIES + 1)), "cut", 1),
    "swapped neighbours": (swap(4, 5), "moved", 4),
    "swapped far": (swap(2, 9), "moved", 2),
    "chained anew without the key": (chain_anew(5), "changed", 5),
    "head taken out": (lambda session: session.execute(delete(AuditHead)) and None, "head_changed", ENTRIES + 1),
    "head's seal": (of_head(seal="f" * 64), "head_changed", ENTRIES + 1),
    "head set back": (of_head(seq=9), "head_changed", ENTRIES + 1),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_found_with_the_entry_and_the_kind(database: None, name: str) -> None:
    """Check S10: changed, removed, swapped; also by whoever switched the triggers off first."""
    tamper, fault, seq = TAMPERING[name]
    write()
    assert verdict() == (None, None)
    with db.transaction() as session:
        unlock(session)
        tamper(session)
    assert verdict() == (fault, seq)


def test_an_untouched_log_holds_however_it_is_read(database: None) -> None:
    assert verdict() == (None, None)
    write(3)
    with db.reading() as session:
        seq, last = audit.head(session)
        found = audit.verify(session, KEY, expected=(seq, last))
        other = audit.verify(session, OTHER_KEY)
    assert (seq, found.entries, found.last_hash, found.fault) == (3, 3, last, None)
    assert (other.fault, other.seq) == ("changed", 1)


def test_more_entries_than_one_batch(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "BATCH", 3)
    write()
    assert verdict() == (None, None)


def test_an_end_cut_off_with_its_head_set_back_is_found_only_by_what_was_noted_elsewhere(database: None) -> None:
    """Check S10: an older copy of head and entries is whole in itself; the number and hash noted elsewhere are not."""
    write(7)
    with db.reading() as session:
        old = dict(session.execute(select(audit.HEAD)).mappings().one())
    write(3)
    with db.reading() as session:
        noted = audit.head(session)
    with db.transaction() as session:
        unlock(session)
        remove(8, 9, 10)(session)
        of_head(**old)(session)
    assert verdict() == (None, None)
    assert verdict(noted) == ("not_as_expected", 8)
    write(5)
    assert verdict() == (None, None)
    assert verdict(noted) == ("not_as_expected", 10)


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"])
def test_the_database_itself_refuses_to_change_entries(database: None, statement: str) -> None:
    """Check S10: even for the owner of the table."""
    write(2)
    with db.transaction() as session, pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(statement))
    assert verdict() == (None, None)


def test_nothing_is_recorded_of_what_was_rolled_back(database: None) -> None:
    write(1)
    with pytest.raises(RuntimeError, match="on purpose"), db.transaction() as session:
        audit.record(session, KEY, audit.Entry("close_vacancy"), factories.now())
        raise RuntimeError("on purpose")
    write(1)
    assert verdict() == (None, None)
    with db.reading() as session:
        assert audit.head(session)[0] == 2


def test_two_entries_of_one_transaction_follow_each_other(database: None) -> None:
    with db.transaction() as session:
        for action in ("first", "second"):
            audit.record(session, KEY, audit.Entry(action), factories.now())
    assert verdict() == (None, None)
