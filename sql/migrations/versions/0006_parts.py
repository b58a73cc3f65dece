"""The parts of deliveries that come in several files, so that a line can be found in its file."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).with_suffix("")


def upgrade() -> None:
    """A table of parts."""
    _run("up.sql")


def downgrade() -> None:
    """No parts."""
    _run("down.sql")


def _run(name: str) -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((FOLDER / name).read_text(encoding="utf-8"))
