"""Legal entities are sought by representative and telephone, too."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add them."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop them."""
    run_file(FOLDER / "down.sql")
