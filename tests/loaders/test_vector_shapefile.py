"""Shapefiles as departments send them: encodings, folders, parts that lack or do not fit."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely

from loaders.errors import Refused
from tests.loaders.desk import Desk, contract
from tests.loaders.geo import SQUARES, parcels, parts, write, zipped

GB = {"encoding": "gb18030"}


@pytest.mark.parametrize("cpg", [b"UTF-8", b"whatever", None])
def test_the_contracts_encoding_outranks_a_wrong_cpg(
    desk: Desk, tmp_path: Path, cpg: bytes | None
) -> None:
    made = parts(tmp_path) | ({".cpg": cpg} if cpg else {})
    if cpg is None:
        del made[".cpg"]
    path = zipped(tmp_path / "a.zip", {f"a{end}": content for end, content in made.items()})
    desk.stage(path, parcels(GB))
    assert desk.staged("location_text") == [("团结巷",)] * 2


@pytest.mark.parametrize(
    ("cpg", "written"),
    [(b"936", "gb18030"), (b"UTF-8", "utf-8"), (None, "utf-8"), (None, "gb18030")],
)
def test_without_a_word_in_the_contract_the_file_tells_its_encoding(
    desk: Desk, tmp_path: Path, cpg: bytes | None, written: str
) -> None:
    made = parts(tmp_path, encoding=written)
    made.pop(".cpg", None)
    made |= {".cpg": cpg} if cpg else {}
    path = zipped(tmp_path / "a.zip", {f"a{end}": content for end, content in made.items()})
    desk.stage(path, parcels())
    assert desk.staged("location_text") == [("团结巷",)] * 2


def test_an_encoding_that_does_not_fit_is_refused_with_its_place(
    desk: Desk, tmp_path: Path
) -> None:
    made = parts(tmp_path)
    path = zipped(tmp_path / "a.zip", {f"a{end}": content for end, content in made.items()})
    with pytest.raises(Refused, match="row 1, ZL: byte 1 is not utf-8"):
        desk.stage(path, parcels({"encoding": "utf-8"}))
    path = zipped(
        tmp_path / "b.zip", {f"a{e}": c for e, c in (made | {".cpg": b"klingon"}).items()}
    )
    with pytest.raises(Refused, match="nobody knows: 'klingon'"):
        desk.stage(path, parcels())


def test_a_character_cut_at_the_end_of_a_full_field_is_left_out(desk: Desk, tmp_path: Path) -> None:
    made = parts(tmp_path)
    width = made[".dbf"][32 + 32 + 16]
    full = ("团" * width).encode("gb18030")[: width - 1] + "巷".encode("gb18030")[:1]
    begin = made[".dbf"].index("团结巷".encode("gb18030"))
    made[".dbf"] = made[".dbf"][:begin] + full + made[".dbf"][begin + width :]
    path = zipped(tmp_path / "a.zip", {f"a{end}": content for end, content in made.items()})
    desk.stage(path, parcels(GB))
    [(first,), second] = desk.staged("location_text")
    assert first.startswith("团团团")
    assert second == ("团结巷",)


def test_folders_capital_ends_and_names_in_gbk_are_found_in_a_zip(
    desk: Desk, tmp_path: Path
) -> None:
    name = "甲县/宗地".encode("gb18030").decode("cp437")  # as Windows writes it
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for end, content in parts(tmp_path).items():
            member = zipfile.ZipInfo("x")
            member.filename = name + end.upper()
            archive.writestr(member, content)
        archive.writestr("__MACOSX/甲县/._宗地.shp", b"junk")
    assert desk.stage(path, parcels(GB | {"layer": "宗地"})).staged == 2
    assert desk.stage(path, parcels(GB)).staged == 2


def test_of_several_shapefiles_the_contract_names_one(desk: Desk, tmp_path: Path) -> None:
    made = parts(tmp_path)
    members = {
        f"{name}{end}": content
        for name in ("2025/宗地", "2026/宗地", "房屋")
        for end, content in made.items()
    }
    path = zipped(tmp_path / "a.zip", members)
    with pytest.raises(Refused, match="cannot tell the layer") as error:
        desk.stage(path, parcels(GB))
    assert error.value.hint == "set file.layer to one of: 2025/宗地, 2026/宗地, 房屋"
    assert desk.stage(path, parcels(GB | {"layer": "2026/宗地"})).staged == 2


@pytest.mark.parametrize(
    ("end", "keep", "said"),
    [
        (".shp", 0.6, "the .shp is cut short"),
        (".dbf", 0.6, "the .dbf is cut short"),
        (".shx", 0.97, "cannot be read"),
        (".dbf", 0, "lacks its .dbf"),
        (".shx", 0, "lacks its .shx"),
    ],
)
def test_parts_that_are_cut_or_missing_are_refused(
    desk: Desk, tmp_path: Path, end: str, keep: float, said: str
) -> None:
    made = parts(tmp_path)
    made[end] = made[end][: int(len(made[end]) * keep)]
    path = zipped(tmp_path / "a.zip", {f"a{e}": content for e, content in made.items() if content})
    with pytest.raises(Refused, match=said):
        desk.stage(path, parcels(GB))


def test_a_damaged_prj_is_as_good_as_none(desk: Desk, tmp_path: Path) -> None:
    made = parts(tmp_path) | {".prj": b'GEOGCS["GCS_Chi'}
    path = zipped(tmp_path / "a.zip", {f"a{end}": content for end, content in made.items()})
    with pytest.raises(Refused, match="places nothing on the earth"):
        desk.stage(path, parcels(GB))
    assert desk.stage(path, parcels(GB | {"crs": "EPSG:4490"})).staged == 2


def test_parts_of_two_exports_are_refused(desk: Desk, tmp_path: Path) -> None:
    made = parts(tmp_path, [SQUARES[0]] * 3)
    made |= {".dbf": parts(tmp_path)[".dbf"]}
    path = zipped(tmp_path / "a.zip", {f"a{end}": content for end, content in made.items()})
    with pytest.raises(Refused, match="3 shapes but 2 rows"):
        desk.stage(path, parcels(GB))


def test_a_bare_shp_is_refused_with_what_to_deliver(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused) as error:
        desk.stage(parts(tmp_path)[".shp"], parcels(GB))
    assert "zip with .shp, .shx, .dbf and .prj" in (error.value.hint or "")


def dbf(rows: list[bytes], name: bytes = b"ZDMJ", kind: bytes = b"N", width: int = 10) -> bytes:
    """A .dbf with a key of two characters and one other column."""
    described = b"".join(
        field.ljust(11, b"\0") + letter + bytes(4) + bytes([size, 0]) + bytes(14)
        for field, letter, size in ((b"DM", b"C", 2), (name, kind, width))
    )
    head = struct.pack("<4BIHH20x", 3, 126, 1, 1, len(rows), 33 + len(described), 3 + width)
    return head + described + b"\r" + b"".join(rows)


def test_a_broken_number_is_set_aside_not_half_read(desk: Desk, tmp_path: Path) -> None:
    made = parts(tmp_path, [SQUARES[0]] * 5)
    made[".dbf"] = dbf([
        b" D0    120.50", b" D1     12a.5", b" D2**********", b" D3          ", b"*D4      1.00",
    ])  # fmt: skip
    path = zipped(tmp_path / "a.zip", {f"a{end}": content for end, content in made.items()})
    under = contract(
        {"format": "vector", **GB}, thing="parcel", key=["DM"],
        columns={"DM": "parcel_code", "ZDMJ": "area", "geometry": "shape"},
    )  # fmt: skip
    counts = desk.stage(path, under)
    assert (counts.delivered, counts.staged) == (4, 2)  # a deleted row is no row
    assert desk.staged("parcel_code", "area::text") == [("D0", "120.5000"), ("D3", None)]
    assert desk.quarantined("line", "column", "value") == [
        (2, "ZDMJ", "12a.5"),
        (3, "ZDMJ", "**********"),
    ]


def test_columns_without_names_are_refused_with_those_there_are(desk: Desk, tmp_path: Path) -> None:
    names = np.array(["DM", "ZL", "A", "B"], object)
    write(
        tmp_path / "a.shp", SQUARES, "EPSG:4490", encoding="gb18030",
        field_data=[np.array(["D"] * len(SQUARES), object)] * len(names), fields=names,
    )  # fmt: skip
    table = tmp_path / "a.dbf"
    told = bytearray(table.read_bytes())
    told[32 : 32 * 5 : 32] = bytes(4)
    table.write_bytes(told)
    path = zipped(tmp_path / "a.zip", {f.name: f.read_bytes() for f in tmp_path.glob("a.*")})
    with pytest.raises(Refused, match="缺少列"):
        desk.stage(path, parcels(GB))


def test_an_empty_shapefile_has_no_rows(desk: Desk, tmp_path: Path) -> None:
    made = parts(tmp_path, [])
    path = zipped(tmp_path / "a.zip", {f"a{end}": content for end, content in made.items()})
    assert desk.stage(path, parcels(GB)).delivered == 0


def test_a_zip_may_hold_other_geodata(desk: Desk, tmp_path: Path) -> None:
    made = write(tmp_path / "a.gpkg", SQUARES, "EPSG:4490", layer="宗地").read_bytes()
    path = zipped(tmp_path / "a.zip", {"说明.txt": b"x", "甲/a.gpkg": made})
    assert desk.stage(path, parcels()).staged == 2
    path = zipped(tmp_path / "b.zip", {"说明.txt": b"x"})
    with pytest.raises(Refused, match="holds no geodata"):
        desk.stage(path, parcels())


def test_a_zip_bomb_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.shp": bytes(65 << 20), "a.dbf": b"", "a.shx": b""})
    with pytest.raises(Refused, match="unpack to 65 MB"):
        desk.stage(path, parcels())


def test_heights_and_measures_of_a_shapefile_are_left_out(desk: Desk, tmp_path: Path) -> None:
    high = [shapely.force_3d(shape, 5.0) for shape in SQUARES]
    made = parts(tmp_path, high, geometry_type="Polygon Z")
    path = zipped(tmp_path / "a.zip", {f"a{end}": content for end, content in made.items()})
    desk.stage(path, parcels(GB))
    assert desk.staged("ST_NDims(shape)") == [(2,), (2,)]
