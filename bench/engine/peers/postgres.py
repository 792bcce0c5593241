"""PostgreSQL, filled by COPY."""

from uuid import UUID

import psycopg

from app.matching.ranking import Opening, Rules
from bench import databases
from bench.crowd import TODAY
from bench.engine.peers.duck import TABLES, Duck
from bench.engine.peers.rows import Answer
from bench.engine.peers.statement import statement
from bench.engine.world import World

CHUNK = 1 << 20
CREATED = """
CREATE TABLE candidate (
  id uuid NOT NULL, wish integer, birth date NOT NULL, heard date NOT NULL, ready date, commune smallint NOT NULL,
  occupation smallint NOT NULL, refused smallint NOT NULL, rank smallint, months smallint, travel_km smallint,
  consent boolean NOT NULL, available boolean NOT NULL, move boolean NOT NULL, dormitory boolean NOT NULL,
  priority boolean NOT NULL
);
CREATE TABLE similarity (asked smallint, offered smallint, share integer);
CREATE TABLE distance (work smallint, home smallint, metres integer);
CREATE TABLE certificate (id uuid, code smallint, until date);
"""
INDEXED = """
CREATE INDEX ON candidate (id);
CREATE INDEX ON candidate (occupation, commune);
ALTER TABLE similarity ADD PRIMARY KEY (asked, offered);
ALTER TABLE distance ADD PRIMARY KEY (work, home);
CREATE INDEX ON certificate (code, until);
"""
# What a province's server would give a ranking: as much memory and as many helpers as there is use for.
SETTINGS = """
SET work_mem = '256MB';
SET max_parallel_workers_per_gather = 2;
SET jit = off;
SET synchronous_commit = on;
"""


class Postgres:
    """One connection with everything loaded; each statement is a transaction."""

    def __init__(self, uri: str, world: World, duck: Duck) -> None:
        """Load what DuckDB has."""
        self.world, self.most = world, duck.most
        self.connection = psycopg.connect(uri, autocommit=True)
        # Several sizes of crowd may share the server.
        self.connection.execute(f"CREATE SCHEMA crowd_{world.people}; SET search_path = crowd_{world.people}")
        self.connection.execute(CREATED)
        with databases.folder() as folder:
            duck.write(folder)
            for table in TABLES:
                with (
                    self.connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy,
                    (folder / f"{table}.csv").open("rb") as file,
                ):
                    while part := file.read(CHUNK):
                        copy.write(part)
        self.connection.execute(INDEXED)
        self.connection.execute("VACUUM (FREEZE, ANALYZE)")
        self.connection.execute(SETTINGS)

    def top(self, opening: Opening, rules: Rules, limit: int) -> Answer:
        """The first people of a ranking."""
        world = self.world
        text = statement(opening, world.distances, world.occupations, rules, TODAY, limit, self.most, "postgresql")
        return [(row[0], int(row[1])) for row in self.connection.execute(text.encode()).fetchall()]

    def change(self, jobseeker_id: UUID, wish: int) -> None:
        """Give one person another wish."""
        self.connection.execute("UPDATE candidate SET wish = %s WHERE id = %s", (wish, jobseeker_id))

    def close(self) -> None:
        """The server stays."""
        self.connection.close()
