"""Waits for the DAGs of the bases, which run by themselves after their datasets."""

from __future__ import annotations

import time
from collections.abc import Sequence

from console.demonstration.runs import Run, Runs
from runtime import airflow
from runtime.errors import SikuError

LOOK = 0.5
PATIENCE = 300


class NotSettled(SikuError):
    """A base's DAG did not do its work."""


def settle(runs: Runs, bases: Sequence[str]) -> None:
    """Return once every base's DAG has run after the last of its datasets; and with success."""
    deadline = time.monotonic() + PATIENCE
    again: set[str] = set()
    while waiting := [base for base in bases if not _settled(runs, base, again)]:
        if time.monotonic() > deadline:
            raise NotSettled(
                f"the DAG of {', '.join(waiting)} has not run to its end in {PATIENCE} s",
                where=str(airflow.address()),
                hint="./siku status, then ./siku demo again",
            )
        time.sleep(LOOK)


def _settled(runs: Runs, base: str, again: set[str]) -> bool:
    """Whether a base has nothing left to run for; what failed is tried once more."""
    if runs.news(base):
        return False
    found = runs.of(base)
    if not found:
        # News that came before the DAG followed its datasets set nothing off.
        runs.start(base, f"demo-{base}", {})
        return False
    if any(run.underway for run in found):
        return False
    for run in found:
        if run.state != "success":
            _retry(runs, run, again)
            return False
    return True


def _retry(runs: Runs, run: Run, again: set[str]) -> None:
    if run.name in again:
        raise NotSettled(
            f"the run {run.name} of {run.dag} failed: {runs.why(run)}",
            where=str(airflow.address()),
            hint="mend that, then ./siku demo again",
        )
    again.add(run.name)
    runs.again(run)
