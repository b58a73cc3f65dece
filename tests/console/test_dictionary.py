"""`./siku dictionary` prints every attribute in both languages, in three forms."""

from __future__ import annotations

import json
import re

import pytest
from rich.cells import cell_len

from console.main import run
from models import THINGS
from models.codes import CODES


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["dictionary", *words]) == 0
    return capsys.readouterr().out


def test_the_table_names_every_attribute_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = printed(capsys, "parcel")
    assert "自然资源和空间地理基础信息库 · Spatial and natural resources: 宗地 · Parcel" in shown
    for attribute in THINGS["parcel"].attributes:
        assert re.search(rf"{attribute.name} .*{attribute.info['zh']}", shown)
    assert "关联 link: division_id → division (division_code)" in shown


def test_columns_stand_under_each_other_though_chinese_is_wide(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [line for line in printed(capsys, "household").splitlines() if "varchar" in line]
    starts = {cell_len(line[: line.index("varchar")]) for line in lines}
    assert len(lines) > 3
    assert len(starts) == 1


def test_a_thing_comes_with_its_facets_and_a_base_with_its_things(
    capsys: pytest.CaptureFixture[str],
) -> None:
    person = json.loads(printed(capsys, "person", "--format", "json"))
    names = [section["name"] for section in person]
    assert names == ["person", *(facet.name for facet in THINGS["person"].facets)]
    macro = json.loads(printed(capsys, "macro", "--json"))
    assert {section["name"] for section in macro} == {"indicator", "observation", "data_structure"}


def test_json_says_everything_of_an_attribute(capsys: pytest.CaptureFixture[str]) -> None:
    [parcel] = json.loads(printed(capsys, "parcel", "--json"))
    said = {entry["name"]: entry for entry in parcel["entries"]}
    assert said["area"] == {
        "name": "area",
        "zh": "宗地面积",
        "en": "Area",
        "element": "area",
        "type": "numeric(20, 4)",
        "standard": None,
        "codes": None,
        "level": 1,
        "required": False,
        "rules": ["area > 0"],
    }


def test_a_thing_says_by_which_rules_claims_win(capsys: pytest.CaptureFixture[str]) -> None:
    shown = printed(capsys, "person")
    assert "取值规则 survivorship: default: authority → recency" in shown
    assert "birth_date: agrees_with citizen_number → validity" in shown
    person = json.loads(printed(capsys, "person", "--json"))
    assert person[0]["survivorship"]["citizen_number"][0] == "validity"
    assert person[1]["survivorship"] == {}, "facets have no contest of their own"


def test_markdown_is_one_document_with_a_table_a_section(
    capsys: pytest.CaptureFixture[str],
) -> None:
    document = printed(capsys, "--format", "markdown")
    assert document.startswith("# 数据字典 · Data dictionary")
    for heading in (
        "## 人口基础信息库 · Population",
        "### 自然人 · Person",
        "## 运行管理 · Operations",
    ):
        assert f"\n{heading}\n" in document
    rows = [line for line in document.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {10}


@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_a_code_list_is_printed_with_what_departments_send(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    shown = printed(capsys, "--codes", "sex", "--format", form)
    for code in CODES["sex"].codes.values():
        assert code.zh in shown
        assert code.en in shown
    assert "GB/T 2261.1" in shown


def test_an_unknown_name_is_an_error_that_suggests(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dictionary", "parcle"]) == 1
    assert "did you mean parcel?" in capsys.readouterr().err
    assert run(["dictionary", "--codes", "sexes"]) == 1
    assert "did you mean sex?" in capsys.readouterr().err
