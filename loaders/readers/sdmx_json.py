"""SDMX-JSON data messages, 1.0 and 2.0, one series at a time; lines count observations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ijson

from loaders.errors import Refused
from loaders.readers.nesting import Shallow
from loaders.readers.sdmx_words import DELETE, VALUE, Observation, Row, action, value

Json = Mapping[str, Any]

_FAULTS = (ijson.JSONError, UnicodeDecodeError, RecursionError)
_IN_SERIES = frozenset({"attributes", "observations", "annotations"})
_WITHIN = ("series", "observations")
_SAID = ("action", "attributes", "structure", "dimensionGroupAttributes")


@dataclass
class _DataSet:
    """What is known of a data set before its observations are read."""

    action: str
    common: Row
    groups: Sequence[tuple[Sequence[str], Row]]
    structure: _Structure

    def of_groups(self, key: str) -> Row:
        """The attributes of the groups a key belongs to; what a group leaves open fits any."""
        found: Row = {}
        places = _places(key)
        for group, said in self.groups:
            if all(wanted in ("", place) for wanted, place in zip(group, places, strict=False)):
                found |= said
        return found


@dataclass
class _Structure:
    """The components of a message, by where in it their values stand."""

    dimensions: Mapping[str, Sequence[Json]]
    attributes: Mapping[str, Sequence[Json]]
    measures: Sequence[Json]

    def key(self, level: str, key: str) -> Row:
        """The dimensions that a key such as 0:3:1 names."""
        found: Row = {}
        for dimension, place in zip(self.dimensions[level], _places(key), strict=True):
            found[dimension["id"]] = _meant(dimension, int(place) if place.isdigit() else place)
        return found

    def said(self, level: str, values: Sequence[Any]) -> Row:
        """The attributes of a level."""
        listed = self.attributes[level]
        return {one["id"]: _meant(one, raw) for one, raw in zip(listed, values, strict=False)}

    def observed(self, values: Any) -> Row:
        """Measures and then attributes of an observation."""
        values = values or []
        count = len(self.measures)
        found: Row = {
            one["id"]: _meant(one, raw)
            for one, raw in zip(self.measures, values[:count], strict=False)
        }
        return found | self.said("observation", values[count:])


def observations(path: Path) -> Iterator[Observation]:
    """Each observation with the components of its series and data set."""
    try:
        yield from _observations(path)
    except _FAULTS as error:
        raise Refused(
            "不是合法的 JSON,或不完整", f"it is no whole JSON document: {str(error)[:200]}",
            where=str(path), hint="ask the department to deliver it again",
        ) from error  # fmt: skip
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise Refused(
            "SDMX-JSON 报文的数据与其结构不符",
            f"the data of the SDMX-JSON message do not fit its structure: {error!r}",
            where=str(path), hint="ask the department to deliver it again",
        ) from error  # fmt: skip


def _observations(path: Path) -> Iterator[Observation]:
    place, data_sets = _data_sets(path)
    number = 0
    for index, within, key, said in _pieces(path, place):
        data = data_sets[index]
        if within == "observations":
            found = [(data.structure.key("observation", key) | data.structure.observed(said))]
            series: Row = data.of_groups(key)
        else:
            if unknown := set(said) - _IN_SERIES:
                raise ValueError(f"a series has {', '.join(sorted(unknown))}")
            series = data.structure.key("series", key) | data.of_groups(key)
            series |= data.structure.said("series", said.get("attributes") or [])
            found = [
                data.structure.key("observation", one) | data.structure.observed(values)
                for one, values in (said.get("observations") or {}).items()
            ]
            if not found and data.action == DELETE:
                found = [{}]  # a series that goes as a whole
        for row in found:
            number += 1
            yield data.common | series | row, data.action, number


def _pieces(path: Path, place: str) -> Iterator[tuple[int, str, str, Any]]:
    """Series, or observations without series, of each data set, one at a time."""
    index, within = -1, {f"{place}.item.{name}": name for name in _WITHIN}
    builder: Any = None
    depth, name, key = 0, "", ""
    with path.open("rb") as file:
        for prefix, event, given in ijson.parse(Shallow(file)):
            if builder is not None:
                builder.event(event, given)
                depth += event in ("start_map", "start_array")
                depth -= event in ("end_map", "end_array")
                if not depth:
                    yield index, name, key, builder.value
                    builder = None
            elif prefix in within and event == "map_key":
                builder, depth, name, key = ijson.ObjectBuilder(), 0, within[prefix], given
            elif prefix == f"{place}.item" and event == "start_map":
                index += 1


def _data_sets(path: Path) -> tuple[str, list[_DataSet]]:
    """Where the data sets stand, and what is said of each; a message may say so at its end."""
    said: dict[str, list[Any]] = {}
    sets: list[dict[str, Any]] = []
    place, builder, target, depth = "", None, None, 0
    with path.open("rb") as file:
        for prefix, event, given in ijson.parse(Shallow(file)):
            if builder is not None:
                builder.event(event, given)
                depth += event in ("start_map", "start_array")
                depth -= event in ("end_map", "end_array")
                if not depth:
                    target.append(builder.value)  # type: ignore[union-attr]
                    builder = None
            elif event == "map_key" and prefix in ("", "data"):
                if given in ("structure", "structures", "errors"):
                    builder, depth = ijson.ObjectBuilder(), 0
                    target = said.setdefault(given, [])
            elif event == "start_array" and prefix in ("dataSets", "data.dataSets"):
                place = prefix
            elif place and prefix == f"{place}.item":
                if event == "start_map":
                    sets.append({})
                elif event == "map_key" and given in _SAID:
                    builder, depth = ijson.ObjectBuilder(), 0
                    target = sets[-1].setdefault(given, [])
    return place, _understood(path, place, said, sets)


def _understood(
    path: Path, place: str, said: Mapping[str, list[Any]], sets: Sequence[Mapping[str, list[Any]]]
) -> list[_DataSet]:
    structures = [
        *said.get("structure", []),
        *(s for all_ in said.get("structures", []) for s in all_),
    ]
    if errors := [one for all_ in said.get("errors", []) for one in all_ or []]:
        raise Refused(
            "报文是一条错误信息", f"the message is an error: {str(errors[0])[:200]}",
            where=str(path), hint="ask the department to deliver it again",
        )  # fmt: skip
    if not place or not structures:
        raise Refused(
            "不是 SDMX-JSON 数据报文", "it is no SDMX-JSON data message: "
            + ("its structure is missing" if place else "it has no dataSets"),
            where=str(path), hint="for other JSON say format: json or ndjson",
        )  # fmt: skip
    known = [_structure(one) for one in structures]
    return [_data_set({name: values[-1] for name, values in one.items()}, known) for one in sets]


def _structure(said: Json) -> _Structure:
    levels = ("dataSet", "series", "observation")
    dimensions, attributes = said["dimensions"], said.get("attributes") or {}
    measures = (said.get("measures") or {}).get("observation") or [{"id": VALUE}]
    found = _Structure(
        {level: dimensions.get(level) or [] for level in levels},
        {level: attributes.get(level) or [] for level in (*levels, "dimensionGroup")},
        measures,
    )
    if not (found.dimensions["series"] or found.dimensions["observation"]):
        raise ValueError("no dimensions")
    levelled = (*found.dimensions.values(), *found.attributes.values(), measures)
    if not all(isinstance(one["id"], str) for listed in levelled for one in listed):
        raise ValueError("the id of a component is no text")
    return found


def _data_set(said: Mapping[str, Any], structures: Sequence[_Structure]) -> _DataSet:
    structure = structures[int(said.get("structure") or 0)]
    common: Row = {one["id"]: _meant(one, 0) for one in structure.dimensions["dataSet"]}
    common |= structure.said("dataSet", said.get("attributes") or [])
    groups = [
        (_places(key), structure.said("dimensionGroup", values))
        for key, values in (said.get("dimensionGroupAttributes") or {}).items()
    ]
    return _DataSet(action(said.get("action")), common, groups, structure)


def _places(key: str) -> list[str]:
    return key.replace(";", ":").split(":")


def _meant(component: Json, raw: Any) -> str | None:
    """What a message means by an index into a component's values, or by a value itself."""
    values = component.get("values")
    if raw is None:
        return None
    if isinstance(raw, list):
        return ";".join(_meant(component, one) or "" for one in raw)
    if values and isinstance(raw, int):
        entry = values[raw]
        raw = entry if not isinstance(entry, Mapping) else _named(entry)
    if isinstance(raw, Mapping):  # a text in several languages
        raw = next(iter(raw.values()), None)
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return None if raw is None else value(str(raw))


def _named(entry: Json) -> Any:
    """A value's code, or its text where it has none."""
    found = [entry.get(name) for name in ("id", "value", "start", "name")]
    return next((one for one in found if one is not None), None)
