"""Indexes by which masters are looked up, now and in the past: keys, identifiers, references."""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEXES = (Path(__file__).with_suffix("") / "indexes.sql").read_text(encoding="utf-8")
CREATED = re.compile(r"^CREATE INDEX (\w+) ON (\w+)\.", re.MULTILINE)


def upgrade() -> None:
    """Create the indexes."""
    op.execute(INDEXES)


def downgrade() -> None:
    """Drop the indexes."""
    for name, schema in CREATED.findall(INDEXES):
        op.execute(f"DROP INDEX {schema}.{name}")
