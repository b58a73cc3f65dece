"""The benchmark of loading runs, in small; its files say what they are meant to say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.compute as pc
import pytest
from typer.testing import CliRunner

from bench import frame, load, stock
from bench.frame import Figure
from console.bench import app
from loaders.elements import Aspect, standardise
from samples.generate import generate
from samples.order import order

DAY = dt.date(2026, 9, 1)


@pytest.fixture(scope="module")
def persons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province") / "made"
    generate(order(1_000, 1, 1), folder, 1)
    (file,) = folder.glob("drop/*/ps_person.csv")
    return file


def test_a_greater_stock_has_other_persons_whose_numbers_are_as_right(
    persons: Path, tmp_path: Path
) -> None:
    rows = stock.persons(persons)
    stock.multiplied(rows, 3, tmp_path / "great.csv")
    great = stock.persons(tmp_path / "great.csv")
    assert great.num_rows == 3 * rows.num_rows
    assert len(great["人员编号"].unique()) == 3 * len(rows["人员编号"].unique())
    for number in range(3):
        copy = great.slice(number * rows.num_rows, rows.num_rows)
        assert _read(copy) == pytest.approx(_read(rows), abs=3)
    found = pc.value_counts(great["公民身份号码"]).to_pylist()
    assert sum(one["counts"] for one in found if one["values"] and one["counts"] > 2) == 0


def test_a_month_later_most_rows_are_as_they_were(persons: Path, tmp_path: Path) -> None:
    rows = stock.persons(persons)
    stock.month(rows, DAY, tmp_path / "month.csv")
    told = stock.persons(tmp_path / "month.csv")
    before, after = ({tuple(row.values()) for row in t.to_pylist()} for t in (rows, told))
    assert len(before & after) / len(before) == pytest.approx(0.9875, abs=0.002)
    assert told.num_rows == rows.num_rows


def _read(rows: object) -> int:
    """How many numbers can be read."""
    texts = rows["公民身份号码"].combine_chunks()  # type: ignore[index]
    reading = standardise(texts, Aspect("citizen_number"), ("",))
    return len(reading.values) - int(reading.values.null_count)


def test_an_increment_brings_changes_new_persons_and_cancellations(
    persons: Path, tmp_path: Path
) -> None:
    rows = stock.persons(persons)
    stock.increment(rows, 100, 0, DAY, tmp_path / "increment.csv")
    told = stock.persons(tmp_path / "increment.csv")
    operations = {one["values"]: one["counts"] for one in pc.value_counts(told["操作"]).to_pylist()}
    assert operations == {"变更": 65, "新增": 30, "注销": 5}
    known = pc.sum(pc.is_in(told["人员编号"], value_set=rows["人员编号"].unique())).as_py()
    assert known == 70
    assert told["变动日期"].unique().to_pylist() == ["20260901"]


def test_the_first_load_is_measured_against_a_copy() -> None:
    figures = {figure.name: figure for figure in load.run(1_000, 1, ("first",))}
    assert figures["first load / COPY"].bar == load.FIRST_BAR
    assert figures["the same file again"].met
    assert 2 < figures["persons without a valid number"].value < 6


def test_what_was_measured_is_kept_when_the_rest_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(name: str, **options: object) -> Iterator[Figure]:
        yield Figure("first", "s", "lower", (1.0,))
        raise KeyboardInterrupt

    monkeypatch.setattr(frame, "measure", broken)
    CliRunner().invoke(app, ["load", "--json", str(tmp_path / "figures.json")])
    said = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert [figure["name"] for figure in said["figures"]] == ["first"]
