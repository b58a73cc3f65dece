"""Persons without a citizen number can be found among themselves, whatever the stock."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Index them by name and by birth date."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop these indexes."""
    run_file(FOLDER / "down.sql")
