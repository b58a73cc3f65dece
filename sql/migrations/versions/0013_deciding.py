"""People decide who is who; masters know their founder; what breaks a rule needs attention."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add decisions, attention and founders."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop them."""
    run_file(FOLDER / "down.sql")
