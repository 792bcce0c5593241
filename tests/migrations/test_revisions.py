"""The revisions as files: one line of them, named by day, both directions, independent of the code that changes."""

import ast
import re
import sys
from pathlib import Path

import pytest
from alembic.script import Script, ScriptDirectory

from app.infra import schema
from app.models import Base

FOLDER = schema.SCRIPTS / "versions"
SCRIPTS = ScriptDirectory.from_config(schema.config())
REVISIONS: list[Script] = list(SCRIPTS.walk_revisions())


def test_there_is_one_line_from_one_base_to_one_head() -> None:
    assert len(SCRIPTS.get_heads()) == len(SCRIPTS.get_bases()) == 1
    assert len(REVISIONS) == len(list(FOLDER.glob("*.py")))
    assert [script.revision for script in REVISIONS if script.is_merge_point or script.is_branch_point] == []


@pytest.mark.parametrize("script", REVISIONS, ids=lambda script: script.revision)
def test_revision_is_written_by_the_rules(script: Script) -> None:
    file = Path(script.path)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d{4}_[a-z0-9_]+\.py", file.name)
    tree = ast.parse(file.read_text("utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    # The models of today are not those of the day the revision was written.
    assert {str(module).split(".")[0] for module in modules} <= {"alembic", "sqlalchemy"} | sys.stdlib_module_names
    for name in ("upgrade", "downgrade"):
        (function,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
        assert "lock_timeout" in ast.unparse(function) or "_bounded_lock()" in ast.unparse(function), name
        # More than the docstring and the timeout.
        assert len(function.body) > 2, name


def test_all_constraints_of_the_models_are_named() -> None:
    constraints = [(table.name, one.name) for table in Base.metadata.tables.values() for one in table.constraints]
    constraints += [(table.name, index.name) for table in Base.metadata.tables.values() for index in table.indexes]
    assert len(constraints) > 100
    assert [table for table, name in constraints if name is None] == []
    # PostgreSQL cuts longer names, and then nobody finds them again.
    assert [name for _, name in constraints if len(str(name)) > 63] == []
