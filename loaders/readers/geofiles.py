"""Which file of a geodata delivery is read, and as what: GDAL is never left to guess.

GDAL's guesses would let a file that merely calls itself data send it to other files or addresses
(VRT, GDALG, WFS): only the kinds named here are opened, by what their first bytes say.
"""

from __future__ import annotations

import re
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pyogrio
from lxml import etree
from pyogrio.errors import DataLayerError, DataSourceError

from loaders.errors import Refused, doctype
from loaders.files import VectorFile
from loaders.readers.archive import safe_members
from loaders.readers.unpacking.scratch import scratch, spill

# Nothing is fetched, no file is written beside the one that is read, and batches stay small
# however many corners a shape has.
pyogrio.set_gdal_config_options({
    "GML_DOWNLOAD_SCHEMA": "NO", "GML_SKIP_RESOLVE_ELEMS": "ALL", "OGR_ARROW_MEM_LIMIT": 64 << 20,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none", "OGR_GEOJSON_MAX_OBJ_SIZE": 256,
    "SHAPE_RESTORE_SHX": "NO",
})  # fmt: skip

SHAPEFILE, GEOPACKAGE, GEOJSON, GML, KML = "Shapefile", "GeoPackage", "GeoJSON", "GML", "KML"
_ENDS = {
    ".shp": SHAPEFILE, ".gpkg": GEOPACKAGE, ".geojson": GEOJSON, ".json": GEOJSON, ".gml": GML,
    ".kml": KML,
}  # fmt: skip
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NEEDED = (".shx", ".dbf")
ASIDE = ".system"  # where the .prj of a zip is put
_LARGEST_KML = 512 << 20  # GDAL holds such a file in memory as a whole
_UTF8_NAME = 0x800


@dataclass(frozen=True)
class Geodata:
    """A layer to be read: what kind of file it is in, where that lies, what GDAL opens."""

    kind: str
    path: Path
    source: str
    layer: str


@contextmanager
def geodata(path: Path, spec: VectorFile) -> Iterator[Geodata]:
    """The layer a contract means; files from a zip lie in a scratch folder meanwhile."""
    if path.stat().st_size == 0:
        raise Refused("文件为空", "the file is empty", where=str(path))
    with scratch() as folder:
        inner = spec
        file = path
        if _is_zip(path):
            file, inner = _unzipped(path, folder, spec)
        kind = _kind(file, path)
        source = _source(kind, file, folder)
        if kind == SHAPEFILE:
            _whole(file, path)
            yield Geodata(kind, file, source, _only_layer(source, path))
        else:
            yield Geodata(kind, file, source, _layer(source, path, inner))


def unreadable(path: Path, error: object) -> Refused:
    """The refusal of a file that GDAL gives up on."""
    return Refused(
        "地理数据无法读取", f"the geodata cannot be read: {str(error)[:300]}", where=str(path),
        hint="ask the department to deliver it again",
    )  # fmt: skip


def _is_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"PK" or path.suffix.lower() in (".zip", ".kmz")


def _kind(file: Path, path: Path) -> str:
    with file.open("rb") as stream:
        head = stream.read(4096)
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"SQLite format 3\0"):
        _must_be_geopackage(file, path)
        return GEOPACKAGE
    if head.startswith(b"\x00\x00\x27\x0a"):
        return SHAPEFILE
    if begin.startswith((b"{", b"\x1e")):
        return GEOJSON
    if begin.startswith(b"<"):
        return _xml_kind(file, path)
    raise Refused(
        "不是可识别的地理数据", "it is no geodata of a kind that is read here", where=str(path),
        hint="GeoPackage, GeoJSON, GML, KML, or a zip with .shp, .shx, .dbf and .prj",
    )  # fmt: skip


def _must_be_geopackage(file: Path, path: Path) -> None:
    try:
        with sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True) as base:
            base.execute("SELECT count(table_name) FROM gpkg_contents").fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise Refused(
            "不是 GeoPackage,或文件已损坏", f"it is no GeoPackage, or is damaged: {error}",
            where=str(path), hint="ask the department to deliver it again",
        ) from error  # fmt: skip


def _xml_kind(file: Path, path: Path) -> str:
    """GML or KML, by the first element."""
    safely = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    try:
        with file.open("rb") as stream:
            _, root = next(iter(etree.iterparse(stream, events=("start",), **safely)))
    except (etree.XMLSyntaxError, StopIteration) as error:
        raise unreadable(path, error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise doctype(f"{path}:1")
    namespace, _, name = root.tag.rpartition("}")
    if name == "kml":
        if file.stat().st_size > _LARGEST_KML:
            raise Refused(
                "KML 文件过大", f"a KML of more than {_LARGEST_KML >> 20} MB is not read",
                where=str(path), hint="ask for a GeoPackage",
            )  # fmt: skip
        return KML
    if name == "FeatureCollection" or "opengis.net/gml" in namespace:
        return GML
    raise Refused(
        f"XML 文件不是 GML 或 KML(根元素为 <{name}>)",
        f"the XML is neither GML nor KML; it begins with <{name}>", where=str(path),
        hint="for rows in XML say format: xml",
    )  # fmt: skip


def _source(kind: str, file: Path, folder: Path) -> str:
    """What GDAL opens. GML is linked to, for GDAL would write an index beside it."""
    if kind == GEOJSON:
        return f"GeoJSON{'' if _is_one_object(file) else 'Seq'}:{file}"
    if kind == GEOPACKAGE:
        return f"GPKG:{file}"
    if kind == SHAPEFILE and file.suffix.lower() == ".shp":
        return str(file)
    link = folder / f"data.{ {GML: 'gml', KML: 'kml', SHAPEFILE: 'shp'}[kind] }"
    if link != file:
        link.symlink_to(file.absolute())
    return str(link)


def _is_one_object(file: Path) -> bool:
    """Whether JSON is a collection, or else one feature a line."""
    with file.open("rb") as stream:
        first = stream.readline(1 << 20)
    return b"FeatureCollection" in first or not re.search(rb'"type"\s*:\s*"Feature"', first)


def _unzipped(path: Path, folder: Path, spec: VectorFile) -> tuple[Path, VectorFile]:
    """The geodata of a zip, unpacked; of several files the one named as the layer."""
    safe_members(path)
    with zipfile.ZipFile(path) as archive:
        members = {_name(one): one for one in archive.infolist() if not one.is_dir()}
        found = {n: PurePosixPath(n) for n in members if is_geodata(n)}
        if not found:
            raise Refused(
                "压缩包中没有地理数据", "the zip holds no geodata", where=str(path),
                hint="it holds: " + ", ".join(list(members)[:10]),
            )  # fmt: skip
        name = next(iter(found)) if len(found) == 1 else _chosen(found, spec.layer, path)
        if len(found) > 1 or _end(name) == ".shp":
            spec = spec.model_copy(update={"layer": None})
        base = name[: -len(_end(name))].lower()
        for other, member in members.items():
            if other == name or (_end(name) == ".shp" and _is_part(other, base)):
                # Of a damaged .prj GDAL makes an accident; it is read without it.
                end = ASIDE if _end(other) == ".prj" else _end(other)
                with archive.open(member) as stream:
                    spill(stream, folder / f"layer{end}")  # type: ignore[arg-type]
    return folder / f"layer{_end(name)}", spec


def _chosen(found: Mapping[str, PurePosixPath], layer: str | None, path: Path) -> str:
    """Of several files the one a contract names as its layer, with or without its folder."""
    stems = [one.stem for one in found.values()]
    known = {
        one.stem if stems.count(one.stem) == 1 else str(one.with_suffix("")): name
        for name, one in found.items()
    }
    if layer not in known:
        raise _which(layer, list(known), path)
    return known[layer]


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name; Chinese systems write GBK where a zip without a mark means cp437."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _end(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_part(name: str, base: str) -> bool:
    end = _end(name)
    return end in _PARTS and name[: -len(end)].lower() == base


def is_geodata(name: str) -> bool:
    """Whether a member of a zip is a file with layers, by its name."""
    return _end(name) in _ENDS and not _is_junk(name)


def _is_junk(name: str) -> bool:
    """What macOS puts beside every file."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")


def _whole(file: Path, path: Path) -> None:
    """A Shapefile is several files."""
    missing = [end for end in _NEEDED if not file.with_suffix(end).exists()]
    if missing:
        raise Refused(
            f"Shapefile 不完整,缺少 {', '.join(missing)}",
            f"the Shapefile lacks its {', '.join(missing)}", where=str(path),
            hint="deliver a zip with .shp, .shx, .dbf and .prj",
        )  # fmt: skip


def _only_layer(source: str, path: Path) -> str:
    return _layers(source, path)[0]


def _layer(source: str, path: Path, spec: VectorFile) -> str:
    layers = _layers(source, path)
    if spec.layer is None and len(layers) == 1:
        return layers[0]
    if spec.layer is None or spec.layer not in layers:
        raise _which(spec.layer, layers, path)
    return spec.layer


def _layers(source: str, path: Path) -> list[str]:
    try:
        found = [str(name) for name, _ in pyogrio.list_layers(source)]
    except (DataSourceError, DataLayerError, ValueError, RuntimeError) as error:
        raise unreadable(path, error) from error
    if not found:
        raise Refused("文件中没有图层", "the file has no layer", where=str(path))
    return found


def _which(layer: str | None, known: list[str], path: Path) -> Refused:
    wanted = layer or "(file.layer)"
    return Refused(
        f"找不到图层 {wanted}", f"cannot tell the layer {wanted}", where=str(path),
        hint="set file.layer to one of: " + ", ".join(known),
    )  # fmt: skip
