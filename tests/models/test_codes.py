"""The code lists are complete, unambiguous, and understand what departments send."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import THINGS, Base
from models.codes import CODES, CodeList, read, spelling

USED = sorted(
    {
        column.info["codes"]
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.info.get("codes")
    }
)
every_list = pytest.mark.parametrize("codes", CODES.values(), ids=list(CODES))


def test_every_list_that_an_attribute_names_exists_and_every_list_is_named() -> None:
    assert sorted(CODES) == USED


@every_list
def test_every_code_has_names_and_fits_its_column(codes: CodeList) -> None:
    assert codes.zh
    assert codes.en
    assert codes.source
    for code in codes.codes.values():
        assert code.zh
        assert code.en
        assert 0 < len(code.code) <= 20
        assert len(code.zh) <= 100
        assert len(code.en) <= 100


@every_list
def test_every_spelling_means_one_code(codes: CodeList) -> None:
    assert set(codes.spellings.values()) == set(codes.codes)
    for code in codes.codes.values():
        assert codes.means(code.code) == code.code
        for alias in code.aliases:
            assert codes.means(alias) == code.code


@every_list
def test_only_a_division_shares_its_name_with_its_section(codes: CodeList) -> None:
    names = [code.zh for code in codes.codes.values()]
    shared = {name for name in names if names.count(name) > 1}
    assert shared <= ({"房地产业", "教育", "国际组织"} if codes.name == "industry" else set())


def test_a_facet_writes_only_constants_that_are_codes() -> None:
    for thing in THINGS.values():
        for facet in thing.facets:
            for row in facet.rows:
                for column, said in row.items():
                    if said.startswith("'"):
                        assert said.strip("'") in CODES[facet.table.c[column].info["codes"]]


@pytest.mark.parametrize(
    ("name", "said", "code"),
    [
        ("sex", "男", "1"),
        ("sex", "女性", "2"),
        ("sex", " F ", "2"),
        ("sex", "1", "1"),
        ("sex", "１", "1"),
        ("ethnic_group", "汉", "01"),
        ("ethnic_group", "1", "01"),
        ("ethnic_group", "维吾尔族", "05"),
        ("country", "CN", "CHN"),
        ("country", "156", "CHN"),
        ("country", "俄罗斯联邦", "RUS"),
        ("currency", "人民币", "CNY"),
        ("education", "大学本科", "20"),
        ("entity_kind", "有限责任公司（自然人独资）", "11"),
        ("entity_state", "存续（在营、开业、在册）", "1"),
        ("industry", "A", "A"),
        ("industry", "制造业", "C"),
        ("industry", "房地产业", "K"),
        ("industry", "3912", "3912"),
        ("industry", "9999", None),
        ("land_use", "水田", "0101"),
        ("land_use", "101", "0101"),
        ("division_level", "地级市", "2"),
        ("observation_status", "初步核算", "P"),
        ("resource_quality", "Ⅲ类", "3"),
        ("sex", "不男不女", None),
    ],
)
def test_what_departments_send_is_understood(name: str, said: str, code: str | None) -> None:
    assert CODES[name].means(said) == code


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("ethnic_group", 56 + 2),
        ("industry", 20 + 97),
        ("land_use", 12 + 73),
        ("economic_type", 34),
        ("country", 249),
    ],
)
def test_standard_lists_are_whole(name: str, count: int) -> None:
    assert len(CODES[name].codes) == count


def test_a_spelling_of_two_codes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.yml"
    file.write_text(
        "grade: {zh: 等级, en: Grade, source: test,"
        ' codes: {"1": [甲, First, best], "2": [乙, Second, best]}}',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="'best' means both '1' and '2'"):
        _ = read(file)["grade"].spellings


def test_spelling_ignores_width_case_and_spaces_around() -> None:
    assert spelling("　ＡＢ（甲）") == spelling("ab(甲) ")
