"""The province hangs together, and what happens in it reaches every department concerned."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import fastexcel
import numpy as np
import pytest
import shapely
from pyogrio.raw import read_arrow

from samples.codes import ETHNIC_GROUPS
from samples.datasets import BY_NAME
from samples.generate import make_part
from samples.order import order
from tests.samples.made import Made


def column(province: Made, dataset: str, name: str, month: int = 0) -> list[str]:
    values: list[str] = province.csv(dataset, month)[name].to_pylist()
    return values


def numbers(province: Made) -> set[str]:
    return {n for n in column(province, "ps_person", "公民身份号码") if n}


def shapes(province: Made, dataset: str, month: int = 0) -> dict[str, shapely.Geometry]:
    _, table = read_arrow(province.path(dataset, month))
    geometry = shapely.from_wkb(table["wkb_geometry"].to_pylist())
    return dict(zip(table[table.column_names[0]].to_pylist(), geometry, strict=True))


def share_known(values: Sequence[str | None], known: set[str]) -> float:
    given = [value for value in values if value]
    return sum(value in known for value in given) / len(given)


@pytest.mark.parametrize(
    ("dataset", "name"),
    [
        ("social_insured", "身份证号码"), ("edu_student", "身份证件号"),
        ("ps_household", "户主公民身份号码"), ("tax_taxpayer", "法定代表人身份证件号"),
        ("agri_contract", "承包方证件号码"),
    ],
)  # fmt: skip
def test_people_named_by_departments_exist(province: Made, dataset: str, name: str) -> None:
    # All but those whose number is spoilt on either side.
    assert share_known(column(province, dataset, name), numbers(province)) > 0.88


def test_holders_of_rights_and_shares_exist(province: Made) -> None:
    entities = {code for code in column(province, "tax_taxpayer", "社会信用代码") if code}
    known = numbers(province) | entities
    assert share_known(column(province, "land_right", "权利人证件号"), known) > 0.85
    assert share_known(column(province, "market_shareholder", "股东证件号码"), known) > 0.85


def test_residences_are_standard_addresses(province: Made) -> None:
    known = set(column(province, "civil_address", "标准地址"))
    assert share_known(column(province, "ps_person", "户籍地址"), known) > 0.99


def test_households_of_persons_exist(province: Made) -> None:
    known = set(column(province, "ps_household", "户号"))
    assert share_known(column(province, "ps_person", "户号"), known) == 1


def test_couples_married_exist_and_are_of_age(province: Made) -> None:
    sheet = fastexcel.read_excel(str(province.path("civil_marriage"))).load_sheet(0, header_row=2)
    men = sheet.to_arrow().to_pydict()["男方身份证件号"]
    assert share_known(men, numbers(province)) > 0.7


def test_all_peoples_can_occur_and_some_names_have_dots(province: Made) -> None:
    groups = set(column(province, "ps_person", "民族")) - {None}
    assert groups <= set(ETHNIC_GROUPS)
    assert len(ETHNIC_GROUPS) == 56
    assert len(groups) > 30
    assert any("·" in name for name in column(province, "ps_person", "姓名") if name)


def test_neighbours_share_name_and_birthday(province: Made) -> None:
    table = province.csv("ps_person")
    who = Counter(
        zip(
            table["姓名"].to_pylist(), table["出生日期"].to_pylist(),
            table["户籍地区划"].to_pylist(), strict=True,
        )
    )  # fmt: skip
    assert max(who.values()) > 1


def test_villages_tessellate_the_province(province: Made) -> None:
    table = province.csv("civil_division")
    shape = dict(
        zip(table["区划代码"].to_pylist(), shapely.from_wkt(table["界线"].to_pylist()), strict=True)
    )
    level = dict(zip(table["区划代码"].to_pylist(), table["级别"].to_pylist(), strict=True))
    villages = [shape[code] for code in shape if level[code] == "村级"]
    whole = shape["990000000000"]
    assert shapely.area(villages).sum() == pytest.approx(whole.area, rel=1e-9)
    assert shapely.union_all(villages, grid_size=1e-7).symmetric_difference(whole).area < 1e-6


def test_parcels_do_not_overlap(province: Made) -> None:
    parcels = np.array(list(shapes(province, "land_parcel").values()))
    assert shapely.is_valid(parcels).all()
    tree = shapely.STRtree(parcels)
    one, two = tree.query(parcels, predicate="overlaps")
    crossing = shapely.area(shapely.intersection(parcels[one], parcels[two]))
    assert crossing.max(initial=0) < 0.01


def test_a_county_becomes_a_district(province: Made) -> None:
    before = province.csv("civil_division", 0)
    after = province.csv("civil_division", 1)
    (change,) = [
        row
        for row in province.csv("civil_division_change", 1).to_pylist()
        if row["变更类型"] == "撤县设区" and row["原代码"].endswith("000000")
    ]
    assert change["原代码"] in before["区划代码"].to_pylist()
    assert change["新代码"] not in before["区划代码"].to_pylist()
    rows = {row["区划代码"]: row for row in after.to_pylist()}
    assert rows[change["原代码"]]["撤销日期"] == change["变更日期"]
    assert rows[change["新代码"]]["区划名称"].endswith("区")
    assert BY_NAME["civil_division"].file not in [
        path.name for path in (province.folder / "drop" / province.order.dates[2]).iterdir()
    ]


def test_births_and_deaths_reach_the_police(province: Made) -> None:
    lines = province.path("health_vital", 1).read_text(encoding="utf-8").splitlines()
    born = {e["身份证号"] for e in map(json.loads, lines) if e["事件类型"] == "出生"}
    people = province.csv("ps_person", 1).to_pylist()
    new = {row["公民身份号码"] for row in people if row["操作"] == "新增"}
    assert len(born & new) >= 0.85 * len(born)
    assert any(row["死亡日期"] for row in people)
    assert any(row["操作"] == "变更" and row["曾用名"] for row in people)


def test_companies_are_founded_renamed_and_cancelled(province: Made) -> None:
    said = [province.path("market_entity", month).read_text(encoding="utf-8") for month in (1, 2)]
    text = "".join(said)
    assert "<业务类型>01<" in text
    assert "<业务类型>02<" in text
    assert "<业务类型>03<" in text


def test_parcels_split_and_merged_keep_their_area(province: Made) -> None:
    standing = shapes(province, "land_parcel")
    changed = 0
    for month in (1, 2):
        _, table = read_arrow(province.path("land_parcel", month))
        kinds = dict(zip(table["ZDDM"].to_pylist(), table["BGLX"].to_pylist(), strict=True))
        now = shapes(province, "land_parcel", month)
        gone = {code for code, kind in kinds.items() if kind == "注销"}
        before = sum(standing[code].area for code in gone)
        after = sum(shape.area for code, shape in now.items() if code not in gone)
        assert after == pytest.approx(before, rel=0.02)
        standing.update(now)
        changed += len(gone)
    assert changed


def test_homes_change_hands(province: Made) -> None:
    states = Counter(column(province, "land_right", "权属状态", 1))
    assert states["现势"] > 0
    assert states["历史"] == states["现势"]


def test_figures_are_revised(province: Made) -> None:
    assert "R" in column(province, "finance_budget", "数据状态", 1)
    first = fastexcel.read_excel(str(province.path("stat_observation", 0))).load_sheet(0)
    second = fastexcel.read_excel(str(province.path("stat_observation", 1))).load_sheet(0)
    assert first.to_arrow() != second.to_arrow()


def test_counts_of_the_yearbook_agree_with_the_registers(province: Made) -> None:
    sheet = fastexcel.read_excel(str(province.path("stat_observation"))).load_sheet(0, header_row=2)
    rows = sheet.to_arrow().to_pylist()
    (persons,) = [r for r in rows if r["指标代码"] == "A0101" and str(r["地区代码"]) == "990000"]
    assert float(persons["2025年"]) == province.order.persons


def test_a_part_of_fifty_thousand_people_is_held_in_little_memory(tmp_path: object) -> None:
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        peak = pool.apply(_peak_of_a_part, (str(tmp_path),))
    assert peak < 700


def _peak_of_a_part(folder: str) -> float:
    """Of this process alone, in MB: getrusage would count its parent, the test runner, as well."""
    from pathlib import Path

    make_part(order(1_000_000, 1, 1), Path(folder), 3)
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
