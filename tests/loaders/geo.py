"""Geodata for tests: two parcels near 114.5° E, 30° N, written in any kind of file."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyproj import Transformer

from loaders.contract import Contract
from tests.loaders.desk import contract

# Two squares side by side near 114.5° E, 30° N, in degrees.
SQUARES = [shapely.box(114.5 + n / 100, 30, 114.505 + n / 100, 30.005) for n in range(2)]


def parcels(file: dict[str, Any] | None = None) -> Contract:
    return contract(
        {"format": "vector", **(file or {})},
        thing="parcel",
        key=["DM"],
        columns={"DM": "parcel_code", "ZL": "location_text", "geometry": "shape"},
    )


def projected(epsg: int, shapes: list[Any], shift: float = 0) -> list[Any]:
    transformer = Transformer.from_crs(4490, epsg, always_xy=True)

    def move(coordinates: Any) -> Any:
        east, north = transformer.transform(*coordinates.T)
        return np.column_stack([east + shift, north])

    return [shapely.transform(shape, move) for shape in shapes]


def write(path: Path, shapes: list[Any], crs: str | None, **options: Any) -> Path:
    usual = {
        "field_data": [
            np.array([f"D{n}" for n in range(len(shapes))], object),
            np.array(["团结巷"] * len(shapes), object),
        ],
        "fields": np.array(["DM", "ZL"], object),
        "geometry_type": "Polygon",
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a file without a system is what we want
        pyogrio.raw.write(
            path,
            geometry=np.array([None if s is None else shapely.to_wkb(s) for s in shapes], object),
            crs=crs,
            **usual | options,
        )
    return path


def parts(
    folder: Path,
    shapes: list[Any] = SQUARES,
    crs: str | None = "EPSG:4490",
    encoding: str = "gb18030",
    **options: Any,
) -> dict[str, bytes]:
    """The files of a Shapefile by their ends."""
    made = folder / "parts"
    made.mkdir(exist_ok=True)
    write(made / "宗地.shp", shapes, crs, encoding=encoding, **options)
    found = {part.suffix: part.read_bytes() for part in made.iterdir()}
    return {end: content for end, content in found.items() if crs or end != ".prj"}


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def shapefile(folder: Path, shapes: list[Any], crs: str | None, **options: Any) -> Path:
    """A zipped Shapefile whose .dbf is in GB18030."""
    made = parts(folder, shapes, crs, **options)
    return zipped(folder / "宗地.zip", {f"宗地{end}": content for end, content in made.items()})
