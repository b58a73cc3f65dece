"""The migrations lead from nothing to what the models say, and back to nothing."""

from __future__ import annotations

import re
import subprocess

import pytest
from alembic.script import Script, ScriptDirectory
from sqlalchemy import text

from models import Base, migrate
from models.base import SCHEMAS
from runtime.database import database_url, engine, transaction
from runtime.postgres import programs

pytestmark = pytest.mark.usefixtures("database")

TABULAR = re.compile(
    r"CREATE TABLE|CREATE (UNIQUE )?INDEX|COMMENT ON (TABLE|COLUMN)"
    r"|ALTER TABLE (ONLY )?\S+\s+(ADD CONSTRAINT|ALTER COLUMN)"
)


def tables_and_indexes() -> set[str]:
    """What pg_dump says of our tables: columns, defaults, constraints, indexes, comments."""
    names = {table.fullname for table in Base.metadata.tables.values()}
    schemas = [f"--schema={schema}" for schema in SCHEMAS]
    # As whoever runs the tests: the password's file is theirs, not the cluster's user's.
    dump = subprocess.run(
        [programs().folder / "pg_dump", "--schema-only", "--no-owner", *schemas, database_url()],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    lines = (line for line in dump.splitlines() if line and not line.startswith(("--", "\\")))
    statements = re.split(r";$", "\n".join(lines), flags=re.MULTILINE)
    said = {statement.strip() for statement in statements}
    unquoted = {statement.replace('"', "") for statement in said if TABULAR.match(statement)}
    return {s for s in unquoted if any(name in s for name in names)}


def ours() -> list[str]:
    """Everything of ours that is in the database."""
    with engine().connect() as connection:
        found = connection.execute(
            text(
                "SELECT nspname FROM pg_namespace"
                " WHERE nspname = ANY(:ours) OR nspname LIKE 'siku%' ORDER BY 1"
            ),
            {"ours": list(SCHEMAS)},
        )
        return list(found.scalars())


def test_a_migrated_database_has_exactly_what_the_models_say() -> None:
    assert migrate.differences() == []


def test_migrating_again_changes_nothing() -> None:
    assert migrate.upgrade() == []


def test_every_migration_goes_down_to_nothing_and_up_again() -> None:
    migrated = tables_and_indexes()
    assert len(migrated) > len(Base.metadata.tables)

    migrate.downgrade()
    assert ours() == []

    created_by_the_models()
    assert tables_and_indexes() == migrated

    drop_everything()
    assert migrate.upgrade()[0] == "0001"
    assert migrate.differences() == []
    assert tables_and_indexes() == migrated


@pytest.mark.parametrize(
    "step", list(ScriptDirectory(str(migrate.FOLDER)).walk_revisions()), ids=lambda s: s.revision
)
def test_a_migration_that_went_down_can_go_up_again(step: Script) -> None:
    migrate.downgrade(revision=str(step.down_revision or "base"))
    assert step.revision in migrate.upgrade()
    assert migrate.differences() == []


def created_by_the_models() -> None:
    with transaction() as connection:
        for schema in SCHEMAS:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        Base.metadata.create_all(connection)


def drop_everything() -> None:
    with transaction() as connection:
        for schema in SCHEMAS:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


@pytest.mark.parametrize("schema", SCHEMAS)
def test_nothing_is_visible_by_default(schema: str) -> None:
    with engine().connect() as connection:
        seen = connection.execute(
            text("SELECT has_schema_privilege('public', :schema, 'usage')"), {"schema": schema}
        )
        assert seen.scalar() is False
