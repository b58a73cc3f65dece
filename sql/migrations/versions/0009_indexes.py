"""Indexes hold only what is sought in them."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Leave out what finds nothing."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Take everything in again."""
    run_file(FOLDER / "down.sql")
