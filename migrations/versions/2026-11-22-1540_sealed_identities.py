"""citizen id, phone and address sealed

Revision: b2d90c4e7a15
Follows: 720202f67746
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "b2d90c4e7a15"
down_revision = "720202f67746"
branch_labels = None
depends_on = None

# A lock that cannot be had in this time fails the step instead of queueing every request behind it.
LOCK_TIMEOUT = "5s"
CHUNK = 2_000
TABLE, KEPT = "jobseeker_identities", "kept_identities"
SEALED = ("citizen_id", "phone", "address")
INDEXED = ("citizen_id", "phone")


def upgrade() -> None:
    """Apply the change."""
    _bounded_lock()
    _rebuild(
        [
            sa.Column("citizen_id_sealed", sa.String(length=2000), nullable=True),
            sa.Column("citizen_id_index", sa.String(length=64), nullable=True),
            sa.Column("phone_sealed", sa.String(length=2000), nullable=True),
            sa.Column("phone_index", sa.String(length=64), nullable=True),
            sa.Column("address_sealed", sa.String(length=2000), nullable=True),
            sa.CheckConstraint(
                "(citizen_id_sealed IS NULL) = (citizen_id_index IS NULL)",
                name=op.f("ck_jobseeker_identities_citizen_id_indexed"),
            ),
            sa.CheckConstraint(
                "(phone_sealed IS NULL) = (phone_index IS NULL)", name=op.f("ck_jobseeker_identities_phone_indexed")
            ),
            sa.UniqueConstraint("citizen_id_index", name=op.f("uq_jobseeker_identities_citizen_id_index")),
        ],
        SEALED,
        _sealed,
        "phone_index",
    )


def downgrade() -> None:
    """Undo the change."""
    _bounded_lock()
    _rebuild(
        [
            sa.Column("citizen_id", sa.String(length=12), nullable=True),
            sa.Column("phone", sa.String(length=20), nullable=True),
            sa.Column("address", sa.String(length=300), nullable=True),
            sa.CheckConstraint("length(citizen_id) = 12", name=op.f("ck_jobseeker_identities_citizen_id")),
            sa.UniqueConstraint("citizen_id", name=op.f("uq_jobseeker_identities_citizen_id")),
        ],
        [f"{name}_sealed" for name in SEALED],
        _opened,
        "phone",
    )


def _bounded_lock() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")


def _rebuild(
    columns: list[Any], replaced: list[str] | tuple[str, ...], changed: Callable[[Any, Any], dict[str, Any]], phone: str
) -> None:
    """Set the rows aside, make the table anew, and put each row back in its other form.

    Sealing is the program's part (``env.py`` hands its vault over): no database can do it.
    """
    connection = op.get_bind()
    op.execute(f"CREATE TEMPORARY TABLE {KEPT} AS SELECT * FROM {TABLE}")  # noqa: S608 - our own constants.
    op.drop_table(TABLE)
    table = op.create_table(
        TABLE,
        sa.Column("jobseeker_id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=300), nullable=False),
        sa.Column("search", sa.String(length=400), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("female", "male", name="sex", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        *columns,
        sa.ForeignKeyConstraint(["jobseeker_id"], ["jobseekers.id"], name=op.f("fk_jobseeker_identities_jobseeker_id")),
        sa.PrimaryKeyConstraint("jobseeker_id", name=op.f("pk_jobseeker_identities")),
    )
    same = [sa.column(c.name, c.type) for c in table.columns if c.name in ("jobseeker_id", "birth_date")]
    same += [sa.column(name) for name in ("full_name", "search", "sex", *replaced)]
    context = op.get_context()
    vault = context.config.attributes["vault"] if context.config else None
    # The rows are read by key: a cursor held open over all of them would have to fit into memory on some drivers.
    kept, last = sa.table(KEPT, *same), None
    while rows := connection.execute(_next(kept, last)).all():
        op.bulk_insert(table, [{c.name: getattr(row, c.name) for c in same[:5]} | changed(vault, row) for row in rows])
        last = rows[-1].jobseeker_id
    op.execute(f"DROP TABLE {KEPT}")
    op.create_index("ix_jobseeker_identities_search", TABLE, ["search"], unique=False)
    op.create_index(f"ix_jobseeker_identities_{phone}", TABLE, [phone], unique=False)


def _next(kept: sa.TableClause, last: object) -> sa.Select[Any]:
    statement = sa.select(kept).order_by(kept.c.jobseeker_id).limit(CHUNK)
    return statement if last is None else statement.where(kept.c.jobseeker_id > last)


def _sealed(vault: Any, row: Any) -> dict[str, Any]:  # noqa: ANN401 - handed over from outside; a row of any table.
    values: dict[str, Any] = {}
    for name in SEALED:
        plain = getattr(row, name)
        values[f"{name}_sealed"] = None if plain is None else vault.seal_in(plain, TABLE, name, row.jobseeker_id)
        if name in INDEXED:
            values[f"{name}_index"] = None if plain is None else vault.index(name, plain)
    return values


def _opened(vault: Any, row: Any) -> dict[str, Any]:  # noqa: ANN401 - as above.
    return {
        name: None if sealed is None else vault.open_in(sealed, TABLE, name, row.jobseeker_id)
        for name in SEALED
        for sealed in [getattr(row, f"{name}_sealed")]
    }
