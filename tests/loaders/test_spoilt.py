"""What fuzzing found: spoilt files that are loaded or refused like any other now."""

from __future__ import annotations

import io
import json
import lzma
import tarfile
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from sqlalchemy import text

from loaders.errors import Refused
from loaders.files import CsvFile, QueryFile, SdmxFile, VectorFile
from loaders.readers import read
from tests.loaders.desk import Desk, contract
from tests.loaders.specimens_packed import TEXT


def test_a_nul_is_told_in_the_reason_too(desk: Desk) -> None:
    under = contract(columns={"编号": "household_number", "姓名": "name", "出生日期": "birth_date"})
    counts = desk.stage("编号,姓名,出生日期\n1,张三,19\0\0\n2\0,李四,\n", under)
    assert (counts.staged, counts.quarantined) == (0, 2)
    assert all("\0" not in zh for (zh,) in desk.quarantined("zh"))


def test_a_nul_among_what_is_odd(desk: Desk) -> None:
    desk.stage("编号,姓名\n1,张\0�\n", contract())
    told = desk.connection.execute(text("select examples ->> 0 from ops.finding")).scalars()
    assert any("张␀�" in examples for examples in told)


def test_a_row_with_a_nul_and_another_number_of_columns(desk: Desk) -> None:
    assert desk.stage("编号,姓名\n1,张\0三,x\n", contract()).quarantined == 1


def test_a_refusal_can_be_kept_whatever_it_quotes(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.stage("编\0号,姓名\n1,张三\n", contract())
    assert "编␀号" in str(refusal.value)


@pytest.mark.parametrize("key", ["", "*", "\\", 'a"', "~1/", "编号.", "0", "$", "甲\n"])
def test_objects_with_a_key_of_any_kind_beside(key: str, desk: Desk) -> None:
    row = {"编号": "1", "姓名": "张三", key: "x"}
    assert desk.stage(json.dumps(row), contract({"format": "ndjson"})).staged == 1


def test_elements_and_broken_objects_never_share_a_line(desk: Desk) -> None:
    under = contract(
        {"format": "ndjson", "explode": "户"}, key=["户.编号"],
        columns={"户.编号": "household_number", "户.姓名": "name"},
    )  # fmt: skip
    two = json.dumps({"户": [{"编号": "1", "姓名": "甲"}, {"编号": "2", "姓名": "乙"}]})
    counts = desk.stage(f"{two}\n{{]\n{two}\n", under)
    assert (counts.staged, counts.quarantined) == (4, 1)
    lines = [line for (line,) in [*desk.staged("line"), *desk.quarantined("line")]]
    assert sorted(lines) == [1, 2, 3, 4, 5]


def test_a_message_nested_without_end_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"data": {"structure": ' + "[" * 60_000)
    with pytest.raises(Refused, match="brackets"):
        list(read(path, SdmxFile(pattern="*", format="sdmx"), ("A",)))


def test_a_message_whose_component_is_called_by_a_number(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    dimensions = {"observation": [{"id": 1, "values": [{"id": "a"}]}]}
    data_set = {"observations": {"0": [1]}}
    message = {"data": {"structure": {"dimensions": dimensions}, "dataSets": [data_set]}}
    path.write_text(json.dumps(message))
    with pytest.raises(Refused, match="structure"):
        list(read(path, SdmxFile(pattern="*", format="sdmx"), ("A",)))


def test_a_zip_packed_by_lzma_and_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.kml", "<kml/>" * 100)
    content = bytearray(path.read_bytes())
    content[50:60] = b"\xff" * 10
    path.write_bytes(content)
    with pytest.raises(Refused, match="zip is broken"):
        list(read(path, VectorFile(pattern="*", format="vector"), ("编号",)))


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_member_without_a_name(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a", TEXT)
        content = path.read_bytes()
        sizes = content.index(b"PK\1\2") + 28  # of the name and of what else is told
        path.write_bytes(content[:sizes] + b"\0\0\1\0" + content[sizes + 4 :])
    else:
        with tarfile.open(path, "w") as made:
            info = tarfile.TarInfo(".")
            info.size = len(TEXT)
            made.addfile(info, io.BytesIO(TEXT))
    with pytest.raises(Refused, match="has no name"):
        list(read(path, CsvFile(pattern="*", format="csv"), ("编号", "姓名")))


@pytest.mark.parametrize(
    "columns",
    [{"编号": [1]}, {"编号": pa.array(["1"]).dictionary_encode()}, {"编号": [b"a"], "姓名": ["a"]}],
)
def test_a_landing_copy_that_no_query_wrote(columns: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table(columns), path)
    spec = QueryFile(format="query", url="sqlite:////a", table="a", pattern="")
    with pytest.raises(Refused, match="landing copy"):
        list(read(path, spec, ("编号",)))


def test_a_damaged_line_of_a_megabyte_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.xz"
    path.write_bytes(lzma.compress("编号,姓名\n1,".encode() + b"\xff" + b"x" * (2 << 20)))
    began = time.monotonic()
    with pytest.raises(Refused):
        list(read(path, CsvFile(pattern="*", format="csv"), ("编号", "姓名")))
    assert time.monotonic() - began < 5
