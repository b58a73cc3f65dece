"""Rows that come again as they were are carried over: what the ledger must know for that."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add the columns."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop them."""
    run_file(FOLDER / "down.sql")
