"""An area on the earth, as WKT: a parcel, a building's outline."""

from __future__ import annotations

import math
from typing import Any

import pyarrow as pa
import shapely

from matching.types.base import (
    ELSE,
    TEXT,
    TEXTS,
    Block,
    Columns,
    Comparison,
    Feature,
    Level,
    Type,
    per_value,
)

_METRES = 111_320.0  # a degree of latitude
_CELLS = 250.0  # metres
_BOX = ("west", "south", "east", "north")
# The part of all the ground in two boxes that both cover, and the smaller area's of the larger one.
_BOTH = (
    "greatest(least({east}_l, {east}_r) - greatest({west}_l, {west}_r), 0)"
    " * greatest(least({north}_l, {north}_r) - greatest({south}_l, {south}_r), 0)"
)
_EACH = "({east}_%s - {west}_%s) * ({north}_%s - {south}_%s)"
_ALL = f"({_EACH.replace('%s', 'l')} + {_EACH.replace('%s', 'r')} - {_BOTH})"
_SIZE = "least({area}_l, {area}_r) >= %s * greatest({area}_l, {area}_r)"


class Polygon(Type):
    """Compared by the ground that two outlines cover, and by their areas."""

    name = "polygon"
    zh = "图形"
    en = "polygon"
    roles = ("value",)

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The box around it and its area in metres, its middle, and the cells around that."""
        shape = {"area": pa.float64(), "middle": TEXT, "cells": TEXTS}
        return per_value(columns, _features, shape | dict.fromkeys(_BOX, pa.float64()))

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """Same outline, same ground, most of it, some of it, none."""
        levels = (
            Level("same", "相同", "same", f"{_share(0.97)} and {_SIZE % 0.97}", 0.6, 1e-6),
            Level(
                "ground", "基本重合", "same ground", f"{_share(0.8)} and {_SIZE % 0.8}", 0.25, 1e-5
            ),
            Level("most", "大部重合", "most of it", _share(0.5), 0.08, 1e-4),
            Level("some", "部分重合", "some of it", _share(0.05), 0.04, 1e-3),
            Level("differs", "不重合", "apart", ELSE, 0.03, 0.999),
        )
        return (Comparison("", "图形", "outline", ("area",), levels),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """Its middle, and the cells in which that lies."""
        return (Block("middle"), Block("cells"))


def _share(least: float) -> str:
    return f"{_BOTH} >= {least} * {_ALL}"


def _features(value: str | None) -> dict[str, Any]:
    try:
        shape = shapely.from_wkt(value)
    except shapely.errors.GEOSException:
        return {}
    if shape is None or shape.is_empty or not shape.area:
        return {}
    west, south, east, north = shape.bounds
    width = _METRES * math.cos(math.radians(round((south + north) / 2)))
    x, y = shape.centroid.x * width, shape.centroid.y * _METRES
    cells = {
        f"{math.floor(x / _CELLS)}:{math.floor(y / _CELLS)}",
        f"h{round(x / _CELLS)}:{round(y / _CELLS)}",
    }
    return {
        "west": west * width, "south": south * _METRES, "east": east * width,
        "north": north * _METRES, "area": shape.area * width * _METRES,
        "middle": f"{x:.0f}:{y:.0f}", "cells": sorted(cells),
    }  # fmt: skip
