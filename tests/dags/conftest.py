"""The DAGs as Airflow finds them, for any folder of contracts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runtime.settings import REPOSITORY

Bag = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Bag:
    """Reads the DAGs in a process of its own."""
    home = tmp_path_factory.mktemp("airflow")

    def read(contracts: Path | None = None) -> dict[str, Any]:
        environment = {**os.environ, "AIRFLOW_HOME": str(home), "PYTHONPATH": str(REPOSITORY)}
        if contracts:
            environment["SIKU_CONTRACTS_DIR"] = str(contracts)
        done = subprocess.run(
            [sys.executable, "-m", "tests.dags.bag"],
            env=environment, cwd=REPOSITORY, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return read
