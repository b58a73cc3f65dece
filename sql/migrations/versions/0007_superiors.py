"""Divisions name the province and the prefecture they are in, which change while the code stays."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add the columns."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop the columns."""
    run_file(FOLDER / "down.sql")
