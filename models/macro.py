"""The macro-economic base: indicators, their observations, and the structures they are sent in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Mapped

from models.base import attribute
from models.declaring import declare_thing
from models.things import Reference


class IndicatorAttributes:
    """What departments say of an indicator."""

    code: Mapped[str | None] = attribute(
        "指标代码", "Indicator code", "identifier", level=1, required=True
    )
    name: Mapped[str | None] = attribute("指标名称", "Name", "text", level=1, required=True)
    english_name: Mapped[str | None] = attribute("英文名称", "English name", "text", level=1)
    definition: Mapped[str | None] = attribute("指标解释", "Definition", "text", level=1)
    unit: Mapped[str | None] = attribute("计量单位", "Unit", "text", level=1)
    frequency: Mapped[str | None] = attribute(
        "频度", "Frequency", "code", codes="frequency", level=1
    )
    topic: Mapped[str | None] = attribute("专题", "Topic", "text", level=1)
    responsible: Mapped[str | None] = attribute(
        "责任部门", "Responsible department", "text", level=1
    )


INDICATOR = declare_thing(
    "indicator",
    IndicatorAttributes,
    base="macro",
    zh="宏观经济指标",
    en="Indicator",
    key=("code",),
    indexed=("code", "name"),
)


class ObservationAttributes:
    """What departments say of one figure; its vintages are its history on the known axis."""

    indicator_code: Mapped[str | None] = attribute(
        "指标代码", "Indicator code", "identifier", level=1, required=True
    )
    division_code: Mapped[str | None] = attribute(
        "区划", "Division", "division", level=1,
        rules=("num_nonnulls(division_code, area_code) = 1",),
    )  # fmt: skip
    industry: Mapped[str | None] = attribute(
        "行业", "Industry", "code", codes="industry", standard="GB/T 4754", level=1
    )
    breakdown: Mapped[str | None] = attribute(
        "其他维度", "Other dimension (country, item…)", "text", level=1
    )
    period: Mapped[str | None] = attribute("时期", "Period", "period", level=1, required=True)
    value: Mapped[Decimal | None] = attribute("数值", "Value", "quantity", level=1)
    status: Mapped[str | None] = attribute(
        "数据状态",
        "Status",
        "code",
        codes="observation_status",
        standard="SDMX CL_OBS_STATUS",
        level=1,
    )
    released_date: Mapped[dt.date | None] = attribute("发布日期", "Date released", "date", level=1)
    area_code: Mapped[str | None] = attribute(
        "境外地区代码", "Area that is no division: a country, a group of countries",
        "identifier", standard="ISO 3166-1 alpha-3", level=1, joined=1,
    )  # fmt: skip
    area_name: Mapped[str | None] = attribute(
        "境外地区名称", "Name of that area", "text", level=1, joined=2
    )


OBSERVATION = declare_thing(
    "observation",
    ObservationAttributes,
    base="macro",
    zh="观测值",
    en="Observation",
    key=("indicator_code", "division_code", "industry", "breakdown", "period", "area_code"),
    indexed=("indicator_code", "period"),
    references=(
        Reference("indicator_id", "indicator", by="indicator_code"),
        Reference("division_id", "division", by="division_code", day="period"),
    ),
)


class DataStructureAttributes:
    """What departments say of the structure of a statistical message (SDMX)."""

    structure_id: Mapped[str | None] = attribute(
        "数据结构标识", "Structure id", "identifier", level=1, required=True
    )
    agency: Mapped[str | None] = attribute("维护机构", "Agency", "identifier", level=1)
    version: Mapped[str | None] = attribute("版本", "Version", "identifier", level=1)
    name: Mapped[str | None] = attribute("名称", "Name", "text", level=1)
    dimension: Mapped[str | None] = attribute(
        "维度", "Dimension or attribute", "identifier", level=1, required=True
    )
    role: Mapped[str | None] = attribute("角色", "Role", "code", codes="component_role", level=1)
    position: Mapped[int | None] = attribute("位置", "Position", "integer", level=1)
    code_list: Mapped[str | None] = attribute("代码表", "Code list", "identifier", level=1)


DATA_STRUCTURE = declare_thing(
    "data_structure",
    DataStructureAttributes,
    base="macro",
    zh="数据结构",
    en="Component of a data structure",
    key=("structure_id", "dimension"),
    indexed=("structure_id",),
)
