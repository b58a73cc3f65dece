"""What the departments of the spatial base deliver: addresses, land, rights, resources."""

from typing import Any, Final

import numpy as np
import pyarrow as pa

from samples import land
from samples.change import Month
from samples.codes import PLACE_FIRST, PLACE_SECOND, ROADS, TREES, WATER_KINDS
from samples.geometry import areas, lonlat, with_prefix
from samples.land import HOMESTEAD, MORTGAGE, Resources
from samples.noise import Sheet, Spoiler
from samples.numbers import (
    Strings,
    chinese,
    choose,
    compact,
    dashed,
    decimals,
    join,
    keys,
    numerals,
    plain,
    strings,
    take,
    uniform,
)  # fmt: skip
from samples.part import Part
from samples.people import names_of, number_strings
from samples.spellings import latin

_ADDRESS, _RIGHT, _CONTRACT, _PLACE, _WATER, _FOREST = 51, 52, 53, 54, 55, 56
_PLACES_PER_VILLAGE: Final = 2
_ORIGINS: Final = ("地形", "姓氏", "物产", "传说")
_USES: Final = ("住宅", "商业", "工业", "办公")


def civil_address(part: Part, month: Month, spoil: Any) -> Sheet:
    """Civil affairs: every door's standard address with its point."""
    del month
    units = np.arange(len(part.land.units.ids))
    parcel = part.land.buildings.parcel[part.land.units.building]
    ids = part.land.units.ids
    middle = part.land.buildings.ring.mean(axis=1)[part.land.units.building]
    sheet = Sheet("address", ("地址编码",), ids, {
        "地址编码": keys("DZ", ids, _ADDRESS),
        "标准地址": part.address(units),
        "行政区划代码": part.division(part.land.parcels.village[parcel]),
        "街路巷": take(ROADS, part.land.units.road),
        "门牌号": join(plain(part.land.units.house), "号"),
        "楼栋": take(["1栋"], np.zeros(len(units), dtype=np.int64)),
        "户室": part.door(units),
        "宗地代码": part.parcel_codes(parcel),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    points = lonlat(spoiler.shift(middle))
    sheet.columns["经度"] = decimals(points[:, 0], 7)
    sheet.columns["纬度"] = decimals(points[:, 1], 7)
    spoiler.full_width("门牌号")
    spoiler.unreadable({"经度": "东经114度", "标准地址": ""})
    return sheet


def civil_place(part: Part, month: Month, spoil: Any) -> Sheet:
    """Civil affairs: hamlets, waters and hills with their names."""
    del month
    villages = np.repeat(np.arange(len(part.villages)), _PLACES_PER_VILLAGE)
    ids = part.villages[villages] * 10 + np.arange(len(villages)) % _PLACES_PER_VILLAGE + 1
    kind = (uniform(ids, 81) * 4).astype(np.int64)
    first, second = uniform(ids, 82), uniform(ids, 83)
    name = join(
        take(PLACE_FIRST, (first * len(PLACE_FIRST)).astype(np.int64)),
        take(PLACE_SECOND, (second * len(PLACE_SECOND)).astype(np.int64)),
        take(["湾", "河", "山", "桥"], kind),
    )
    step = part.province.lattice.step
    offset = np.column_stack([uniform(ids, 84), uniform(ids, 85)]) - 0.5
    sheet = Sheet("place_name", ("地名代码",), ids, {
        "地名代码": keys("DM", ids, _PLACE),
        "标准名称": name,
        "罗马字母拼写": pa.array([latin(text).title() for text in name.to_pylist()], pa.string()),
        "地名类别": take(["居民点", "水系", "山", "交通运输设施"], kind),
        "所在区划代码": part.division(villages),
        "地名含义": join("因", take(_ORIGINS, (second * 4).astype(np.int64)), "得名"),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    sheet.shapes = lonlat(spoiler.shift(part.ground.centre[villages] + offset * step * 0.6))
    spoiler.unreadable({"标准名称": "", "地名类别": "未知代码9X"})
    return sheet


def land_parcel(part: Part, month: Month, spoil: Any) -> Sheet:
    """Natural resources: parcels, in a Gauss–Krüger zone with its number before the easting."""
    which, parcels = month.parcels, part.land.parcels
    ring = parcels.ring[which]
    collective = np.isin(parcels.kind[which], land.COLLECTIVE)
    sheet = Sheet("parcel", ("ZDDM",), parcels.ids[which], {
        "ZDDM": strings(parcels.code[which]),
        "XZQDM": part.division(parcels.village[which], 9),
        "TDYT": take(land.LAND_USE, parcels.kind[which]),
        "QLXZ": choose(collective, "集体", "国有"),
        "TDZL": part.division_names(parcels.village[which]),
        "ZDMJ": decimals(areas(ring), 2),
        "BGRQ": compact(parcels.changed[which]),
        "BGLX": choose(parcels.alive[which], "新增", "注销"),
    }, ring)  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.unreadable({"TDYT": "99X9", "BGRQ": "20240230"})
    sheet.shapes = with_prefix(sheet.shapes)
    return sheet


def land_building(part: Part, month: Month, spoil: Any) -> Sheet:
    """Natural resources: buildings with their outlines."""
    del month
    buildings = part.land.buildings
    kind = part.land.parcels.kind[buildings.parcel]
    sheet = Sheet("building", ("幢号",), buildings.ids, {
        "幢号": join(part.parcel_codes(buildings.parcel), "F0001"),
        "宗地代码": part.parcel_codes(buildings.parcel),
        "用途": take(_USES, land.use(kind)),
        "结构": take(["钢筋混凝土结构", "砖混结构", "砖木结构", "钢结构"], buildings.structure),
        "总层数": plain(buildings.floors),
        "建筑面积": decimals(areas(buildings.ring) * buildings.floors, 2),
        "竣工年份": plain(buildings.year),
    }, lonlat(buildings.ring))  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.unreadable({"总层数": "若干", "用途": "未知代码9X"})
    return sheet


def land_unit(part: Part, month: Month, spoil: Any) -> Sheet:
    """Natural resources: real-estate units."""
    del month
    units = np.arange(len(part.land.units.ids))
    parcel = part.land.buildings.parcel[part.land.units.building]
    kind = part.land.parcels.kind[parcel]
    sheet = Sheet("real_estate_unit", ("不动产单元号",), part.land.units.ids, {
        "不动产单元号": part.unit_codes(units),
        "宗地代码": part.parcel_codes(parcel),
        "幢号": join(part.parcel_codes(parcel), "F0001"),
        "坐落": part.address(units),
        "规划用途": take(_USES, land.use(kind)),
        "建筑面积": join(decimals(part.land.units.area, 2), "平方米"),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.unreadable({"建筑面积": "不详", "规划用途": "未知代码9X"})
    return sheet


def land_right(part: Part, month: Month, spoil: Any) -> Sheet:
    """Natural resources: who has which right in a unit, a row for each holder."""
    which, rights = month.rights, part.rights
    ids, person, entity = rights.ids[which], rights.person[which], rights.entity[which]
    natural = person >= 0
    village = part.unit_village(rights.unit[which])
    year = rights.registered[which].astype("M8[Y]").astype(np.int64) + 1970
    serial = numerals(part.number * 1_000_000 + rights.serial[which], 8)
    pledge = rights.kind[which] == MORTGAGE
    certificate = join(
        "云（", plain(year), "）", part.county_names(village),
        choose(pledge, "不动产证明第", "不动产权第"), serial, "号",
    )  # fmt: skip
    homestead = part.land.parcels.kind[
        part.land.buildings.parcel[part.land.units.building[rights.unit[which]]]
    ]
    owned = choose(
        homestead == HOMESTEAD, "宅基地使用权/房屋所有权", "国有建设用地使用权/房屋所有权"
    )
    sheet = Sheet("right", ("登记序号",), ids, {
        "登记序号": keys("", ids, _RIGHT),
        "不动产权证号": certificate,
        "权利类型": choose(pledge, "抵押权", owned),
        "不动产单元号": part.unit_codes(rights.unit[which]),
        "权利人": choose(natural, names_of(part.people, person), part.entity_names(entity)),
        "权利人证件号": choose(
            natural, number_strings(part.people, person), part.credit_codes(entity)
        ),
        "共有份额": join(decimals(rights.share[which] * 100, 0), "%"),
        "登记日期": dashed(rights.registered[which]),
        "变动日期": dashed(np.where(rights.alive[which], rights.registered[which], part.date - 1)),
        "权属状态": choose(rights.alive[which], "现势", "历史"),
        "面积": decimals(part.land.units.area[rights.unit[which]], 2),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.names("权利人")
    birth = part.people.birth[np.maximum(person, 0)]
    spoiler.citizen_numbers("权利人证件号", np.where(natural, birth, np.datetime64("NaT")))
    spoiler.dates("登记日期", rights.registered[which], dashed)
    spoiler.unreadable({"登记日期": "2024-02-30", "权利类型": "未知代码9X"})
    return sheet


def agri_contract(part: Part, month: Month, spoil: Any) -> Sheet:
    """Agriculture: farmers' contracts for their fields."""
    which, contracts = month.contracts, part.contracts
    ids, person, parcel = contracts.ids[which], contracts.person[which], contracts.parcel[which]
    mu = areas(part.land.parcels.ring[parcel]) / (10_000 / 15)
    since = contracts.since[which]
    sheet = Sheet("right", ("承包合同编号",), ids, {
        "承包合同编号": keys("HT", ids, _CONTRACT),
        "权利类型": take(["土地承包经营权"], np.zeros(len(which), dtype=np.int64)),
        "宗地代码": part.parcel_codes(parcel),
        "承包方代表": names_of(part.people, person),
        "承包方证件号码": number_strings(part.people, person),
        "合同面积": join(decimals(mu, 2), "亩"),
        "承包起始日期": chinese(since),
        "承包终止日期": chinese(since + 10_957),
    })  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.names("承包方代表")
    spoiler.citizen_numbers("承包方证件号码", part.people.birth[person])
    spoiler.unreadable({"承包起始日期": "2024年2月30日", "合同面积": "若干亩"})
    return sheet


def water_body(part: Part, month: Month, spoil: Any) -> Sheet:
    """Water: rivers, lakes, reservoirs and ponds."""
    del month
    waters = part.land.waters
    sheet = _resource(part, waters, "资源编码", keys("SL", waters.ids, _WATER), {
        "水体类型": take(WATER_KINDS, waters.kind),
        "水体名称": _resource_names(waters, "河湖库塘"),
        "水质类别": take(["Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类"], waters.quality),
        "水域面积": join(decimals(areas(waters.ring) / 1e6, 4), "平方公里"),
    })  # fmt: skip
    sheet.shapes = lonlat(sheet.shapes)
    spoiler: Spoiler = spoil(sheet)
    spoiler.unreadable({"水体类型": "未知代码9X", "调查日期": "2024-02-30"})
    return sheet


def forest_stand(part: Part, month: Month, spoil: Any) -> Sheet:
    """Forestry: stands, in the same zone without its number."""
    del month
    stands = part.land.forests
    sheet = _resource(part, stands, "XBBH", keys("LB", stands.ids, _FOREST), {
        "ZYLX": take(["森林"], np.zeros(len(stands.ids), dtype=np.int64)),
        "YSSZ": take(TREES, stands.kind),
        "LDDJ": take(["1", "2", "3", "4", "5"], stands.quality),
        "MJ": decimals(areas(stands.ring) / 10_000, 4),
    }, names=("XZQDM", "QSXZ", "DCRQ"))  # fmt: skip
    spoiler: Spoiler = spoil(sheet)
    spoiler.unreadable({"LDDJ": "9X", "DCRQ": "2024-02-30"})
    return sheet


def _resource(
    part: Part,
    resources: Resources,
    key: str,
    codes: Strings,
    own: dict[str, Strings],
    names: tuple[str, str, str] = ("行政区划代码", "权属性质", "调查日期"),
) -> Sheet:
    division, ownership, surveyed = names
    columns = {
        key: codes, **own,
        division: part.division(resources.village),
        ownership: choose(uniform(resources.ids, 86) < 0.6, "国有", "集体"),
        surveyed: dashed(resources.surveyed),
    }  # fmt: skip
    return Sheet("natural_resource", (key,), resources.ids, columns, resources.ring)


def _resource_names(resources: Resources, kinds: str) -> Strings:
    first = (uniform(resources.ids, 87) * len(PLACE_FIRST)).astype(np.int64)
    second = (uniform(resources.ids, 88) * len(PLACE_SECOND)).astype(np.int64)
    return join(
        take(PLACE_FIRST, first),
        take(PLACE_SECOND, second),
        take(list(kinds), resources.kind),
    )
