"""Sharing and the sealed log: agreements, API keys, pseudonyms, entries.

The tables stand in `0002_sharing/*.sql`, one file a schema.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

from models.migrate import run_file

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")
SCHEMAS = ("audit", "sharing")


def upgrade() -> None:
    """Create the tables."""
    for schema in SCHEMAS:
        run_file(FOLDER / f"{schema}.sql")


def downgrade() -> None:
    """Drop both schemas with the functions and triggers in them, and leave them empty."""
    for schema in SCHEMAS:
        op.execute(f"DROP SCHEMA {schema} CASCADE")
        op.execute(f"CREATE SCHEMA {schema}")
