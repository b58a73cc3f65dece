"""Persons without a citizen number can be found among themselves, whatever the stock."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Index them by name and by birth date."""
    _run("up.sql")


def downgrade() -> None:
    """Drop these indexes."""
    _run("down.sql")


def _run(name: str) -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((FOLDER / name).read_text(encoding="utf-8"))
