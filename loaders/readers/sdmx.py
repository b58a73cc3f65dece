"""SDMX-ML data messages, generic and structure-specific, one observation at a time.

pysdmx reads whole messages into memory and does not tell in which line an observation stands;
here a file of any size is read within bounds, and a bad figure can be pointed at. The tests hold
this reader against pysdmx.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from loaders.errors import Refused
from loaders.files import SdmxFile
from loaders.readers.base import BATCH, Rows, ascending, table_of
from loaders.readers.trees import Row, attributes, elements, line_of, local_name, release

TIME, VALUE = "TIME_PERIOD", "OBS_VALUE"


def read(path: Path, spec: SdmxFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of observations with the components of their series and data set."""
    rows: list[Row] = []
    lines: list[int] = []
    last = 0
    for row, line in _observations(path):
        rows.append(row)
        lines.append(line)
        if len(rows) >= BATCH:
            numbers = ascending(lines, last)
            yield Rows(numbers, table_of(rows, wanted))
            last = int(numbers[-1])
            rows, lines = [], []
    yield Rows(ascending(lines, last), table_of(rows, wanted))


def _observations(path: Path) -> Iterator[tuple[Row, int]]:
    """Each observation once its series has ended, for a series may say things after them."""
    found = False
    for element in elements(path, "DataSet", "Series", "Obs"):
        name = _name(element)
        found = found or name == "DataSet"
        if name == "Series":
            common = _own(element)
            for child in element:
                if _name(child) == "Obs":
                    yield common | _own(child), line_of(child)
            release(element)
        elif name == "Obs" and _name(element.getparent()) == "DataSet":
            yield _own(element), line_of(element)
            release(element)
    if not found:
        raise Refused("不是 SDMX-ML 数据报文", "it is no SDMX-ML data message", where=str(path))


def _own(element: etree._Element) -> Row:
    """The components an element itself names: as XML attributes, or as generic id and value."""
    row: Row = {name: value for name, value in attributes(element) if not name.startswith("{")}
    for child in element:
        name = _name(child)
        if name in ("SeriesKey", "ObsKey", "Attributes"):
            row |= {part.get("id", ""): part.get("value") for part in child}
        elif name == "ObsDimension":
            row[child.get("id", TIME)] = child.get("value")
        elif name == "ObsValue":
            row[VALUE] = child.get("value")
    return row


def _name(element: etree._Element | None) -> str:
    return "" if element is None else local_name(element.tag)
