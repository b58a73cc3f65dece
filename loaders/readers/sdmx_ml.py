"""SDMX-ML data messages, generic and structure-specific, 2.1 and 3.0, one series at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from loaders.errors import Refused
from loaders.readers.sdmx_words import TIME, VALUE, Observation, Row, action, value
from loaders.readers.trees import attributes, elements, line_of, local_name, release

_GENERIC = frozenset({"GenericData", "GenericTimeSeriesData"})
_PARTS = frozenset({"SeriesKey", "ObsKey", "GroupKey", "Attributes"})
_IN_DATA_SET = frozenset(
    {"Series", "Obs", "Group", "Attributes", "Atts", "Comp", "DataProvider", "Annotations"}
)
_IN_SERIES = frozenset({"Obs", "SeriesKey", "Attributes", "Comp", "Annotations"})
_STRUCTURAL = frozenset({"Structures", "Registry", "ErrorMessage", "MetadataSet"})


@dataclass
class _DataSet:
    """What is said of a whole data set: its action, its attributes and those of its groups."""

    action: str = ""
    common: Row = field(default_factory=dict)
    groups: list[Row] = field(default_factory=list)
    _index: dict[tuple[str, ...], dict[tuple[str | None, ...], Row]] | None = None

    def of_groups(self, series: Row) -> Row:
        """The attributes of the groups a series belongs to, by the dimensions they share."""
        if not self.groups:
            return {}
        if self._index is None:
            self._index = {}
            for group in self.groups:
                shared = tuple(sorted(set(group) & set(series)))
                by_key = self._index.setdefault(shared, {})
                by_key.setdefault(tuple(group[n] for n in shared), {}).update(group)
        found: Row = {}
        for shared, by_key in self._index.items():
            if shared:
                found |= by_key.get(tuple(series.get(name) for name in shared), {})
        return found


def observations(path: Path) -> Iterator[Observation]:
    """Each observation once its series has ended, for a series may say things after them."""
    data, found, header = _DataSet(), False, None
    names = ("DataSetAction", "DataSet", "Attributes", "Atts", "Group", "Series", "Obs")
    for element in elements(path, *names, *_STRUCTURAL):
        name, parent = local_name(element.tag), element.getparent()
        if name in _STRUCTURAL:
            raise _no_data(path, name)
        if name == "DataSetAction":
            header = element.text
        elif name == "DataSet":
            _must_be_known(element, _IN_DATA_SET, path)
            data, found = _DataSet(), True
            release(element)
        elif parent is not None and local_name(parent.tag) == "DataSet":
            if not data.action:
                data.action, data.common = _begun(parent, header)
            if name == "Series":
                _must_be_known(element, _IN_SERIES, path)
            _must_be_known(parent, _IN_DATA_SET, path)
            yield from _within(element, name, data)
    if not found:
        raise Refused(
            "不是 SDMX-ML 数据报文", "it is no SDMX-ML data message", where=str(path),
            hint="for other XML say format: xml",
        )  # fmt: skip


def _must_be_known(element: etree._Element, known: frozenset[str], path: Path) -> None:
    """Refuse what no message has in such a place: an observation could be lost in it."""
    for child in element:
        if local_name(child.tag) not in known:
            line = line_of(child)
            raise Refused(
                f"第 {line} 行的元素 <{local_name(child.tag)}> 无法识别",
                f"line {line}: <{local_name(child.tag)}> is no element of a data message",
                where=f"{path}:{line}", hint="ask the department to deliver it again",
            )  # fmt: skip


def _within(element: etree._Element, name: str, data: _DataSet) -> Iterator[Observation]:
    """What stands directly in a data set."""
    if name in ("Attributes", "Atts"):
        data.common |= _own(element)
        return
    if name == "Group":
        data.groups.append(_own(element))
    elif name == "Obs":
        own = _own(element)
        yield data.common | data.of_groups(own) | own, data.action, line_of(element)
    else:
        own = _own(element)
        common = data.common | data.of_groups(own) | own
        seen = False
        for child in element:
            if local_name(child.tag) == "Obs":
                seen = True
                yield common | _own(child), data.action, line_of(child)
        if not seen and action(data.action) == "Delete":
            yield common, data.action, line_of(element)  # a series that goes as a whole
    release(element)


def _begun(data_set: etree._Element, header: str | None) -> tuple[str, Row]:
    """The action of a data set, and the attributes that it names in its own tag."""
    named = dict(attributes(data_set))
    said = next((text for name, text in named.items() if local_name(name) == "action"), header)
    root = data_set.getroottree().getroot()
    if local_name(root.tag) in _GENERIC:
        return action(said), {}
    own = {name: value(text) for name, text in named.items() if not name.startswith("{")}
    return action(said), own


def _own(element: etree._Element) -> Row:
    """The components an element itself names: as XML attributes, or as generic id and value."""
    row: Row = {name: value(text) for name, text in attributes(element) if not name.startswith("{")}
    if local_name(element.tag) == "Attributes":
        return row | _pairs(element)
    for child in element:
        name = local_name(child.tag)
        if name in _PARTS:
            row |= _pairs(child)
        elif name == "ObsDimension":
            row[child.get("id", TIME)] = child.get("value")
        elif name == "ObsValue":
            row[child.get("id", VALUE)] = value(child.get("value"))
        elif name == "Comp":  # a component of several values
            row[child.get("id", "")] = ";".join(part.text or "" for part in child)
    return row


def _pairs(element: etree._Element) -> Row:
    return {part.get("id", ""): value(part.get("value")) for part in element}


def _no_data(path: Path, name: str) -> Refused:
    zh = {"ErrorMessage": "错误报文", "Structures": "结构报文", "MetadataSet": "元数据报文"}
    return Refused(
        f"是 SDMX {zh.get(name, '注册报文')},不是数据报文",
        f"it is an SDMX message of another kind ({name}), with no data", where=str(path),
        hint="ask the department for the data message",
    )  # fmt: skip
