"""What civil affairs delivers of the divisions themselves: the register and its lineage."""

from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from samples.geometry import lonlat
from samples.noise import Sheet
from samples.province import Province

_LEVEL_NAMES = ("省级", "地级", "县级", "乡级", "村级")
_COLUMNS = ("区划代码", "区划名称", "全称", "级别", "上级代码", "设立日期", "撤销日期", "界线")


def civil_division(province: Province, month: int, spoil: Any) -> Sheet:
    """Civil affairs: every division there is or was, with its boundary."""
    del spoil
    rows: list[tuple[int, tuple[str | None, ...]]] = []
    upgraded = month > 0
    change = province.history[-1]
    for position, division in enumerate(province.divisions):
        chain = province.ancestors(position)
        touched = upgraded and province.upgraded in chain
        shape = shapely.to_wkt(
            shapely.Polygon(lonlat(province.lattice.outline(division.rect))), rounding_precision=7
        )
        for now in (False, True) if touched else (upgraded,):
            parent = province.code(division.parent, now) if division.parent >= 0 else None
            ended = change.date if touched and not now else None
            since = change.date if touched and now else division.since
            number = position * 2 + int(touched and now) + 1
            rows.append((number, (
                province.code(position, now), province.name(position, now),
                province.full_name(position, now), _LEVEL_NAMES[division.level], parent, since,
                ended, shape,
            )))  # fmt: skip
    for number, past in enumerate(province.history[:-1]):
        parent = f"{past.before[:2]}0000000000"
        rows.append((1_000_000 + number, (
            past.before + "000000", past.before_name, province.divisions[0].name + past.before_name,
            _LEVEL_NAMES[2], parent, "1983-01-01", past.date, None,
        )))  # fmt: skip
    return _sheet("division", "区划代码", _COLUMNS, rows)


def civil_division_change(province: Province, month: int, spoil: Any) -> Sheet:
    """Civil affairs: which division became which."""
    del spoil
    rows: list[tuple[int, tuple[str | None, ...]]] = []
    for number, change in enumerate(province.history, start=1):
        newest = number == len(province.history)
        if newest == (month > 0):
            # With a county its townships and villages change their codes too.
            pairs = _members(province) if newest else []
            whole = (
                change.before + "000000",
                change.before_name,
                change.after + "000000",
                change.after_name,
            )
            for serial, (old, old_name, new, new_name) in enumerate([whole, *pairs]):
                rows.append((number * 100_000 + serial, (
                    f"YG{change.date[:4]}{number:03d}{serial:05d}", change.kind, old, old_name, new,
                    new_name, change.date, change.decree,
                )))  # fmt: skip
    columns = (
        "变更编号",
        "变更类型",
        "原代码",
        "原名称",
        "新代码",
        "新名称",
        "变更日期",
        "批准文号",
    )
    return _sheet("division_change", "变更编号", columns, rows)


def _members(province: Province) -> list[tuple[str, str, str, str]]:
    return [
        (province.code(i, False), division.name, province.code(i, True), division.name)
        for i, division in enumerate(province.divisions)
        if i != province.upgraded and province.upgraded in province.ancestors(i)
    ]


def _sheet(
    thing: str, key: str, columns: tuple[str, ...], rows: list[tuple[int, tuple[str | None, ...]]]
) -> Sheet:
    values = {
        name: pa.array([row[place] for _, row in rows], pa.string())
        for place, name in enumerate(columns)
    }
    return Sheet(thing, (key,), np.array([number for number, _ in rows], dtype=np.int64), values)
