"""Clusters that need attention are handed to one reviewer at a time."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add who looks at a cluster, and until when."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop that."""
    run_file(FOLDER / "down.sql")
