"""Repeated XML elements, one at a time; no entities are resolved and nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from loaders.errors import Refused
from loaders.files import XmlFile
from loaders.readers.base import BATCH, Rows, ascending, table_of

Row = dict[str, str | None]


def read(path: Path, spec: XmlFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; a row's columns are its attributes (@name) and its leaves (a, a.b)."""
    rows: list[Row] = []
    lines: list[int] = []
    last = total = 0
    others: set[str] = set()
    for element in elements(path):
        tag = etree.QName(element).localname
        if tag != spec.record:
            others.add(tag)
            continue
        rows.append(flattened(element))
        lines.append(element.sourceline or 0)
        release(element)
        if len(rows) == BATCH:
            numbers = ascending(lines, last)
            yield Rows(numbers, table_of(rows, wanted))
            last, total = int(numbers[-1]), total + len(rows)
            rows, lines = [], []
    if not rows and not total and len(others) > 1:
        raise Refused(
            f"文件中没有 <{spec.record}> 元素", f"there is no element <{spec.record}>",
            where=str(path), hint="set file.record to one of: " + ", ".join(sorted(others)[:20]),
        )  # fmt: skip
    yield Rows(ascending(lines, last), table_of(rows, wanted))


def elements(path: Path) -> Iterator[etree._Element]:
    """Every element as it ends; a document type is refused, for it could hold an entity bomb."""
    if path.stat().st_size == 0:
        raise Refused("文件为空", "the file is empty", where=str(path))
    try:
        events = etree.iterparse(
            str(path), events=("start", "end"), resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        begun = False
        for event, element in events:
            if not begun:
                begun = True
                if element.getroottree().docinfo.internalDTD is not None:
                    raise Refused(
                        "文件含有 DOCTYPE,出于安全不予读取",
                        "the file has a DOCTYPE, which may hold an entity bomb",
                        where=f"{path}:1", hint="ask for the file without DOCTYPE",
                    )  # fmt: skip
            if event == "end":
                yield element
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise Refused(
            f"第 {line} 行起不是合法的 XML", f"line {line} is not well-formed XML: {error.msg}",
            where=f"{path}:{line}", hint="ask the department to deliver it again",
        ) from error  # fmt: skip


def flattened(element: etree._Element, prefix: str = "") -> Row:
    """An element's attributes and leaves by name; a repeated leaf's texts joined by `;`."""
    row: Row = {f"{prefix}@{name}": value for name, value in element.attrib.items()}
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):
            continue
        name = prefix + tag.rpartition("}")[2]
        if len(child):
            row |= flattened(child, f"{name}.")
            continue
        if child.attrib:
            row |= {f"{name}.@{key}": value for key, value in child.attrib.items()}
        before = row.get(name)
        row[name] = f"{before};{child.text or ''}" if before is not None else child.text
    return row


def release(element: etree._Element) -> None:
    """Let go of an element that has been read, and of what came before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
