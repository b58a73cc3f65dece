"""XML and JSON: which element or array holds the rows."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from lxml import etree

from loaders.drafting.plain import Text
from loaders.drafting.sample import Form, Head, Undraftable

_GEODATA = re.compile(r"opengis\.net/(gml|kml)|<kml|<gml|FeatureCollection", re.IGNORECASE)
_GEOJSON = re.compile(r'"type"\s*:\s*"(FeatureCollection|Feature)"')
_SDMX_JSON = re.compile(r'"dataSets"\s*:|sdmx\.org/schemas/json|"structureSpecific')
_DEPTH = 6


def is_geodata(begins: str) -> bool:
    """Whether the first element is GML's or KML's."""
    start = begins[:4000]
    return bool(_GEODATA.search(start)) and "sdmx.org" not in start and "VRT" not in start


def is_geojson(begins: str) -> bool:
    return bool(_GEOJSON.search(begins[:4000]))


def xml_form(head: Head, begins: str) -> Form:
    """An SDMX message, or the element that repeats most and has parts of its own."""
    if "sdmx.org/resources/sdmxml" in begins[:4000]:
        return Form({"format": "sdmx"})
    if "<!DOCTYPE" in begins[:4000]:
        raise Undraftable(
            f"{head.name} has a DOCTYPE, which is never read", where=str(head.path),
            hint="ask for the file without DOCTYPE",
        )  # fmt: skip
    counts: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    root = ""
    depth = 0
    options = {"recover": True, "resolve_entities": False, "no_network": True, "load_dtd": False}
    source = io.BytesIO(head.start)
    try:
        for event, element in etree.iterparse(source, events=("start", "end"), **options):
            tag = str(element.tag).rpartition("}")[2]
            if event == "start":
                root = root or tag
                depth += 1
            else:
                depth -= 1
                counts[tag] += 1
                parts[tag] += len(element) + len(element.attrib)
    except etree.XMLSyntaxError:
        pass  # what was read so far will do
    rows = {tag: n for tag, n in counts.items() if tag != root and parts[tag] / n >= 2}
    if not rows:
        raise Undraftable(
            f"{head.name} is XML without elements that could be rows", where=str(head.path),
            hint="file.record names the element that is one row",
        )  # fmt: skip
    record = max(rows, key=lambda tag: (rows[tag] > 1, rows[tag] * parts[tag] / counts[tag]))
    return Form({"format": "xml", "record": record}, {}, (record, root))


def json_form(head: Head, text: Text) -> Form:
    """An object a line, or an array within one document."""
    file = {} if text.encoding == "utf-8" else {"encoding": text.encoding}
    lines = [line for line in text.text.splitlines()[:20] if line.strip()]
    if len(lines) == 1 and '"dataSets"' not in lines[0] and (records := _records(lines[0])):
        return Form({"format": "json", **file, "records": records}, {}, tuple(records.split(".")))
    whole = lines if len(head.start) < 1 << 20 else lines[: max(1, len(lines) - 1)]
    if all(_object(line) for line in whole):
        return Form({"format": "ndjson", **file})
    if _SDMX_JSON.search(text.text[:20_000]):
        return Form({"format": "sdmx"})
    records = _records(text.text)
    if records is None:
        raise Undraftable(
            f"{head.name} is JSON without an array of objects near its beginning",
            where=str(head.path), hint="file.records names the array with the rows",
        )  # fmt: skip
    return Form({"format": "json", **file, "records": records}, {}, tuple(records.split(".")))


def reached(columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """Columns of objects as columns of what is in them, by their paths: 母亲.姓名."""
    found: dict[str, pa.Array] = {}
    for name, column in columns.items():
        texts = column.to_pylist()
        objects = [_parsed(text) for text in texts]
        if not any(objects) or any(t and o is None for t, o in zip(texts, objects, strict=True)):
            found[name] = column
            continue
        keys = dict.fromkeys(key for one in objects for key in one or {})
        inner = {
            f"{name}.{key}": pa.array([_told((one or {}).get(key)) for one in objects], pa.string())
            for key in keys
        }
        found |= reached(inner) if name.count(".") < _DEPTH else inner
    return found


def _parsed(text: str | None) -> dict[str, Any] | None:
    if not text or not text.startswith("{"):
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _told(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


_SIGN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]')


def _records(text: str) -> str | None:
    """The way to the first array of objects: [*], data.items[*]."""
    way: list[str] = []
    key, last = "", ""
    for found in _SIGN.finditer(text):
        sign = found.group()
        if sign == "[":
            follows = text[found.end() : found.end() + 200].lstrip()
            if follows.startswith("{"):
                return ".".join(filter(None, (*way, key))) + "[*]"
        elif sign == "{":
            if len(way) >= _DEPTH:
                return None
            way.append(key)
            key = ""
        elif sign == "}" and way:
            way.pop()
        elif sign == ":":
            key = json.loads(last)
        elif sign == ",":
            key = ""
        if sign.startswith('"'):
            last = sign
    return None
