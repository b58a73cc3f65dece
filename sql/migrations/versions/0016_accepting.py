"""Weights that a person accepted are those the machine judges by."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add accepted weights."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop them."""
    run_file(FOLDER / "down.sql")
