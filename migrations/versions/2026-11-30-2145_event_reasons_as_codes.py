"""reasons that the service itself gives are codes, no longer sentences

Revision: 4f1c8e52a9d7
Follows: b2d90c4e7a15
"""

import sqlalchemy as sa
from alembic import op

revision = "4f1c8e52a9d7"
down_revision = "b2d90c4e7a15"
branch_labels = None
depends_on = None

# A lock that cannot be had in this time fails the step instead of queueing every request behind it.
LOCK_TIMEOUT = "5s"
SENTENCES = {
    "enterprise_closed": "Doanh nghiệp chấm dứt hoạt động",
    "found_other_work": "Đã nhận việc khác",
    "no_longer_agreed": "Người lao động không còn đồng ý để được giới thiệu",
    "consent_withdrawn": "Người lao động rút sự đồng ý",
    "consent_expired": "Sự đồng ý đã hết hạn",
    "restriction_asked": "Người lao động đề nghị ngừng xử lý thông tin",
    "anonymised": "Hồ sơ được ẩn danh",
}
"""What 0.3.0 wrote for each code, to the letter; whoever typed the same meant the same."""


def upgrade() -> None:
    """Apply the change."""
    _bounded_lock()
    codes = ", ".join(f"'{code}'" for code in SENTENCES)
    # Spelt out: SQLite takes a check only together with its column.
    op.execute(
        "ALTER TABLE status_events ADD COLUMN reason_code VARCHAR(40) "
        f"CONSTRAINT ck_status_events_event_reason CHECK (reason_code IN ({codes}))"
    )
    events = _events()
    for code, sentence in SENTENCES.items():
        told = sa.update(events).where(events.c.reason == sentence)
        op.execute(told.values(reason_code=code, reason=None))


def downgrade() -> None:
    """Undo the change."""
    _bounded_lock()
    events = _events()
    for code, sentence in SENTENCES.items():
        op.execute(sa.update(events).where(events.c.reason_code == code).values(reason=sentence))
    op.drop_column("status_events", "reason_code")


def _events() -> sa.TableClause:
    return sa.table("status_events", sa.column("reason", sa.String()), sa.column("reason_code", sa.String()))


def _bounded_lock() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
