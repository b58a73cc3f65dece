"""Points, areas and other shapes: sound, in CGCS2000, flat and of one kind."""

from __future__ import annotations

import warnings
from binascii import hexlify
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from loaders.elements.base import (
    Aspect,
    Reading,
    explained,
    first_flaw,
    flaw_where,
    only_where,
    true_in,
)  # fmt: skip
from loaders.elements.writing import compatible, without_blanks
from loaders.systems import Counts, Mask, Numbers, moved, system, way, within_china
from models.elements import CGCS2000

Shapes = npt.NDArray[np.object_]

_SRID = hexlify(CGCS2000.to_bytes(4, "little")).decode()
_POLYGON, _COLLECTION = 3, 7
_KINDS = {
    "point": (0,),
    "multipolygon": (_POLYGON, 6),
    "geometry": tuple(range(8)),
}
_NUMBER = r"^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$"
# Bytes of one shape: some eight million corners. PostgreSQL's values end at a gigabyte of text.
LARGEST = 128 << 20


def shape(wkb: pa.Array, crs: str, aspect: Aspect, anywhere: bool = False) -> Reading:
    """Shapes as EWKB in hexadecimal. One outside China has no value unless it may lie anywhere."""
    small = true_in(pc.less_equal(pc.binary_length(wkb), LARGEST))
    found = _read(only_where(small, wkb))
    read = ~shapely.is_missing(found)
    coordinates, owner = shapely.get_coordinates(found, return_index=True)
    finite = _all_finite(coordinates, owner, len(found))
    empty = read & shapely.is_empty(found)
    kind = np.isin(shapely.get_type_id(found), _KINDS[aspect.element])
    good = read & ~empty & finite & kind
    good[good] = shapely.is_valid(found[good])
    flaws = first_flaw(
        _unread(wkb, small, read),
        _flaw(empty, "empty_shape"),
        _flaw(read & ~finite, "nan"),
        _flaw(read & ~empty & ~kind, "wrong_shape"),
        _invalid(found, read & ~empty & finite & kind & ~good),
    )
    keep = good[owner]
    coordinates, owner = coordinates[keep], owner[keep]
    placed = moved(coordinates, owner, len(found), crs)
    inside = good.copy()
    inside[good] = _inside(*_boxes(placed, owner), anywhere)
    flaws = first_flaw(flaws, _away(coordinates, owner, good & ~inside, crs))
    keep = inside[owner]
    values = _written(found, inside, placed[keep], aspect.element == "multipolygon")
    flaws = first_flaw(flaws, _flaw(inside & way(crs).inexact, "inexact"))
    return Reading(values, flaws, pa.array(np.ones(len(wkb), bool)))


def written_shape(texts: pa.Array, crs: str, aspect: Aspect, anywhere: bool = False) -> Reading:
    """Shapes delivered as text (WKT), as EWKB in hexadecimal."""
    found = shapely.from_wkt(texts.to_numpy(zero_copy_only=False), on_invalid="ignore")
    wkb = pa.array(shapely.to_wkb(found), pa.binary())
    unreadable = pc.and_(pc.is_valid(texts), pc.is_null(wkb))
    reading = shape(wkb, crs, aspect, anywhere)
    flaws = first_flaw(flaw_where(unreadable, "unreadable_shape"), reading.flaws)
    return Reading(reading.values, flaws, reading.plain)


def point(x: pa.Array, y: pa.Array, crs: str, anywhere: bool = False) -> Reading:
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
    coordinates = np.column_stack([number[ranged] for number in numbers])
    owner = np.flatnonzero(ranged)
    placed = np.full((len(x), 2), np.nan)
    placed[ranged] = moved(coordinates, owner, len(x), crs)
    east, north = placed.T
    inside = ranged & _inside(east, north, east, north, anywhere)
    flaws = first_flaw(
        _flaw(has_x != has_y, "half_point"),
        _flaw(both & ~readable, "nan"),
        _away(coordinates, owner, ranged & ~inside, crs),
        _swapped_degrees(numbers, readable & ~ranged),
        _flaw(readable & ~ranged, "range"),
        _flaw(inside & way(crs).inexact, "inexact"),
    )
    return Reading(_points_written(placed, inside), flaws, pa.array(np.ones(len(x), bool)))


def _read(wkb: pa.Array) -> Shapes:
    """Shapes from WKB, flat in what is asked of them; null where they cannot be read."""
    raw = wkb.to_numpy(zero_copy_only=False)
    with np.errstate(invalid="ignore"):
        try:
            found: Shapes = shapely.from_wkb(raw, on_invalid="ignore")
        except NotImplementedError:  # a curve within a collection
            found = np.array([_straight(one) for one in raw], object)
    for place in np.flatnonzero(shapely.get_type_id(found) == _COLLECTION):
        if not _is_straight(found[place]):
            found[place] = None
    return found


def _straight(wkb: bytes | None) -> Any:
    try:
        return shapely.from_wkb(wkb, on_invalid="ignore")
    except NotImplementedError:
        return None


def _is_straight(collection: Any) -> bool:
    """Whether a collection, and every one within it, is free of curves."""
    try:
        parts = shapely.get_parts(collection)
    except NotImplementedError:
        return False
    return all(_is_straight(part) for part in parts if shapely.get_type_id(part) == _COLLECTION)


def _unread(wkb: pa.Array, small: pa.Array, read: Mask) -> pa.Array:
    """Why shapes that were delivered could not be read; a ring left open can be told from noise."""
    unread = np.asarray(pc.is_valid(wkb)) & ~read
    if not unread.any():
        return pa.nulls(len(wkb), pa.string())
    open_ring = unread & np.asarray(small)
    texts = pc.filter(wkb, pa.array(open_ring)).to_pylist()
    open_ring[open_ring] = [_can_be_closed(one) for one in texts]
    return first_flaw(
        _flaw(unread & ~np.asarray(small), "large_shape"),
        _flaw(open_ring, "open_ring"),
        _flaw(unread, "unreadable_shape"),
    )


def _can_be_closed(wkb: bytes) -> bool:
    """Whether a shape could be read if only its rings ended where they began."""
    try:
        with np.errstate(invalid="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            mended = shapely.from_wkb(wkb, on_invalid="fix")
    except (NotImplementedError, shapely.errors.GEOSException):
        return False
    return shapely.get_type_id(mended) in (_POLYGON, 6)


def _invalid(found: Shapes, mask: Mask) -> pa.Array:
    """The flaw of shapes that are not simple areas, each with what is wrong and where."""
    flaws = _flaw(mask, "invalid_shape")
    if not mask.any():
        return flaws
    why = np.full(len(found), None, object)
    why[mask] = shapely.is_valid_reason(found[mask])
    return explained(flaws, pa.array(why, pa.string()), {"invalid_shape": _told})


def _told(reason: str) -> tuple[str, str]:
    """What GEOS says of a shape: Self-intersection[114.5 30.1]."""
    what, _, place = reason.partition("[")
    where = f"({place.rstrip(']')})" if place else ""
    zh = next((zh for begin, zh in _REASONS.items() if what.startswith(begin)), what)
    return f"{zh}{where}", f"{what.lower()} {where}".strip()


_REASONS = {
    "Self-intersection": "自相交", "Ring Self-intersection": "环自相交",
    "Hole lies outside": "洞在外环之外", "Holes are nested": "洞互相嵌套",
    "Interior is disconnected": "内部不连通", "Nested shells": "面互相嵌套",
    "Duplicate Rings": "环重复", "Too few points": "点数不足",
}  # fmt: skip


def _away(coordinates: Numbers, owner: Counts, away: Mask, crs: str) -> pa.Array:
    """The flaw of what lies outside; told apart where exchanging x and y would put it right."""
    flaws = _flaw(away, "outside")
    if not away.any():
        return flaws
    keep = away[owner]
    exchanged = moved(coordinates[keep][:, ::-1], owner[keep], len(away), crs)
    swapped = away.copy()
    swapped[away] = within_china(*_boxes(exchanged, owner[keep]))
    return first_flaw(_flaw(swapped, "swapped"), flaws)


def _swapped_degrees(numbers: list[Numbers], mask: Mask) -> pa.Array:
    y, x = numbers
    return _flaw(mask & within_china(x, y, x, y), "swapped")


def _inside(west: Numbers, south: Numbers, east: Numbers, north: Numbers, anywhere: bool) -> Mask:
    """Which boxes are where they may be."""
    if not anywhere:
        return within_china(west, south, east, north)
    with np.errstate(invalid="ignore"):
        on_earth: Mask = (west >= -180) & (south >= -90) & (east <= 180) & (north <= 90)
    return on_earth


def _boxes(coordinates: Numbers, owner: Counts) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """West, south, east and north of each shape that has coordinates, in their order."""
    if not len(owner):
        nothing = np.zeros(0)
        return nothing, nothing, nothing, nothing
    begins = np.flatnonzero(np.diff(owner, prepend=-1))
    x, y = coordinates.T
    low, high = np.minimum.reduceat, np.maximum.reduceat
    return low(x, begins), low(y, begins), high(x, begins), high(y, begins)


def _all_finite(coordinates: Numbers, owner: Counts, count: int) -> Mask:
    """Which shapes have nothing but numbers for coordinates."""
    finite = np.ones(count, bool)
    finite[owner[~np.isfinite(coordinates).all(axis=1)]] = False
    return finite


def _in_range(x: Numbers, y: Numbers, crs: str) -> Mask:
    """Where longitude and latitude are such; metres have no range."""
    if not system(crs).is_geographic:
        return np.ones(len(x), bool)
    with np.errstate(invalid="ignore"):
        inside: Mask = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    return inside


def _written(found: Shapes, good: Mask, placed: Numbers, multi: bool) -> pa.Array:
    """EWKB in hexadecimal, which PostGIS reads as text; single polygons as multi-polygons of one.

    Most areas are one ring. Their text is put together from their coordinates: making new shapes
    of them would take longer than everything else.
    """
    ring = good & (shapely.get_type_id(found) == _POLYGON)
    ring[ring] = shapely.get_num_interior_rings(found[ring]) == 0
    counts = np.where(good, shapely.get_num_coordinates(found), 0)
    keep = np.repeat(ring[good], counts[good])
    values = _rings_written(np.where(ring, counts, 0), placed[keep], multi)
    values = only_where(pa.array(ring), values)
    others = good & ~ring
    if others.any():
        shapes = shapely.set_coordinates(shapely.force_2d(found[others]), placed[~keep])
        values = pc.replace_with_mask(values, pa.array(others), _shapes_written(shapes, multi))
    return values


def _rings_written(counts: Counts, placed: Numbers, multi: bool) -> pa.Array:
    """Polygons of one ring, by how many corners each has."""
    begin = f"0103000020{_SRID}01000000"
    if multi:
        begin = f"0106000020{_SRID}01000000010300000001000000"
    sizes = _in_hexadecimal(counts.astype("<u4").tobytes(), np.full(len(counts), 4))
    corners = _in_hexadecimal(placed.astype("<f8").tobytes(), counts * 16)
    return pc.binary_join_element_wise(begin, sizes, corners, "")


def _in_hexadecimal(data: bytes, lengths: Counts) -> pa.Array:
    """Bytes as text, cut into pieces of these lengths."""
    offsets = np.concatenate([[0], np.cumsum(lengths * 2)]).astype(np.int32)
    digits = pa.py_buffer(hexlify(data))
    return pa.StringArray.from_buffers(len(lengths), pa.py_buffer(offsets), digits)


def _shapes_written(shapes: Shapes, multi: bool) -> pa.Array:
    """Shapes of any kind; the marks of the SRID and of the collection are put into the text."""
    wkb = shapely.to_wkb(shapes, byte_order=1)
    texts = _in_hexadecimal(b"".join(wkb), np.array([len(one) for one in wkb]))
    marked = pc.utf8_replace_slice(texts, 8, 10, f"20{_SRID}")
    if multi:
        single = pa.array(shapely.get_type_id(shapes) == _POLYGON)
        wrapped = pc.binary_join_element_wise(f"0106000020{_SRID}01000000", texts, "")
        marked = pc.if_else(single, wrapped, marked)
    return marked


def _points_written(points: Numbers, good: Mask) -> pa.Array:
    """Points as EWKB in hexadecimal."""
    texts = _in_hexadecimal(points.astype("<f8").tobytes(), np.full(len(points), 16))
    return only_where(pa.array(good), pc.binary_join_element_wise(f"0101000020{_SRID}", texts, ""))


def _flaw(mask: Mask, flaw: str) -> pa.Array:
    return flaw_where(pa.array(mask), flaw)
