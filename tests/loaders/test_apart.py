"""A delimited text read line by line says what it says when it is read as a whole."""

from __future__ import annotations

import gzip
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from loaders.files import CsvFile
from loaders.readers import Broken, Rows, csv
from loaders.readers.apart import Apart, NotApart, apart

HEADER = ("编号", "姓名", "数")
VALUES = ("", "张三", "李四 ", "1", "０１", "a'b", 'a"b', "x,y", "丂丄", "é")
FORMS: dict[str, dict[str, object]] = {
    "plain": {},
    "of China": {"encoding": "gb18030"},
    "tab": {"delimiter": "tab"},
    "no quotes": {"quote": ""},
    "titles": {"header_row": 3},
    "no header": {"columns": HEADER},
}
Told = tuple[list[tuple[int, tuple[str, ...]]], list[Broken]]


def spec(**said: object) -> CsvFile:
    return CsvFile.model_validate({"pattern": "*", "format": "csv", **said})


def told(batches: Sequence[Rows]) -> Told:
    """The rows and the broken rows, each by its line."""
    rows = []
    for batch in batches:
        cells = zip(*(column.to_pylist() for column in batch.columns.values()), strict=True)
        rows += list(zip(batch.lines.tolist(), cells, strict=True))
    broken = [one for batch in batches for one in batch.broken]
    return sorted(rows), sorted(broken, key=lambda one: one.line)


def line(chance: random.Random, file: CsvFile) -> str:
    """A row as some program may write it, or something else."""

    def value() -> str:
        text = chance.choice(VALUES)
        odd = file.separator in text or '"' in text
        if file.quote and (odd or chance.random() < 0.1):
            return '"' + text.replace('"', '""') + '"'
        return text.replace(",", "") if odd else text

    count = 3 if chance.random() < 0.95 else chance.choice((1, 2, 4, 5))
    return file.separator.join(value() for _ in range(count))


def text_of(chance: random.Random, file: CsvFile) -> str:
    end = chance.choice(("\n", "\n", "\r\n"))
    above = [f"题 {n}" for n in range(file.titles)]
    if not file.columns:
        above.append(file.separator.join(HEADER))
    lines = [*above, *(line(chance, file) for _ in range(chance.randrange(60)))]
    return end.join(lines) + chance.choice((end, ""))


@pytest.mark.parametrize("form", FORMS)
def test_some_lines_say_what_they_say_among_all(form: str, tmp_path: Path) -> None:
    chance, file, path = random.Random(form), spec(**FORMS[form]), tmp_path / "file.csv"
    could = 0
    for _ in range(60):
        path.write_bytes(text_of(chance, file).encode(file.encoding))
        found = apart(path, file)
        if found is None:
            continue
        could += 1
        rows, broken = told(list(csv.read(path, file, ())))
        some = np.flatnonzero(np.array([chance.random() < 0.5 for _ in range(len(found))], bool))
        lines = set((some + found.begins.first).tolist())
        assert told(list(found.rows(some))) == (
            [one for one in rows if one[0] in lines],
            [one for one in broken if one.line in lines],
        )
        if len(found):
            names = found.columns(0, len(found), [HEADER[0]])[HEADER[0]].to_pylist()
            assert [names[at - found.begins.first] for at, _ in rows] == [of[0] for _, of in rows]
            assert not any(names[one.line - found.begins.first] for one in broken)
    assert could > 50


def lines_of(tmp_path: Path, content: bytes, **said: Any) -> Apart | None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return apart(path, spec(**said))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'a,b\n1,"x\ny"\n', {}),
        (b'a,b\n1,"x\n2,y\n', {}),
        (b'a,b\n1,x"y,"z\n2,"y\n', {}),
        (b"a,b\r1,x\r2,y\r", {}),
        (b"a,b\n1,x\ry\n", {}),
        (b"t\rt\ra,b\r1,x\r", {"header_row": 3}),
        (b"a,b\n1,x\n\xef\xbb\xbf2,y\n", {}),
        ("a,b\n1,x\n".encode("utf-16"), {"encoding": "utf-16"}),
        (b"a|b\n1|x\n", {"delimiter": "|"}),
        (b"a||b\n1||x\n", {"delimiter": "||"}),
        (b"a,b\n1,x\\\ny\n", {"escape": "\\"}),
        (b"a,b\n1,x\n#,y\n", {"skip_beginning": ("#",)}),
        (gzip.compress(b"a,b\n1,x\n"), {}),
        (b"", {}),
        (b"a,b\n1," + b"x" * (2 << 20) + b"\n", {}),
    ],
)
def test_a_text_is_no_lines_where_a_row_may_be_more_or_less(
    content: bytes, said: dict[str, Any], tmp_path: Path
) -> None:
    assert lines_of(tmp_path, content, **said) is None


def test_quotes_that_close_in_their_line_are_no_harm(tmp_path: Path) -> None:
    content = b'a,b\n"1","x, ""y"""\n"2",""\r\n"3","z"'
    found = lines_of(tmp_path, content)
    assert found is not None
    rows, _ = told(list(found.rows(np.arange(3))))
    assert rows == [(2, ("1", 'x, "y"')), (3, ("2", "")), (4, ("3", "z"))]


def test_what_cannot_be_decoded_is_judged_by_the_whole(tmp_path: Path) -> None:
    good = "".join(f"{n},张\n" for n in range(9))
    content = f"编号,姓名\n{good}".encode("gb18030") + b"9,\xff\n"
    found = lines_of(tmp_path, content, encoding="gbk")
    assert found is not None
    found.must_decode(np.array([0, 1]))
    with pytest.raises(NotApart):
        found.must_decode(np.array([8, 9]))
    rows, broken = told(list(found.rows(np.array([8, 9]), judged=False)))
    assert [at for at, _ in rows] == [10]
    assert [one.line for one in broken] == [11]


def test_columns_of_another_encoding_are_decoded(tmp_path: Path) -> None:
    found = lines_of(
        tmp_path, "编号,姓名\n甲1,张\n\n乙2,李,3\n丙3,王\n".encode("gbk"), encoding="gbk"
    )
    assert found is not None
    assert found.columns(0, 4, ["编号"])["编号"].to_pylist() == ["甲1", "", None, "丙3"]
    assert found.columns(3, 1, ["姓名"])["姓名"].to_pylist() == ["王"]
