"""Forty years of divisions load by a contract of a page, each row with the time it held."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.real.walks import delivered, query

FIRST, SECOND, THIRD = (dt.date(2026, month, 1) for month in (8, 9, 10))
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def path(file: Callable[[str], Path]) -> Path:
    return file("divisions_1981_2024.csv")


@pytest.fixture(scope="module")
def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def first(path: Path, home: Path) -> Any:
    return delivered("national_division", path, FIRST)


def end(row: dict[str, str]) -> int:
    return int(row["变更/弃用时间"] or 9999)


def in_file(rows: Rows, day: dt.date) -> set[tuple[str, str]]:
    """Codes and names of the rows whose years contain the day, their last year not counted."""
    return {(r["代码"], r["名称"]) for r in rows if int(r["启用时间"]) <= day.year < end(r)}


def in_base(day: dt.date) -> set[tuple[str, str]]:
    found = query("select code, name from spatial.division_as_of(:day, now())", day=day)
    assert len(set(found)) == len(found)
    return {tuple(row) for row in found}


def test_every_row_becomes_a_record(first: Any, rows: Rows) -> None:
    assert (first.state, first.gate) == ("published", "pass")
    assert first.delivered == first.staged == first.created == len(rows)


def test_a_code_is_one_master_through_all_its_periods(first: Any, rows: Rows) -> None:
    [(masters,)] = query("select count(*) from spatial.division_identity")
    assert masters == len({row["代码"] for row in rows})
    [(current,)] = query("select count(*) from spatial.division")
    assert current == sum(not row["变更/弃用时间"] for row in rows)


def test_every_day_has_exactly_the_rows_that_held_then(first: Any, rows: Rows) -> None:
    for year in range(1980, 2027):
        for day in (dt.date(year, 1, 1), dt.date(year, 6, 30), dt.date(year, 12, 31)):
            assert in_base(day) == in_file(rows, day), day


def test_every_successor_of_the_file_is_a_step(first: Any, rows: Rows) -> None:
    stated = {
        (row["代码"], code, int(year or row["变更/弃用时间"]))
        for row in rows
        for code, year in re.findall(r"(\d{6})(?:\[(\d{4})\])?", row["新代码"])
    }
    steps = query(
        "select code, successor_code, extract(year from changed_on)::int, valid_to"
        " from spatial.division_lineage where successor_code is not null"
    )
    assert stated <= {tuple(step[:3]) for step in steps}
    others = [step for step in steps if tuple(step[:3]) not in stated]
    assert all(code == successor for code, successor, *_ in others), "a code that just went on"


def test_every_division_has_the_full_name_of_its_day(first: Any, rows: Rows) -> None:
    some = [row for row in rows if row["级别"] == "县级"][:: max(1, len(rows) // 40)]
    for row in some:
        day = dt.date(int(row["启用时间"]), 7, 1)
        [(name,)] = query(
            "select full_name from spatial.division_on(:code, :day)", code=row["代码"], day=day
        )
        prefecture = row["二级行政区"].removeprefix("直辖")
        assert name == row["一级行政区"] + prefecture + row["名称"]


def test_the_same_content_changes_nothing_and_a_change_only_its_row(
    first: Any, path: Path, tmp_path: Path
) -> None:
    again = delivered("national_division", path, SECOND)
    assert again.delivery_id != first.delivery_id
    assert (again.unchanged, again.created, again.changed, again.withdrawn) == (
        first.created, 0, 0, 0,
    )  # fmt: skip
    before = in_base(SECOND)
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    [place] = [n for n, line in enumerate(lines) if line.startswith(lines[1][:6] + ",")]
    code, name = lines[place].split(",")[0], lines[place].split(",")[3]
    lines[place] = lines[place].replace(f",{name},", f",{name}甲,", 3)
    other = tmp_path / path.name
    other.write_text("".join(lines), encoding="utf-8")
    third = delivered("national_division", other, THIRD)
    assert (third.unchanged, third.created, third.changed, third.withdrawn) == (
        first.created - 1, 0, 1, 0,
    )  # fmt: skip
    assert in_base(SECOND) ^ before == {(code, name), (code, f"{name}甲")}
    then = query(
        "select code, name from spatial.division_as_of(:day, :known)",
        day=SECOND,
        known=third.known_at - dt.timedelta(microseconds=1),
    )
    assert {tuple(row) for row in then} == before, "what we knew before stays known"
