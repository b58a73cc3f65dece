"""Geodata: any coordinate system to CGCS2000, any kind of file, and shapes that cannot be taken."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from loaders.errors import Refused
from tests.loaders.desk import Desk, contract
from tests.loaders.geo import SQUARES, parcels, projected, shapefile, write


def stand_where_they_should(desk: Desk) -> None:
    for (found, kind, srid), expected in zip(
        desk.staged("ST_AsText(shape, 9)", "GeometryType(shape)", "ST_SRID(shape)"),
        SQUARES,
        strict=True,
    ):
        assert (kind, srid) == ("MULTIPOLYGON", 4490)
        assert shapely.from_wkt(found).equals_exact(
            shapely.multipolygons([expected]), 1e-7, normalize=True
        )


@pytest.mark.parametrize(
    ("named", "really", "shift"),
    [
        (4547, 4547, 0),  # 3°, by central meridian
        (4526, 4526, 0),  # 3°, the zone's number in front of the easting
        (4547, 4547, 38_000_000),  # named without, delivered with
        (4526, 4526, -38_000_000),  # named with, delivered without
        (4498, 4498, 0),  # 6°, zone 20
        (4490, 4490, 0),
        (4326, 4326, 0),
        (3857, 3857, 0),
    ],
)
def test_every_system_comes_to_cgcs2000(
    desk: Desk, tmp_path: Path, named: int, really: int, shift: float
) -> None:
    shapes = projected(really, SQUARES, shift) if really != 4490 else SQUARES
    path = shapefile(tmp_path, shapes, f"EPSG:{named}")
    counts = desk.stage(path, parcels({"encoding": "gb18030"}))
    assert (counts.staged, counts.notes) == (2, ())
    assert desk.staged("location_text") == [("团结巷",)] * 2
    stand_where_they_should(desk)


def test_a_geopackage_and_geojson(desk: Desk, tmp_path: Path) -> None:
    desk.stage(write(tmp_path / "a.gpkg", SQUARES, "EPSG:4490"), parcels())
    stand_where_they_should(desk)
    features = [
        {
            "type": "Feature",
            "properties": {"DM": f"D{n}", "ZL": None},
            "geometry": shapely.geometry.mapping(shape),
        }
        for n, shape in enumerate(SQUARES)
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    desk.stage(path, parcels())
    stand_where_they_should(desk)


def test_without_prj_the_contract_must_know(desk: Desk, tmp_path: Path) -> None:
    path = shapefile(tmp_path, projected(4547, SQUARES), None)
    with pytest.raises(Refused, match="does not say its coordinate system"):
        desk.stage(path, parcels({"encoding": "gb18030"}))
    desk.stage(path, parcels({"encoding": "gb18030", "crs": "EPSG:4547"}))
    stand_where_they_should(desk)


def test_shapes_that_cannot_be_taken_are_set_aside_and_said_why(desk: Desk, tmp_path: Path) -> None:
    with np.errstate(invalid="ignore"):
        nan = shapely.Polygon([(114, 30), (114.1, 30), (float("nan"), 30.1), (114, 30)])
    shapes = [SQUARES[0], nan, shapely.Polygon(), shapely.Point(114, 30), None]
    path = write(tmp_path / "a.gpkg", shapes, "EPSG:4490", geometry_type="Unknown")
    counts = desk.stage(path, parcels())
    assert (counts.delivered, counts.staged, counts.quarantined) == (5, 1, 4)
    assert desk.quarantined("line", "rule", "column") == [
        (2, "multipolygon", "geometry"),
        (3, "multipolygon", "geometry"),
        (4, "multipolygon", "geometry"),
        (5, "required", "geometry"),
    ]
    said = [zh for (zh,) in desk.quarantined("zh")]
    assert "坐标不是数字" in said[0]
    assert "为空" in said[1]
    assert "几何类型不符" in said[2]
    assert desk.quarantined("raw")[2] == (
        {"DM": "D3", "ZL": "团结巷", "geometry": "POINT (114 30)"},
    )


def test_a_place_outside_china_is_set_aside_unless_it_may_lie_anywhere(
    desk: Desk, tmp_path: Path
) -> None:
    prague = [shapely.box(14.4, 50.1, 14.5, 50.2)]
    path = write(tmp_path / "a.gpkg", prague, "EPSG:4490")
    assert desk.stage(path, parcels()).quarantined == 1
    [(said,)] = desk.quarantined("zh")
    assert "位置不在中国境内" in said
    assert desk.stage(path, parcels({"extent": "anywhere"})).staged == 1


def test_exchanged_coordinates_are_told_from_foreign_ones(desk: Desk, tmp_path: Path) -> None:
    def exchange(shapes: list[Any]) -> list[Any]:
        return [shapely.transform(shape, lambda xy: xy[:, ::-1]) for shape in shapes]

    for name, crs, shapes in (
        ("degrees", "EPSG:4490", SQUARES),
        ("metres", "EPSG:4526", projected(4526, SQUARES)),
    ):
        path = write(tmp_path / f"{name}.gpkg", exchange(shapes), crs)
        assert desk.stage(path, parcels()).quarantined == 2
        assert all("两个坐标对调后就在" in zh for (zh,) in desk.quarantined("zh"))


def test_heights_are_left_out(desk: Desk, tmp_path: Path) -> None:
    high = shapely.force_3d(SQUARES[0], 100.0)
    desk.stage(
        write(tmp_path / "a.gpkg", [high], "EPSG:4490", geometry_type="Polygon Z"), parcels()
    )
    assert desk.staged("ST_NDims(shape)") == [(2,)]


def test_a_layer_must_be_told_where_there_are_several(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", SQUARES, "EPSG:4490", layer="宗地")
    write(path, SQUARES, "EPSG:4490", layer="房屋", append=True)
    with pytest.raises(Refused, match="cannot tell the layer") as error:
        desk.stage(path, parcels())
    assert error.value.hint == "set file.layer to one of: 宗地, 房屋"
    assert desk.stage(path, parcels({"layer": "宗地"})).staged == 2


@pytest.mark.parametrize("name", ["../climbs.shp", "/absolute.shp", "a/../../b.shp", "..\\b.shp"])
def test_a_zip_whose_paths_climb_out_is_refused(desk: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(Refused, match="climbs out"):
        desk.stage(path, parcels())


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.zip", b""), ("a.zip", b"PK broken"), ("a.gpkg", b"SQLite"), ("a.geojson", b"{")],
)
def test_broken_geodata_is_refused(desk: Desk, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused):
        desk.stage(path, parcels())


def test_shapes_written_as_text(desk: Desk) -> None:
    under = contract(
        thing="division", key=["代码"],
        columns={"代码": "code", "名称": "name", "界线": "shape"},
    )  # fmt: skip
    content = (
        '代码,名称,界线\n990101,甲县,"POLYGON ((114 30, 114.1 30, 114.1 30.1, 114 30))"\n'
        "990102,乙县,\n990103,丙县,POLYGON (("
    )
    assert desk.stage(content, under).quarantined == 1
    assert desk.staged("code", "GeometryType(shape)") == [
        ("990101", "MULTIPOLYGON"),
        ("990102", None),
    ]
    assert desk.quarantined("line", "rule") == [(4, "multipolygon")]


def test_points_from_two_columns(desk: Desk) -> None:
    under = contract(
        thing="address", key=["码"], columns={"码": "address_code", "址": "text"},
        points={"location": {"x": "经度", "y": "纬度", "crs": "EPSG:4547"}},
    )  # fmt: skip
    east, north = Transformer.from_crs(4490, 4547, always_xy=True).transform(114.5, 30.25)
    rows = [f"{east},{north}", ",", "500000,", "某处,30"]
    lines = [f"A{n},团结巷,{row}" for n, row in enumerate(rows)]
    counts = desk.stage("码,址,经度,纬度\n" + "\n".join(lines), under)
    assert counts.quarantined == 2
    assert desk.staged("line", "ST_AsText(location, 6)") == [(2, "POINT(114.5 30.25)"), (3, None)]
    assert desk.quarantined("line", "rule", "column", "value") == [
        (4, "point", "经度, 纬度", "500000, "),
        (5, "point", "经度, 纬度", "某处, 30"),
    ]
