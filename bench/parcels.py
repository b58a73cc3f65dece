"""Parcels from a GeoPackage: the whole walk with geometry checks, against `ogr2ogr`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyogrio
from sqlalchemy.engine import make_url

from bench.contracts import varied
from bench.frame import Figure
from bench.measure import counted, say, seconds, walked
from bench.scratch import scratch
from models.elements import CGCS2000
from runtime.database import database_url
from runtime.errors import SikuError

DATASET = "land_parcel"
BAR = 2.0  # at least half the speed


class NoOgr(SikuError):
    """There is nothing to compare with."""


def figures(delivered: Path, folder: Path, runs: int) -> Iterator[Figure]:
    """Seconds of both, from a shapefile of the samples made a GeoPackage."""
    program = shutil.which("ogr2ogr")
    if program is None:
        raise NoOgr(
            "ogr2ogr is not there: parcels are not measured", hint="apt-get install gdal-bin"
        )
    file = folder / f"{DATASET}.gpkg"
    _, table = pyogrio.raw.read_arrow(f"zip://{delivered}", encoding="gb18030")
    info = pyogrio.read_info(f"zip://{delivered}")
    pyogrio.raw.write_arrow(
        table, file, layer=DATASET, driver="GPKG", geometry_name="wkb_geometry",
        geometry_type=info["geometry_type"], crs=info["crs"],
    )  # fmt: skip
    del table
    form = {"pattern": f"{DATASET}*.gpkg", "format": "vector", "crs": "EPSG:4526"}
    ours, staging, bare = [], [], []
    for number in range(runs):
        with varied(folder / f"parcels-{number}", DATASET, {"file": form}), scratch():
            steps = walked(DATASET, file)
            ours.append(sum(steps.values()))
            staging.append(steps["receive"] + steps["stage"] + steps["check"])
            bare.append(seconds(lambda: _load(program, file)))
            say(f"  ogr2ogr: {bare[-1]:.2f}, {counted(('ops', 'bare_parcels')):,} parcels")
    yield Figure("parcels: the whole walk", "s", "lower", tuple(ours))
    yield Figure("parcels: ogr2ogr into a bare table", "s", "lower", tuple(bare))
    for name, spent, bar in (
        ("parcels: up to the checks / ogr2ogr", staging, None),
        ("parcels: the whole walk / ogr2ogr", ours, BAR),
    ):
        ratios = tuple(one / other for one, other in zip(spent, bare, strict=True))
        yield Figure(name, "×", "lower", ratios, bar)


def _load(program: str, file: Path) -> None:
    """As one would without us: the same system of coordinates as ours, and no index."""
    url = make_url(database_url())
    named = {
        "host": url.host, "port": url.port, "user": url.username, "dbname": url.database,
        "password": url.password, "passfile": url.query.get("passfile"),
    }  # fmt: skip
    target = " ".join(f"{name}='{value}'" for name, value in named.items() if value)
    command = [
        program, "-q", "-f", "PostgreSQL", f"PG:{target}", str(file), DATASET,
        "-nln", "ops.bare_parcels", "-nlt", "MULTIPOLYGON", "-t_srs", f"EPSG:{CGCS2000}",
        "-lco", "SPATIAL_INDEX=NONE", "-lco", "FID=ogc_fid", "-gt", "65536",
    ]  # fmt: skip
    subprocess.run(command, check=True)
