"""What is known of a date without a day stands in a column of its own."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add the columns."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop the columns."""
    run_file(FOLDER / "down.sql")
