"""A component of Airflow with what its work needs imported before it forks.

LocalExecutor forks its workers from the scheduler and each task from a worker, and the DAG
processor forks for every file it reads: what they have imported costs a fork nothing. Our own code
is among it, so `runtime.airflow` starts them anew when that changed.
"""

from __future__ import annotations

import hashlib
import importlib
import sys

from runtime.settings import REPOSITORY

PRELOADED = {
    "scheduler": (
        "airflow.dag_processing.dagbag",
        "airflow.providers.standard.operators.python",
        "airflow.sdk.execution_time.task_runner",
        "sqlalchemy.dialects.postgresql.psycopg2",
        "dags.preload",
    ),
    "dag-processor": ("dags.building",),
}
NOT_OF_TASKS = ("bench", "console", "portal", "samples", "sharing", "tests")
ARGUMENTS = {"scheduler": ("--skip-serve-logs",), "dag-processor": ()}


def mark() -> str:
    """A mark of our own code as it stands; another one when any that tasks use was changed."""
    digest = hashlib.sha256()
    for room in sorted(REPOSITORY.glob("*/__init__.py")):
        if room.parent.name in NOT_OF_TASKS:
            continue
        for path in sorted(room.parent.rglob("*.py")):
            digest.update(f"{path} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def main() -> None:
    """Import, then be the component."""
    component = sys.argv[1]
    for name in PRELOADED[component]:
        importlib.import_module(name)
    from airflow.__main__ import main as airflow

    sys.argv = ["airflow", component, *ARGUMENTS[component]]
    airflow()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
