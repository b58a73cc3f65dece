"""A delivery can be tried: all is said of it that staging and checking find, and nothing stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from console.main import run
from loaders.contract import find
from pipeline import trial
from runtime.database import engine
from runtime.settings import settings
from tests.pipeline.deliver import AUGUST, PERSON, delivered, written

BAD = PERSON | {"人员编号": "2", "出生日期": "20041399", "公民身份号码": ""}


@pytest.fixture
def contracts_folder(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Contracts that a test may add to and spoil; the folder goes for the whole of siku."""
    own = tmp_path / "contracts"
    shutil.copytree(settings().contracts_dir, own)
    monkeypatch.setenv("SIKU_CONTRACTS_DIR", str(own))
    settings.cache_clear()
    return own


def footprint() -> list[int]:
    """How many rows and stage tables there are."""
    with engine().connect() as connection:
        return [
            connection.execute(text(f"select count(*) from {table}")).scalar_one()
            for table in (
                "ops.delivery", "ops.quarantine", "ops.finding", "ops.dataset", "ops.department",
                "pg_tables where schemaname = 'stage'", "population.person",
            )
        ]  # fmt: skip


def test_it_says_what_would_become_of_a_file_and_leaves_nothing(
    database: str, tmp_path: Path
) -> None:
    before = footprint()
    file = written(tmp_path, "ps_person", [PERSON, BAD])
    found = trial.attempt(find("ps_person"), file, AUGUST)
    assert (found.delivered, found.staged, found.quarantined) == (2, 1, 1)
    assert [row["column"] for row in found.reasons] == ["出生日期"]
    assert found.set_aside[0].line == 3
    assert "出生日期" in found.set_aside[0].zh
    assert found.decision.gate == "warn"
    assert footprint() == before


def test_a_contract_that_is_not_among_the_others_is_tried_and_told(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "ps_person", [PERSON, BAD])
    content = file.read_text(encoding="gb18030").replace("操作\n", "操作,备注\n")
    content = content.replace("新增\n", "新增,x\n")
    file.write_text(content, encoding="gb18030")
    own = settings().contracts_dir / "ps_person.yml"
    contract = tmp_path / "somewhere.yml"
    contract.write_text(
        own.read_text(encoding="utf-8").replace("dataset: ps_person", "dataset: trial_person"),
        encoding="utf-8",
    )
    before = footprint()
    assert run(["contract", "try", str(contract), str(file), "--as-of", "2026-08-01"]) == 0
    told = capsys.readouterr().out
    assert "2 rows: 1 staged, 1 set aside" in told
    assert "columns nobody asked for: 备注" in told
    assert "第 3 行" in told
    assert run(["contract", "try", str(contract), str(file), "--json"]) == 0
    assert footprint() == before


def test_a_broken_contract_stops_no_delivery_of_another_dataset(
    contracts_folder: Path, folder: Path
) -> None:
    (contracts_folder / "tax_taxpayer.yml").write_text("dataset: [tax", encoding="utf-8")
    assert delivered(folder, "ps_person", AUGUST, PERSON).state == "published"


def test_delivering_under_a_contracts_path_takes_the_contract_in(
    contracts_folder: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(folder / "2026-08-01", "ps_person", [PERSON])
    usual = (contracts_folder / "ps_person.yml").read_text(encoding="utf-8")
    draft = folder / "draft.yml"
    draft.write_text(usual.replace("dataset: ps_person", "dataset: new_person"), encoding="utf-8")
    assert run(["deliver", str(draft), str(file)]) == 0
    said = capsys.readouterr().err
    assert f"new_person: its contract is now {contracts_folder / 'new_person.yml'}" in said
    draft.write_text(draft.read_text(encoding="utf-8") + "# other\n", encoding="utf-8")
    assert run(["deliver", str(draft), str(file)]) == 1
    assert "new_person has another contract already" in capsys.readouterr().err
