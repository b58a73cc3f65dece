"""Coordinate systems: which one coordinates are really in, and how they come to CGCS2000.

Nothing is looked up on a network. A datum that PROJ cannot lead to CGCS2000 is refused rather than
taken as if it were the same: Beijing 1954 and Xian 1980 lie a hundred metres beside it.
"""

from __future__ import annotations

import logging
import re
import warnings
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]  # it is exported
from pyproj.transformer import TransformerGroup

from loaders.errors import Refused
from models.elements import CGCS2000

log = logging.getLogger(__name__)
set_network_enabled(False)

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.intp]

# Longitudes and latitudes of China with its seas.
_CHINA = (73.0, 3.0, 136.0, 54.0)
# WGS 84, to which PROJ knows the ways; CGCS2000 is the same within a metre.
_MODERN = 4326
# Ellipsoids of datums that lie at the centre of the earth, by half axis and flattening: a system
# with a name of its own on one of these is CGCS2000 within a metre or two.
_CENTRED = ((6378137.0, 298.257222), (6378137.0, 298.257223))
_INEXACT = 1.0  # metres from which on a transformation is remarked on
_SIX, _THREE = range(13, 24), range(25, 46)  # zones of six and of three degrees over China


@dataclass(frozen=True)
class Way:
    """How coordinates of a system come to CGCS2000; no transformer: they are there already."""

    transformer: Transformer | None
    metres: float | None  # how exact it is; None: as exact as the parameters the contract gives

    @property
    def inexact(self) -> bool:
        """Whether the place may be off by more than a metre."""
        return self.metres is not None and self.metres > _INEXACT


def moved(coordinates: Numbers, owner: Counts, count: int, crs: str) -> Numbers:
    """Coordinates in CGCS2000. `owner` tells which of `count` shapes each belongs to; where the
    eastings carry a zone's number, each shape is in the zone that its own first easting names."""
    if not len(coordinates):
        return coordinates
    named = system(crs)
    if not _gauss_kruger(named):
        return _by(coordinates, way(crs))
    found = np.full_like(coordinates, np.nan)
    zones = _zones(coordinates, owner, count)
    for zone in np.unique(zones):
        here = (zones == zone)[owner]
        found[here] = _by(coordinates[here], way(_in_zone(crs, int(zone))))
    return found


def within_china(west: Numbers, south: Numbers, east: Numbers, north: Numbers) -> Mask:
    """Which boxes lie in China."""
    with np.errstate(invalid="ignore"):
        inside: Mask = (
            (west >= _CHINA[0]) & (south >= _CHINA[1]) & (east <= _CHINA[2]) & (north <= _CHINA[3])
        )
    return inside


@cache
def system(crs: str) -> CRS:
    """The flat part of a coordinate system, or a refusal when it places nothing on the earth."""
    try:
        found = CRS.from_user_input(crs)
    except CRSError as error:
        raise _unplaced(crs, crs) from error
    if found.is_compound:
        found = found.sub_crs_list[0]
    if found.is_geocentric or not (found.is_geographic or found.is_projected or found.is_bound):
        raise _unplaced(found.name, crs)
    if found.is_geographic and len(found.axis_info) == 3:  # height is left out
        found = found.to_2d()
    return found


@cache
def way(crs: str) -> Way:
    """The way of a system to CGCS2000, or a refusal when none is known."""
    source, ours = system(crs), CRS.from_epsg(CGCS2000)
    if source.to_epsg() == CGCS2000 or source.equals(ours, ignore_axis_order=True):
        return Way(None, 0.0)
    base = source.geodetic_crs
    if base is not None and not source.is_bound and base.datum == ours.datum:
        return Way(Transformer.from_crs(source, ours, always_xy=True), 0.0)
    metres = _known(source)
    if metres:
        to_modern = Transformer.from_crs(source, _MODERN, always_xy=True, allow_ballpark=False)
        found = Way(to_modern, None if min(metres) < 0 else max(metres))
    elif _centred(source):
        found = Way(Transformer.from_crs(source, ours, always_xy=True), _INEXACT)
    else:
        raise _no_way(source, crs)
    if found.inexact:
        log.warning("%s comes to CGCS2000 within %g metres", source.name, found.metres)
    return found


def _known(source: CRS) -> list[float]:
    """How exact the ways are that PROJ knows without guessing and without a network."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a finer way would need a grid we have not
        try:
            group = TransformerGroup(source, _MODERN, always_xy=True, allow_ballpark=False)
        except ProjError:
            return []
    return [one.accuracy for one in group.transformers]


def _by(coordinates: Numbers, by: Way) -> Numbers:
    if by.transformer is None:
        return coordinates
    return np.column_stack(by.transformer.transform(*coordinates.T))


def _zones(coordinates: Numbers, owner: Counts, count: int) -> npt.NDArray[np.int64]:
    """The zone number in front of each shape's first easting; 0 without one."""
    first = np.full(count, np.nan)
    begins = np.flatnonzero(np.diff(owner, prepend=-1))
    first[owner[begins]] = coordinates[begins, 0]
    with np.errstate(invalid="ignore"):
        zones = np.nan_to_num(first // 1e6, posinf=0, neginf=0).astype(np.int64)
    return np.where(np.isin(zones, [*_SIX, *_THREE]), zones, 0)


@cache
def _in_zone(crs: str, zone: int) -> str:
    """A Gauss–Krüger system as its eastings have it: its zone's number before them, or none.

    Files that declare the system without and deliver eastings with, and the other way round, are
    equally common. The datum stays the one declared.
    """
    named = system(crs)
    easting, meridian = _parameter(named, "False easting"), _meridian(named)
    wanted = zone * 1e6 + 500_000 if zone else easting % 1e6
    centre = meridian if not zone else 3.0 * zone if zone in _THREE else 6.0 * zone - 3
    if easting == wanted and meridian == centre:
        return crs
    described = named.to_json_dict()
    for part in described["conversion"]["parameters"]:
        if part["name"] == "False easting":
            part["value"] = wanted
        elif part["name"] == "Longitude of natural origin":
            part["value"] = centre
    for where in (described, described["conversion"]):
        where.pop("id", None)
        where["name"] = f"{where['name']} ({zone or '-'})"
    return CRS.from_json_dict(described).to_wkt()


def _gauss_kruger(named: CRS) -> bool:
    """Whether eastings may carry the number of a zone."""
    operation = named.coordinate_operation
    if not named.is_projected or operation is None:
        return False
    return (
        operation.method_name == "Transverse Mercator"
        and _parameter(named, "Scale factor at natural origin") == 1
        and _parameter(named, "False easting") % 1e6 == 500_000
        and 72 <= _meridian(named) <= 138
    )


def _meridian(named: CRS) -> float:
    return _parameter(named, "Longitude of natural origin")


def _parameter(named: CRS, name: str) -> float:
    operation = named.coordinate_operation
    parameters = operation.params if operation else []
    return next((float(p.value) for p in parameters if p.name == name), 0.0)


def _centred(source: CRS) -> bool:
    ellipsoid = source.ellipsoid
    if ellipsoid is None or re.search("undefined", source.name, re.IGNORECASE):
        return False
    known = (ellipsoid.semi_major_metre, ellipsoid.inverse_flattening)
    return any(np.allclose(known, one, rtol=0, atol=2e-6) for one in _CENTRED)


def _unplaced(name: str, crs: str) -> Refused:
    return Refused(
        f"坐标系“{name[:80]}”不能确定地球上的位置",
        f"the coordinate system {name[:80]!r} places nothing on the earth",
        where=crs[:80], hint="say in the contract which one it is (crs: EPSG:4549)",
    )  # fmt: skip


def _no_way(source: CRS, crs: str) -> Refused:
    return Refused(
        f"没有从“{source.name[:80]}”到 CGCS2000 的转换参数",
        f"no transformation from {source.name[:80]!r} to CGCS2000 is known",
        where=crs[:80],
        hint="give the region's own parameters in the contract: "
        'crs: "+proj=… +towgs84=dx,dy,dz,rx,ry,rz,s"',
    )
