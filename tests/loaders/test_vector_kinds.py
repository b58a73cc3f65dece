"""Kinds of geodata: GeoJSON, GML, KML, GeoPackage; damaged ones, and ones that would reach out."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from loaders.errors import Refused
from loaders.files import VectorFile
from loaders.readers import vector
from tests.loaders.desk import Desk
from tests.loaders.geo import SQUARES, parcels, projected, write

RING = "114.5 30 114.505 30 114.505 30.005 114.5 30.005 114.5 30"
GML = """<?xml version="1.0" encoding="UTF-8"?>
<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" gml:id="c"
  xmlns:gml="http://www.opengis.net/gml/3.2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://ogr.maptools.org/ http://192.0.2.1/parcel.xsd">
<ogr:featureMember><ogr:parcel gml:id="p.1"><ogr:DM>D0</ogr:DM><ogr:ZL>团结巷</ogr:ZL><ogr:geom>
<gml:{kind} gml:id="g" srsName="{crs}">{shape}</gml:{kind}>
</ogr:geom></ogr:parcel></ogr:featureMember></ogr:FeatureCollection>"""
STRAIGHT = (
    "<gml:exterior><gml:LinearRing><gml:posList>{}</gml:posList></gml:LinearRing></gml:exterior>"
)
ARC = (
    "<gml:patches><gml:PolygonPatch><gml:exterior><gml:Ring><gml:curveMember>"
    '<gml:Curve gml:id="x"><gml:segments><gml:Arc><gml:posList>30 114 30.1 114.1 30 114.2'
    "</gml:posList></gml:Arc><gml:LineStringSegment><gml:posList>30 114.2 30 114</gml:posList>"
    "</gml:LineStringSegment></gml:segments></gml:Curve></gml:curveMember></gml:Ring>"
    "</gml:exterior></gml:PolygonPatch></gml:patches>"
)
KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">
<Document><Schema name="s" id="s"><SimpleField name="DM" type="string"/>
<SimpleField name="ZL" type="string"/></Schema><Folder><name>宗地</name><Placemark>
<ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="DM">D0</SimpleData>
<SimpleData name="ZL">团结巷</SimpleData></SchemaData></ExtendedData><Polygon><outerBoundaryIs>
<LinearRing><coordinates>114.5,30,7 114.505,30,7 114.505,30.005,7 114.5,30.005,7 114.5,30,7
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder></Document></kml>"""


def the_first_square_is_staged(desk: Desk) -> None:
    [(code, place, found)] = desk.staged("parcel_code", "location_text", "ST_AsText(shape, 9)")
    assert (code, place) == ("D0", "团结巷")
    expected = shapely.multipolygons([SQUARES[0]])
    assert shapely.from_wkt(found).equals_exact(expected, 1e-7, normalize=True)


def flipped(ring: str) -> str:
    numbers = ring.split()
    return " ".join(f"{y} {x}" for x, y in zip(numbers[::2], numbers[1::2], strict=True))


@pytest.mark.parametrize(
    ("crs", "ring"),
    [
        ("urn:ogc:def:crs:EPSG::4490", flipped(RING)),  # by its authority: latitude first
        ("EPSG:4490", RING),
    ],
)
def test_gml_with_either_order_of_axes(desk: Desk, crs: str, ring: str) -> None:
    desk.stage(GML.format(kind="Polygon", crs=crs, shape=STRAIGHT.format(ring)), parcels())
    the_first_square_is_staged(desk)
    assert [path.name for path in desk.folder.iterdir()] == ["1.data"]  # no index beside it


def test_curves_become_lines(desk: Desk) -> None:
    crs = "urn:ogc:def:crs:EPSG::4490"
    desk.stage(GML.format(kind="Surface", crs=crs, shape=ARC), parcels())
    [(corners, area)] = desk.staged("ST_NPoints(shape)", "ST_Area(shape)")
    assert corners > 20
    assert area == pytest.approx(3.1416 * 0.1**2 / 2, rel=0.01)


def test_kml_and_kmz(desk: Desk, tmp_path: Path) -> None:
    desk.stage(KML, parcels())
    the_first_square_is_staged(desk)
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", KML)
    desk.stage(tmp_path / "a.kmz", parcels())
    the_first_square_is_staged(desk)


def feature(number: int, shape: object) -> dict[str, object]:
    properties = {"DM": f"D{number}", "ZL": "团结巷", "标签": ["甲", 1], "详情": {"层": 2}}
    return {"type": "Feature", "properties": properties, "geometry": shape}


SQUARE = shapely.geometry.mapping(SQUARES[0])


def test_geojson_as_a_collection_or_a_feature_a_line(desk: Desk) -> None:
    one = feature(0, SQUARE)
    whole = json.dumps({"type": "FeatureCollection", "features": [one]})
    desk.stage("\ufeff" + whole, parcels())
    the_first_square_is_staged(desk)
    desk.stage("\n".join(json.dumps(feature(n, SQUARE)) for n in range(2)), parcels())
    assert desk.staged("parcel_code") == [("D0",), ("D1",)]


def test_lists_and_objects_of_geojson_are_kept_as_json(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature(0, SQUARE)]}))
    [rows] = vector.read(path, VectorFile(pattern="*", format="vector"), ())
    assert json.loads(rows.columns["标签"][0].as_py()) == ["甲", 1]
    assert json.loads(rows.columns["详情"][0].as_py()) == {"层": 2}


@pytest.mark.parametrize(
    "content",
    [
        '<OGRVRTDataSource><OGRVRTLayer name="passwd"><SrcDataSource>/etc/passwd</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>",
        '{"type": "gdal_streamed_alg", "command_line": "gdal vector convert /etc/passwd x"}',
        "<OGRWFSDataSource><URL>http://192.0.2.1/</URL></OGRWFSDataSource>",
        '<!DOCTYPE kml [<!ENTITY a "b">]><kml xmlns="http://www.opengis.net/kml/2.2"/>',
        "http://192.0.2.1/wfs",
        "名称,经度\n甲,114",
    ],
)
def test_what_only_calls_itself_geodata_is_refused(desk: Desk, content: str) -> None:
    with pytest.raises(Refused):
        desk.stage(content, parcels())


def test_a_damaged_geopackage_is_refused_not_half_read(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", SQUARES * 2_000, "EPSG:4490")
    whole = path.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:middle] + bytes(40_960) + whole[middle + 40_960 :])
    with pytest.raises(Refused, match=r"damaged|malformed|cannot be read"):
        desk.stage(path, parcels())
    path.write_bytes(whole[:middle])
    with pytest.raises(Refused):
        desk.stage(path, parcels())


def test_geojson_cut_short_is_refused(desk: Desk) -> None:
    whole = json.dumps({"type": "FeatureCollection", "features": [feature(0, SQUARE)] * 50})
    with pytest.raises(Refused, match="cannot be read"):
        desk.stage(whole[:-200], parcels())


def test_gml_that_is_no_whole_xml_is_refused(desk: Desk) -> None:
    crs = "EPSG:4490"
    whole = GML.format(kind="Polygon", crs=crs, shape=STRAIGHT.format(RING))
    for damaged in (whole[:-30], whole.replace("</ogr:DM>", "</ogr:DN>")):
        with pytest.raises(Refused, match=r"cannot be read|not well-formed"):
            desk.stage(damaged, parcels())


def test_a_feature_that_geojson_misspells_is_not_lost_in_silence(desk: Desk) -> None:
    whole = json.dumps({"type": "FeatureCollection", "features": [feature(0, SQUARE)] * 3})
    with pytest.raises(Refused, match="of 3 features 2 can be read"):
        desk.stage(whole.replace('"Feature"', '"Faeture"', 1), parcels())


def test_a_layer_without_shapes_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    names = np.array(["DM"], object)
    pyogrio.raw.write(path, None, [np.array(["D0"], object)], names, geometry_type=None)
    with pytest.raises(Refused, match="the layer has no shapes"):
        desk.stage(path, parcels())


def test_coordinates_whose_system_is_unknown_need_the_contract(desk: Desk, tmp_path: Path) -> None:
    cartesian = 'LOCAL_CS["工程坐标系",UNIT["metre",1]]'
    path = write(tmp_path / "a.gpkg", projected(4547, SQUARES), cartesian)
    with pytest.raises(Refused, match="places nothing on the earth"):
        desk.stage(path, parcels())
    assert desk.stage(path, parcels({"crs": "EPSG:4547"})).staged == 2
