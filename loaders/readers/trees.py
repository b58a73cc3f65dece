"""XML elements of some names as trees, one at a time; nothing is resolved or fetched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from lxml import etree

from loaders.errors import Refused, doctype

Row = dict[str, str | None]

_SAFELY: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip


def elements(path: Path, *tags: str) -> Iterator[etree._Element]:
    """The elements of some names, in any namespace, as they end."""
    if path.stat().st_size == 0:
        raise Refused("文件为空", "the file is empty", where=str(path))
    try:
        _no_doctype(path)
        wanted = [f"{{*}}{tag}" for tag in tags]
        with path.open("rb") as file:
            for _, element in etree.iterparse(file, events=("end",), tag=wanted, **_SAFELY):
                yield element
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise Refused(
            f"第 {line} 行起不是合法的 XML", f"line {line} is not well-formed XML: {error.msg}",
            where=f"{path}:{line}", hint="ask the department to deliver it again",
        ) from error  # fmt: skip


@lru_cache(10_000)
def local_name(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def attributes(element: etree._Element) -> list[tuple[str, str]]:
    """Names and values; always text, whatever the type stubs say."""
    return cast(list[tuple[str, str]], element.items())


def line_of(element: etree._Element) -> int:
    """The line an element begins in."""
    return cast(int, element.sourceline) or 0


def release(element: etree._Element) -> None:
    """Let go of an element that has been read, and of what came before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _no_doctype(path: Path) -> None:
    """Refuse a document type, for it could hold an entity bomb or reach for other files."""
    with path.open("rb") as file:
        _, root = next(iter(etree.iterparse(file, events=("start",), **_SAFELY)))
        if root.getroottree().docinfo.internalDTD is not None:
            raise doctype(f"{path}:1")
