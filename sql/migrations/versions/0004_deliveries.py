"""What people do to deliveries: hold, release, undo, replay, take corrected rows back."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """Widen the ledger; a table of interventions."""
    _run("up.sql")


def downgrade() -> None:
    """Narrow the ledger again."""
    _run("down.sql")


def _run(name: str) -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((FOLDER / name).read_text(encoding="utf-8"))
