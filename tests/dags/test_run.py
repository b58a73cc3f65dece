"""Deliveries walk through Airflow itself: its scheduler, its workers, its REST API."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from console.demonstration import ground
from console.demonstration.runs import Run, Runs
from console.demonstration.settling import settle
from runtime import airflow, cluster, provision
from runtime.database import embedded_url, transaction
from runtime.settings import settings

DATASET = "town_indicator"
ENOUGH = 120

CONTRACT = """
dataset: town_indicator
title: {zh: 乡镇统计指标, en: Indicators of the towns}
department: statistics
thing: indicator
cadence: yearly
fresh_within_days: 400
kind: snapshot
file: {pattern: "town_indicator*.csv", format: csv, encoding: utf-8}
key: [指标代码]
columns: {指标代码: code, 指标名称: name, 计量单位: unit, 频度: frequency}
"""
DELIVERED = """\
指标代码,指标名称,计量单位,频度
T0101,户籍人口,人,年度
T0102,家庭户户数,户,年度
"""


@pytest.fixture(scope="module")
def runs(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """A running Airflow with a home of its own and a contract that it never saw."""
    home = tmp_path_factory.mktemp("home")
    contracts = home / "contracts"
    contracts.mkdir()
    shutil.copy(settings().contracts_dir / "departments.yml", contracts)
    (contracts / f"{DATASET}.yml").write_text(CONTRACT, encoding="utf-8")
    metadata = f"siku_test_{os.getpid()}_airflow"
    cluster.create_database(metadata)
    address = embedded_url(provision.OWNER, metadata)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIKU_AIRFLOW_DATABASE_URL", address)
        patch.setenv("SIKU_HOME", str(home))
        patch.setenv("SIKU_CONTRACTS_DIR", str(contracts))
        settings.cache_clear()
        try:
            airflow.start()
            airflow.wait_ready()
            started = Runs()
            ground.wait_for_dags(started, [DATASET, "macro"])
            yield started
            started.close()
        finally:
            airflow.stop()
    settings.cache_clear()
    cluster.drop_database(metadata)


def dropped(day: str, content: str) -> Path:
    """A drop of the dataset, as a department would leave it."""
    path = settings().drop / day / f"{DATASET}.csv"
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    return path


def ended(runs: Runs, name: str, day: str | None) -> Run:
    """Start a run and wait for its end."""
    runs.start(DATASET, name, {"date": day} if day else {})
    deadline = time.monotonic() + ENOUGH
    while time.monotonic() < deadline:
        found = next(run for run in runs.of(DATASET) if run.name == name)
        if not found.underway:
            return found
        time.sleep(0.5)
    raise AssertionError(f"{name} does not end")


def asked(path: str) -> dict[str, Any]:
    """What Airflow's REST API says there."""
    with airflow.client() as client:
        answer: dict[str, Any] = client.get(path).raise_for_status().json()
    return answer


def tasks(name: str) -> dict[str, tuple[str, int]]:
    """Each task's state, and how often it was tried."""
    found = asked(f"/api/v2/dags/{DATASET}/dagRuns/{name}/taskInstances")
    return {t["task_id"]: (t["state"], t["try_number"]) for t in found["task_instances"]}


def delivery(day: str) -> Any:
    with transaction() as connection:
        query = text("select * from ops.delivery where as_of = cast(:day as date)")
        return connection.execute(query, {"day": day}).one()


def test_a_drop_is_found_by_its_date_and_walks_to_its_end(runs: Runs) -> None:
    dropped("2026-08-01", DELIVERED)

    assert ended(runs, "dated", "2026-08-01").state == "success"

    published = delivery("2026-08-01")
    assert (published.state, published.delivered, published.created) == ("published", 2, 2)
    assert set(tasks("dated").values()) == {("success", 1)}
    settle(runs, ["macro"])
    assert {run.state for run in runs.of("macro")} == {"success"}


def test_only_the_deliverys_number_is_passed_on(runs: Runs) -> None:
    path = f"/api/v2/dags/{DATASET}/dagRuns/dated/taskInstances/~/xcomEntries"
    entries = asked(path)["xcom_entries"]
    assert [entry["task_id"] for entry in entries] == ["receive"]
    value = asked(path.replace("~", "receive") + "/return_value")["value"]
    assert int(value) == delivery("2026-08-01").delivery_id


def test_without_a_date_the_oldest_drop_that_waits_is_taken(runs: Runs) -> None:
    dropped("2026-10-01", DELIVERED)
    dropped("2026-09-01", DELIVERED.replace("家庭户户数", "常住户数"))

    assert ended(runs, "undated", None).state == "success"

    assert delivery("2026-09-01").state == "published"
    with transaction() as connection:
        assert connection.execute(text("select count(*) from ops.delivery")).scalar() == 2


def test_nothing_to_receive_is_no_failure(runs: Runs) -> None:
    assert ended(runs, "again", "2026-08-01").state == "success"
    assert set(tasks("again").values()) == {("skipped", 1), ("skipped", 0)}


def test_a_file_that_cannot_be_read_fails_at_once(runs: Runs) -> None:
    dropped("2026-11-01", "what is this\n")

    run = ended(runs, "refused", "2026-11-01")

    assert run.state == "failed"
    assert tasks("refused")["stage"] == ("failed", 1)
    assert "指标代码" in runs.why(run)
