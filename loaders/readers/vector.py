"""Geodata through GDAL: a layer of features; shapes as WKB, the rest as text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio

from loaders import systems
from loaders.errors import Refused
from loaders.files import VectorFile
from loaders.readers import dbf
from loaders.readers.base import Rows, labels, running, texts
from loaders.readers.geofiles import SHAPEFILE, Geodata, geodata, unreadable
from loaders.readers.whole import counted, must_be_all

FEATURES = 16_384  # in a batch, unless their shapes are large
# Of a Shapefile GDAL reads the shapes only; no column's name may stop it.
_NOT_TEXT = {"encoding": "ISO-8859-1"}
_FAULTS = (RuntimeError, ValueError, OSError, NameError, pa.ArrowException)


def read(path: Path, spec: VectorFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of features; lines are their numbers, from 1."""
    with geodata(path, spec) as data:
        if data.kind == SHAPEFILE:
            yield from _shapefile(data, path, spec)
        else:
            yield from _features(data, path, spec)


def _features(data: Geodata, path: Path, spec: VectorFile) -> Iterator[Rows]:
    """The features of a layer whose attributes GDAL reads."""
    counts = counted(data)
    about = _about(data, path)
    crs = _system(spec.crs or about["crs"], about["geometry_type"], path)
    first = 1
    names: tuple[str, ...] = tuple(str(name) for name in about["fields"])
    for fields, shapes in _batches(data, path, FEATURES):
        columns = _columns(fields, path)
        names = tuple(columns)
        yield _rows(columns, shapes, running(first, len(shapes)), crs, spec)
        first += len(shapes)
    if first == 1:
        empty = {name: pa.nulls(0, pa.string()) for name in names}
        yield _rows(empty, pa.nulls(0, pa.binary()), running(1, 0), crs, spec)
    must_be_all(data, first - 1, about["features"] if counts is None else counts, path)


def _shapefile(data: Geodata, path: Path, spec: VectorFile) -> Iterator[Rows]:
    """The features of a Shapefile: shapes from GDAL, the table as it stands."""
    table = dbf.Table(data.path.with_suffix(".dbf"), spec.encoding, path)
    dbf.counts(data.path, table, path)
    about = _about(data, path, **_NOT_TEXT)
    crs = _system(spec.crs or dbf.system(data.path), about["geometry_type"], path)
    begun = 0
    only_shapes = {"columns": [], "return_fids": True, **_NOT_TEXT}
    for fields, shapes in _batches(data, path, FEATURES, **only_shapes):
        places = np.asarray(fields.column(0)).astype(np.int64)
        columns, deleted = table.rows(places)
        keep = pa.array(~deleted)
        columns = {name: column.filter(keep) for name, column in columns.items()}
        yield _rows(columns, shapes.filter(keep), places[~deleted] + 1, crs, spec)
        begun += 1
    if not begun:
        empty = {name: pa.nulls(0, pa.string()) for name in dbf.named_columns(table)}
        yield _rows(empty, pa.nulls(0, pa.binary()), running(1, 0), crs, spec)


def _batches(
    data: Geodata, path: Path, size: int, **options: Any
) -> Iterator[tuple[pa.RecordBatch, pa.Array]]:
    """Batches of attributes and of shapes as WKB."""
    begin = 0
    try:
        with pyogrio.open_arrow(
            data.source, layer=data.layer, batch_size=size, use_pyarrow=True, **options
        ) as (about, reader):
            shape = about["geometry_name"] or "wkb_geometry"
            for batch in reader:
                fields, shapes = _parted(batch, shape, None if options else about["fid_column"])
                if _curved(shapes):
                    break
                yield fields, shapes
                begin += len(shapes)
            else:
                return
    except _FAULTS as error:
        raise unreadable(path, error) from error
    yield from _linear(data, path, size, begin)


def _curved(shapes: pa.Array) -> bool:
    """Whether some of the shapes have curves, by the kind that the WKB begins with."""
    begins = pc.binary_slice(shapes.drop_null(), 1, 5)
    if not len(begins):
        return False
    joined = pc.binary_join(pa.ListArray.from_arrays([0, len(begins)], begins), b"")[0].as_py()
    kinds = np.frombuffer(joined, "<u4") & 0x0FFF_FFFF
    return bool(((kinds % 1000 >= 8) & (kinds % 1000 <= 14)).any())


def _parted(
    batch: pa.RecordBatch, shape: str, number: str | None
) -> tuple[pa.RecordBatch, pa.Array]:
    # By their places: a spoilt file may have names twice.
    names = batch.schema.names
    fields = batch.select([n for n, name in enumerate(names) if name not in (shape, number)])
    if shape not in names:
        return fields, pa.nulls(len(batch), pa.binary())
    shapes = batch.column(names.index(shape))
    if isinstance(shapes, pa.ExtensionArray):
        shapes = shapes.storage
    return fields, shapes.cast(pa.binary())


def _linear(
    data: Geodata, path: Path, size: int, begin: int
) -> Iterator[tuple[pa.RecordBatch, pa.Array]]:
    """Batches of a layer with curves, which only GDAL's slower interface makes straight."""
    while True:
        try:
            about, _, shapes, values = pyogrio.raw.read(
                data.source, layer=data.layer, skip_features=begin, max_features=size
            )
        except _FAULTS as error:
            raise unreadable(path, error) from error
        if not len(shapes):
            return
        names = [str(name) for name in about["fields"]]
        fields = [pa.array(one, from_pandas=True) for one in values]
        yield pa.RecordBatch.from_arrays(fields, names), pa.array(shapes, pa.binary())
        begin += len(shapes)


def _rows(
    columns: dict[str, pa.Array], shapes: pa.Array, lines: Any, crs: str, spec: VectorFile
) -> Rows:
    header = (*columns, spec.geometry)
    columns = {**columns, spec.geometry: pa.nulls(len(shapes), pa.string())}
    return Rows(lines, columns, header, shapes, crs)


def _columns(fields: pa.RecordBatch, path: Path) -> dict[str, pa.Array]:
    try:
        names = labels(fields.schema.names)
        return {name: _texts(column) for name, column in zip(names, fields.columns, strict=True)}
    except pa.ArrowInvalid as error:
        raise unreadable(path, error) from error


def _texts(values: pa.Array) -> pa.Array:
    """Any column as text: lists and objects as JSON, bytes as hexadecimal."""
    if isinstance(values, pa.ExtensionArray):
        values = values.storage
    kind = values.type
    if pa.types.is_nested(kind):
        found = [None if v is None else json.dumps(v, ensure_ascii=False, default=str)
                 for v in values.to_pylist()]  # fmt: skip
        return pa.array(found, pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([None if v is None else v.hex() for v in values.to_pylist()], pa.string())
    column = texts(values)
    column.validate(full=True)  # GDAL hands on whatever bytes a file has
    return column


def _about(data: Geodata, path: Path, **options: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = pyogrio.read_info(data.source, layer=data.layer, **options)
    except _FAULTS as error:
        raise unreadable(path, error) from error
    return found


def _system(crs: str | None, shapes: str | None, path: Path) -> str:
    """The coordinate system, sure to lead to CGCS2000."""
    if shapes is None:
        raise Refused(
            "图层没有图形", "the layer has no shapes", where=str(path),
            hint="set file.layer to the one with the shapes",
        )  # fmt: skip
    if not crs:
        raise Refused(
            "文件没有说明坐标系(缺少 .prj)", "the file does not say its coordinate system",
            where=str(path), hint="set file.crs in the contract, for example EPSG:4549",
        )  # fmt: skip
    systems.way(crs)
    return crs
