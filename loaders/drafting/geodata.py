"""Geodata: the layer, its coordinate system and the kind of its shapes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import Transformer

from loaders.drafting.sample import Form, Head, Undraftable
from loaders.readers import geofiles
from loaders.readers.archive import safe_members


def form(head: Head, layer: str | None = None) -> Form:
    """The layer with the most columns; the others are told."""
    try:
        found = {
            str(name): (source, kind)
            for source in _sources(head)
            for name, kind in pyogrio.list_layers(source)
        }
        layers = {
            name: pyogrio.read_info(source, layer=name) for name, (source, _) in found.items()
        }
    except (DataSourceError, DataLayerError) as error:
        raise Undraftable(
            f"{head.name} is no geodata that GDAL reads: {error}", where=str(head.path),
            hint="a Shapefile goes as a zip with its .shp, .shx, .dbf, .prj and .cpg",
        ) from error  # fmt: skip
    if not layers:
        raise Undraftable(f"{head.name} has no layer", where=str(head.path))
    if layer is not None and layer not in layers:
        raise Undraftable(
            f"{head.name} has no layer {layer!r}", hint="it has: " + ", ".join(layers)
        )
    name = layer or max(
        layers, key=lambda name: (len(layers[name]["fields"]), found[name][1] or "")
    )
    about = pyogrio.read_info(found[name][0], layer=name, force_total_bounds=True)
    file: dict[str, object] = {"format": "vector"}
    remarks: dict[str, str] = {}
    if len(layers) > 1:
        file["layer"] = name
        others = ", ".join(one for one in layers if one != name)
        remarks["layer"] = f"待定 TO DECIDE: 另有图层 other layers: {others} (--part)"
    if about["crs"] is None:
        file["crs"] = "EPSG:4490"
        remarks["crs"] = "待定 TO DECIDE: 文件没有说明坐标系 · the file does not say its system"
    if ".dbf" in _within(head) and ".cpg" not in _within(head):
        file["encoding"] = "gb18030"
        remarks["encoding"] = "推测 guess: 没有 .cpg 文件 there is no .cpg"
    if _is_abroad(about):
        file["extent"] = "anywhere"
        remarks["extent"] = "推测 guess: 位置不在中国境内 it lies outside China"
    return Form(file, remarks, (name,), parts=tuple(layers))


def _sources(head: Head) -> list[str]:
    """What GDAL is to open: the file, or the geodata within a zip, in whatever folder of it."""
    if not head.start.startswith(b"PK"):
        return [str(head.path)]
    safe_members(head.path)
    root = f"/vsizip/{head.path}"
    names = [str(name) for name in pyogrio.vsi_listtree(root)]
    ours = [name for name in names if geofiles.is_geodata(name.removeprefix(f"{root}/"))]
    return ours or [root]


def _is_abroad(about: Mapping[str, Any]) -> bool:
    """Whether the middle of a layer lies outside China."""
    bounds = about.get("total_bounds")
    if about["crs"] is None or bounds is None or not all(map(math.isfinite, bounds)):
        return False
    west, south, east, north = bounds
    to_degrees = Transformer.from_crs(about["crs"], "EPSG:4490", always_xy=True)
    x, y = to_degrees.transform((west + east) / 2, (south + north) / 2)
    return not (73 <= x <= 136 and 3 <= y <= 54)


def _within(head: Head) -> str:
    if not head.start.startswith(b"PK"):
        return ""
    return " ".join(safe_members(head.path)).lower()


def kind(shapes: pa.Array) -> str | None:
    """What most shapes are: point, line or polygon."""
    sample = shapes.drop_null().slice(0, 200)
    found = shapely.from_wkb(sample.to_numpy(zero_copy_only=False), on_invalid="ignore")
    names = [one.geom_type.lower().replace("multi", "") for one in found if one is not None]
    return max(set(names), key=names.count).replace("linestring", "line") if names else None
