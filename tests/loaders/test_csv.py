"""Delimited text: encodings, quotes, ragged rows, and the line every row stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.errors import Refused
from loaders.files import CsvFile
from loaders.readers import csv
from tests.loaders.desk import lines_and_rows

CONTENT = "姓名,数\n张三,1\n李四,2\n"


def found(tmp_path: Path, content: bytes, **spec: object) -> list[list[object]]:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return lines_and_rows(path, CsvFile.model_validate({"pattern": "*", "format": "csv", **spec}))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, declared: str) -> None:
    rows = found(tmp_path, CONTENT.encode(encoding), encoding=declared)
    assert rows == [[2, "张三", "1"], [3, "李四", "2"]]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_last_line_needs_no_end(tmp_path: Path, end: str) -> None:
    content = CONTENT.rstrip().replace("\n", end).encode()
    assert found(tmp_path, content) == [[2, "张三", "1"], [3, "李四", "2"]]


def test_every_row_has_its_line_though_lines_end_within_quotes(tmp_path: Path) -> None:
    content = 'a,b\n1,"x\ny\n"\n\n2,z\n3\n"4\n",5,6\n7,"八""九"\n'
    assert found(tmp_path, content.encode()) == [
        [2, "1", "x\ny\n"],
        [6, "2", "z"],
        [7, "columns", "3"],
        [8, "columns", '"4\n",5,6'],
        [10, "7", '八"九'],
    ]


def test_lines_are_right_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv, "BLOCK", 100)
    lines = ["a,b", *(f'{n},"{n}\n{n}"' if n % 7 == 0 else f"{n},x" for n in range(200)), "broken"]
    rows = found(tmp_path, "\n".join(lines).encode())
    physical, expected = 2, []
    for n in range(200):
        expected.append([physical, str(n), f"{n}\n{n}" if n % 7 == 0 else "x"])
        physical += 2 if n % 7 == 0 else 1
    assert rows == [*expected, [physical, "columns", "broken"]]


def test_broken_rows_at_the_edges_of_blocks_are_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "BLOCK", 64)
    rows = [f"{n}" if n % 3 else f"{n},x" for n in range(300)]
    result = found(tmp_path, "\n".join(["a,b", *rows]).encode())
    assert [row[0] for row in result] == list(range(2, 302))
    assert sum(row[1] == "columns" for row in result) == 200


def test_titles_above_the_header(tmp_path: Path) -> None:
    assert found(tmp_path, f"登记表\n\n{CONTENT}".encode(), header_row=3)[0] == [4, "张三", "1"]


def test_another_delimiter_and_no_quotes(tmp_path: Path) -> None:
    rows = found(tmp_path, b'a|b\n"1|2"\n', delimiter="|", quote="")
    assert rows == [[2, '"1', '2"']]


def test_the_wrong_encoding_is_pointed_at(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"not utf-8: line 3, byte 16 reads") as error:
        found(tmp_path, b"name,n\nx,1\ny,2," + "张三".encode("gb18030"))
    assert "第 3 行" in error.value.zh
    assert error.value.where is not None
    assert error.value.where.endswith(":3")


def test_the_place_is_right_beyond_the_first_chunk(tmp_path: Path) -> None:
    content = "a,b\n" + "张,三\n" * 300_000
    with pytest.raises(Refused, match="line 300002, byte 2400005 "):
        found(tmp_path, content.encode() + b"\xff,1\n")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused, match="no header in line 1"):
        found(tmp_path, content)


def test_a_header_alone_is_a_file_without_rows(tmp_path: Path) -> None:
    assert found(tmp_path, "姓名,数\n".encode()) == []


def test_a_line_without_end_is_refused_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be divided into rows from about line 3"):
        found(tmp_path, b"a,b\n1,2\n" + b"x" * (csv.BLOCK + 100))
    with pytest.raises(Refused, match="no header"):
        found(tmp_path, b"x" * (3 << 20))


def test_a_nul_byte_arrives_where_rows_are_judged(tmp_path: Path) -> None:
    assert found(tmp_path, b"a,b\n1,x\x00y\n") == [[2, "1", "x\x00y"]]
