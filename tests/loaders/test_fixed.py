"""Fixed positions: bytes and characters, with and without line ends, odd lengths set aside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loaders.errors import Refused
from loaders.files import FixedFile
from loaders.readers import fixed, read
from tests.loaders.desk import lines_and_rows

POSITIONS = {"编号": "1-4", "姓名": "5-12", "性别": "13"}


def spec(**parts: Any) -> FixedFile:
    usual = {"pattern": "*", "format": "fixed", "encoding": "gb18030", "positions": POSITIONS}
    return FixedFile.model_validate(usual | parts)


def record(number: str, name: str, sex: str, encoding: str | None = "gb18030") -> str:
    size = len(name.encode(encoding)) if encoding else len(name)
    return f"{number:4}{name}{' ' * (8 - size)}{sex}"


def found(tmp_path: Path, content: str | bytes, under: FixedFile) -> list[list[Any]]:
    path = tmp_path / "a.txt"
    path.write_bytes(content.encode("gb18030") if isinstance(content, str) else content)
    return lines_and_rows(path, under)


ROWS = [record("1", "张三", "1"), record("22", "欧阳小五", "2"), record("333", "", "1")]
EXPECTED = [["1", "张三", "1"], ["22", "欧阳小五", "2"], ["333", "", "1"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_lines_of_bytes(tmp_path: Path, end: str, last: bool) -> None:
    content = end.join(ROWS) + (end if last else "")
    expected = [[line, *row] for line, row in enumerate(EXPECTED, 1)]
    assert found(tmp_path, content, spec()) == expected


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_lines_of_characters(tmp_path: Path, encoding: str) -> None:
    rows = [record(number, name, sex, None) for number, name, sex in EXPECTED]
    content = "\n".join(rows).encode(encoding)
    under = spec(count="characters", encoding=encoding)
    assert [row[1:] for row in found(tmp_path, content, under)] == EXPECTED


@pytest.mark.parametrize("end", ["", "\x1a", "\r\n\x1a"])
def test_records_without_line_ends(tmp_path: Path, end: str) -> None:
    under = spec(line_ends=False, length=13)
    content = "".join(ROWS)
    expected = [[number, *row] for number, row in enumerate(EXPECTED, 1)]
    assert found(tmp_path, content + end, under) == expected
    rows = found(tmp_path, content + "4444", under)
    assert rows == [*expected, [4, "columns", "4444"]]


def test_titles_totals_and_blank_lines(tmp_path: Path) -> None:
    content = "\n".join(["名册", "编号姓名    性别", *ROWS, "", "合计 3 "])
    rows = found(tmp_path, content, spec(titles=2, skip_beginning=["合计"]))
    assert rows == [[line, *row] for line, row in enumerate(EXPECTED, 3)]


def test_records_of_another_length_are_set_aside_with_their_key(tmp_path: Path) -> None:
    content = "\n".join([ROWS[0], "22  李四", ROWS[2] + "多"])
    path = tmp_path / "a.txt"
    rows = found(tmp_path, content, spec())
    assert rows == [[1, *EXPECTED[0]], [2, "columns", "22  李四"], [3, *EXPECTED[2]]]
    broken = [one for batch in read(path, spec(length=13), ()) for one in batch.broken]
    assert [one.line for one in broken] == [2, 3]
    assert broken[0].values == {"编号": "22"}
    assert found(tmp_path, content, spec(trimmed=True))[1] == [2, "22", "李四", ""]


def test_a_character_cut_in_two_sets_its_row_aside(tmp_path: Path) -> None:
    lines = [record(str(n), "张三", "1").encode("gb18030") for n in range(100)]
    lines[7] = b"7   " + "张三".encode("gb18030")[:3] + b"     1"
    rows = found(tmp_path, b"\n".join(lines), spec())
    assert [row[1] for row in rows[6:9]] == ["6", "encoding", "8"]
    lines = [record(str(n), "张三", "1", None).encode("gb18030") for n in range(100)]
    lines[7] = lines[7].replace("三".encode("gb18030"), b"\xff\xff")
    rows = found(tmp_path, b"\n".join(lines), spec(count="characters"))
    assert [row[1] for row in rows[6:9]] == ["6", "columns", "8"]


def test_a_character_cut_at_the_end_of_a_column_takes_nothing_along(tmp_path: Path) -> None:
    lines = [record(str(n), "张三", "1").encode("gb18030") for n in range(100)]
    lines[9] = b"9   abcdef\x81\x301"
    rows = found(tmp_path, b"\n".join(lines), spec())
    assert [row[1] for row in rows[8:11]] == ["8", "encoding", "10"]


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    content = "\n".join(record(str(n), "李", "1", "utf-8") for n in range(100)).encode("utf-8")
    with pytest.raises(Refused, match="not gb18030"):
        found(tmp_path, content, spec())


def test_rows_across_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "\r\n".join(record(str(n), "张三" * (n % 3), "1") for n in range(500))
    for count, size in (("bytes", 100), ("characters", 101)):
        under = spec(count=count, trimmed=True)
        whole = found(tmp_path, content, under)
        monkeypatch.setattr(fixed, "CHUNK", size)
        assert found(tmp_path, content, under) == whole
        assert [row[0] for row in whole] == list(range(1, 501))
        monkeypatch.undo()


def test_a_line_without_end_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="line 2 is longer"):
        found(tmp_path, (ROWS[0] + "\n").encode("gb18030") + b"x" * (13 << 20), spec())
    with pytest.raises(Refused, match="empty"):
        found(tmp_path, b"", spec())


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"positions": {"a": "5-3"}}, "a ends before it begins"),
        ({"positions": {"a": "0-3"}}, "pattern"),
        ({"length": 5}, "does not reach position 13"),
        ({"line_ends": False}, "need their length"),
        ({"encoding": "utf-16"}, "set count to characters"),
    ],
)
def test_positions_that_cannot_be(parts: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        spec(**parts)
