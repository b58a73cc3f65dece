"""Airflow's scheduler with the heavy libraries imported before it forks its workers.

LocalExecutor forks its workers from the scheduler and each task from a worker, so what the
scheduler has imported costs a task nothing. Only third-party code: ours may change meanwhile.
"""

from __future__ import annotations

import importlib
import sys

PRELOADED = (
    "airflow.sdk.execution_time.task_runner",
    "airflow.providers.standard.operators.python",
    "adbc_driver_postgresql.dbapi",
    "alembic",
    "duckdb",
    "fastexcel",
    "geoalchemy2",
    "great_expectations",
    "lxml.etree",
    "pandas",
    "psycopg2",
    "pyarrow.csv",
    "pyogrio",
    "pypinyin",
    "pyproj",
    "shapely",
    "splink",
    "sqlalchemy.dialects.postgresql.psycopg2",
)


def main() -> None:
    """Import, then be the scheduler."""
    for name in PRELOADED:
        importlib.import_module(name)
    from airflow.__main__ import main as airflow

    sys.argv = ["airflow", "scheduler", "--skip-serve-logs"]
    airflow()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
