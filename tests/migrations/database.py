"""What a database is made of, and what is in it, in a form that can be compared."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, inspect, text

VERSION = "alembic_version"

# Whatever the inspector does not report, or reports only in part: whole definitions, as the database itself keeps them.
DEFINITIONS = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL",
    "postgresql": """
        SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT 'constraint', conname, pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = 'public'
        UNION ALL
        SELECT 'trigger', tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE NOT tgisinternal
        UNION ALL
        SELECT 'sequence', sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'
        UNION ALL
        SELECT 'view', viewname, definition FROM pg_views WHERE schemaname = 'public'
        UNION ALL
        SELECT 'type', typname, typtype::text FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = 'public' AND typtype IN ('e', 'd')
    """,
}


def structure(engine: Engine) -> dict[str, str]:
    """Everything but rows, one entry a part: ``{"occupations check ck_occupations_level": "level BETWEEN …"}``."""
    found: dict[str, str] = {}
    inspector = inspect(engine)
    for table in _tables(engine):
        parts: dict[str, Iterable[Mapping[str, Any]]] = {
            "column": inspector.get_columns(table),
            "check": inspector.get_check_constraints(table),
            "key": inspector.get_foreign_keys(table),
            "unique": inspector.get_unique_constraints(table),
            "index": inspector.get_indexes(table),
            "primary": [inspector.get_pk_constraint(table)],
        }
        for kind, rows in parts.items():
            for row in rows:
                found[f"{table} {kind} {row['name']}"] = _said(row)
    with engine.connect() as connection:
        for kind, name, definition in connection.execute(text(DEFINITIONS[engine.dialect.name])):
            if VERSION not in name:
                found[f"{kind} {name}"] = " ".join(definition.split())
    return found


def _said(row: Mapping[str, Any]) -> str:
    # Column types and conditions of indexes compare by identity; their text says all.
    return json.dumps(row, default=str, sort_keys=True)


def unnamed(engine: Engine) -> list[str]:
    """Tables with a constraint that has no name; one cannot be changed by a later revision."""
    inspector = inspect(engine)
    return [
        table
        for table in _tables(engine)
        for row in (
            inspector.get_pk_constraint(table),
            *inspector.get_foreign_keys(table),
            *inspector.get_check_constraints(table),
            *inspector.get_unique_constraints(table),
            *inspector.get_indexes(table),
        )
        if not row["name"]
    ]


def _tables(engine: Engine) -> list[str]:
    return sorted(set(inspect(engine).get_table_names()) - {VERSION})


@dataclass(frozen=True)
class Contents:
    """All rows of all tables."""

    columns: dict[str, list[str]]
    rows: dict[str, list[dict[str, Any]]]

    def checksums(self, other: "Contents") -> dict[str, tuple[int, str]]:
        """Count and checksum of each table that the other has too, over the columns that both have."""
        return {
            table: self._checksum(table, sorted(set(self.columns[table]) & set(other.columns[table])))
            for table in sorted(self.columns.keys() & other.columns.keys())
        }

    def _checksum(self, table: str, columns: list[str]) -> tuple[int, str]:
        lines = sorted(repr([row[column] for column in columns]) for row in self.rows[table])
        return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _reflected(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for name, table in sorted(metadata.tables.items()) if name != VERSION]


def contents(engine: Engine) -> Contents:
    """Read everything, by what the database says of its tables: the models may be newer."""
    with engine.connect() as connection:
        tables = _reflected(connection)
        return Contents(
            {table.name: list(table.columns.keys()) for table in tables},
            {table.name: [dict(row._mapping) for row in connection.execute(table.select())] for table in tables},
        )


def refill(engine: Engine, kept: Contents) -> None:
    """Write everything back; keys are checked at the end on SQLite, and not at all on PostgreSQL, where they held."""
    with engine.execution_options(writes=True).connect() as connection, connection.begin():
        sqlite = engine.dialect.name == "sqlite"
        connection.execute(
            text("PRAGMA defer_foreign_keys=ON" if sqlite else "SET LOCAL session_replication_role=replica")
        )
        for table in _reflected(connection):
            if kept.rows[table.name]:
                connection.execute(table.insert(), kept.rows[table.name])
