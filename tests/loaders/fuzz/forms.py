"""What can be wrong with a file that is well-formed as far as its form goes."""

from __future__ import annotations

import io
import json
import random
import re
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

Chance = random.Random

_TEXTS = (
    "", "0", "-1", "9" * 30, "1e308", "1e999", "-0", "NaN", "inf", "2026-02-30", "0000-00-00",
    "99999-01-01", "9999-12-31", "10000000", "甲" * 5000, "\u0000", "\ufeff", "\u2028", "\x85",
    "\x0b", "\x1f", "\x1a", "\U0001f600", "𠮷", "=1+1", '"', '""', "'", '"甲', "甲\n乙", "甲\r乙",
    "true", "null", "a|b", "a||b", "\\", "\\N", "[]", "{}", "<a>", "&amp;", "--", "1-",
)  # fmt: skip


def form_of(content: bytes) -> str:
    """A file's form, by its first bytes."""
    for form, begins in _BEGINS.items():
        if content.startswith(begins):
            return form
    begin = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin[:1] == b"<":
        return "xml"
    if begin[:1] in (b"{", b"["):
        return "json"
    return "binary" if b"\0\0" in content[:200] else "text"


_BEGINS: dict[str, bytes | tuple[bytes, ...]] = {
    "sqlite": b"SQLite format 3\0", "parquet": b"PAR1", "dbf": (b"\x03", b"\x83"),
}  # fmt: skip


# ---- text ---------------------------------------------------------------------------------------


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith(b"\xff\xfe"):
        return content.decode("utf-16-le", "replace"), "utf-16-le"
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace"), "gb18030"


def _in_text(change: Callable[[str, Chance], str]) -> Callable[[bytes, Chance], bytes]:
    def mutation(content: bytes, chance: Chance) -> bytes:
        text, encoding = _decoded(content)
        return change(text, chance).encode(encoding, "surrogatepass")

    mutation.__name__ = change.__name__.strip("_")
    return mutation


def _another_line(text: str, chance: Chance) -> str:
    lines = text.splitlines(keepends=True) or [""]
    place = chance.randrange(len(lines))
    doing = chance.randrange(5)
    if doing == 0:
        del lines[place]
    elif doing == 1:
        lines.insert(
            chance.randrange(len(lines) + 1), lines[place] * chance.choice((1, 1, 3, 3000))
        )
    elif doing == 2:
        chance.shuffle(lines)
    elif doing == 3:
        lines.insert(place, chance.choice(("\n", "\r\n", "\r", " \n", ",,,\n", "合计,4\n", "#\n")))
    else:
        lines[place] = lines[place].rstrip("\r\n")
    return "".join(lines)


def _another_cell(text: str, chance: Chance) -> str:
    found = list(re.finditer(r"[^,|\t\r\n;\"<>=:{}\[\]/ ]+", text))
    if not found:
        return chance.choice(_TEXTS)
    cell = chance.choice(found)
    return text[: cell.start()] + chance.choice(_TEXTS) + text[cell.end() :]


def _another_mark(text: str, chance: Chance) -> str:
    found = list(re.finditer(r"[,|\t\r\n;\"<>=:{}\[\]/]", text))
    if not found:
        return text
    mark = chance.choice(found)
    told = chance.choice(("", "", mark[0] * 2, '"', "'", ",", "\n", "\r", ">", "<", "}", "]", ":"))
    return text[: mark.start()] + told + text[mark.end() :]


def _other_encoding(content: bytes, chance: Chance) -> bytes:
    text, encoding = _decoded(content)
    others = [
        one for one in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be", "utf-32", "big5")
        if one != encoding
    ]  # fmt: skip
    return text.encode(chance.choice(others), "replace")


def _other_line_ends(text: str, chance: Chance) -> str:
    return text.replace("\r\n", "\n").replace("\n", chance.choice(("\r", "\r\n", "\n\n", "\n\r")))


# ---- JSON ---------------------------------------------------------------------------------------


def _other_json(content: bytes, chance: Chance) -> bytes:
    """A value somewhere in it that is another; one document, or one to a line."""
    try:
        return _one_json(content, chance)
    except ValueError:
        lines = content.split(b"\n")
        place = chance.choice([n for n, line in enumerate(lines) if line.strip()])
        lines[place] = _one_json(lines[place], chance)
        return b"\n".join(lines)


def _one_json(content: bytes, chance: Chance) -> bytes:
    tree = json.loads(content)
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        inner = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in list(inner):
            places.append((node, key))
            if isinstance(value, dict | list):
                walk(value)

    walk(tree)
    node, key = chance.choice(places)
    doing = chance.randrange(6)
    if doing == 0:
        del node[key]
    elif doing == 1 and isinstance(node, dict):
        node[chance.choice((*_TEXTS, "a.b", "编号", key + " "))] = node.pop(key)
    elif doing == 2 and isinstance(node, list):
        node.extend([node[key]] * chance.choice((1, 3, 2000)))
    elif doing == 3 and isinstance(node, dict):
        written = json.dumps(tree, ensure_ascii=False)
        name = json.dumps(key, ensure_ascii=False) + ":"
        return written.replace(name, f"{name} 1, {name}", 1).encode()
    else:
        node[key] = _any_json(chance)
    depth = chance.choice((1000, 60_000)) if chance.random() < 0.05 else 0
    written = json.dumps(tree, ensure_ascii=chance.random() < 0.5)
    if depth:
        written = re.sub(r'"\d+"', "[" * depth + "]" * depth, written, count=1)
    return written.encode("utf-8", "surrogatepass")


def _any_json(chance: Chance) -> Any:
    return chance.choice((
        None, True, False, 0, -1, 10**25, 10**400, 1.5e308, float("nan"), float("inf"), "", "甲",
        "\ud800", "\0", [], {}, [[]], [None], [1, "a"], {"": 1}, {"a": {"b": []}}, 1 << 63,
        *_TEXTS,
    ))  # fmt: skip


# ---- XML ----------------------------------------------------------------------------------------

_BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]>'
)
_INSIDE = (
    "&a;", "&c;", "&d;", "&#0;", "&#x110000;", "&#55296;", "&lt;", "<![CDATA[甲]]>", "<!-- 甲 -->",
    "<?a b?>", "<a/>", "<a>", "</a>", "<a" + " b='1'" * 3000 + "/>", "<a>" * 5000,
    "<a>" * 300 + "</a>" * 300, "<a:b/>", '<a xmlns=""/>', "]]>", "&", "<",
)  # fmt: skip


def _other_tag(text: str, chance: Chance) -> str:
    tags = list(re.finditer(r"<[^>]*>", text))
    tag = chance.choice(tags)
    doing = chance.randrange(7)
    if doing == 0:
        told = ""
    elif doing == 1:
        told = tag[0] * chance.choice((2, 2, 500))
    elif doing == 2:
        told = chance.choice(tags)[0]
    elif doing == 3:
        told = tag[0] + chance.choice(_INSIDE)
    elif doing == 4:
        told = re.sub(r'"[^"]*"', json.dumps(chance.choice(_TEXTS)), tag[0], count=1)
    elif doing == 5:
        return re.sub(r"<(?=[^?])", _BOMB + "<", text, count=1)
    else:
        name = re.search(r"[\w:.]+", tag[0])
        old = name[0] if name else "a"
        return text.replace(old, chance.choice(("a", "甲", "a:b", "x:" + old, old + "2", "1a")))
    return text[: tag.start()] + told + text[tag.end() :]


def _twice_an_element(text: str, chance: Chance) -> str:
    found = list(re.finditer(r"<([\w:]+)(?: [^>]*)?>.*?</\1>", text, re.DOTALL))
    one = chance.choice(found)
    if chance.random() < 0.4:
        return text[: one.start()] + text[one.end() :]
    return text[: one.end()] + one[0] * chance.choice((1, 1, 10, 1000)) + text[one.end() :]


# ---- databases and tables -----------------------------------------------------------------------

_STATEMENTS = (
    "UPDATE gpkg_contents SET table_name = 'b'",
    "UPDATE gpkg_contents SET data_type = 'attributes'",
    "UPDATE gpkg_contents SET srs_id = 99999",
    "UPDATE gpkg_geometry_columns SET column_name = 'x'",
    "UPDATE gpkg_geometry_columns SET geometry_type_name = 'POINT'",
    "UPDATE gpkg_geometry_columns SET srs_id = 4326",
    "DELETE FROM gpkg_geometry_columns",
    "DELETE FROM gpkg_spatial_ref_sys",
    "UPDATE gpkg_spatial_ref_sys SET definition = 'x', organization = 'x'",
    "UPDATE {t} SET geom = NULL",
    "UPDATE {t} SET geom = x'4750'",
    "UPDATE {t} SET geom = substr(geom, 1, 60) WHERE rowid = 2",
    "UPDATE {t} SET geom = zeroblob(100000)",
    "UPDATE {t} SET geom = 'text'",
    "UPDATE {t} SET 编号 = x'ff00', 姓名 = 1.5",
    "UPDATE {t} SET 姓名 = char(0) || 'a'",
    "UPDATE {t} SET 面积 = 9e999",
    "UPDATE {t} SET 面积 = 'abc'",
    "ALTER TABLE {t} RENAME COLUMN 编号 TO 号",
    "ALTER TABLE {t} ADD COLUMN 加 BLOB",
    "ALTER TABLE {t} ADD COLUMN 加 DATETIME DEFAULT 'x'",
    "DELETE FROM {t}",
    "DELETE FROM {t} WHERE rowid < 3",
    "INSERT INTO {t} SELECT rowid + 10, geom, 编号, 姓名, 面积 FROM {t}",
    "DROP TABLE {t}",
    "CREATE TABLE b AS SELECT * FROM {t}",
)  # fmt: skip


def _other_table(content: bytes, chance: Chance) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(content)
        with closing(sqlite3.connect(path)) as base:
            triggers = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (trigger,) in triggers.fetchall():
                base.execute(f'DROP TRIGGER "{trigger}"')
            [table] = base.execute("SELECT table_name FROM gpkg_contents").fetchone()
            for statement in chance.sample(_STATEMENTS, chance.choice((1, 1, 2))):
                with suppress(sqlite3.Error):
                    base.execute(statement.replace("{t}", f'"{table}"'))
            base.commit()
        return path.read_bytes()


_TYPES: tuple[Callable[[], pa.Array], ...] = (
    lambda: pa.array([1, 2, None, 2**63 - 1]),
    lambda: pa.array([1, 2, 3, 2**64 - 1], pa.uint64()),
    lambda: pa.array([0.1, float("nan"), float("inf"), None]),
    lambda: pa.array([0, -(2**31), 2**31 - 1, 1], pa.date32()),
    lambda: pa.array([0, -(2**62), 2**62, 1], pa.timestamp("us")),
    lambda: pa.array([0, -(2**62), 2**62, 1], pa.timestamp("ns", "Asia/Shanghai")),
    lambda: pa.array([0, 1, 86_399, None], pa.time32("s")),
    lambda: pa.array([0, 1, 2, None], pa.duration("us")),
    lambda: pa.array([b"\xff", b"", b"a", None]),
    lambda: pa.array(["a" * 100_000, "\0", "甲", None]),
    lambda: pa.array([[1], [], None, [1, 2]]),
    lambda: pa.array([{"a": 1}, None, {"a": None}, {"a": 2}]),
    lambda: pa.array([[("a", 1)], [], None, [("b", 2)]], pa.map_(pa.string(), pa.int64())),
    lambda: pa.array([True, False, None, True]),
    lambda: pa.nulls(4),
    lambda: pa.array([b"ab", b"cd", None, b"ef"], pa.binary(2)),
    lambda: pa.array(["a", "b", "a", None]).dictionary_encode(),
)


def _other_types(content: bytes, chance: Chance) -> bytes:
    names = [
        *chance.choice(
            (("编号", "姓名"), ("编号",), ("姓名", "编号", "编号"), ("编号", "姓名", ""))
        )
    ]
    names += ["出生日期", "性别"]
    columns = [chance.choice(_TYPES)() for _ in names]
    table = pa.Table.from_arrays([pa.array(one) for one in columns], names)
    if chance.random() < 0.1:
        table = table.slice(0, 0)
    out = io.BytesIO()
    parquet.write_table(table, out, compression=chance.choice(("snappy", "zstd", "none")))
    return out.getvalue()


def _other_footer(content: bytes, chance: Chance) -> bytes:
    size = int.from_bytes(content[-8:-4], "little")
    found = bytearray(content)
    for _ in range(chance.choice((1, 2, 4))):
        place = len(found) - 8 - chance.randrange(1, size + 1)
        found[place] = chance.choice((0, 1, 2, 0x15, 0x7F, 0x80, 0xFF, found[place] ^ 1))
    return bytes(found)


def _other_dbf(content: bytes, chance: Chance) -> bytes:
    """Another count, width or kind in the header of the table."""
    found = bytearray(content)
    head = int.from_bytes(found[8:10], "little")
    for _ in range(chance.choice((1, 1, 2))):
        place = chance.choice((
            chance.randrange(4, 12), 29, 32 + chance.randrange(0, max(1, head - 32)),
            32 + 32 * chance.randrange(3) + chance.choice((0, 11, 16, 17)),
        ))  # fmt: skip
        found[min(place, len(found) - 1)] = chance.choice(
            (0, 1, 2, 13, 32, 42, 127, 128, 255, *b"CNFDLMTI@+")
        )
    return bytes(found)


FORMS: dict[str, tuple[Callable[[bytes, Chance], bytes], ...]] = {
    "text": (
        _in_text(_another_line), _in_text(_another_cell), _in_text(_another_cell),
        _in_text(_another_mark), _in_text(_another_mark), _in_text(_other_line_ends),
        _other_encoding,
    ),
    "json": (
        _other_json, _other_json, _other_json, _in_text(_another_cell), _in_text(_another_mark),
        _other_encoding, _in_text(_another_line),
    ),
    "xml": (
        _in_text(_other_tag), _in_text(_other_tag), _in_text(_twice_an_element),
        _in_text(_another_cell), _in_text(_another_mark), _other_encoding,
    ),
    "sqlite": (_other_table,),
    "parquet": (_other_types, _other_footer, _other_footer),
    "dbf": (_other_dbf,),
}  # fmt: skip
