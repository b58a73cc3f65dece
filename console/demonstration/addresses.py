"""Where the things are that a demonstration leaves running, and what to try with them."""

from __future__ import annotations

from runtime import airflow
from runtime.database import database_url
from runtime.settings import settings


def known() -> dict[str, str]:
    """What → where, in the order of the closing lines."""
    return {
        "SQL": f'psql "{database_url()}"',
        "Airflow": f"{airflow.address()}  user {airflow.ADMIN}, "
        f"password in {settings().secrets / 'airflow-admin'}",
        "quality reports": str(settings().reports / "index.html"),
    }
