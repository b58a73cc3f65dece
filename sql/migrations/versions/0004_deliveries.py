"""What people do to deliveries: hold, release, undo, replay, take corrected rows back."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Widen the ledger; a table of interventions."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Narrow the ledger again."""
    run_file(FOLDER / "down.sql")
