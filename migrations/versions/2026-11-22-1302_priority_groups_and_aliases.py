"""priority groups, confirmed titles of occupations, facts of a score

Revision: 4c7e1b90d2fa
Follows: 9aeb582a56d7
"""

import sqlalchemy as sa
from alembic import op

revision = "4c7e1b90d2fa"
down_revision = "9aeb582a56d7"
branch_labels = None
depends_on = None

# A lock that cannot be had in this time fails the step instead of queueing every request behind it.
LOCK_TIMEOUT = "5s"


def upgrade() -> None:
    """Apply the change."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    op.create_table(
        "jobseeker_priority_groups",
        sa.Column("jobseeker_id", sa.Uuid(), nullable=False),
        sa.Column(
            "priority_group",
            sa.Enum(
                "disabled",
                "ethnic_minority",
                "poor_household",
                "near_poor_household",
                "escaped_poverty_household",
                "discharged_soldier",
                "ex_prisoner",
                "job_loser",
                "new_graduate",
                "rural_worker",
                "returnee",
                "disadvantaged_area",
                "informal_worker",
                name="priority_group",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("disclosed_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["jobseeker_id"], ["jobseekers.id"], name=op.f("fk_jobseeker_priority_groups_jobseeker_id")
        ),
        sa.PrimaryKeyConstraint("jobseeker_id", "priority_group", name=op.f("pk_jobseeker_priority_groups")),
    )
    op.create_table(
        "occupation_aliases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("occupation_code", sa.String(length=4), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_occupation_aliases_withdrawal")
        ),
        sa.CheckConstraint("length(occupation_code) = 4", name=op.f("ck_occupation_aliases_occupation_level")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["accounts.id"], name=op.f("fk_occupation_aliases_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["occupation_code"], ["occupations.code"], name=op.f("fk_occupation_aliases_occupation_code")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["accounts.id"], name=op.f("fk_occupation_aliases_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation_aliases")),
    )
    with op.batch_alter_table("occupation_aliases", schema=None) as batch_op:
        batch_op.create_index("ix_occupation_aliases_folded", ["folded"], unique=False)
        batch_op.create_index("ix_occupation_aliases_occupation_code", ["occupation_code"], unique=False)
        batch_op.create_index(
            "uq_occupation_aliases_confirmed",
            ["folded"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.add_column("referrals", sa.Column("facts", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Undo the change."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    # Without a batch: alembic would build the table anew on SQLite and leave its CHECK constraints out.
    op.drop_column("referrals", "facts")
    with op.batch_alter_table("occupation_aliases", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_occupation_aliases_confirmed",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index("ix_occupation_aliases_occupation_code")
        batch_op.drop_index("ix_occupation_aliases_folded")

    op.drop_table("occupation_aliases")
    op.drop_table("jobseeker_priority_groups")
