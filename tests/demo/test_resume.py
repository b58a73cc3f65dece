"""Steps that are killed at any point and run again lead to the same state as if never killed."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import text

from runtime.database import engine, transaction
from runtime.settings import settings
from samples.generate import File, generate
from samples.order import order
from tests.support.state import difference, fingerprint

WALKED = ("civil_division", "ps_person", "social_insured")
STEP = 0.12
ENOUGH = 120

# Each child is forked from a process that has imported what a walk needs, as Airflow's tasks are.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["dags.preload"])


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[File]]:
    """A small province: where it is, and the files to walk in their order."""
    folder = tmp_path_factory.mktemp("province") / "made"
    files = generate(order(300, 1, 2), folder)
    return folder, [file for file in files if file.dataset in WALKED]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Where landing copies and reports go."""
    yield tmp_path / "home"
    settings.cache_clear()


def walk(folder: Path, files: list[File], environment: dict[str, str]) -> None:
    """Take the files through all steps, in a process of its own."""
    import pipeline

    os.environ.update(environment)
    settings.cache_clear()
    for file in files:
        delivery = pipeline.receive(
            file.dataset, folder / file.file, dt.date.fromisoformat(file.date)
        )
        pipeline.walk(delivery)


def begun(province: tuple[Path, list[File]], database: str, home: Path) -> BaseProcess:
    environment = {
        "SIKU_DATABASE_URL": database,
        "SIKU_LANDING_DIR": str(home / "landing"),
        "SIKU_REPORTS_DIR": str(home / "reports"),
    }
    child = FORKS.Process(target=walk, args=(*province, environment))
    child.start()
    return child


def state(database: str) -> dict[str, str]:
    with engine(database).connect() as connection:
        return fingerprint(connection)


def crash() -> None:
    """What a crash of the database does beside ending everybody: unlogged tables are empty."""
    with transaction() as connection:
        names = connection.execute(
            text("select format('%I.%I', schemaname, tablename) from pg_tables"
                 " where schemaname = 'stage'")
        ).scalars()  # fmt: skip
        for name in list(names):
            connection.execute(text(f"truncate {name}"))


def test_the_end_is_the_same(
    province: tuple[Path, list[File]], database: str, fresh_database: str, home: Path
) -> None:
    whole = begun(province, database, home / "whole")
    whole.join(ENOUGH)
    assert whole.exitcode == 0

    wait, kills = STEP, 0
    while True:
        child = begun(province, fresh_database, home / "killed")
        child.join(wait)
        if child.exitcode is not None:
            break
        child.kill()
        child.join()
        if kills % 2:
            crash()
        wait, kills = wait + STEP, kills + 1
    assert child.exitcode == 0
    assert kills > 3
    assert difference(state(database), state(fresh_database)) == {}


def test_a_second_walk_changes_nothing(
    province: tuple[Path, list[File]], database: str, home: Path
) -> None:
    before = state(database)
    again = begun(province, database, home / "whole")
    again.join(ENOUGH)
    assert again.exitcode == 0
    assert difference(before, state(database)) == {}
