"""The migrations lead from nothing to what the models say, and back to nothing."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from models import Base
from models.base import SCHEMAS
from runtime import migrate
from runtime.database import engine, transaction
from runtime.postgres import programs

TABULAR = re.compile(
    r"CREATE TABLE|CREATE (UNIQUE )?INDEX|COMMENT ON (TABLE|COLUMN)"
    r"|ALTER TABLE (ONLY )?\S+\s+(ADD CONSTRAINT|ALTER COLUMN)"
)


def tables_and_indexes(url: str) -> set[str]:
    """What pg_dump says of our tables: columns, defaults, constraints, indexes, comments."""
    names = {table.fullname for table in Base.metadata.tables.values()}
    schemas = [f"--schema={schema}" for schema in SCHEMAS]
    dump = programs().run("pg_dump", "--schema-only", "--no-owner", *schemas, "--dbname", url)
    lines = (line for line in dump.splitlines() if line and not line.startswith(("--", "\\")))
    statements = re.split(r";$", "\n".join(lines), flags=re.MULTILINE)
    said = {statement.strip() for statement in statements}
    unquoted = {statement.replace('"', "") for statement in said if TABULAR.match(statement)}
    return {s for s in unquoted if any(name in s for name in names)}


def ours(connection_url: str) -> list[str]:
    """Everything of ours that is in the database."""
    with engine(connection_url).connect() as connection:
        found = connection.execute(
            text(
                "SELECT nspname FROM pg_namespace"
                " WHERE nspname = ANY(:ours) OR nspname LIKE 'siku%' ORDER BY 1"
            ),
            {"ours": list(SCHEMAS)},
        )
        return list(found.scalars())


def test_a_migrated_database_has_exactly_what_the_models_say(database: str) -> None:
    assert migrate.differences() == []


def test_migrating_again_changes_nothing(database: str) -> None:
    assert migrate.upgrade() == []


def test_every_migration_goes_down_to_nothing_and_up_again(database: str) -> None:
    migrated = tables_and_indexes(database)
    assert len(migrated) > len(Base.metadata.tables)

    migrate.downgrade()
    assert ours(database) == []

    created_by_the_models(database)
    assert tables_and_indexes(database) == migrated

    drop_everything()
    assert migrate.upgrade()[0] == "0001"
    assert migrate.differences() == []
    assert tables_and_indexes(database) == migrated


def created_by_the_models(url: str) -> None:
    with transaction() as connection:
        for schema in SCHEMAS:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        Base.metadata.create_all(connection)


def drop_everything() -> None:
    with transaction() as connection:
        for schema in SCHEMAS:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


@pytest.mark.parametrize("schema", SCHEMAS)
def test_nothing_is_visible_by_default(database: str, schema: str) -> None:
    with engine().connect() as connection:
        seen = connection.execute(
            text("SELECT has_schema_privilege('public', :schema, 'usage')"), {"schema": schema}
        )
        assert seen.scalar() is False
