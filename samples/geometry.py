"""Shapes in the plane of the province: the lattice of villages, outlines, quads and blobs."""

import struct
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyproj

from samples.numbers import Floats, Ints, uniform

Rect = tuple[int, int, int, int]
Points = npt.NDArray[np.float64]

# CGCS2000, three-degree zone 38 (114° E): easting with and without the zone number before it.
ZONE_WITH_PREFIX, ZONE_WITHOUT_PREFIX, GEOGRAPHIC = 4526, 4547, 4490
_FALSE_EASTING = 500_000.0
_PREFIX = 38_000_000.0
_CENTRE_NORTHING = 3_320_000.0
_VILLAGE_METRES = 4_000.0
_WIDEST_METRES = 280_000.0
_MIDPOINTS = 4
_GRID_SHARE = 0.45
# Corners of a ring with middles, and of its halves.
CORNERS, LEFT_HALF, RIGHT_HALF = [0, 2, 3, 5], [0, 1, 4, 5], [1, 2, 3, 4]


@cache
def _to_geographic() -> Any:
    return pyproj.Transformer.from_crs(ZONE_WITHOUT_PREFIX, GEOGRAPHIC, always_xy=True)


def lonlat(points: Points) -> Points:
    """CGCS2000 longitude and latitude of points in the plane, rounded to a centimetre."""
    flat = points.reshape(-1, 2)
    lon, lat = _to_geographic().transform(flat[:, 0], flat[:, 1])
    return cast(Points, np.column_stack([lon, lat]).round(7).reshape(points.shape))


def with_prefix(points: Points) -> Points:
    """Plane coordinates with the zone number before the easting."""
    moved: Points = points + np.array([_PREFIX, 0.0])
    return moved


def split(rng: np.random.Generator, rect: Rect, parts: int) -> list[Rect]:
    """Cut a block of cells into so many blocks, along the longer side and not quite evenly."""
    if parts == 1:
        return [rect]
    x0, y0, x1, y1 = rect
    few = parts // 2
    wide = x1 - x0 >= y1 - y0
    length, other = (x1 - x0, y1 - y0) if wide else (y1 - y0, x1 - x0)
    share = few / parts + rng.uniform(-0.08, 0.08)
    least, most = -(-few // other), length - -(-(parts - few) // other)
    cut = int(np.clip(round(length * share), max(1, least), max(1, min(length - 1, most))))
    if wide:
        first, second = (x0, y0, x0 + cut, y1), (x0 + cut, y0, x1, y1)
    else:
        first, second = (x0, y0, x1, y0 + cut), (x0, y0 + cut, x1, y1)
    return [*split(rng, first, few), *split(rng, second, parts - few)]


@dataclass
class Lattice:
    """Nodes of the village cells, and ragged edges that neighbours share."""

    nodes: Points
    across: Points
    upward: Points
    step: float

    @classmethod
    def make(cls, rng: np.random.Generator, width: int, height: int) -> "Lattice":
        """A lattice of width × height cells around 114° E, 30° N."""
        step = min(_VILLAGE_METRES, _WIDEST_METRES / width)
        x, y = np.meshgrid(np.arange(width + 1.0), np.arange(height + 1.0), indexing="ij")
        nodes = np.stack([x - width / 2, y - height / 2], axis=-1) * step
        nodes += rng.uniform(-0.16, 0.16, nodes.shape) * step
        nodes += np.array([_FALSE_EASTING, _CENTRE_NORTHING])
        across = _ragged(rng, nodes[:-1], nodes[1:], step)
        upward = _ragged(rng, nodes[:, :-1], nodes[:, 1:], step)
        return cls(nodes.round(3), across.round(3), upward.round(3), step)

    def outline(self, rect: Rect) -> Points:
        """The closed ring around a block of cells."""
        x0, y0, x1, y1 = rect
        south = self._path(self.nodes[x0:x1, y0], self.across[x0:x1, y0])
        east = self._path(self.nodes[x1, y0:y1], self.upward[x1, y0:y1])
        north = self._back(self.nodes[x0 + 1 : x1 + 1, y1], self.across[x0:x1, y1])
        west = self._back(self.nodes[x0, y0 + 1 : y1 + 1], self.upward[x0, y0:y1])
        ring = np.concatenate([south, east, north, west])
        return np.concatenate([ring, ring[:1]])

    def centre(self, rect: Rect) -> Points:
        """About the middle of a block."""
        x0, y0, x1, y1 = rect
        corners = self.nodes[[x0, x1, x0, x1], [y0, y0, y1, y1]]
        return cast(Points, corners.mean(axis=0).round(3))

    @staticmethod
    def _path(starts: Points, between: Points) -> Points:
        return np.concatenate([starts[:, None, :], between], axis=1).reshape(-1, 2)

    @staticmethod
    def _back(ends: Points, between: Points) -> Points:
        joined = np.concatenate([ends[:, None, :], between[:, ::-1]], axis=1)
        return joined[::-1].reshape(-1, 2)


def _ragged(rng: np.random.Generator, start: Points, end: Points, step: float) -> Points:
    share = np.linspace(0, 1, _MIDPOINTS + 2)[1:-1][:, None]
    between = start[:, :, None, :] * (1 - share) + end[:, :, None, :] * share
    return between + rng.uniform(-0.04, 0.04, between.shape) * step


def quads(
    centre: Points, village: Ints, column: Ints, row: Ints, size: Ints, step: float
) -> Points:
    """Corners (n×4×2) of cells in a turned, uneven grid around each village's centre.

    Corner positions depend only on village, column and row, so that neighbours share them exactly.
    """
    # Smaller where so many are in the village that they would reach into the next.
    side = np.minimum(24.0 + 16.0 * uniform(village, 71), _GRID_SHARE * step / size)
    turn = (uniform(village, 72) - 0.5) * np.pi / 3
    corners = []
    for right, up in ((0, 0), (1, 0), (1, 1), (0, 1)):
        node = village * 1_000_000 + (column + right) * 1_000 + (row + up)
        x = (column + right - size / 2 + (uniform(node, 73) - 0.5) * 0.3) * side
        y = (row + up - size / 2 + (uniform(node, 74) - 0.5) * 0.3) * side
        east = centre[:, 0] + x * np.cos(turn) - y * np.sin(turn)
        north = centre[:, 1] + x * np.sin(turn) + y * np.cos(turn)
        corners.append(np.column_stack([east, north]))
    return np.stack(corners, axis=1).round(3)


def with_middles(corners: Points) -> Points:
    """Rings of six points from quads: the middles of the first and the third side between."""
    low = (corners[:, 0] + corners[:, 1]) / 2
    high = (corners[:, 2] + corners[:, 3]) / 2
    ring = (corners[:, 0], low, corners[:, 1], corners[:, 2], high, corners[:, 3])
    return np.stack(ring, axis=1).round(3)


def shrink(shape: Points, share: Floats) -> Points:
    """Each ring drawn towards its middle."""
    middle = shape.mean(axis=1, keepdims=True)
    return cast(Points, (middle + (shape - middle) * share[:, None, None]).round(3))


def blobs(centre: Points, ids: Ints, radius: Floats, corners: int = 20) -> Points:
    """Rounded, uneven rings around points."""
    angle = np.arange(corners) * 2 * np.pi / corners
    phase = uniform(ids, 81)[:, None] * 2 * np.pi
    wave = 1 + 0.25 * np.sin(3 * angle + phase) + 0.12 * np.sin(5 * angle - 2 * phase)
    stretch = 0.6 + 0.8 * uniform(ids, 82)[:, None]
    x = radius[:, None] * wave * np.cos(angle) * stretch
    y = radius[:, None] * wave * np.sin(angle) / stretch
    return (centre[:, None, :] + np.stack([x, y], axis=-1)).round(3)


def areas(rings: Points) -> Floats:
    """Areas in the plane, square metres."""
    x, y = rings[..., 0], rings[..., 1]
    rolled_x, rolled_y = np.roll(x, -1, axis=1), np.roll(y, -1, axis=1)
    return cast(Floats, np.abs((x * rolled_y - rolled_x * y).sum(axis=1)) / 2)


def wkb(rings: Points) -> Any:
    """Well-known binary of polygons given as open rings of one length, as a column."""
    closed = np.concatenate([rings, rings[:, :1]], axis=1)
    count, corners, _ = closed.shape
    # All are of one length: little-endian, a polygon, of one ring, of so many corners.
    head = np.frombuffer(struct.pack("<BIII", 1, 3, 1, corners), dtype=np.uint8)
    body = np.ascontiguousarray(closed, dtype="<f8").reshape(count, -1).view(np.uint8)
    matrix = np.hstack([np.tile(head, (count, 1)), body])
    offsets = np.arange(0, (count + 1) * matrix.shape[1], matrix.shape[1], dtype=np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(matrix)]
    return pa.Array.from_buffers(pa.binary(), count, buffers)
