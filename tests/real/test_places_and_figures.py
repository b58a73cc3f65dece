"""Plots, buildings and macro series load by contracts of a page; they need not be of China."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyogrio
import pytest
import shapely

from tests.real.walks import delivered, query

DAY = dt.date(2026, 8, 1)
File = Callable[[str], Path]


@pytest.mark.parametrize(
    ("dataset", "layer", "table", "key"),
    [
        ("prague_parcel", "plots", "spatial.parcel", "parcel_code"),
        ("prague_building", "buildings", "spatial.building", "building_code"),
    ],
)
def test_every_shape_of_a_layer_lies_where_it_should(
    file: File, home: Path, dataset: str, layer: str, table: str, key: str
) -> None:
    path = file("bubenec.gpkg")
    end = delivered(dataset, path, DAY)
    features = pyogrio.read_info(path, layer=layer)["features"]
    assert (end.state, end.gate) == ("published", "pass")
    assert end.delivered == end.staged == end.created == features
    # The area on the ground is what Web Mercator shows, drawn together by the latitude.
    [(found, keys, square_metres, west, north)] = query(
        f"select count(*), count(distinct {key}), sum(ST_Area(shape::geography)),"
        f" min(ST_XMin(shape)), max(ST_YMax(shape)) from {table}"
    )
    assert found == keys == features
    assert 14.3 < west < 14.5
    assert 50.0 < north < 50.2
    _, _, shapes, _ = pyogrio.raw.read(path, layer=layer)
    drawn = shapely.area(shapely.from_wkb(shapes)).sum()
    assert square_metres == pytest.approx(drawn * 0.4116, rel=0.005)


@pytest.mark.parametrize(
    ("dataset", "indicator"),
    [("world_bank_gdp", "NY.GDP.MKTP.CD"), ("world_bank_population", "SP.POP.TOTL")],
)
def test_every_figure_is_an_observation_of_its_country_and_year(
    file: File, home: Path, dataset: str, indicator: str
) -> None:
    path = file(f"{dataset}.csv")
    end = delivered(dataset, path, DAY)
    with path.open(encoding="utf-8", newline="") as lines:
        told = {
            (row["Country Code"], row["Country Name"], row["Year"]): row["Value"]
            for row in csv.DictReader(lines)
        }
    assert (end.state, end.gate) == ("published", "pass")
    assert end.delivered == end.staged == end.created == len(told)
    found = query(
        "select area_code, area_name, period, value from macro.observation"
        " where indicator_code = :indicator and division_code is null",
        indicator=indicator,
    )
    assert {tuple(row[:3]): row[3] for row in found} == {
        key: Decimal(value) if value else None for key, value in told.items()
    }
