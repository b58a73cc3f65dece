"""Small valid files of geodata and of SDMX: what fuzzing begins from."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

Made = tuple[dict[str, Any], Path]

ROWS = (("1", "张三", 120.5), ("2", "李四", 3.25), ("3", "欧阳", 77.0), ("4", "甲巷", 0.5))
PLACES = [shapely.box(114.5 + n / 100, 30, 114.505 + n / 100, 30.005) for n in range(len(ROWS))]
_GML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ogr:FeatureCollection gml:id="c" '
    'xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml/3.2">\n{}'
    "</ogr:FeatureCollection>\n"
)
_FEATURE = (
    '<ogr:featureMember><ogr:地块 gml:id="p.{0}"><ogr:编号>{0}</ogr:编号><ogr:姓名>{1}</ogr:姓名>'
    '<ogr:geom><gml:Polygon gml:id="g.{0}" srsName="EPSG:4490"><gml:exterior><gml:LinearRing>'
    "<gml:posList>{2}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></ogr:geom>"
    "</ogr:地块></ogr:featureMember>\n"
)
_KML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    '<Schema name="s" id="s"><SimpleField name="编号" type="string"/>'
    '<SimpleField name="姓名" type="string"/></Schema><Folder><name>地块</name>\n{}</Folder>'
    "</Document></kml>\n"
)
_PLACEMARK = (
    '<Placemark><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="编号">{}</SimpleData>'
    '<SimpleData name="姓名">{}</SimpleData></SchemaData></ExtendedData><Polygon><outerBoundaryIs>'
    "<LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>\n"
)
_ML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<m:{0} '
    'xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" '
    'xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic">\n'
    '<m:DataSet action="Append">\n{1}</m:DataSet></m:{0}>\n'
)


def shapefile(folder: Path) -> Made:
    for end in ("shp", "shx", "dbf", "prj", "cpg"):
        (folder / f"parts.{end}").unlink(missing_ok=True)
    _layer(folder / "parts.shp", encoding="gb18030")
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:  # stored, so that a changed byte reaches GDAL
        for end in ("shp", "shx", "dbf", "prj"):
            archive.write(folder / f"parts.{end}", f"甲县/地块.{end}")
    return {"pattern": "*", "format": "vector", "encoding": "gb18030"}, path


def geopackage(folder: Path) -> Made:
    return {"pattern": "*", "format": "vector"}, _layer(folder / "a.gpkg")


def geojson(folder: Path) -> Made:
    features = [
        {
            "type": "Feature",
            "properties": {"编号": number, "姓名": name, "面积": area},
            "geometry": shapely.geometry.mapping(place),
        }
        for (number, name, area), place in zip(ROWS, PLACES, strict=True)
    ]
    return _text(
        folder / "a.geojson",
        json.dumps({"type": "FeatureCollection", "features": features}),
        "vector",
    )


def gml(folder: Path) -> Made:
    features = [
        _FEATURE.format(number, name, " ".join(f"{x} {y}" for x, y in place.exterior.coords))
        for (number, name, _), place in zip(ROWS, PLACES, strict=True)
    ]
    return _text(folder / "a.gml", _GML.format("".join(features)), "vector")


def kml(folder: Path) -> Made:
    marks = [
        _PLACEMARK.format(number, name, " ".join(f"{x},{y}" for x, y in place.exterior.coords))
        for (number, name, _), place in zip(ROWS, PLACES, strict=True)
    ]
    return _text(folder / "a.kml", _KML.format("".join(marks)), "vector")


def sdmx_specific(folder: Path) -> Made:
    series = "".join(
        f'<Series 编号="{number}" 姓名="{name}"><Obs TIME_PERIOD="2025" OBS_VALUE="{value}"/>'
        "</Series>\n"
        for number, name, value in ROWS
    )
    return _text(folder / "s.xml", _ML.format("StructureSpecificData", series), "sdmx")


def sdmx_generic(folder: Path) -> Made:
    series = "".join(
        f'<g:Series><g:SeriesKey><g:Value id="编号" value="{number}"/><g:Value id="姓名" '
        f'value="{name}"/></g:SeriesKey><g:Obs><g:ObsDimension value="2025"/><g:ObsValue '
        f'value="{value}"/></g:Obs></g:Series>\n'
        for number, name, value in ROWS
    )
    return _text(folder / "g.xml", _ML.format("GenericData", series), "sdmx")


def sdmx_json(folder: Path) -> Made:
    dimensions = {
        "series": [
            {"id": head, "values": [{"id": row[place]} for row in ROWS]}
            for place, head in enumerate(("编号", "姓名"))
        ],
        "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2025"}]}],
    }
    series = {f"{n}:{n}": {"observations": {"0": [row[2]]}} for n, row in enumerate(ROWS)}
    data = {"structure": {"dimensions": dimensions}, "dataSets": [{"series": series}]}
    return _text(folder / "s.json", json.dumps({"meta": {}, "data": data}, indent=1), "sdmx")


def sdmx_csv(folder: Path) -> Made:
    lines = [f"A:D(1.0),{number},{name},2025,{value}" for number, name, value in ROWS]
    head = "DATAFLOW,编号,姓名,TIME_PERIOD,OBS_VALUE"
    return _text(folder / "s.csv", "\n".join([head, *lines]) + "\n", "sdmx")


def _layer(path: Path, **options: Any) -> Path:
    path.unlink(missing_ok=True)
    columns = [np.array([row[n] for row in ROWS], object) for n in range(2)]
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(PLACES),
        field_data=[*columns, np.array([row[2] for row in ROWS])],
        fields=np.array(["编号", "姓名", "面积"], object),
        crs="EPSG:4490", geometry_type="Polygon", **options,
    )  # fmt: skip
    return path


def _text(path: Path, content: str, form: str) -> Made:
    path.write_text(content, encoding="utf-8")
    return {"pattern": "*", "format": form}, path


GEO: dict[str, Callable[[Path], Made]] = {
    "shapefile": shapefile,
    "geopackage": geopackage,
    "geojson": geojson,
    "gml": gml,
    "kml": kml,
    "sdmx_specific": sdmx_specific,
    "sdmx_generic": sdmx_generic,
    "sdmx_json": sdmx_json,
    "sdmx_csv": sdmx_csv,
}
