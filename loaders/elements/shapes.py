"""Points, areas and other shapes: from any coordinate system to CGCS2000, flat and of one kind."""

from __future__ import annotations

from binascii import hexlify
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pyproj import CRS, Transformer

from loaders.elements.base import Aspect, Reading, first_flaw, flaw_where, only_where, true_in
from loaders.elements.writing import compatible, without_blanks
from models.elements import CGCS2000

Shapes = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

# Longitudes and latitudes of China with its seas.
_CHINA = (73.0, 3.0, 136.0, 54.0)
_SRID = hexlify(CGCS2000.to_bytes(4, "little")).decode()
_KINDS = {
    "point": (0,),
    "multipolygon": (3, 6),
    "geometry": tuple(range(8)),
}
_FIRST_ZONE, _LAST_ZONE = 25, 45  # of 3 degrees, as EPSG 4513 to 4533
_NUMBER = r"^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$"


def shape(wkb: pa.Array, crs: str, aspect: Aspect) -> Reading:
    """Shapes as EWKB in hexadecimal; a shape outside China is advice."""
    present = np.asarray(pc.is_valid(wkb))
    with np.errstate(invalid="ignore"):
        found: Shapes = shapely.from_wkb(wkb.to_numpy(zero_copy_only=False), on_invalid="ignore")
    read = ~shapely.is_missing(found)
    empty = read & shapely.is_empty(found)
    if shapely.has_z(found).any():
        found = shapely.force_2d(found)
    finite = _finite(found)
    kind = np.isin(shapely.get_type_id(found), _KINDS[aspect.element])
    good = read & ~empty & finite & kind
    flaws = first_flaw(
        _flaw(present & ~read, "unreadable_shape"),
        _flaw(empty, "empty_shape"),
        _flaw(read & ~finite, "nan"),
        _flaw(read & ~empty & ~kind, "wrong_shape"),
    )
    placed, inside = _placed(found, good, crs)
    flaws = first_flaw(flaws, _flaw(good & ~inside, "outside"))
    values = _written(placed, good, aspect.element == "multipolygon")
    return Reading(values, flaws, pa.array(np.ones(len(wkb), bool)))


def written_shape(texts: pa.Array, crs: str, aspect: Aspect) -> Reading:
    """Shapes delivered as text (WKT), as EWKB in hexadecimal."""
    found = shapely.from_wkt(texts.to_numpy(zero_copy_only=False), on_invalid="ignore")
    wkb = pa.array(shapely.to_wkb(found), pa.binary())
    unreadable = pc.and_(pc.is_valid(texts), pc.is_null(wkb))
    reading = shape(wkb, crs, aspect)
    flaws = first_flaw(flaw_where(unreadable, "unreadable_shape"), reading.flaws)
    return Reading(reading.values, flaws, reading.plain)


def point(x: pa.Array, y: pa.Array, crs: str) -> Reading:
    """Points from two columns of text, as EWKB in hexadecimal."""
    given = [without_blanks(compatible(texts)) for texts in (x, y)]
    written = [true_in(pc.match_substring_regex(texts, _NUMBER)) for texts in given]
    numbers = [
        np.asarray(pc.cast(only_where(mask, texts), pa.float64()).fill_null(np.nan))
        for mask, texts in zip(written, given, strict=True)
    ]
    has_x, has_y = (np.asarray(pc.is_valid(texts)) for texts in given)
    both = has_x & has_y
    readable = both & np.isfinite(numbers[0]) & np.isfinite(numbers[1])
    ranged = readable & _in_range(numbers[0], numbers[1], crs)
    flaws = first_flaw(
        _flaw(has_x != has_y, "half_point"),
        _flaw(both & ~readable, "nan"),
        _flaw(readable & ~ranged, "range"),
    )
    placed = _moved(np.column_stack([number[ranged] for number in numbers]), crs)
    points = np.full((len(x), 2), np.nan)
    points[ranged] = placed
    flaws = first_flaw(flaws, _flaw(ranged & ~_in_china(*points.T, *points.T), "outside"))
    return Reading(_points_written(points, ranged), flaws, pa.array(np.ones(len(x), bool)))


def system_of(crs: str, eastings: Numbers) -> CRS:
    """The coordinate system, its zone corrected by what the eastings themselves say.

    A Gauss–Krüger easting of eight digits begins with the number of its 3-degree zone; files that
    name the system without prefix, or the one with, are equally common.
    """
    named = CRS.from_user_input(crs)
    if not named.is_projected or not len(eastings) or not _gauss_kruger(named):
        return named
    middle = float(np.median(eastings))
    declared = _false_easting(named) > 1e6
    zone = int(middle // 1e6)
    if middle > 1e6 and not declared and _FIRST_ZONE <= zone <= _LAST_ZONE:
        return CRS.from_epsg(4513 + zone - _FIRST_ZONE)
    if middle < 1e6 and declared:
        zone = int(_false_easting(named) // 1e6)
        if _FIRST_ZONE <= zone <= _LAST_ZONE:
            return CRS.from_epsg(4534 + zone - _FIRST_ZONE)
    return named


def _placed(found: Shapes, good: Mask, crs: str) -> tuple[Shapes, Mask]:
    """The good shapes in CGCS2000, and which of them are in China."""
    placed = found.copy()
    placed[~good] = None
    placed = shapely.set_coordinates(placed, _moved(shapely.get_coordinates(placed), crs))
    return placed, _in_china(*shapely.bounds(placed).T)


def _moved(coordinates: Numbers, crs: str) -> Numbers:
    """Coordinates in CGCS2000."""
    if not len(coordinates):
        return coordinates
    source = system_of(crs, coordinates[:, 0]).to_wkt()
    if _same(source):
        return coordinates
    return np.column_stack(_transformer(source).transform(*coordinates.T))


def _in_china(west: Numbers, south: Numbers, east: Numbers, north: Numbers) -> Mask:
    with np.errstate(invalid="ignore"):
        inside: Mask = (
            (west >= _CHINA[0]) & (south >= _CHINA[1]) & (east <= _CHINA[2]) & (north <= _CHINA[3])
        )
    return inside


def _finite(shapes: Shapes) -> Mask:
    """Where every coordinate is a number."""
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    bad = owner[~np.isfinite(coordinates).all(axis=1)]
    finite = np.ones(len(shapes), bool)
    finite[bad] = False
    return finite


def _in_range(x: Numbers, y: Numbers, crs: str) -> Mask:
    """Where longitude and latitude are such; metres have no range."""
    if not CRS.from_user_input(crs).is_geographic:
        return np.ones(len(x), bool)
    with np.errstate(invalid="ignore"):
        inside: Mask = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    return inside


def _written(shapes: Shapes, good: Mask, multi: bool) -> pa.Array:
    """EWKB in hexadecimal, which PostGIS reads as text; single polygons as multi-polygons of one.

    The marks of the SRID and of the collection are put into the text: making new shapes for them
    takes longer than everything else.
    """
    wkb = pa.array(shapely.to_wkb(shapes, byte_order=1), pa.binary())
    data = wkb.buffers()[2]
    offsets = np.frombuffer(wkb.buffers()[1], np.int32) * 2
    digits = hexlify(data) if data else b""
    texts = pa.StringArray.from_buffers(len(wkb), pa.py_buffer(offsets), pa.py_buffer(digits))
    marked = pc.utf8_replace_slice(texts, 8, 10, f"20{_SRID}")
    if multi:
        single = pa.array(shapely.get_type_id(shapes) == 3)
        wrapped = pc.binary_join_element_wise(f"0106000020{_SRID}01000000", texts, "")
        marked = pc.if_else(single, wrapped, marked)
    return only_where(pa.array(good), marked)


def _points_written(points: Numbers, good: Mask) -> pa.Array:
    """Points as EWKB in hexadecimal."""
    offsets = np.arange(len(points) + 1, dtype=np.int32) * 32
    digits = hexlify(points.astype("<f8").tobytes())
    texts = pa.StringArray.from_buffers(len(points), pa.py_buffer(offsets), pa.py_buffer(digits))
    return only_where(pa.array(good), pc.binary_join_element_wise(f"0101000020{_SRID}", texts, ""))


def _flaw(mask: Mask, flaw: str) -> pa.Array:
    return flaw_where(pa.array(mask), flaw)


def _gauss_kruger(system: CRS) -> bool:
    operation = system.coordinate_operation
    return operation is not None and operation.method_name == "Transverse Mercator"


def _false_easting(system: CRS) -> float:
    operation = system.coordinate_operation
    parameters = operation.params if operation else []
    return next((float(p.value) for p in parameters if p.name == "False easting"), 0.0)


@cache
def _same(wkt: str) -> bool:
    """Whether a system is CGCS2000 in longitude and latitude already, whatever its name."""
    system, ours = CRS.from_wkt(wkt), CRS.from_epsg(CGCS2000)
    return system.to_epsg() == CGCS2000 or system.equals(ours, ignore_axis_order=True)


@cache
def _transformer(wkt: str) -> Transformer:
    return Transformer.from_crs(CRS.from_wkt(wkt), CRS.from_epsg(CGCS2000), always_xy=True)
