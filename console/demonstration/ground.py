"""Brings up what the demonstration stands on, the slow parts side by side."""

from __future__ import annotations

import json
import multiprocessing
import signal
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from console.demonstration import province
from console.demonstration.progress import Progress
from console.demonstration.province import Arguments
from console.demonstration.runs import Runs
from console.platform import prepare_database
from runtime import airflow
from runtime.errors import SikuError
from runtime.settings import settings
from samples.generate import File
from sharing import serving

LOOK = 0.25
PATIENCE = 120


class DagsMissing(SikuError):
    """Airflow does not show a DAG for each contract."""


def stand_up(wanted: Arguments, progress: Progress) -> list[File]:
    """Make the files while the database and Airflow start; return the files."""
    # A process of its own: neither waits for the other. Spawned, since libraries start threads.
    # An interruption by keyboard lets it finish what it writes.
    spawning = multiprocessing.get_context("spawn")
    calm = (signal.SIGINT, signal.SIG_IGN)
    with (
        ProcessPoolExecutor(1, spawning, signal.signal, calm) as pool,
        ThreadPoolExecutor(1) as beside,
    ):
        made = pool.submit(province.make, wanted)
        with progress.phase("database", "starting the database"):
            prepare_database(progress.say)
        with progress.phase("airflow", "starting Airflow"):
            airflow.start(progress.say)
        served = beside.submit(serving.start)
        with progress.phase("province", f"making the province: {wanted.line}"):
            files = made.result()
            province.drop(files)
        with progress.phase("ready", "waiting for Airflow and the sharing API"):
            airflow.wait_ready(progress.say)
            served.result()
    return files


def wait_for_dags(runs: Runs, wanted: Iterable[str]) -> None:
    """Return once Airflow has read the DAGs."""
    deadline = time.monotonic() + PATIENCE
    while missing := set(wanted) - runs.dags():
        if time.monotonic() > deadline:
            raise DagsMissing(
                f"Airflow has not read the DAGs of {', '.join(sorted(missing))}",
                where=str(settings().logs / "airflow-dags"),
                hint="./siku contract check; then ./siku demo again",
            )
        time.sleep(LOOK)


def revive(runs: Runs, dags: Iterable[str]) -> int:
    """Walk anew the runs whose tasks died with an earlier Airflow; return how many those were.

    Airflow itself would notice only after minutes without a heartbeat.
    """
    here = json.dumps(airflow.status().processes)
    note = settings().run / "demo.airflow"
    if note.exists() and note.read_text() == here:
        return 0
    ours = set(dags)
    orphans = [run for run in runs.underway() if run.dag in ours]
    for run in orphans:
        runs.again(run)
    fresh = note.with_suffix(".new")
    fresh.write_text(here)
    fresh.replace(note)
    return len(orphans)
