"""Masters without a number have own indexes for slips of the birth date and the surname."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add them."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop them."""
    run_file(FOLDER / "down.sql")
