"""`./siku contract` and `./siku quarantine`, as a person meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from console.main import run
from console.output import explain
from loaders.contract import contracts
from runtime.database import engine
from runtime.settings import settings


def test_contracts_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["contract", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [row["dataset"] for row in listed] == list(contracts())
    assert run(["contract", "show", "ps_person"]) == 0
    shown = capsys.readouterr().out
    assert "户籍人口登记" in shown
    assert "citizen_number" in shown
    assert "becomes no value" in shown
    assert run(["contract", "show", "ps_person", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["thing"] == "person"


def test_a_broken_contract_is_told_beside_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "contracts"
    shutil.copytree(settings().contracts_dir, folder)
    (folder / "tax_taxpayer.yml").write_text("dataset: [tax", encoding="utf-8")
    monkeypatch.setenv("SIKU_CONTRACTS_DIR", str(folder))
    settings.cache_clear()
    try:
        assert run(["contract", "list", "--json"]) == 0
        shown = capsys.readouterr()
        assert len(json.loads(shown.out)) >= 27
        [line] = shown.err.splitlines()
        assert line.startswith(f"broken: {folder}/tax_taxpayer.yml:2: the file: is no YAML")
    finally:
        settings.cache_clear()


def test_check_points_at_file_line_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["contract", "check"]) == 0
    good = (settings().contracts_dir / "ps_person.yml").read_text(encoding="utf-8")
    path = tmp_path / "ps_person.yml"
    path.write_text(good.replace("thing: person", "thing: persn"), encoding="utf-8")
    line = good.splitlines().index("thing: person") + 1
    assert run(["contract", "check", str(path)]) == 1
    assert f"{path}:{line}: thing: 'persn' is unknown; did you mean person?" in (
        capsys.readouterr().err
    )


def test_a_contract_goes_by_its_datasets_name_too(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["contract", "check", "ps_person"]) == 0
    assert "ps_person: in order" in capsys.readouterr().err
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    assert run(["contract", "try", "ps_person", str(path)]) == 1
    assert "the file is empty (文件为空)" in capsys.readouterr().err
    assert run(["contract", "check", "ps_persn"]) == 1
    assert "does not exist" in capsys.readouterr().err


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["contract", "schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((settings().contracts_dir / "schema.json").read_text())


def test_an_empty_quarantine(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["quarantine", "list"]) == 0
    assert "no row is set aside" in capsys.readouterr().err
    assert run(["quarantine", "list", "--dataset", "ps_persn"]) == 1
    assert "did you mean ps_person?" in capsys.readouterr().err
    assert run(["quarantine", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    for words in (["list"], ["count"], ["export", "--out", "x.xlsx"]):
        assert run(["quarantine", *words, "--delivery", "7"]) == 1
        assert "there is no delivery 7" in capsys.readouterr().err
    assert run(["quarantine", "list", "--step", "merge"]) == 1
    assert "next: stage or check" in capsys.readouterr().err


def test_a_database_that_is_behind_says_what_to_do(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with engine().connect() as connection, pytest.raises(DBAPIError) as lacking:
        connection.execute(text("select what_is_new from ops.delivery"))
    assert explain(lacking.value) == 1
    assert "next: ./siku migrate" in capsys.readouterr().err
