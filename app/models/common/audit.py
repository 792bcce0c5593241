"""The audit log: append-only and hash-chained."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DDL, JSON, BigInteger, CheckConstraint, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Digest, coded
from app.vocabulary import Role


class AuditEntry(Base):
    """Nhật ký kiểm soát: ai, làm gì, với bản ghi nào, vì sao, theo yêu cầu nào. No foreign keys: it outlives all rows.

    ``hash`` is a keyed digest of the entry and of the hash before it; ``details`` never hold a value of a person.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject_id", "subject_id"),
        Index("ix_audit_entries_account_id_action_at", "account_id", "action", "at"),
        Index("ix_audit_entries_at", "at"),
    )

    seq: Mapped[int] = mapped_column(BigInteger(), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    account_id: Mapped[UUID | None]
    role: Mapped[Role | None] = mapped_column(coded(Role))
    action: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(String(40))
    request_id: Mapped[str | None] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[Digest]
    hash: Mapped[Digest] = mapped_column(unique=True)


# Not even the owner of the table changes an entry by mistake; who may do so on purpose is stopped by the chain.
APPEND_ONLY = {
    "sqlite": (
        """CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
        BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END""",
        """CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
        BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END""",
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$""",
        """CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE ON audit_entries
        FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ),
}
for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        _trigger = DDL(_statement)  # type: ignore[no-untyped-call] # Untyped in SQLAlchemy 2.1.
        event.listen(AuditEntry.__table__, "after_create", _trigger.execute_if(dialect=_dialect))


class AuditHead(Base):
    """The end of the chain: its one row serialises writers, and shows when entries were cut off the end."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger())
    hash: Mapped[Digest]
    seal: Mapped[Digest]
