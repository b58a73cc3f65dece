"""Geodata through GDAL: GeoPackage, GeoJSON, zipped Shapefile; shapes as WKB, the rest as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from loaders.errors import Refused
from loaders.files import VectorFile
from loaders.readers.archive import safe_members
from loaders.readers.base import Rows, running, texts

FEATURES = 8192  # in a batch; shapes may be large


def read(path: Path, spec: VectorFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of features; lines are their numbers, from 1."""
    source = _source(path)
    layer = _layer(source, path, spec)
    try:
        with pyogrio.open_arrow(
            source, layer=layer, encoding=spec.encoding, batch_size=FEATURES, use_pyarrow=True
        ) as (about, reader):
            yield from _batches(about, reader, path, spec)
    except (DataSourceError, DataLayerError, UnicodeDecodeError, pa.ArrowInvalid) as error:
        raise _unreadable(path, error) from error


def _batches(about: dict[str, Any], reader: Any, path: Path, spec: VectorFile) -> Iterator[Rows]:
    crs = spec.crs or about["crs"]
    shape = about["geometry_name"] or "wkb_geometry"
    if crs is None and shape in reader.schema.names:
        raise Refused(
            "文件没有说明坐标系(缺少 .prj)", "the file does not say its coordinate system",
            where=str(path), hint="set file.crs in the contract, for example EPSG:4549",
        )  # fmt: skip
    names = [name for name in reader.schema.names if name not in (shape, about["fid_column"])]
    header = (*names, spec.geometry)
    first, begun = 1, False
    for batch in reader:
        begun = True
        yield _rows(batch, names, header, shape, crs, first, spec)
        first += batch.num_rows
    if not begun:
        empty = pa.RecordBatch.from_pylist([], schema=reader.schema)
        yield _rows(empty, names, header, shape, crs, first, spec)


def _rows(
    batch: pa.RecordBatch, names: Sequence[str], header: tuple[str, ...], shape: str,
    crs: str | None, first: int, spec: VectorFile,
) -> Rows:  # fmt: skip
    columns = {name: texts(batch.column(name)) for name in names}
    for column in columns.values():
        column.validate(full=True)  # GDAL hands on whatever bytes a file has
    shapes = (
        batch.column(shape) if shape in batch.schema.names else pa.nulls(len(batch), pa.binary())
    )
    if isinstance(shapes, pa.ExtensionArray):
        shapes = shapes.storage
    columns[spec.geometry] = pa.nulls(batch.num_rows, pa.string())
    return Rows(running(first, batch.num_rows), columns, header, shapes.cast(pa.binary()), crs)


def _source(path: Path) -> str:
    """What GDAL opens; a zip is read in place, after a look into it."""
    if path.stat().st_size == 0:
        raise Refused("文件为空", "the file is empty", where=str(path))
    if path.suffix.lower() != ".zip":
        return str(path)
    members = safe_members(path)
    if not any(name.lower().endswith((".shp", ".gpkg", ".geojson", ".gml")) for name in members):
        raise Refused(
            "压缩包中没有地理数据", "the zip holds no geodata", where=str(path),
            hint="it holds: " + ", ".join(members[:10]),
        )  # fmt: skip
    return f"/vsizip/{path}"


def _layer(source: str, path: Path, spec: VectorFile) -> str:
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(source)]
    except (DataSourceError, DataLayerError) as error:
        raise _unreadable(path, error) from error
    if spec.layer is None and len(layers) == 1:
        return layers[0]
    if spec.layer is None or spec.layer not in layers:
        wanted = spec.layer or "(file.layer)"
        raise Refused(
            f"找不到图层 {wanted}", f"cannot tell the layer {wanted}", where=str(path),
            hint="set file.layer to one of: " + ", ".join(layers),
        )  # fmt: skip
    return spec.layer


def _unreadable(path: Path, error: Exception) -> Refused:
    return Refused("地理数据无法读取", f"GDAL cannot read it: {error}", where=str(path))
