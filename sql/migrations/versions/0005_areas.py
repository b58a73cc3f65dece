"""Divisions name those that follow them; figures may be of areas that are no divisions."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add the columns; the code of the area becomes the last part of a figure's natural key."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop the columns and the last part of the key, where that is empty."""
    run_file(FOLDER / "down.sql")
