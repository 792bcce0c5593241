"""access and personal data

Revision: 720202f67746
Follows: 4c7e1b90d2fa
"""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "720202f67746"
down_revision = "4c7e1b90d2fa"
branch_labels = None
depends_on = None

# A lock that cannot be had in this time fails the step instead of queueing every request behind it.
LOCK_TIMEOUT = "5s"
CHUNK = 2_000
TEXT_BEFORE = "truoc-2026-11"
APPEND_ONLY = {
    "sqlite": (
        """CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
        BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END""",
        """CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
        BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END""",
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$""",
        """CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE ON audit_entries
        FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ),
}


def added() -> list[tuple[str, sa.Column]]:
    """The columns that existing tables get."""
    return [
        ("accounts", sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True)),
        ("accounts", sa.Column("approved_by_id", sa.Uuid(), nullable=True)),
        ("accounts", sa.Column("scope_zones", sa.JSON(none_as_null=True), nullable=True)),
        ("accounts", sa.Column("scope_communes", sa.JSON(none_as_null=True), nullable=True)),
        ("accounts", sa.Column("totp_sealed", sa.String(length=2000), nullable=True)),
        ("accounts", sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True)),
        ("accounts", sa.Column("totp_step", sa.BigInteger(), nullable=True)),
        ("jobseekers", sa.Column("restricted", sa.Boolean(), server_default=sa.false(), nullable=False)),
        ("jobseekers", sa.Column("idle_notice_on", sa.Date(), nullable=True)),
        ("jobseekers", sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True)),
        ("referrals", sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True)),
    ]


def _record_agreements() -> None:
    """What people agreed to before consents were rows of their own: matching, and the use of priority groups."""
    people = sa.table(
        "jobseekers",
        sa.column("id", sa.Uuid()),
        sa.column("matching_consent", sa.Boolean()),
        sa.column("consent_on", sa.Date()),
        sa.column("registered_at", sa.DateTime(timezone=True)),
    )
    groups = sa.table(
        "jobseeker_priority_groups", sa.column("jobseeker_id", sa.Uuid()), sa.column("disclosed_on", sa.Date())
    )
    matching = sa.select(people.c.id, sa.literal("matching"), people.c.consent_on, people.c.registered_at).where(
        people.c.matching_consent
    )
    sensitive = (
        sa.select(people.c.id, sa.literal("sensitive"), sa.func.min(groups.c.disclosed_on), people.c.registered_at)
        .join(groups, groups.c.jobseeker_id == people.c.id)
        .group_by(people.c.id, people.c.registered_at)
    )
    for agreed in (matching, sensitive):
        found = op.get_bind().execute(agreed)
        while rows := found.fetchmany(CHUNK):
            op.bulk_insert(_CONSENTS, [_consent(*row) for row in rows])


_CONSENTS = sa.table(
    "consents",
    sa.column("id", sa.Uuid()),
    sa.column("jobseeker_id", sa.Uuid()),
    sa.column("purpose", sa.String()),
    sa.column("text_version", sa.String()),
    sa.column("given_on", sa.Date()),
    sa.column("how", sa.String()),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
)


def _consent(person: uuid.UUID, purpose: str, given_on: date, recorded_at: datetime) -> dict[str, object]:
    return {
        "id": uuid.uuid4(),
        "jobseeker_id": person,
        "purpose": purpose,
        "text_version": TEXT_BEFORE,
        "given_on": given_on,
        "how": "written",
        "recorded_at": recorded_at,
    }


def upgrade() -> None:
    """Apply the change."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    op.create_table(
        "audit_entries",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "staff",
                "enterprise_hr",
                "leader",
                "portal",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("request_id", sa.String(length=40), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entries_hash")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_account_id_action_at", ["account_id", "action", "at"], unique=False)
        batch_op.create_index("ix_audit_entries_at", ["at"], unique=False)
        batch_op.create_index("ix_audit_entries_subject_id", ["subject_id"], unique=False)
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("caller", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(length=80), nullable=True),
        sa.Column("etag", sa.String(length=80), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_idempotency_keys")),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index("ix_idempotency_keys_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_idempotency_keys_subject", ["subject"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unique_key", sa.String(length=200), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_jobs_unique_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_ended_at_run_at", ["ended_at", "run_at"], unique=False)

    op.create_table(
        "login_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "pending",
                "succeeded",
                "failed",
                "refused",
                name="login_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempts")),
    )
    with op.batch_alter_table("login_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_login_attempts_account_key_at", ["account_key", "at"], unique=False)
        batch_op.create_index("ix_login_attempts_address_key_at", ["address_key", "at"], unique=False)

    op.create_table(
        "account_affiliations",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_affiliations_account_id")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_account_affiliations_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_account_affiliations_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "enterprise_id", name=op.f("pk_account_affiliations")),
    )
    op.create_table(
        "api_clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("previous_secret_hash", sa.String(length=64), nullable=True),
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_api_clients_account_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_api_clients_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_clients")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jobseeker_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "matching",
                "disclosure",
                "sensitive",
                "contact",
                name="consent_purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("enterprise_id", sa.Uuid(), nullable=True),
        sa.Column("text_version", sa.String(length=40), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "written",
                "recorded",
                "electronic",
                name="consent_how",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.String(length=200), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "withdrawn",
                "expired",
                "replaced",
                "not_hired",
                "anonymised",
                name="consent_end",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(purpose = 'disclosure') = (enterprise_id IS NOT NULL)", name=op.f("ck_consents_disclosure_has_enterprise")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_consents_ended_has_reason")),
        sa.CheckConstraint("given_on <= expires_on", name=op.f("ck_consents_period")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_consents_enterprise_id")),
        sa.ForeignKeyConstraint(["jobseeker_id"], ["jobseekers.id"], name=op.f("fk_consents_jobseeker_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["accounts.id"], name=op.f("fk_consents_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index("ix_consents_expires_on", ["expires_on"], unique=False)
        batch_op.create_index(
            "uq_consents_live",
            ["jobseeker_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND enterprise_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND enterprise_id IS NULL"),
        )
        batch_op.create_index(
            "uq_consents_live_disclosure",
            ["jobseeker_id", "enterprise_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND enterprise_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND enterprise_id IS NOT NULL"),
        )

    op.create_table(
        "data_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jobseeker_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "see",
                "correct",
                "delete",
                "restrict",
                "object",
                "withdraw",
                name="data_request_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "acknowledged",
                "done",
                "refused",
                name="data_request_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("acknowledge_by", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("extension_reason", sa.String(length=500), nullable=True),
        sa.Column("refusal_reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(status IN ('done', 'refused')) = (closed_at IS NOT NULL)", name=op.f("ck_data_requests_closed_has_time")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["accounts.id"], name=op.f("fk_data_requests_closed_by_id")),
        sa.ForeignKeyConstraint(["jobseeker_id"], ["jobseekers.id"], name=op.f("fk_data_requests_jobseeker_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["accounts.id"], name=op.f("fk_data_requests_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.create_index("ix_data_requests_jobseeker_id", ["jobseeker_id"], unique=False)
        batch_op.create_index("ix_data_requests_status_due_on", ["status", "due_on"], unique=False)

    op.create_table(
        "external_identities",
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("linked_by_id", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_external_identities_account_id")),
        sa.ForeignKeyConstraint(["linked_by_id"], ["accounts.id"], name=op.f("fk_external_identities_linked_by_id")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_external_identities")),
    )
    with op.batch_alter_table("external_identities", schema=None) as batch_op:
        batch_op.create_index("ix_external_identities_account_id", ["account_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "staff",
                "enterprise_hr",
                "leader",
                "portal",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("enterprise_id", sa.Uuid(), nullable=True),
        sa.Column("display_name", sa.String(length=300), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(role = 'enterprise_hr') = (enterprise_id IS NOT NULL)", name=op.f("ck_invitations_hr_has_enterprise")
        ),
        sa.CheckConstraint(
            "(role = 'enterprise_hr') = (organisation_id IS NULL)", name=op.f("ck_invitations_others_have_organisation")
        ),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (account_id IS NULL)", name=op.f("ck_invitations_accepted_has_account")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_invitations_account_id")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_invitations_enterprise_id")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["accounts.id"], name=op.f("fk_invitations_invited_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitations_code_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index("ix_invitations_enterprise_id", ["enterprise_id"], unique=False)

    op.create_table(
        "recovery_codes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_recovery_codes_account_id")),
        sa.PrimaryKeyConstraint("account_id", "code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "api", "browser", "client", name="session_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("scopes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "logged_out",
                "revoked",
                "account_changed",
                "token_reused",
                name="session_end",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_sign_in_sessions_ended_has_reason")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sign_in_sessions_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["api_clients.id"], name=op.f("fk_sign_in_sessions_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_sign_in_sessions_secret_hash")),
    )
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_sessions_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_sign_in_sessions_expires_at", ["expires_at"], unique=False)
        batch_op.create_index("ix_sign_in_sessions_previous_hash", ["previous_hash"], unique=False)

    for table, column in added():
        op.add_column(table, column)
    # Whoever could sign in before was approved in another way; only newcomers wait for it.
    op.execute("UPDATE accounts SET approved_at = created_at")
    _record_agreements()


def downgrade() -> None:
    """Undo the change."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    # Without a batch: alembic would build the tables anew on SQLite and leave their CHECK constraints out.
    for table, column in reversed(added()):
        op.drop_column(table, column.name)
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_sessions_previous_hash")
        batch_op.drop_index("ix_sign_in_sessions_expires_at")
        batch_op.drop_index("ix_sign_in_sessions_account_id")

    op.drop_table("sign_in_sessions")
    op.drop_table("recovery_codes")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index("ix_invitations_enterprise_id")

    op.drop_table("invitations")
    with op.batch_alter_table("external_identities", schema=None) as batch_op:
        batch_op.drop_index("ix_external_identities_account_id")

    op.drop_table("external_identities")
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_data_requests_status_due_on")
        batch_op.drop_index("ix_data_requests_jobseeker_id")

    op.drop_table("data_requests")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_consents_live_disclosure",
            sqlite_where=sa.text("ended_at IS NULL AND enterprise_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND enterprise_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_consents_live",
            sqlite_where=sa.text("ended_at IS NULL AND enterprise_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND enterprise_id IS NULL"),
        )
        batch_op.drop_index("ix_consents_expires_on")

    op.drop_table("consents")
    op.drop_table("api_clients")
    op.drop_table("account_affiliations")
    with op.batch_alter_table("login_attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_login_attempts_address_key_at")
        batch_op.drop_index("ix_login_attempts_account_key_at")

    op.drop_table("login_attempts")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_ended_at_run_at")

    op.drop_table("jobs")
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.drop_index("ix_idempotency_keys_subject")
        batch_op.drop_index("ix_idempotency_keys_created_at")

    op.drop_table("idempotency_keys")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject_id")
        batch_op.drop_index("ix_audit_entries_at")
        batch_op.drop_index("ix_audit_entries_account_id_action_at")

    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")
