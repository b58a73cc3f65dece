"""Pairs that wait are found by the masters that a delivery touched."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add the index."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop it."""
    run_file(FOLDER / "down.sql")
