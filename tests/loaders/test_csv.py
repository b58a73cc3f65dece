"""Delimited text: encodings, quotes, ragged rows, and the line every row stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.errors import Refused
from loaders.files import CsvFile
from loaders.readers import Broken, counting, csv
from tests.loaders.desk import lines_and_rows

CONTENT = "姓名,数\n张三,1\n李四,2\n"


def found(tmp_path: Path, content: bytes, **spec: object) -> list[list[object]]:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return lines_and_rows(path, CsvFile.model_validate({"pattern": "*", "format": "csv", **spec}))


def broken_rows(tmp_path: Path) -> list[Broken]:
    """Of the file read last."""
    spec = CsvFile(pattern="*", format="csv", encoding=encoding_of(tmp_path / "file.csv"))
    return [broken for rows in csv.read(tmp_path / "file.csv", spec, ()) for broken in rows.broken]


def encoding_of(path: Path) -> str:
    """Chinese in UTF-8 has three bytes a character, none of them in this range."""
    return "gb18030" if b"\xd5\xc5" in path.read_bytes() else "utf-8"


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


def test_a_damaged_byte_sets_aside_its_line_alone(tmp_path: Path) -> None:
    lines = [f"{n},张三".encode("gb18030") for n in range(1000)]
    lines[700] = b"700,\xff\xd5" + "张".encode("gb18030")
    rows = found(tmp_path, b"a,b\n" + b"\n".join(lines), encoding="gb18030")
    assert rows[699:702] == [[701, "699", "张三"], [702, "encoding", None], [703, "701", "张三"]]
    [broken] = broken_rows(tmp_path)
    assert broken.values["a"] == "700"
    assert broken.column == "b"
    assert broken.zh.startswith("第 702 行“b”有字节不是 gb18030 编码:“\\xff")


def test_a_damaged_line_is_found_beyond_the_first_chunk(tmp_path: Path) -> None:
    content = "a,b\n" + "张,三\n" * 300_000
    rows = found(tmp_path, content.encode() + b"\xff,1\n2,\xe4\n")
    assert rows[-2:] == [[300_002, "encoding", None], [300_003, "encoding", None]]


def test_a_file_in_another_encoding_is_refused_wherever_that_shows(tmp_path: Path) -> None:
    content = b"a,b\n" + b"x,y\n" * 400_000 + "张三,李四\n".encode("gb18030") * 200_000
    with pytest.raises(Refused, match="line 400002, byte 1600005 "):
        found(tmp_path, content)


@pytest.mark.parametrize("declared", ["utf-8", "gb18030", "utf-16-be"])
def test_a_mark_that_contradicts_the_contract_is_believed(tmp_path: Path, declared: str) -> None:
    with pytest.raises(Refused, match=f"it is utf-16-le, not {declared}"):
        found(tmp_path, b"\xff\xfe" + CONTENT.encode("utf-16-le"), encoding=declared)


@pytest.mark.parametrize(
    ("written", "declared"),
    [("utf-16-le", "utf-16"), ("utf-16-be", "utf-16"), ("utf-16-be", "utf-16-be")],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_sixteen_bits(tmp_path: Path, written: str, declared: str, mark: str) -> None:
    rows = found(tmp_path, (mark + CONTENT).encode(written), encoding=declared)
    assert rows == [[2, "张三", "1"], [3, "李四", "2"]]


@pytest.mark.parametrize(
    ("delimiter", "between"),
    [
        ("tab", "\t"),
        ("\\t", "\t"),
        ("^A", "\x01"),
        ("||", "||"),
        ("|", "|"),
        ("，", "，"),
        ("@@@", "@@@"),
    ],
)
def test_any_delimiter(tmp_path: Path, delimiter: str, between: str) -> None:
    content = CONTENT.replace(",", between) + f'"王{between}五"{between}3\n'
    rows = found(tmp_path, content.encode("gb18030"), delimiter=delimiter, encoding="gb18030")
    assert rows == [[2, "张三", "1"], [3, "李四", "2"], [4, f"王{between}五", "3"]]


def test_a_long_delimiter_across_chunks(tmp_path: Path) -> None:
    content = "".join(f"{n}||{'张' * (n % 7)}|x\n" for n in range(300_000))
    rows = found(tmp_path, f"a||b\n{content}".encode(), delimiter="||")
    assert rows == [[n + 2, str(n), "张" * (n % 7) + "|x"] for n in range(300_000)]
    rows = found(tmp_path, b"a||b\n1||x\x1fy\n2||z\n" + b"3||z\n" * 200, delimiter="||")
    assert rows[:2] == [[2, "encoding", None], [3, "2", "z"]]


def test_a_character_that_escapes(tmp_path: Path) -> None:
    content = b'a,b\n1,x\\,y\n2,"a\\"b"\n'
    assert found(tmp_path, content, escape="\\") == [[2, "1", "x,y"], [3, "2", 'a"b']]
    assert found(tmp_path, b"a,b\n1,x\\\ny\n", escape="\\", quote="") == [[2, "1", "x\ny"]]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_line_ends_of_any_kind(tmp_path: Path, end: str) -> None:
    content = f'a,b{end}1,"x{end}y"{end}2{end}{end}3,z{end}'
    assert found(tmp_path, content.encode()) == [
        [2, "1", f"x{end}y"],
        [4, "columns", "2"],
        [6, "3", "z"],
    ]


def test_line_ends_of_several_kinds(tmp_path: Path) -> None:
    rows = found(tmp_path, b"t\ra,b\r\n1,x\n2,y\r3,z\r\n", header_row=2)
    assert rows == [[3, "1", "x"], [4, "2", "y"], [5, "3", "z"]]


def test_names_by_position(tmp_path: Path) -> None:
    names = {"columns": ["姓名", "数"]}
    assert found(tmp_path, "张三,1\n李四\n".encode(), **names) == [
        [1, "张三", "1"],
        [2, "columns", "李四"],
    ]
    assert found(tmp_path, "表\n张三,1\n".encode(), header_row=1, **names) == [[2, "张三", "1"]]
    with pytest.raises(Refused, match="empty"):
        found(tmp_path, b"", **names)
    with pytest.raises(ValueError, match="needs the names"):
        found(tmp_path, b"", header_row=0)


def test_delimiters_at_the_end_of_lines(tmp_path: Path) -> None:
    assert found(tmp_path, b"a,b\n1,x,\n2,y,\n") == [[2, "1", "x", ""], [3, "2", "y", ""]]
    assert found(tmp_path, b"a,b,\n1,x\n2,y\n") == [[2, "1", "x"], [3, "2", "y"]]


def test_totals_and_comments_are_no_rows(tmp_path: Path) -> None:
    content = 'a,b\n# 注\n1,x\n,"合计"\n合计,1,2\n制表人:某\n'
    rows = found(tmp_path, content.encode(), skip_beginning=["#", "合计", "制表人"])
    assert rows == [[3, "1", "x"]]


def test_rows_that_an_open_quote_swallows_are_told_one_by_one(tmp_path: Path) -> None:
    content = 'a,b,c,d\n1,2,3,4\n5,"6,7,8\n9,10,11,12\n13,"14,15,16\n17,18,19,20\n'
    rows = found(tmp_path, content.encode())
    assert [row[:2] for row in rows] == [
        [2, "1"], [3, "quotes"], [4, "quotes"], [5, "quotes"], [6, "17"],
    ]  # fmt: skip
    assert [broken.values["a"] for broken in broken_rows(tmp_path)] == ["5", "9", "13"]
    rows = found(tmp_path, b'a,b,c,d\n1,2,3,"4\n5,6,7,8\n9,10,11,12\n')
    assert [row[:2] for row in rows] == [[2, "quotes"], [3, "quotes"], [4, "quotes"]]


def test_names_that_stand_twice_lose_no_value(tmp_path: Path) -> None:
    assert found(tmp_path, b"a,b,b,\n1,2,3,4\n") == [[2, "1", "2", "3", "4"]]


def test_row_after_row_of_another_width_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_BROKEN", 1000)
    with pytest.raises(Refused, match=r"1000 rows together .* \(2; that line has 3\)") as error:
        found(tmp_path, b"a,b\n1,2\n" + b"1,2,3\n" * 5000)
    assert error.value.where is not None
    assert error.value.where.endswith(":3")


def test_what_a_spreadsheet_would_run_is_a_text_like_any_other(tmp_path: Path) -> None:
    content = "a,b\n=cmd|'/C calc'!A0,+1\n@SUM(1),-2\n"
    assert found(tmp_path, content.encode()) == [
        [2, "=cmd|'/C calc'!A0", "+1"],
        [3, "@SUM(1)", "-2"],
    ]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    said = "no header in line 1" if content == b"\n" else "the file is empty"
    with pytest.raises(Refused, match=said):
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
