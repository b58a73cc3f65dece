"""Bring a database to this version: Alembic's migrations, then the SQL that may be run again.

Repeatable SQL (functions, views: whatever says CREATE OR REPLACE) needs no migration per change. It
comes from `sql/repeatable/*.sql`, in the order of the names, and after those from the functions
registered with `models.repeatable`. A source is run again when its text changed or migrations ran.
Everything happens in one transaction: a killed migration leaves the database as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command, op
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from geoalchemy2 import alembic_helpers
from psycopg2 import sql
from sqlalchemy import Connection

from models import Base, lineage, objects, waiting
from models.repeatable import registered, registered_undoing
from runtime.database import engine, execute
from runtime.errors import SikuError
from runtime.settings import REPOSITORY

FOLDER = REPOSITORY / "sql" / "migrations"
REPEATABLE = REPOSITORY / "sql" / "repeatable"
# Importing these registers what they derive from the models.
SOURCES = (objects, lineage, waiting)
# Alembic's own table lives here, away from the bases and from what departments see.
SCHEMA = "runtime"
EXTENSIONS = ("postgis", "pgcrypto", "pg_trgm", "btree_gist")


class DatabaseNotReady(SikuError):
    """The database lacks what only its administrator can give it."""


def upgrade(url: str | None = None, revision: str = "head") -> list[str]:
    """Migrate the database up; return the revisions that were applied."""
    with _alone(url) as connection:
        _prepare(connection)
        before = _applied(connection)
        if _outstanding(connection):
            stand_aside(connection)
        command.upgrade(_config(connection), revision)
        after = _applied(connection)
        ran = sorted(after - before)
        if revision == "head":
            _run_repeatables(connection, again=bool(ran))
    return ran


def downgrade(url: str | None = None, revision: str = "base") -> None:
    """Migrate the database down to a revision, by default to nothing."""
    with _alone(url) as connection:
        config = _config(connection)
        stand_aside(connection)
        command.downgrade(config, revision)
        execute(connection, sql.SQL("DELETE FROM runtime.repeatable"))


def differences(url: str | None = None) -> list[Any]:
    """What the database has that the models do not say, or the other way round."""
    with engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts=_comparison())
        return list(compare_metadata(context, _comparison()["target_metadata"]))


def new_revision(message: str) -> str:
    """Write a migration from the database to the models; return its file."""
    with _alone(None) as connection:
        script = command.revision(_config(connection), message, autogenerate=True)
    if script is None or isinstance(script, list):
        raise SikuError("nothing was written", where=str(FOLDER))
    return str(script.path)


def run_file(path: Path) -> None:
    """Run a file of SQL as it stands, within a revision; per cent signs in it are text."""
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql(path.read_text(encoding="utf-8"))


@contextmanager
def _alone(url: str | None) -> Iterator[Connection]:
    """A transaction during which nobody else migrates the same database."""
    with engine(url).begin() as connection:
        execute(connection, sql.SQL("SELECT pg_advisory_xact_lock(hashtext('siku migrate'))"))
        execute(connection, sql.SQL("CREATE SCHEMA IF NOT EXISTS runtime"))
        execute(
            connection,
            sql.SQL(
                "CREATE TABLE IF NOT EXISTS runtime.repeatable (name text PRIMARY KEY, mark text)"
            ),
        )
        yield connection


def _prepare(connection: Connection) -> None:
    """Complain early when PostGIS and its kind are missing on a server that is not ours."""
    present = set(execute(connection, sql.SQL("SELECT extname FROM pg_extension")).scalars())
    missing = [name for name in EXTENSIONS if name not in present]
    if missing:
        raise DatabaseNotReady(
            f"the database lacks the extension {', '.join(missing)}",
            where=connection.engine.url.render_as_string(),
            hint="run sql/runtime/extensions.sql there as a superuser",
        )


def stand_aside(connection: Connection) -> None:
    """Take away what could keep a migration from changing a table."""
    for undo in registered_undoing():
        for statement in undo():
            execute(connection, statement)


def _applied(connection: Connection) -> set[str]:
    script = ScriptDirectory.from_config(_config(connection))
    return {step.revision for step in script.iterate_revisions(_heads(connection), "base")}


def _outstanding(connection: Connection) -> bool:
    """Whether there are migrations that this database has not seen."""
    script = ScriptDirectory.from_config(_config(connection))
    return set(script.get_heads()) != set(_heads(connection))


def _heads(connection: Connection) -> tuple[str, ...]:
    context = MigrationContext.configure(connection, opts={"version_table_schema": SCHEMA})
    return context.get_current_heads()


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection, "comparison": _comparison()})
    config.set_main_option("script_location", str(FOLDER))
    return config


def _comparison() -> dict[str, Any]:
    """How the models and a database are compared: in our schemas only, with PostGIS understood."""
    schemas = {table.schema for table in Base.metadata.tables.values()}

    def include_name(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "schema" or name in schemas

    return {
        "target_metadata": Base.metadata,
        "include_schemas": True,
        "include_name": include_name,
        "include_object": alembic_helpers.include_object,
        "process_revision_directives": alembic_helpers.writer,
        "render_item": alembic_helpers.render_item,
        "version_table_schema": SCHEMA,
        "compare_type": True,
        "compare_server_default": True,
    }


def _run_repeatables(connection: Connection, *, again: bool) -> None:
    """Run each source whose text changed since it last ran here; all of them after migrations."""
    rows = execute(connection, sql.SQL("SELECT name, mark FROM runtime.repeatable"))
    known = {row.name: row.mark for row in rows}
    raw: Any = connection.connection.driver_connection
    for name, statements in _repeatables():
        text = "\n".join(statement.as_string(raw) for statement in statements)
        mark = hashlib.sha256(text.encode()).hexdigest()
        if not text or (known.get(name) == mark and not again):
            continue
        execute(connection, sql.SQL(text))
        execute(
            connection,
            sql.SQL(
                "INSERT INTO runtime.repeatable VALUES (%s, %s)"
                " ON CONFLICT (name) DO UPDATE SET mark = excluded.mark"
            ),
            (name, mark),
        )


def _repeatables() -> Iterator[tuple[str, Sequence[sql.Composable]]]:
    for path in sorted(REPEATABLE.glob("*.sql")):
        yield path.name, [sql.SQL(path.read_text(encoding="utf-8"))]
    for name, source in registered():
        yield name, source()
