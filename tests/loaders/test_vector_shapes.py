"""Shapes that are not sound are set aside, each with what is wrong with it."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely

from loaders.elements import Aspect, shapes
from loaders.elements.base import flaw_names
from tests.loaders.desk import Desk
from tests.loaders.geo import SQUARES, parcels, write

AREA = Aspect("multipolygon")


def flaws(*wkb: bytes | None) -> list[str | None]:
    reading = shapes.shape(pa.array(wkb, pa.binary()), "EPSG:4490", AREA)
    assert [value is None for value in reading.values.to_pylist()] == [
        flaw is not None or one is None
        for flaw, one in zip(reading.flaws.to_pylist(), wkb, strict=True)
    ]
    found: list[str | None] = flaw_names(reading.flaws).to_pylist()
    return found


def ring(*corners: tuple[float, float]) -> bytes:
    """A polygon of one ring as WKB, whether or not it could be one."""
    points = b"".join(struct.pack("<2d", *corner) for corner in corners)
    return struct.pack("<BIII", 1, 3, 1, len(corners)) + points


def test_what_can_be_wrong_with_an_area() -> None:
    sound = ring((114, 30), (114.1, 30), (114.1, 30.1), (114, 30))
    assert flaws(
        sound,
        None,
        ring((114, 30), (114.1, 30), (114.1, 30.1), (114, 30.1)),
        ring((114, 30), (114.1, 30.1), (114.1, 30), (114, 30.1), (114, 30)),
        ring((114, 30), (float("nan"), 30), (114.1, 30.1), (114, 30)),
        ring((114, 30), (float("inf"), 30), (114.1, 30.1), (114, 30)),
        sound[:-9],
        b"noise",
        shapely.to_wkb(shapely.Polygon()),
        shapely.to_wkb(shapely.LineString([(114, 30), (115, 30)])),
        shapely.to_wkb(shapely.box(14, 50, 15, 51)),
        shapely.to_wkb(shapely.box(30, 114, 31, 115)),
        struct.pack("<BII", 1, 7, 1) + struct.pack("<BII", 1, 8, 0),  # a curve in a collection
    ) == [
        None, None, "open_ring", "invalid_shape", "nan", "nan", "unreadable_shape",
        "unreadable_shape", "empty_shape", "wrong_shape", "outside", "swapped", "unreadable_shape",
    ]  # fmt: skip


def test_polygons_and_multipolygons_mix_with_or_without_holes() -> None:
    hole = shapely.Polygon(
        [(114, 30), (115, 30), (115, 31), (114, 31)],
        [[(114.2, 30.2), (114.4, 30.2), (114.4, 30.4)]],
    )
    high = shapely.force_3d(SQUARES[0], 3.0)
    given = [SQUARES[0], hole, shapely.multipolygons([SQUARES[0], SQUARES[1]]), None, high]
    wkb = pa.array([None if one is None else shapely.to_wkb(one) for one in given], pa.binary())
    reading = shapes.shape(wkb, "EPSG:4326", AREA)
    assert reading.flaws.null_count == 5
    for value, one in zip(reading.values.to_pylist(), given, strict=True):
        found = None if value is None else shapely.from_wkb(value)
        if one is None or found is None:
            assert one is found
            continue
        assert (found.geom_type, shapely.get_srid(found)) == ("MultiPolygon", 4490)
        assert found.has_z is False
        assert found.equals(shapely.force_2d(one))


def test_a_shape_with_very_many_corners_is_read() -> None:
    turns = np.linspace(0, 2 * np.pi, 200_001)
    corners = np.column_stack([114 + np.cos(turns), 30 + np.sin(turns)])
    corners[-1] = corners[0]
    assert flaws(shapely.to_wkb(shapely.Polygon(corners))) == [None]


def test_a_clerk_reads_what_is_wrong_and_where(desk: Desk, tmp_path: Path) -> None:
    bow = shapely.Polygon([(114, 30), (114.1, 30.1), (114.1, 30), (114, 30.1)])
    desk.stage(write(tmp_path / "a.gpkg", [SQUARES[0], bow], "EPSG:4490"), parcels())
    [(line, zh, en)] = desk.quarantined("line", "zh", "en")
    assert line == 2
    assert "几何图形不是有效的面" in zh
    assert "自相交(114.05 30.05)" in zh
    assert "self-intersection (114.05 30.05)" in en
