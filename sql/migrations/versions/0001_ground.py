"""The ground: the four bases and operations.

The tables stand in `0001_ground/*.sql`, one file a schema, as the models said when it was written.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

from models.migrate import run_file

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")
FILES = ("schemas", "ops", "population", "legal_entity", "spatial", "macro")
SCHEMAS = (
    "population", "legal_entity", "spatial", "macro", "ops", "audit", "stage", "sharing",
)  # fmt: skip


def upgrade() -> None:
    """Create the schemas and every table in them."""
    for name in FILES:
        run_file(FOLDER / f"{name}.sql")


def downgrade() -> None:
    """Drop the schemas with everything in them."""
    for schema in SCHEMAS:
        op.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
