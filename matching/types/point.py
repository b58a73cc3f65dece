"""A point on the earth: degrees of longitude and latitude."""

from __future__ import annotations

import math
from typing import Any

import pyarrow as pa

from matching.types.base import (
    ELSE,
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
_CELLS = 500.0  # metres
NEAR, CLOSE, SAME = 500.0, 100.0, 15.0


class Point(Type):
    """Compared by the distance in metres."""

    name = "point"
    zh = "坐标"
    en = "point"
    roles = ("longitude", "latitude")

    def assign(self, columns: Any) -> list[tuple[str, str]]:
        """By the columns' names, or longitude first."""
        first = columns[0].casefold()
        turned = first.startswith(("lat", "y", "纬"))
        roles = ("latitude", "longitude") if turned else ("longitude", "latitude")
        return list(zip(roles, columns, strict=False))

    def features(self, columns: Columns) -> dict[str, Feature]:
        """Metres east and north, and the cells around."""
        shape = {"x": pa.float64(), "y": pa.float64(), "cells": TEXTS}
        return per_value(columns, _features, shape)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """The same spot, the same building, the same block, elsewhere."""
        levels = (
            Level("same", "同一点", "same spot", _within(SAME), 0.7, 1e-5),
            Level("close", "一百米内", "within 100 m", _within(CLOSE), 0.2, 1e-4),
            Level("near", "五百米内", "within 500 m", _within(NEAR), 0.06, 2e-3),
            Level("differs", "更远", "further", ELSE, 0.04, 0.998),
        )
        return (Comparison("", "坐标", "point", ("x",), levels, "shared"),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """A cell of half a kilometre, or one beside it."""
        return (Block("cells", alone=False),)


def _within(metres: float) -> str:
    """A box is enough, and every engine can tell it."""
    return f"abs({{x}}_l - {{x}}_r) <= {metres} and abs({{y}}_l - {{y}}_r) <= {metres}"


def _features(longitude: str | None = None, latitude: str | None = None) -> dict[str, Any]:
    try:
        east, north = float(longitude or ""), float(latitude or "")
    except ValueError:
        return {}
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        return {}
    y = north * _METRES
    x = east * _METRES * math.cos(math.radians(round(north)))
    column, row = math.floor(x / _CELLS), math.floor(y / _CELLS)
    half_x, half_y = round(x / _CELLS), round(y / _CELLS)
    cells = {f"{column}:{row}", f"h{half_x}:{half_y}"}
    return {"x": x, "y": y, "cells": sorted(cells)}
