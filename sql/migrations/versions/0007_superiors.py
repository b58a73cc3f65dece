"""Divisions name the province and the prefecture they are in, which change while the code stays."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Add the columns."""
    _run("up.sql")


def downgrade() -> None:
    """Drop the columns."""
    _run("down.sql")


def _run(name: str) -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((FOLDER / name).read_text(encoding="utf-8"))
