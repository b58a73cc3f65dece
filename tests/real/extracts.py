"""Small files of the same form as the real ones; the divisions are of a fictional province."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

DIVISIONS = """\ufeff代码,一级行政区,二级行政区,名称,级别,状态,启用时间,变更/弃用时间,新代码
990000,云泽省,,云泽省,省级,在用,1981,,
990100,云泽省,丰溪市,丰溪市,地级,在用,1983,,
990102,云泽省,丰溪市,临江区,县级,变更,1983,2014,990102
990102,云泽省,丰溪市,江城区,县级,在用,2014,,
990103,云泽省,丰溪市,高河区,县级,弃用,1983,2010,990102
990104,云泽省,丰溪市,南郊区,县级,弃用,1988,2001,990102;990103
990104,云泽省,丰溪市,北湖区,县级,在用,2005,,
990121,云泽省,丰溪市,丰溪县,县级,弃用,1983,1995,990104[1988];990103;990122
990122,云泽省,丰溪市,新丰县,县级,在用,1995,,990104[1998]
992100,云泽省,丰溪地区,丰溪地区,地级,弃用,1981,1983,
992101,云泽省,丰溪地区,丰溪县,县级,弃用,1981,1983,990121
999001,云泽省,直辖,泽口市,县级,在用,1990,,
"""
FIGURES = """Country Name,Country Code,Year,Value
Arab World,ARB,2000,1.5e12
Aruba,ABW,2000,1873452513.96648
Aruba,ABW,2001,
Aruba,ABW,2002,1961843575.41899
"""
PRAGUE = (1_603_500, 6_464_500)  # metres of Web Mercator


def written(folder: Path, name: str) -> Path:
    """The small file that stands for the real one of that name."""
    path = folder / name
    if path.exists():
        return path
    if name.endswith(".gpkg"):
        _shapes(path)
    else:
        path.write_text(DIVISIONS if name.startswith("divisions") else FIGURES, encoding="utf-8")
    return path


def _shapes(path: Path) -> None:
    """Six plots side by side, and a building on each."""
    numbers = np.arange(6)
    west, south = PRAGUE[0] + 40 * numbers, np.full(6, PRAGUE[1])
    plots = shapely.box(west, south, west + 40, south + 30)
    houses = shapely.box(west + 5, south + 5, west + 20, south + 20)
    for layer, shapes, ids in (
        ("plots", plots, pa.table({"ID": pa.array([str(n) for n in numbers + 700])})),
        ("buildings", houses, pa.table({"uID": pa.array(numbers + 1)})),
    ):
        table = ids.append_column("geometry", pa.array(shapely.to_wkb(shapes)))
        pyogrio.write_arrow(
            table, path, layer=layer, crs="EPSG:3857", geometry_type="Polygon",
            geometry_name="geometry", append=path.exists(),
        )  # fmt: skip
