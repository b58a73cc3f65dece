"""People judge pairs: what each said, who looks at which, and what a decision is worth."""

from __future__ import annotations

from pathlib import Path

from models.migrate import run_file

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add votes and leases, and rank the pairs that wait."""
    run_file(FOLDER / "up.sql")


def downgrade() -> None:
    """Drop them; pairs keep their decisions."""
    run_file(FOLDER / "down.sql")
