"""The area of a shape is asked of the map where that is near enough, with the same answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from shapely import affinity
from sqlalchemy import Connection
from sqlalchemy.exc import InternalError

from quality.consistency import CONSISTENCY, EXACT_AREA, FLAT_AREA, FLAT_AREA_OFF
from quality.rules import Holds

SHAPES = 4000
_AROUND = (0.0, 0.5, 0.9, 0.9523, 0.9524, 0.99, 1.0, 1.01, 1.0526, 1.0527, 1.1, 2.0, 1000.0)


def test_the_area_on_the_map_is_not_farther_off_than_is_said(connection: Connection) -> None:
    rows = _asked(
        connection,
        f"SELECT line, ST_AsText(shape), abs({FLAT_AREA} - ST_Area(shape::geography)),"
        f" {FLAT_AREA_OFF} FROM shapes"
        " WHERE ST_YMin(shape) > -75 AND ST_YMax(shape) < 75 AND ST_Perimeter(shape) < 2.4",
    )
    assert len(rows) > SHAPES / 2
    assert [row for row in rows if row[2] > row[3] + 1e-4] == []


def test_the_rule_answers_as_the_exact_area_does(connection: Connection) -> None:
    (rule,) = (one for one in CONSISTENCY["parcel"] if one.name == "consistent:area")
    assert isinstance(rule.check, Holds)
    rows = _asked(
        connection,
        f"SELECT line, ST_AsText(shape), area, {rule.check.condition}, {EXACT_AREA} FROM shapes"
        " CROSS JOIN LATERAL (SELECT (ST_Area(shape::geography) * part + more)::numeric(20, 4)"
        f" AS area FROM unnest(ARRAY{list(_AROUND)}) part, unnest(ARRAY[0, 9.9, 10.1]) more) said",
    )
    assert {row[3] for row in rows} == {True, False}
    assert [row for row in rows if row[3] is not row[4]] == []


def test_a_hole_that_sticks_out_on_the_ellipsoid_costs_no_delivery_its_check(
    connection: Connection,
) -> None:
    south, north = [(100 + n / 10, 60.0) for n in range(11)], [(101.0, 60.0001), (100.0, 60.0001)]
    under = [(101 - n / 10, 60.0001) for n in range(1, 10)]
    hole = [(100.1 + n / 10, 60.00001) for n in range(9)] + [(100.9, 60.00009), (100.1, 60.00009)]
    holed = shapely.Polygon([*south, north[0], *under, north[1]], [hole])
    assert holed.is_valid
    connection.exec_driver_sql("SAVEPOINT asked")
    with pytest.raises(InternalError, match="area < 0"):
        connection.exec_driver_sql(
            "SELECT ST_Area(ST_GeomFromText(%s, 4490)::geography)", (holed.wkt,)
        )
    connection.exec_driver_sql("ROLLBACK TO asked")
    (answer,) = connection.exec_driver_sql(
        f"SELECT {EXACT_AREA} FROM (SELECT ST_GeomFromText(%s, 4490) AS shape, 5.0 AS area) said",
        (holed.wkt,),
    ).one()
    assert answer is True or answer is False


def _asked(connection: Connection, question: str) -> list[tuple[Any, ...]]:
    connection.exec_driver_sql(
        "CREATE TEMPORARY TABLE shapes ON COMMIT DROP AS"
        " SELECT line, ST_GeomFromWKB(wkb, 4490) AS shape"
        " FROM unnest(%s::bytea[]) WITH ORDINALITY found (wkb, line)",
        ([bytes(one) for one in shapely.to_wkb(_shapes())],),
    )
    return [tuple(row) for row in connection.exec_driver_sql(question).all()]


def _shapes() -> list[shapely.Geometry]:
    """Stars of every size between a metre and a hundred kilometres, anywhere; some are slivers,
    some have a hole, some a second part."""
    chance = np.random.default_rng(7)
    found: list[shapely.Geometry] = []
    while len(found) < SHAPES:
        size = 10.0 ** chance.uniform(-4, 0)
        place = np.array([chance.uniform(-178, 178), chance.uniform(-80, 80)])
        shape, other = (_star(chance, place, one) for one in (size, size / 4))
        if not (shape.is_valid and other.is_valid):
            continue
        # Wide holes in slivers would stick out where edges are geodesics.
        if size < 0.001 and chance.random() < 0.3:
            shape = shape.difference(other)
        if chance.random() < 0.2:
            beside = affinity.translate(other, 0, 3 * size)
            shape = shapely.union(shape, beside)
        if shape.is_valid and not shape.is_empty:
            found.append(shape)
    return found


def _star(
    chance: np.random.Generator, place: npt.NDArray[np.float64], size: float
) -> shapely.Polygon:
    corners = int(chance.integers(3, 12))
    angles = np.sort(chance.uniform(0, 2 * np.pi, corners))
    radii = size * chance.uniform(0.2, 1, corners)
    thin = np.array([1.0, chance.choice([1.0, 1.0, 1e-2])])
    arms = np.column_stack([np.cos(angles) * radii, np.sin(angles) * radii]) * thin
    return shapely.Polygon(np.clip(place + arms, (-179.9, -86), (179.9, 86)))
