"""XML: rows by path and namespace, what stands above them, and files that mean harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loaders.errors import Refused
from loaders.files import XmlFile
from loaders.readers import read, records, xml
from tests.loaders.desk import lines_and_rows


def spec(record: str = "人", **parts: Any) -> XmlFile:
    return XmlFile.model_validate({"pattern": "*", "format": "xml", "record": record, **parts})


def found(tmp_path: Path, content: str | bytes, under: XmlFile, *wanted: str) -> list[list[Any]]:
    path = tmp_path / "a.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return lines_and_rows(path, under, wanted)


@pytest.mark.parametrize("encoding", ["gb18030", "gb2312", "GBK", "utf-8", "utf-16"])
def test_the_encoding_a_file_declares(tmp_path: Path, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>\n<册><人><名>张三</名></人></册>'
    assert found(tmp_path, content.encode(encoding), spec()) == [[2, "张三"]]


def test_the_contract_knows_the_encoding_better(tmp_path: Path) -> None:
    content = '<?xml version="1.0" encoding="utf-8"?><册><人><名>张三</名></人></册>'
    rows = found(tmp_path, content.encode("gb18030"), spec(encoding="gb18030"))
    assert rows == [[1, "张三"]]
    with pytest.raises(Refused, match="unknown encoding, 'klingon'"):
        found(tmp_path, content.replace("utf-8", "klingon"), spec())


def test_a_path_tells_rows_from_others_of_the_same_tag(tmp_path: Path) -> None:
    content = "<r><人><a>0</a></人><户><人><a>1</a></人><x><人><a>2</a></人></x></户></r>"
    assert found(tmp_path, content, spec("户/人")) == [[1, "1"]]
    assert found(tmp_path, content, spec("/r/人")) == [[1, "0"]]
    assert found(tmp_path, content, spec("//人")) == [[1, "0"], [2, "1"], [3, "2"]]


def test_namespaces(tmp_path: Path) -> None:
    content = (
        '<r xmlns="urn:a" xmlns:b="urn:b"><b:p b:k="1"><b:n>x</b:n></b:p><p k="2"><n>y</n></p></r>'
    )
    assert found(tmp_path, content, spec("p")) == [[1, "1", "x"], [2, "2", "y"]]
    assert found(tmp_path, content, spec("q:p", namespaces={"q": "urn:a"})) == [[1, "2", "y"]]
    with pytest.raises(ValueError, match="the prefix q"):
        spec("q:p")


def test_rows_take_what_stands_above_them(tmp_path: Path) -> None:
    content = (
        '<册 区="9901"><户 号="7">'
        "<址>某路</址><员><人><名>张</名></人><人><名>李</名></人></员></户>"
        '<户 号="8"><员><人><名>王</名></人></员></户></册>'
    )
    wanted = ("名", "../../@号", "../../址", "../../../@区", "../../../../@无")
    assert [row[1:] for row in found(tmp_path, content, spec(), *wanted)] == [
        ["张", "7", "某路", "9901", None],
        ["李", "7", "某路", "9901", None],
        ["王", "8", None, "9901", None],
    ]


def test_what_stands_several_times_in_a_row_is_joined(tmp_path: Path) -> None:
    content = "<r><人><电><号>1</号></电><电><号>2</号></电><名>a</名><名/></人><人>文</人></r>"
    assert found(tmp_path, content, spec(), "电.号", "名", ".") == [
        [1, "1;2", "a;", None],
        [2, None, None, "文"],
    ]


def test_a_damaged_byte_sets_aside_its_row_alone(tmp_path: Path) -> None:
    rows = b"".join(f"<人><号>{n}</号><名>张</名></人>\n".encode() for n in range(100))
    content = (
        b"<r>\n"
        + rows.replace(b"<\xe4\xba\xba><\xe5\x8f\xb7>7<", b"<\xe4\xba\xba><\xe5\x8f\xb7>\xff<")
        + b"</r>"
    )
    result = found(tmp_path, content, spec(), "号", "名")
    assert result[6:9] == [[8, "6", "张"], [9, "encoding", None], [10, "8", "张"]]


def test_lines_and_rows_of_many_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "BATCH", 100)
    monkeypatch.setattr(xml, "CHUNK", 1000)
    path = tmp_path / "a.xml"
    path.write_text(
        "<r>\n" + "".join(f"<人><号>{n}</号></人>\n" for n in range(1000)) + "</r>",
        encoding="utf-8",
    )
    batches = list(read(path, spec(), ("号",)))
    assert len(batches) > 5
    assert [line for rows in batches for line in rows.lines.tolist()] == list(range(2, 1002))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><r><人>&l9;</人></r>', "DOCTYPE"),
        ('<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r><人/></r>', "DOCTYPE"),
        ('<!DOCTYPE r [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]><r/>', "DOCTYPE"),
        ("<r><人><a>&wer;</a></人></r>", "line 1 is not well-formed"),
        ("<r><人><a>1</a></人>\n<人><a>2</a>", "line 2 is not well-formed"),
        ("<r><人><a>\x00</a></人></r>", "not well-formed"),
        ("<r>" + "<人>" * 300, "nesting"),
        ("<r><人 a='" + "x" * (18 << 20), "tag without end"),
        ("<r><人><a>" + "x" * (18 << 20), "text without end"),
        ("<r>" + "<x>" + "y" * (18 << 20), "text without end"),
        ("<r><人>" + "".join(f"<a{n}/>" for n in range(3000)) + "</人>", "list of columns"),
        ("<r><人>" + "<a>xxxxxxxx</a>" * 200, "record without end"),
    ],
)
def test_harm_is_refused(
    tmp_path: Path, content: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "record" in fault:
        monkeypatch.setattr(records, "LARGEST_BATCH", 1000)
    with pytest.raises(Refused, match=fault):
        found(tmp_path, content, spec())
