"""Every contract is a DAG, every base is a DAG, and reading them is quick."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import pipeline
from dags.building import STEPS
from loaders.contract import contracts
from models.base import BASES
from runtime.settings import settings
from tests.dags.conftest import Bag


@pytest.fixture(scope="module")
def found(bag: Bag) -> dict[str, Any]:
    return bag()


def test_every_file_is_read_without_error(found: dict[str, Any]) -> None:
    assert found["errors"] == {}


def test_every_contract_and_every_base_has_its_dag(found: dict[str, Any]) -> None:
    assert set(found["dags"]) == {*contracts(), *BASES}


def test_a_datasets_dag_walks_the_six_steps(found: dict[str, Any]) -> None:
    assert list(pipeline.STEPS) == list(STEPS)
    for name, contract in contracts().items():
        dag = found["dags"][name]
        assert dag["tasks"] == ["receive", *pipeline.STEPS]
        assert dag["retries"] == [2]
        assert dag["outlets"] == [f"siku://{contract.base}/{name}"]
        assert dag["tags"] == sorted([contract.base, contract.department])
        assert (dag["catchup"], dag["max_active_runs"]) == (False, 1)


def test_a_dag_explains_itself_in_both_languages(found: dict[str, Any]) -> None:
    for name, contract in contracts().items():
        for said in (contract.title.zh, contract.title.en, contract.file.pattern):
            assert said in found["dags"][name]["doc"]


def test_what_comes_after_is_looked_for_later(found: dict[str, Any]) -> None:
    def hour(name: str) -> tuple[int, int]:
        minute, hour = found["dags"][name]["schedule"].split("'")[1].split()[:2]
        return int(hour), int(minute)

    for name, contract in contracts().items():
        for first in contract.after:
            assert hour(first) < hour(name)


def test_a_bases_dag_follows_its_datasets(found: dict[str, Any]) -> None:
    for base in BASES:
        dag = found["dags"][base]
        assert dag["tasks"] == ["settle"]
        for name, contract in contracts().items():
            assert (f"siku://{base}/{name}'" in dag["schedule"]) == (contract.base == base)
        assert dag["schedule"].startswith("AssetTriggeredTimetable(asset_condition=AssetAny(")


def test_reading_the_dags_is_quick_and_loads_nothing_heavy(found: dict[str, Any]) -> None:
    assert found["heavy"] == []
    assert found["seconds"] < 0.5


def test_a_new_contract_is_a_new_dag(bag: Bag, tmp_path: Path) -> None:
    folder = tmp_path / "contracts"
    shutil.copytree(settings().contracts_dir, folder)
    given = (folder / "stat_indicator.yml").read_text()
    new = given.replace("dataset: stat_indicator", "dataset: town_indicator")
    (folder / "town_indicator.yml").write_text(new)

    found = bag(folder)

    assert found["errors"] == {}
    assert found["dags"]["town_indicator"]["tasks"] == ["receive", *pipeline.STEPS]
    assert "siku://macro/town_indicator" in found["dags"]["macro"]["schedule"]


def test_a_broken_contract_leaves_the_others_alone(bag: Bag, tmp_path: Path) -> None:
    folder = tmp_path / "contracts"
    shutil.copytree(settings().contracts_dir, folder)
    (folder / "stat_indicator.yml").write_text("dataset: [stat_indicator")
    (folder / "water_body.yml").write_text("thing: ghost\nafter: 7\ntitle: none\n")

    found = bag(folder)

    assert found["errors"] == {}
    assert set(found["dags"]) == {*contracts(), *BASES}
