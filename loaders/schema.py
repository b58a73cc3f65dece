"""The JSON Schema of a contract, so that an editor can offer and check what may be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loaders.contract import Contract, Department, departments
from loaders.units import UNITS
from models import THINGS, Thing
from models.elements import ELEMENTS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ANY_TEXT = {"type": ["string", "number", "boolean"]}
_UNITS = list(dict.fromkeys(name for units in UNITS.values() for name in units))


def schema(known: Mapping[str, Department] | None = None) -> dict[str, Any]:
    """What a contract may say: its keys, the departments, the things and their attributes."""
    described = Contract.model_json_schema()
    properties = described["properties"]
    properties["department"] |= _choice(
        {name: f"{one.zh} · {one.en}" for name, one in (known or departments()).items()}
    )
    properties["thing"] |= _choice(
        {name: f"{thing.zh} · {thing.en} ({thing.base})" for name, thing in THINGS.items()}
    )
    for part in (described, *described["$defs"].values()):
        for form in part.get("anyOf", [part]):
            _loosen(form.get("properties", {}))
    things = [_when(thing) for thing in THINGS.values()]
    defined = {f"{name}_attribute": _attributes(thing) for name, thing in THINGS.items()}
    described["$defs"] |= defined
    return {"$schema": _DIALECT, "title": "合同 · Contract of a dataset", **described} | {
        "allOf": things
    }


def _loosen(properties: dict[str, Any]) -> None:
    """A text that looks like a number needs no quotes: a contract's values are read as they stand.
    Units are those there are."""
    if "unit" in properties:
        properties["unit"]["anyOf"] = [{"enum": _UNITS}, {"type": "null"}]
    for name in ("codes", "constants"):
        if name in properties:
            properties[name]["additionalProperties"] = _ANY_TEXT
    for name in ("delete", "nothing"):
        if name in properties:
            properties[name]["items"] = _ANY_TEXT


def _choice(meanings: Mapping[str, str]) -> dict[str, Any]:
    """Some texts and no other, each with its meaning."""
    return {"anyOf": [{"const": name, "description": said} for name, said in meanings.items()]}


def _attributes(thing: Thing) -> dict[str, Any]:
    """The attributes of a thing, told as the dictionary tells them."""
    told = {}
    for column in thing.attributes:
        info = column.info
        element = ELEMENTS[info["element"]]
        kind = info["codes"] or element.name
        must = " · 必填 required" if info["required"] else ""
        told[column.name] = f"{info['zh']} · {info['en']} — {element.zh} {kind}{must}"
    return _choice(told)


def _when(thing: Thing) -> dict[str, Any]:
    """If the contract is about this thing, only its attributes can be named."""
    one = {"$ref": f"#/$defs/{thing.name}_attribute"}
    spec = {
        "if": {"type": "string"},
        "then": one,
        "else": {"properties": {"attribute": one}},
    }
    named = {"propertyNames": one}
    return {
        "if": {"properties": {"thing": {"const": thing.name}}, "required": ["thing"]},
        "then": {
            "properties": {
                "columns": {"additionalProperties": spec},
                "points": named,
                "constants": named,
                "joins": named,
                "authority": {"propertyNames": {"anyOf": [{"const": "default"}, one]}},
            }
        },
    }
