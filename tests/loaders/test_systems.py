"""Coordinate systems: the datum is never guessed, the zone is the one the easting names."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Transformer

from loaders import systems
from loaders.errors import Refused

XIAN = (
    'PROJCS["Xian_1980_3_Degree_GK_Zone_38",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",'
    'SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],'
    'PARAMETER["False_Easting",38500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
OWN_NAME = (
    XIAN.replace("D_Xian_1980", "D_CGCS_2000")
    .replace("GCS_Xian_1980", "GCS_CGCS_2000")
    .replace('"Xian_1980",6378140.0,298.257', '"CGCS2000",6378137.0,298.257222101')
    .replace("Xian_1980_3", "CGCS2000_3")
)
BEIJING = "+proj=tmerc +lat_0=0 +lon_0=114 +k=1 +x_0=500000 +ellps=krass +towgs84=15.8,-154.4,-82.3"


def place(crs: str, *points: tuple[float, float]) -> list[tuple[float, float]]:
    owner = np.arange(len(points))
    found = systems.moved(np.array(points, float), owner, len(points), crs)
    return [(round(x, 6), round(y, 6)) for x, y in found]


def test_each_shape_is_in_the_zone_its_easting_names() -> None:
    points = [(38_548_113, 3_343_000), (39_260_000, 3_343_000), (20_048_113, 3_343_000)]
    zones = [4526, 4527, 4498]
    expected = [
        Transformer.from_crs(zone, 4490, always_xy=True).transform(*point)
        for zone, point in zip(zones, points, strict=True)
    ]
    for declared in ("EPSG:4526", "EPSG:4547", "EPSG:4498", "EPSG:4508"):
        assert place(declared, *points) == [(round(x, 6), round(y, 6)) for x, y in expected]


@pytest.mark.parametrize(("with_zone", "without"), [(4526, 4547), (4498, 4509), (2414, 2435)])
def test_a_zone_number_may_be_declared_and_left_out_and_the_datum_stays(
    with_zone: int, without: int
) -> None:
    number = {4526: 38, 4498: 20, 2414: 38}[with_zone] * 1_000_000
    there = place(f"EPSG:{without}", (548_113, 3_343_000))
    assert place(f"EPSG:{with_zone}", (548_113, 3_343_000)) == there
    assert place(f"EPSG:{without}", (548_113 + number, 3_343_000)) == there


def test_the_datum_of_beijing_1954_is_moved_and_said_to_be_inexact() -> None:
    way = systems.way("EPSG:2414")
    assert (way.metres, way.inexact) == (15.0, True)
    [(old, _)], [(new, _)] = (
        place(crs, (38_548_113, 3_343_000)) for crs in ("EPSG:2414", "EPSG:4526")
    )
    assert 40 < (old - new) * 96_000 < 80  # metres


@pytest.mark.parametrize("crs", ["EPSG:4610", "EPSG:2362", XIAN])
def test_a_datum_nobody_can_move_is_refused_with_what_to_write(crs: str) -> None:
    with pytest.raises(Refused, match="no transformation") as error:
        systems.way(crs)
    assert "+towgs84" in (error.value.hint or "")


def test_a_regions_own_parameters_are_taken() -> None:
    way = systems.way(BEIJING)
    assert (way.metres, way.inexact) == (None, False)
    [(east, north)] = place(BEIJING, (548_113, 3_343_000))
    assert (east, north) == pytest.approx((114.5002, 30.2050), abs=1e-4)


def test_a_home_made_name_for_cgcs2000_is_taken_for_it() -> None:
    there = place("EPSG:4526", (38_548_113, 3_343_000))
    assert place(OWN_NAME, (38_548_113, 3_343_000)) == there


@pytest.mark.parametrize("crs", ["EPSG:4490+5705", "EPSG:4480", "EPSG:4326", "EPSG:4979"])
def test_degrees_stay_as_they_are(crs: str) -> None:
    assert place(crs, (114.5, 30.25)) == [(114.5, 30.25)]


@pytest.mark.parametrize("crs", ["EPSG:4479", "EPSG:5705", "nonsense", 'LOCAL_CS["x"]'])
def test_what_places_nothing_on_the_earth_is_refused(crs: str) -> None:
    with pytest.raises(Refused, match="places nothing on the earth"):
        systems.way(crs)
