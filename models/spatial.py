"""The spatial base: divisions, addresses, parcels, buildings, rights and natural resources."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.base import attribute
from models.declaring import Sought, declare_facet, declare_thing
from models.things import Reference

_DIVISION = Reference("division_id", "division", by="division_code", day="valid_from")


class DivisionAttributes:
    """What departments say of an administrative division."""

    code: Mapped[str | None] = attribute(
        "区划代码", "Division code", "division", level=1, required=True
    )
    name: Mapped[str | None] = attribute("区划名称", "Name", "text", level=1, required=True)
    full_name: Mapped[str | None] = attribute("全称", "Full name", "text", level=1)
    level: Mapped[str | None] = attribute("级别", "Level", "code", codes="division_level", level=1)
    parent_code: Mapped[str | None] = attribute(
        "上级代码", "Code of the parent", "division", level=1
    )
    established_date: Mapped[dt.date | None] = attribute(
        "设立日期", "Date established", "date", level=1
    )
    abolished_date: Mapped[dt.date | None] = attribute(
        "撤销日期", "Date abolished", "date", level=1
    )
    shape: Mapped[Any | None] = attribute("界线", "Boundary", "multipolygon", level=1)
    successors: Mapped[str | None] = attribute(
        "后继区划", "Divisions that follow it", "successors", level=1, joined=1
    )
    province_name: Mapped[str | None] = attribute(
        "所属省级区划", "Province it is in", "text", level=1, joined=2
    )
    prefecture_name: Mapped[str | None] = attribute(
        "所属地级区划", "Prefecture it is in", "text", level=1, joined=3
    )


DIVISION = declare_thing(
    "division",
    DivisionAttributes,
    base="spatial",
    zh="行政区划",
    en="Administrative division",
    key=("code",),
    lasting=True,
    indexed=("code", "parent_code"),
    references=(Reference("parent_id", "division", by="parent_code"),),
)


class DivisionChangeAttributes:
    """What departments say of how one division became another."""

    change_number: Mapped[str | None] = attribute(
        "变更编号", "Number of the change", "identifier", level=1, required=True
    )
    kind: Mapped[str | None] = attribute(
        "变更类型", "Kind of change", "code", codes="division_change", level=1
    )
    old_code: Mapped[str | None] = attribute("原代码", "Old code", "division", level=1)
    old_name: Mapped[str | None] = attribute("原名称", "Old name", "text", level=1)
    new_code: Mapped[str | None] = attribute("新代码", "New code", "division", level=1)
    new_name: Mapped[str | None] = attribute("新名称", "New name", "text", level=1)
    changed_date: Mapped[dt.date | None] = attribute(
        "变更日期", "Date of the change", "date", level=1, required=True
    )
    decree: Mapped[str | None] = attribute("批准文号", "Decree", "text", level=1)


DIVISION_CHANGE = declare_thing(
    "division_change",
    DivisionChangeAttributes,
    base="spatial",
    zh="区划沿革",
    en="Change of a division",
    key=("change_number",),
    indexed=("old_code", "new_code"),
    references=(
        Reference("old_id", "division", by="old_code"),
        Reference("new_id", "division", by="new_code"),
    ),
)


class AddressAttributes:
    """What departments say of a standard address."""

    address_code: Mapped[str | None] = attribute(
        "地址编码", "Address code", "identifier", level=1, required=True
    )
    text: Mapped[str | None] = attribute(
        "标准地址", "Standard address", "address", level=1, required=True
    )
    division_code: Mapped[str | None] = attribute("区划", "Division", "division", level=1)
    road: Mapped[str | None] = attribute("道路", "Road", "text", level=1)
    house_number: Mapped[str | None] = attribute("门牌号", "House number", "text", level=1)
    building: Mapped[str | None] = attribute("楼栋", "Building", "text", level=1)
    unit: Mapped[str | None] = attribute("单元室号", "Unit", "text", level=1)
    parcel_code: Mapped[str | None] = attribute("宗地代码", "Parcel code", "identifier", level=1)
    location: Mapped[Any | None] = attribute("位置", "Location", "point", level=1)


ADDRESS = declare_thing(
    "address",
    AddressAttributes,
    base="spatial",
    zh="标准地址",
    en="Standard address",
    key=("address_code",),
    indexed=("address_code", "text"),
    sought=(Sought("sought_by_door", ("road", "house_number"), "house_number is not null"),),
    references=(_DIVISION, Reference("parcel_id", "parcel", by="parcel_code")),
)


class PlaceNameAttributes:
    """What departments say of a place name."""

    place_code: Mapped[str | None] = attribute(
        "地名代码", "Place code", "identifier", level=1, required=True
    )
    name: Mapped[str | None] = attribute("标准名称", "Name", "text", level=1, required=True)
    former_name: Mapped[str | None] = attribute("曾用名", "Former name", "text", level=1)
    latin_name: Mapped[str | None] = attribute(
        "罗马字母拼写", "Name in Latin letters", "text", level=1
    )
    kind: Mapped[str | None] = attribute(
        "地名类别", "Kind of place", "code", codes="place_name_kind", level=1
    )
    division_code: Mapped[str | None] = attribute("区划", "Division", "division", level=1)
    meaning: Mapped[str | None] = attribute("含义", "Meaning", "text", level=1)
    location: Mapped[Any | None] = attribute("位置", "Location", "point", level=1)


PLACE_NAME = declare_thing(
    "place_name",
    PlaceNameAttributes,
    base="spatial",
    zh="地名",
    en="Place name",
    key=("place_code",),
    indexed=("name",),
    references=(_DIVISION,),
)


class ParcelAttributes:
    """What departments say of a parcel of land."""

    parcel_code: Mapped[str | None] = attribute(
        "宗地代码", "Parcel code", "identifier", level=1, required=True, standard="GB/T 37346"
    )
    division_code: Mapped[str | None] = attribute("区划", "Division", "division", level=1)
    land_use: Mapped[str | None] = attribute(
        "土地用途", "Land use", "code", codes="land_use", standard="GB/T 21010", level=1
    )
    ownership: Mapped[str | None] = attribute(
        "权属性质", "Ownership", "code", codes="land_ownership", level=1
    )
    location_text: Mapped[str | None] = attribute("坐落", "Location", "address", level=1)
    area: Mapped[Decimal | None] = attribute(
        "宗地面积", "Area", "area", level=1, rules=("area > 0",)
    )
    shape: Mapped[Any | None] = attribute("界址", "Shape", "multipolygon", level=1, required=True)


PARCEL = declare_thing(
    "parcel",
    ParcelAttributes,
    base="spatial",
    zh="宗地",
    en="Parcel",
    key=("parcel_code",),
    indexed=("parcel_code",),
    references=(_DIVISION,),
)


class BuildingAttributes:
    """What departments say of a building."""

    building_code: Mapped[str | None] = attribute(
        "建筑物编码", "Building code", "identifier", level=1, required=True
    )
    parcel_code: Mapped[str | None] = attribute("宗地代码", "Parcel code", "identifier", level=1)
    name: Mapped[str | None] = attribute("名称", "Name", "text", level=1)
    purpose: Mapped[str | None] = attribute("用途", "Use", "code", codes="building_use", level=1)
    structure: Mapped[str | None] = attribute(
        "结构", "Structure", "code", codes="building_structure", level=1
    )
    floors: Mapped[int | None] = attribute(
        "层数", "Floors", "integer", level=1, rules=("floors between 1 and 200",)
    )
    area: Mapped[Decimal | None] = attribute(
        "建筑面积", "Floor area", "area", level=1, rules=("area > 0",)
    )
    completed_year: Mapped[str | None] = attribute("建成年份", "Year completed", "period", level=1)
    shape: Mapped[Any | None] = attribute("轮廓", "Outline", "multipolygon", level=1, required=True)


BUILDING = declare_thing(
    "building",
    BuildingAttributes,
    base="spatial",
    zh="建筑物",
    en="Building",
    key=("building_code",),
    indexed=("building_code", "parcel_code"),
    references=(Reference("parcel_id", "parcel", by="parcel_code"),),
)


class RealEstateUnitAttributes:
    """What departments say of a real-estate unit."""

    unit_code: Mapped[str | None] = attribute(
        "不动产单元号", "Real-estate unit code", "identifier", level=1, required=True,
        standard="GB/T 37346", rules=("length(unit_code) = 28",),
    )  # fmt: skip
    parcel_code: Mapped[str | None] = attribute("宗地代码", "Parcel code", "identifier", level=1)
    building_code: Mapped[str | None] = attribute(
        "建筑物编码", "Building code", "identifier", level=1
    )
    location_text: Mapped[str | None] = attribute("坐落", "Location", "address", level=1)
    purpose: Mapped[str | None] = attribute("用途", "Use", "code", codes="building_use", level=1)
    area: Mapped[Decimal | None] = attribute("面积", "Area", "area", level=1, rules=("area > 0",))


REAL_ESTATE_UNIT = declare_thing(
    "real_estate_unit",
    RealEstateUnitAttributes,
    base="spatial",
    zh="不动产单元",
    en="Real-estate unit",
    key=("unit_code",),
    indexed=("unit_code", "parcel_code"),
    references=(
        Reference("parcel_id", "parcel", by="parcel_code"),
        Reference("building_id", "building", by="building_code"),
    ),
)


class RightAttributes:
    """What departments say of a right in land: one record for each of its holders."""

    right_number: Mapped[str | None] = attribute(
        "权证号", "Number of the certificate", "identifier", required=True
    )
    kind: Mapped[str | None] = attribute(
        "权利类型", "Kind of right", "code", codes="right_kind", level=1
    )
    unit_code: Mapped[str | None] = attribute(
        "不动产单元号", "Real-estate unit code", "identifier", level=1
    )
    parcel_code: Mapped[str | None] = attribute("宗地代码", "Parcel code", "identifier", level=1)
    holder_name: Mapped[str | None] = attribute("权利人", "Holder", "entity_name", level=3)
    holder_number: Mapped[str | None] = attribute(
        "权利人证件号码", "Number of the holder", "holder_number", level=4
    )
    share: Mapped[Decimal | None] = attribute(
        "共有份额", "Share", "ratio", level=3, rules=("share between 0 and 1",)
    )
    registered_date: Mapped[dt.date | None] = attribute("登记日期", "Date registered", "date")
    start_date: Mapped[dt.date | None] = attribute("起始日期", "Starts", "date")
    end_date: Mapped[dt.date | None] = attribute(
        "终止日期", "Ends", "date", rules=("end_date >= start_date",)
    )
    state: Mapped[str | None] = attribute("权属状态", "State", "code", codes="right_state")
    area: Mapped[Decimal | None] = attribute("面积", "Area", "area", rules=("area > 0",))


class RightHolderAttributes:
    holder_name: Mapped[str | None] = attribute("权利人", "Holder", "entity_name", level=3)
    holder_number: Mapped[str | None] = attribute(
        "权利人证件号码", "Number of the holder", "holder_number", level=4
    )
    share: Mapped[Decimal | None] = attribute("共有份额", "Share", "ratio", level=3)


RIGHT = declare_thing(
    "right",
    RightAttributes,
    base="spatial",
    zh="不动产权利",
    en="Right in land",
    key=("right_number",),
    indexed=("right_number", "unit_code"),
    references=(
        Reference("unit_id", "real_estate_unit", by="unit_code"),
        Reference("parcel_id", "parcel", by="parcel_code"),
    ),
)
RIGHT_HOLDER = declare_facet(
    "right_holder",
    RightHolderAttributes,
    of=RIGHT,
    zh="权利人",
    en="Holders of rights",
    key=("holder_name", "holder_number"),
    rows=({"holder_name": "holder_name", "holder_number": "holder_number", "share": "share"},),
    references=(
        Reference(
            "holder_person_id",
            "person",
            by="holder_number",
            name="holder_name",
            other="holder_entity_id",
        ),
        Reference(
            "holder_entity_id",
            "entity",
            by="holder_number",
            name="holder_name",
            other="holder_person_id",
        ),
    ),
)


class NaturalResourceAttributes:
    """What departments say of a natural resource."""

    resource_code: Mapped[str | None] = attribute(
        "资源编码", "Resource code", "identifier", level=1, required=True
    )
    kind: Mapped[str | None] = attribute(
        "资源类型", "Kind of resource", "code", codes="resource_kind", level=1, required=True
    )
    name: Mapped[str | None] = attribute("名称", "Name", "text", level=1)
    division_code: Mapped[str | None] = attribute("区划", "Division", "division", level=1)
    area: Mapped[Decimal | None] = attribute("面积", "Area", "area", level=1, rules=("area > 0",))
    quality: Mapped[str | None] = attribute(
        "质量等级", "Quality", "code", codes="resource_quality", level=1
    )
    ownership: Mapped[str | None] = attribute(
        "权属性质", "Ownership", "code", codes="land_ownership", level=1
    )
    surveyed_date: Mapped[dt.date | None] = attribute("调查日期", "Date surveyed", "date", level=1)
    shape: Mapped[Any | None] = attribute("范围", "Extent", "geometry", level=1)


NATURAL_RESOURCE = declare_thing(
    "natural_resource",
    NaturalResourceAttributes,
    base="spatial",
    zh="自然资源",
    en="Natural resource",
    key=("resource_code",),
    indexed=("kind",),
    references=(_DIVISION,),
)
