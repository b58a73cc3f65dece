"""JSON documents and lines: rows found at a path, odd values told, nothing ever swallowed."""

from __future__ import annotations

import json as standard
from pathlib import Path
from typing import Any

import pytest

from loaders.errors import Refused
from loaders.files import JsonFile, NdjsonFile
from loaders.readers import json, objects
from loaders.readers import ndjson as lines_reader
from tests.loaders.desk import lines_and_rows


def found(
    tmp_path: Path, content: str | bytes, wanted: tuple[str, ...] = (), **spec: Any
) -> list[list[Any]]:
    path = tmp_path / "a.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    shape = JsonFile if spec.pop("document", True) else NdjsonFile
    described = {"pattern": "*", "format": "json" if shape is JsonFile else "ndjson", **spec}
    return lines_and_rows(path, shape.model_validate(described), wanted)


def test_the_documents_own_array(tmp_path: Path) -> None:
    content = '[\n{"名": "张三", "母": {"名": "李四"}},\n\n  {"名": "a[,{\\"}]"},\n {"名": 1.25}]\n'
    assert found(tmp_path, content, ("名", "母.名")) == [
        [2, "张三", "李四"],
        [4, 'a[,{"}]', None],
        [5, "1.25", None],
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    content = '[{"名": "张三"}]'.encode(encoding)
    assert found(tmp_path, content, encoding=encoding) == [[1, "张三"]]


def test_an_array_inside_the_document(tmp_path: Path) -> None:
    content = standard.dumps(
        {
            "code": 0, "meta": {"data": [1, {"items": [9]}], "items": []},
            "data": {"total": 2, "items": [{"a": "1"}, {"a": "2"}], "after": [[{"a": "x"}]]},
            "items": [{"a": "y"}],
        }
    )  # fmt: skip
    for records in ("data.items[*]", "$.data.items[*]"):
        assert found(tmp_path, content, records=records) == [[1, "1"], [2, "2"]]
    with pytest.raises(Refused, match=r"nothing at 'data.rows\[\*\]'") as error:
        found(tmp_path, content, records="data.rows[*]")
    assert "data.items" in str(error.value.hint)
    with pytest.raises(Refused, match=r"nothing at '\[\*\]'"):
        found(tmp_path, content)


def test_arrays_within_an_array(tmp_path: Path) -> None:
    content = '{"区": [{"户": [{"a": 1}, {"a": 2}]}, {"户": []}, {}, {"户": [{"a": 3}]}]}'
    rows = found(tmp_path, content, records="区[*].户[*]")
    assert [row[1] for row in rows] == ["1", "2", "3"]


def test_an_empty_array_is_a_file_without_rows(tmp_path: Path) -> None:
    assert found(tmp_path, "[ ]") == []
    assert found(tmp_path, '{"a": []}', records="a[*]") == []


def test_rows_of_an_inner_array(tmp_path: Path) -> None:
    households = [
        {"户": 1, "成员": [{"名": "张"}, {"名": "李"}]}, {"户": 2},
        {"户": 3, "成员": [{"名": "王"}]},
    ]  # fmt: skip
    columns, expected = ("户", "成员.名"), [["1", "张"], ["1", "李"], ["3", "王"]]
    lines = "\n".join(map(standard.dumps, households))
    rows = found(tmp_path, lines, columns, document=False, explode="成员")
    assert [row[1:] for row in rows] == expected
    assert [row[0] for row in rows] == [1, 2, 3]
    rows = found(tmp_path, standard.dumps(households), columns, explode="成员")
    assert [row[1:] for row in rows] == expected


def test_what_is_no_object_is_told_row_by_row(tmp_path: Path) -> None:
    deep = '{"a": ' + "[" * 600 + "]" * 600 + "}"
    rows = [
        '{"a": 1}', "2", '{"a": tru}', '{"a": "\\ud800"}', '{"a": 1, "a": 2}', deep, '{"a": "ok"}'
    ]  # fmt: skip
    expected = ["json", "json", "json", "duplicate", "nesting"]
    for document in (True, False):
        content = "[" + ",\n".join(rows) + "]" if document else "\n".join(rows)
        result = found(tmp_path, content, ("a",), document=document)
        assert [row[0] for row in result] == [1, 2, 3, 4, 5, 6, 7]
        assert [row[1] for row in result[1:6]] == expected
        assert (result[0][1], result[6][1]) == ("1", "ok")


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    content = '[{"a": 990102200408210014}, {"a": 123456789012345678901234567890}, {"a": NaN}]'
    assert [row[1] for row in found(tmp_path, content)] == [
        "990102200408210014", "123456789012345678901234567890", "NaN",
    ]  # fmt: skip


def test_a_damaged_byte_sets_aside_its_row_alone(tmp_path: Path) -> None:
    rows = [f'{{"a": "张{n}", "k": {n}}}'.encode() for n in range(100)]
    rows[50] = b'{"a": "\xff", "k": 50}'
    result = found(tmp_path, b"[" + b",\n".join(rows) + b"]", ("k", "a"))
    assert [row[1] for row in result[49:52]] == ["49", "encoding", "51"]


@pytest.mark.parametrize(
    "content",
    [
        "", " \n", "[", '[{"a": 1}', '[{"a": 1}}', '[{"a": 1]', '[{"a": "x]', '[{"a": 1}] x',
        'f([{"a": 1}])', '[{"a": 1}][]', "1", "]", '{"a": [}', '{a: []}', '{"a" [1,', "x",
    ],
)  # fmt: skip
def test_what_is_no_whole_document_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(Refused, match=r"line \d+: "):
        found(tmp_path, content, records="a[*]" if content.startswith("{") else "[*]")


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 16, 50])
def test_a_document_is_the_same_in_chunks_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    content = (
        '{"头": {"x": [[{"y": "\\\\"}]], "z": "]}"}, "行": [\n'
        + ",\n".join(f'{{"a": "{n}\\"\\\\", "b": [{{"c": "}}"}}]}}' for n in range(9))
        + '\n], "尾": {"行": [{"a": 0}]}}\n'
    )
    whole = found(tmp_path, content, records="行[*]")
    assert [row[0] for row in whole] == list(range(2, 11))
    monkeypatch.setattr(json, "CHUNK", size)
    assert found(tmp_path, content, records="行[*]") == whole


def test_a_value_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (json, lines_reader, objects):
        monkeypatch.setattr(module, "LONGEST", 1000)
    monkeypatch.setattr(json, "CHUNK", 1000)
    with pytest.raises(Refused, match="line 2: a value is longer than"):
        found(tmp_path, '[{"a": 1},\n{"a": "' + "x" * 100_000)
