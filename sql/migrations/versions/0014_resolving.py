"""References are resolved by names, too, and say how; codes of divisions mean what they became."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Keep what was found out of each saying, and find what waits by its name."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop these; what was resolved stays as it is."""
    run_file(FOLDER / "down.sql")
