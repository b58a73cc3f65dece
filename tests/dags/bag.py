"""Reads the DAG files as Airflow does and prints what it found, as JSON. A program of its own:
Airflow sets up logging and much else for the whole process that imports it."""

from __future__ import annotations

import contextlib
import json
import sys
import time

from airflow.dag_processing.dagbag import DagBag

from runtime.settings import REPOSITORY

HEAVY = ("duckdb", "great_expectations", "pandas", "pipeline", "pyarrow", "splink", "loaders")


def main() -> None:
    """Read the files twice: what a process imports once is not what reading costs."""
    with contextlib.redirect_stdout(sys.stderr):
        bag = DagBag(str(REPOSITORY / "dags"))
        begun = time.process_time()
        DagBag(str(REPOSITORY / "dags"))
        seconds = time.process_time() - begun
    found = {
        "errors": bag.import_errors,
        "seconds": seconds,
        "heavy": [name for name in HEAVY if name in sys.modules],
        "dags": {
            name: {
                "tasks": list(dag.task_dict),
                "retries": sorted({task.retries for task in dag.tasks}),
                "outlets": [one.uri for task in dag.tasks for one in task.outlets],
                "tags": sorted(dag.tags),
                "doc": dag.doc_md,
                "catchup": dag.catchup,
                "max_active_runs": dag.max_active_runs,
                "schedule": repr(dag.timetable),
            }
            for name, dag in bag.dags.items()
        },
    }
    print(json.dumps(found))


main()
