"""Migrated databases: like the models, and with all their rows after going down and up."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine, MetaData, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.infra import schema
from app.models import Base
from tests.migrations.conftest import PEOPLE, NewEngine
from tests.migrations.database import VERSION, contents, refill, structure, unnamed

REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "broken"
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("half_done", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("zones") as batch:
        batch.add_column(sa.Column("half_done", sa.Integer(), nullable=True))
    {step}


def downgrade():
    with op.batch_alter_table("zones") as batch:
        batch.drop_column("half_done")
    op.drop_table("half_done")
    {back}
"""

HEAD = schema.head()


def revision(step: str = "pass", back: str = "pass") -> str:
    """The text of a revision that follows the newest."""
    return REVISION.format(down=HEAD, step=step, back=back)


def revisions() -> list[Script]:
    """From the newest to the first."""
    return list(ScriptDirectory.from_config(schema.config()).walk_revisions())


def test_migrated_database_is_like_the_models(migrated: Engine, new_engine: NewEngine) -> None:
    """Also in what autogenerate does not see: CHECK texts, conditions of indexes, names."""
    created = new_engine()
    with created.execution_options(writes=True).begin() as connection:
        Base.metadata.create_all(connection)
    found, wanted = structure(migrated), structure(created)
    assert {
        name: (found.get(name), wanted.get(name)) for name in found | wanted if found.get(name) != wanted.get(name)
    } == {}
    assert len(found) > 300
    assert [name for name, said in found.items() if " index " in name and "_where" in said]
    assert unnamed(migrated) == []


def test_the_comparison_sees_a_missing_check(migrated: Engine, new_engine: NewEngine) -> None:
    changed = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.tables.values():
        table.to_metadata(changed)
    vacancies = changed.tables["vacancies"]
    check = next(one for one in vacancies.constraints if one.name == "ck_vacancies_openings")
    vacancies.constraints.remove(check)
    created = new_engine()
    with created.execution_options(writes=True).begin() as connection:
        changed.create_all(connection)
    missing = structure(migrated).keys() - structure(created).keys()
    assert "vacancies check ck_vacancies_openings" in missing
    # A copy of the tables has no listeners, so the triggers of the audit log are not in it.
    others = [name for name in missing if "ck_vacancies_openings" not in name and not name.startswith("trigger ")]
    assert others == []


def test_autogenerate_finds_nothing_to_do(migrated: Engine) -> None:
    options = {"compare_type": True, "compare_server_default": True}
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


def test_migrating_twice_changes_nothing(filled: Engine) -> None:
    before, rows = structure(filled), contents(filled)
    schema.upgrade(filled)
    assert schema.current(filled) == schema.head()
    assert structure(filled) == before
    assert contents(filled) == rows


def walk_down(engine: Engine, scripts: list[Script]) -> None:
    """Each revision in turn, newest first: down, up, down, with the rows of each level compared.

    A table or column that a revision drops on the way down is gone with what it held, so only what stands on both
    sides is compared.
    """
    for script in scripts:
        upper = contents(engine)
        schema.downgrade(engine, str(script.down_revision))
        lower = contents(engine)
        assert lower.checksums(upper) == upper.checksums(lower), f"going down {script.revision}"
        schema.upgrade(engine, script.revision)
        again = contents(engine)
        assert again.columns == upper.columns
        assert again.checksums(lower) == upper.checksums(lower), f"going up {script.revision}"
        schema.downgrade(engine, str(script.down_revision))


@pytest.mark.slow(seconds=5)
def test_down_and_up_loses_no_row(filled: Engine) -> None:
    """All revisions on the filled demonstration; below the first there is nothing, so its rows are kept outside."""
    *later, first = revisions()
    walk_down(filled, later)
    kept, parts = contents(filled), structure(filled)
    assert len(kept.rows["jobseekers"]) == PEOPLE
    schema.downgrade(filled, "base")
    assert set(inspect(filled).get_table_names()) <= {VERSION}
    assert structure(filled) == {}
    schema.upgrade(filled, first.revision)
    assert structure(filled) == parts
    refill(filled, kept)
    found = contents(filled)
    assert found.checksums(kept) == kept.checksums(found)
    assert found.columns == kept.columns

    schema.upgrade(filled)
    assert schema.current(filled) == schema.head()
    last = contents(filled)
    assert last.checksums(kept) == kept.checksums(last)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a revision that fails half-way, in a copy of the scripts that ``app.infra.schema`` uses here."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "SCRIPTS", folder)
    return folder / "versions" / "broken.py"


def test_a_revision_that_loses_rows_would_be_seen(filled: Engine, broken: Path) -> None:
    broken.write_text(revision(), "utf-8")
    schema.upgrade(filled)
    newest = revisions()[:1]
    assert [script.revision for script in newest] == ["broken"]
    walk_down(filled, newest)
    broken.write_text(revision(back="""op.execute("DELETE FROM legacy_communes WHERE split")"""), "utf-8")
    schema.upgrade(filled)
    with pytest.raises(AssertionError, match="going down broken"):
        walk_down(filled, revisions()[:1])


@pytest.mark.parametrize(
    "step",
    [
        'raise RuntimeError("on purpose")',
        """op.execute("INSERT INTO nowhere VALUES (1)")""",
        # Rows that point to nothing: refused at once by PostgreSQL, and on SQLite by the check at the end.
        """op.execute("DELETE FROM provinces")""",
    ],
    ids=["python", "sql", "keys"],
)
def test_failing_migration_leaves_nothing(filled: Engine, broken: Path, step: str) -> None:
    before, rows = structure(filled), contents(filled)
    broken.write_text(revision(step), "utf-8")
    with pytest.raises((RuntimeError, DBAPIError)):
        schema.upgrade(filled)
    assert schema.current(filled) == HEAD
    assert structure(filled) == before
    assert contents(filled) == rows
    broken.write_text(revision(), "utf-8")
    schema.upgrade(filled)
    assert schema.current(filled) == "broken"
    assert "half_done" in inspect(filled).get_table_names()


def test_failing_first_migration_leaves_an_empty_database(new_engine: NewEngine, broken: Path) -> None:
    engine = new_engine()
    broken.write_text(revision(step='raise RuntimeError("on purpose")'), "utf-8")
    with pytest.raises(RuntimeError, match="on purpose"):
        schema.upgrade(engine)
    assert inspect(engine).get_table_names() == []
    assert schema.current(engine) is None


def test_foreign_keys_are_enforced_after_migrating(migrated: Engine) -> None:
    """On SQLite they are switched off while tables are rebuilt, and the connection goes back into the pool."""
    statement = "INSERT INTO legacy_communes VALUES ('00001', '99999', 'x', 'x', 'x', {no}, 'x')"
    with migrated.execution_options(writes=True).connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text(statement.format(no="0" if migrated.dialect.name == "sqlite" else "false")))
