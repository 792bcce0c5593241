"""The service under a PostgreSQL role of its own, which adds to the audit log and can do nothing else to it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from app.infra import db, schema
from tests.conftest import Callers, _create_database, _fill
from tests.support import factories
from tests.support.answers import V1, ok


@dataclass(frozen=True)
class Installation:
    """A database of an owner, and the engine of the role that the service works under."""

    owner: Engine
    role: str
    service: Engine
    api: Callers


@pytest.fixture
def installed(postgresql_server: str, app: FastAPI) -> Iterator[Installation]:
    """As an operator would: the owner migrates and grants, the service connects under its own role."""
    role, name = f"service_{uuid.uuid4().hex[:8]}", f"granted_{uuid.uuid4().hex[:8]}"
    template = _fill(_create_database(postgresql_server, name))
    owner = db.make_engine(template.url)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
    schema.grant(owner, role)
    service = db.make_engine(make_url(template.url).set(username=role).render_as_string(hide_password=False))
    db.bind(service)
    app.state.runtime.pool.reset()
    yield Installation(owner, role, service, Callers(app, template.accounts))
    service.dispose()
    with owner.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))
    owner.dispose()
    server = db.make_engine(postgresql_server).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


def test_the_service_works_and_cannot_touch_its_audit_log(installed: Installation) -> None:
    """Check S10: the role writes through the API; UPDATE, DELETE and TRUNCATE of entries are refused."""
    api = installed.api
    vacancy = factories.vacancy()
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": str(factories.jobseeker().id)}
    ok(api.staff.post(f"{V1}/referrals", json=body, headers={"Idempotency-Key": "k1"}), 201)
    ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))
    assert [row["action"] for row in ok(api.admin.get(f"{V1}/audit-entries"))["items"]] == ["introduce"]

    for statement in (
        "UPDATE audit_entries SET action = 'x'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "DROP TABLE audit_entries",
        "ALTER TABLE audit_entries DISABLE TRIGGER USER",
        "DELETE FROM audit_head",
        "DROP TRIGGER audit_entries_no_change ON audit_entries",
        "UPDATE alembic_version SET version_num = 'x'",
        "SET session_replication_role = replica",
    ):
        with installed.service.connect() as connection, pytest.raises(ProgrammingError, match="InsufficientPrivilege"):
            connection.execute(text(statement))


def test_granting_again_after_a_migration_changes_nothing(installed: Installation) -> None:
    def rights() -> set[tuple[str, str]]:
        with installed.owner.connect() as connection:
            found = connection.execute(
                text(
                    "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = :role"
                ),
                {"role": installed.role},
            )
            return {(row.table_name, row.privilege_type) for row in found}

    before = rights()
    assert {right for table, right in before if table == "audit_entries"} == {"SELECT", "INSERT"}
    assert {right for table, right in before if table == "vacancies"} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    schema.grant(installed.owner, installed.role)
    assert rights() == before


def test_a_role_that_no_grant_would_bind_is_refused(installed: Installation) -> None:
    with pytest.raises(schema.RoleRefused, match="Không có vai trò"):
        schema.grant(installed.owner, "khong-co")
    with pytest.raises(schema.RoleRefused, match="không giới hạn được"):
        schema.grant(installed.owner, str(installed.owner.url.username))
