"""Turn rows into the files departments send: pieces by part first, then whole files."""

import datetime as dt
import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import shapely

from samples.datasets import Dataset
from samples.geometry import wkb
from samples.noise import Sheet
from samples.numbers import Strings, join

_TEXT: Final = ("csv", "ndjson")
_BATCH: Final = 20_000
# Zip and workbook entries bear this time, so that the same content is the same bytes.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def is_text(dataset: Dataset) -> bool:
    """Whether pieces of the file can simply be put one after the other."""
    return dataset.extension in _TEXT or dataset.name == "market_entity"


def piece(dataset: Dataset, sheet: Sheet) -> bytes:
    """A part's rows, encoded: text as it will stand in the file, else an Arrow stream."""
    if dataset.extension == "csv":
        return _csv(sheet, _codec(dataset))
    if dataset.extension == "ndjson":
        return _ndjson(sheet)
    if dataset.name == "market_entity":
        return _xml(sheet)
    return _arrow(dataset, sheet)


def _codec(dataset: Dataset) -> str:
    return "gb18030" if dataset.encoding == "gb18030" else "utf-8"


def _csv(sheet: Sheet, codec: str) -> bytes:
    table = pa.table(sheet.columns)
    try:
        text = _quoted(table, "none")
    except pa.ArrowInvalid:
        # A value holds a comma, a quote or a line's end.
        text = _quoted(table, "needed")
    return text if codec == "utf-8" else text.decode("utf-8").encode(codec)


def _quoted(table: pa.Table, style: Literal["none", "needed"]) -> bytes:
    sink = io.BytesIO()
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style=style)
    pyarrow.csv.write_csv(table, sink, options)
    return sink.getvalue()


def _ndjson(sheet: Sheet) -> bytes:
    cells = []
    for place, (name, values) in enumerate(sheet.columns.items()):
        quoted = join('"', values, '"').fill_null("null")
        cells.append(join(("{" if place == 0 else ", ") + f'"{name}": ', quoted))
    lines = join(*cells, "}\n")
    return _bytes(lines)


def _xml(sheet: Sheet) -> bytes:
    cells = []
    for name, values in sheet.columns.items():
        escaped = pc.replace_substring(pc.replace_substring(values, "&", "&amp;"), "<", "&lt;")
        cells.append(join(f"    <{name}>", escaped.fill_null(""), f"</{name}>\n"))
    return _bytes(join("  <主体>\n", *cells, "  </主体>\n"))


def _bytes(lines: Strings) -> bytes:
    if not len(lines):
        return b""
    data = lines.buffers()[2]
    offsets = np.frombuffer(lines.buffers()[1], dtype=np.int32)
    first, last = offsets[lines.offset], offsets[lines.offset + len(lines)]
    return bytes(memoryview(data)[first:last])


def _arrow(dataset: Dataset, sheet: Sheet) -> bytes:
    columns: dict[str, Any] = dict(sheet.columns)
    for name in ("ZDMJ", "MJ"):
        if name in columns:
            columns[name] = pc.cast(columns[name], pa.float64())
    schema = pa.schema([(name, values.type) for name, values in columns.items()])
    if dataset.geometry:
        shapes = (
            wkb(sheet.shapes) if dataset.geometry == "Polygon"
            else pa.array(shapely.to_wkb(shapely.points(sheet.shapes), byte_order=1), pa.binary())
        )  # fmt: skip
        columns["geometry"] = shapes
        kind = {"ARROW:extension:name": "geoarrow.wkb"}
        schema = schema.append(pa.field("geometry", pa.binary(), metadata=kind))
    sink = io.BytesIO()
    table = pa.table(columns).cast(schema)
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_table(table, max_chunksize=_BATCH)
    return sink.getvalue()


def batches(pieces: list[Path]) -> pa.RecordBatchReader:
    """All rows of some Arrow pieces, one batch in memory at a time."""
    with pa.ipc.open_stream(pieces[0]) as reader:
        schema = reader.schema

    def read() -> Iterator[pa.RecordBatch]:
        for path in pieces:
            with pa.OSFile(str(path)) as source, pa.ipc.open_stream(source) as reader:
                yield from reader

    return pa.RecordBatchReader.from_batches(schema, read())


def whole(
    dataset: Dataset, columns: list[str], pieces: list[Path], date: str, target: Path
) -> None:
    """Put the pieces of a file together."""
    from samples import sdmx, workbooks

    if is_text(dataset):
        _concatenate(dataset, columns, pieces, date, target)
    elif dataset.name == "stat_observation":
        workbooks.crosstab(dataset.title, batches(pieces).read_all(), date, target)
    elif dataset.extension == "xlsx":
        workbooks.listing(dataset.title, batches(pieces), date, target)
    elif dataset.extension == "xml":
        sdmx.message(dataset.name, batches(pieces).read_all(), date, target)
    elif dataset.extension == "zip":
        _zipped_shapefile(dataset, pieces, date, target)
    else:
        _vector(dataset, pieces, date, target)


def _concatenate(
    dataset: Dataset, columns: list[str], pieces: list[Path], date: str, target: Path
) -> None:
    before, after = b"", b""
    if dataset.extension == "csv":
        before = (",".join(columns) + "\n").encode(dataset.encoding)
    elif dataset.extension == "xml":
        before = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<主体列表 报送日期="{date}">\n'
        ).encode()
        after = "</主体列表>\n".encode()
    with target.open("wb") as sink:
        sink.write(before)
        for path in pieces:
            with path.open("rb") as source:
                shutil.copyfileobj(source, sink, 1 << 20)
        sink.write(after)


def _vector(dataset: Dataset, pieces: list[Path], date: str, target: Path) -> None:
    import pyogrio
    from pyogrio.raw import write_arrow

    driver = {"gpkg": "GPKG", "geojson": "GeoJSON", "shp": "ESRI Shapefile"}[target.suffix[1:]]
    # GeoPackage and dBase write the time of writing into the file unless told what time it is.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{date}T00:00:00.000Z"})
    options: dict[str, Any] = {}
    if driver == "ESRI Shapefile":
        options = {"encoding": "GB18030", "DBF_DATE_LAST_UPDATE": date}
    write_arrow(
        batches(pieces), target, layer=dataset.name, driver=driver, geometry_name="geometry",
        geometry_type=dataset.geometry, crs=f"EPSG:{dataset.crs}", **options,
    )  # fmt: skip


def _zipped_shapefile(dataset: Dataset, pieces: list[Path], date: str, target: Path) -> None:
    folder = target.with_suffix(".parts")
    folder.mkdir()
    _vector(dataset, pieces, date, folder / f"{dataset.name}.shp")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(path.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=False) as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
    shutil.rmtree(folder)


def created(date: str) -> dt.datetime:
    """The time a workbook says it was made."""
    return dt.datetime.fromisoformat(date)
