"""Whatever a file was, its rows can be shown as they were delivered, and be read from that so."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from loaders.contract import Contract
from loaders.originals import originals
from pipeline.corrections import as_corrections
from tests.loaders.desk import Desk, contract
from tests.loaders.geo import SQUARES, parcels, projected, shapefile
from tests.loaders.test_vector import stand_where_they_should


def staged_again(desk: Desk, path: Path, under: Contract, lines: set[int]) -> None:
    """Write rows as a sheet would have them, and stage them as corrections."""
    found = originals(path, under, lines)
    assert set(found.rows) == lines
    sheet = path.parent / "corrections.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, found.columns)
        writer.writeheader()
        writer.writerows(found.rows.values())
    counts = desk.stage(sheet, as_corrections(under, found.crs))
    assert (counts.staged, counts.quarantined) == (len(lines), 0)


def test_shapes_go_as_text_and_come_back_where_they_were(desk: Desk, tmp_path: Path) -> None:
    path = shapefile(tmp_path, projected(4547, SQUARES, 0), "EPSG:4547")
    staged_again(desk, path, parcels({"encoding": "gb18030"}), {1, 2})
    stand_where_they_should(desk)
    assert desk.staged("location_text") == [("团结巷",)] * 2


def test_nested_objects_come_back_by_their_paths(desk: Desk, tmp_path: Path) -> None:
    rows = [{"编号": "1", "户主": {"姓名": "张三"}}, {"编号": "2", "户主": {"姓名": "李四, =1"}}]
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    columns = {"编号": "household_number", "户主.姓名": "name"}
    staged_again(desk, path, contract({"format": "ndjson"}, columns=columns), {2})
    assert desk.staged("source_key", "name")[0][0] == "2"
