"""What a code meant on a day, where it went and where it came from, on the command line."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from console.main import run
from loaders.contract import find
from runtime.settings import REPOSITORY, settings
from tests.pipeline.deliver import HOUSEHOLD, written
from tests.real import extracts
from tests.real.walks import delivered, query

DAY = dt.date(2026, 8, 1)


@pytest.fixture(scope="module", autouse=True)
def known(
    copied: Callable[[], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The small register of divisions, delivered as a newcomer would, and changes beside it."""
    folder = tmp_path_factory.mktemp("lineage")
    contracts = folder / "contracts"
    contracts.mkdir()
    for name in ("civil_division_change", "civil_division", "departments", "ps_household",
                 "ps_person"):  # fmt: skip
        shutil.copy(REPOSITORY / "contracts" / f"{name}.yml", contracts)
    with copied(), pytest.MonkeyPatch.context() as patch:
        for name in ("LANDING", "REPORTS", "DROP", "CONTRACTS"):
            patch.setenv(f"SIKU_{name}_DIR", str(folder / name.lower()))
        settings.cache_clear()
        delivered("ps_household", written(folder, "ps_household", [household("H1", "990103")]), DAY)
        register = extracts.written(folder, "divisions_1981_2024.csv")
        contract = REPOSITORY / "examples" / "real" / "national_division.yml"
        assert run(["deliver", str(contract), str(register), "--as-of", DAY.isoformat()]) == 0
        delivered("civil_division_change", changes(folder), DAY)
        later = [household("H2", "990121"), household("H3", "990105")]
        delivered("ps_household", written(folder, "ps_household", later), DAY)
        yield
    settings.cache_clear()


def household(number: str, division: str) -> dict[str, str]:
    return {**HOUSEHOLD, "户号": number, "区划代码": division}


def changes(folder: Path) -> Path:
    """Changes: one the register names too, one it does not, one of a code it does not have."""
    path = folder / "changes.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(find("civil_division_change").sources)
        for row in (
            ("B1", "合并", "990103", "高河区", "990102", "临江区", "2010-01-01", "云政〔2010〕1号"),
            (
                "B2",
                "部分区域划转",
                "999001",
                "泽口市",
                "990102",
                "江城区",
                "2019-05-06",
                "云政〔2019〕7号",
            ),
            ("B3", "代码变更", "999009", "旧县", "990122", "新丰县", "1995-01-01", ""),
        ):
            writer.writerow(row)
    return path


def said(capsys: pytest.CaptureFixture[str], line: str, status: int = 0) -> str:
    assert run(["division", *line.split()]) == status
    out, err = capsys.readouterr()
    return out if status == 0 else err


def told(capsys: pytest.CaptureFixture[str], line: str) -> Any:
    return json.loads(said(capsys, f"{line} --json"))


def test_what_it_was_where_it_went_and_where_it_came_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    within = "(县级 County), 云泽省 丰溪市"
    assert said(capsys, "990121 --on 1990-06-30").splitlines() == [
        "990121 在 1990-06-30 · on 1990-06-30:",
        "990121 丰溪县 (县级 County)  1983-01-01 至 until 1995-01-01",
        "  全称 full name: 云泽省丰溪市丰溪县",
        "去向 where it went:",
        f"  1988 → 990104 南郊区 {within}  1988-01-01 至 until 2001-01-01 部分区域 a part only",
        f"  1995-01-01 → 990103 高河区 {within}  1983-01-01 至 until 2010-01-01",
        f"      2010-01-01 → 990102 临江区 {within}  1983-01-01 至 until 2014-01-01"
        " 合并 Merged 云政〔2010〕1号",
        f"          2014-01-01 → 990102 江城区 {within}  2014-01-01 至今 until now",
        f"  1995-01-01 → 990122 新丰县 {within}  1995-01-01 至今 until now",
        f"      1998 → 990104 南郊区 {within}  1988-01-01 至 until 2001-01-01 部分区域 a part only",
        "  今日代码 today: 990102 江城区、990122 新丰县",
        "来源 where it came from:",
        "  1983-01-01 ← 992101 丰溪县 (县级 County), 云泽省 丰溪地区"
        "  1981-01-01 至 until 1983-01-01",
    ]


def test_the_successors_of_a_code_are_followed_to_those_in_force(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = told(capsys, "992101 --on 1982-01-01")
    assert found["names"]["full_name"] == "云泽省丰溪地区丰溪县"
    assert [one["code"] for one in found["today"]] == ["990102", "990122"]


def test_one_code_may_have_meant_several_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "990104 --on 1995-01-01")["told"]["name"] == "南郊区"
    assert told(capsys, "990104 --on 2010-01-01")["told"]["name"] == "北湖区"
    now = said(capsys, "990104")
    assert "990104 北湖区" in now.splitlines()[1]
    assert "other periods of this code:\n    990104 南郊区" in now


@pytest.mark.parametrize(
    ("on", "sentence", "nearest"),
    [
        ("1970-01-01", "在 1970-01-01 尚未启用 was not in force yet on 1970-01-01", "南郊区"),
        ("2002-01-01", "在 2002-01-01 已不再使用 was no longer in force on 2002-01-01", "南郊区"),
        ("2004-12-01", "在 2004-12-01 尚未启用 was not in force yet on 2004-12-01", "北湖区"),
    ],
)
def test_a_code_not_in_force_is_told_with_its_nearest_period(
    capsys: pytest.CaptureFixture[str], on: str, sentence: str, nearest: str
) -> None:
    first, second = said(capsys, f"990104 --on {on}").splitlines()[:2]
    assert sentence in first
    assert nearest in second
    assert told(capsys, f"990104 --on {on}")["in_force"] is False


@pytest.mark.parametrize("written", ["990104000000", "９９０１０４", " 990104 "])
def test_a_code_may_be_written_as_departments_write_it(
    capsys: pytest.CaptureFixture[str], written: str
) -> None:
    assert run(["division", written, "--on", "2010-01-01"]) == 0
    assert "990104 北湖区" in capsys.readouterr().out


def test_a_code_nobody_knows_and_a_day_that_is_none_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "no division has or had the code '998888'" in said(capsys, "998888", status=1)
    assert "'1995' is no day" in said(capsys, "990104 --on 1995", status=1)


def test_changes_delivered_as_such_stand_beside_what_the_register_says() -> None:
    steps = query(
        "select code, valid_from, successor_code, changed_on::text, kind, source"
        " from spatial.division_lineage where source = 'division_change' order by 1"
    )
    assert steps == [
        ("990103", dt.date(1983, 1, 1), "990102", "2010-01-01", "merged", "division_change"),
        (
            "999001",
            dt.date(1990, 1, 1),
            "990102",
            "2019-05-06",
            "boundary_moved",
            "division_change",
        ),
        ("999009", None, "990122", "1995-01-01", "recoded", "division_change"),
    ]


def test_a_code_of_which_only_a_change_tells_still_goes_somewhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    came = told(capsys, "990122")["came"]
    assert [(step["code"], step["changed"]) for step in came] == [
        ("990121", "1995-01-01"), ("999009", "1995-01-01"),
    ]  # fmt: skip


def test_what_names_a_code_no_more_in_force_refers_to_what_followed_it() -> None:
    """H1 names a code that became one division, H2 one that became several: which of them it means
    nobody knows, as nobody knows the code of H3."""
    assert query(
        "select h.household_number, i.natural_key from population.household h"
        " left join spatial.division_identity i on i.master_id = h.division_id order by 1"
    ) == [("H1", "990102"), ("H2", None), ("H3", None)]
