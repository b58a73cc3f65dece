"""The parts of deliveries that come in several files, so that a line can be found in its file."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """A table of parts."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """No parts."""
    run_file(FOLDER / "down.sql")
