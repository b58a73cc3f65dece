"""Candidates for a match are found by several attributes at once, whatever the stock."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Index persons by what candidates share."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop these indexes."""
    run_file(FOLDER / "down.sql")
