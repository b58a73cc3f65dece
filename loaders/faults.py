"""What a document does not say as its model wants it, in our words and at its place."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from loaders.errors import ContractError, Fault
from loaders.positions import Document, Place

Model = TypeVar("Model", bound=BaseModel)
Checked = TypeVar("Checked")

# What pydantic's complaints of a wrong kind of value mean to whoever writes YAML.
_PLAINLY = {
    "tuple_type": "must be a list: [one, another]",
    "list_type": "must be a list: [one, another]",
    "dict_type": "must be keys with their values",
    "model_type": "must be keys with their values",
    "model_attributes_type": "must be keys with their values",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "string_type": "must be a single text",
}

# Each round can uncover faults that others hid, for example within a part of a wrong format.
_ROUNDS = 5


def validated(adapter: TypeAdapter[Checked], document: Document) -> Checked:
    """The document as its model; all faults at once."""
    try:
        return adapter.validate_python(document.content)
    except ValidationError as error:
        raise ContractError(
            [_fault(document, one, document.content, ()) for one in _told(error, document.content)]
        ) from error


def mended(
    model: type[Model], document: Document, placeholders: Mapping[str, Any]
) -> tuple[Model | None, list[Fault], set[Place]]:
    """The document as far as it can be understood, its faults, and the places left out.

    What is wrong is left out or replaced by a placeholder, so that what else is wrong can be told.
    """
    content = copy.deepcopy(document.content)
    faults: list[Fault] = []
    gaps: set[Place] = set()
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(content), faults, gaps
        except ValidationError as error:
            for one in _told(error, content):
                fault = _fault(document, one, content, _keys(model))
                if fault not in faults:
                    faults.append(fault)
                gaps.add(_place(one, content))
        if not isinstance(content, dict):
            break
        for place in gaps:
            _leave_out(content, place, placeholders)
    return None, faults, gaps


def _told(error: ValidationError, content: Any) -> list[ErrorDetails]:
    """Pydantic's complaints, without those of the forms that the writer did not choose."""
    found = []
    for one in error.errors():
        given = _at(content, _place(one, content))
        other_form = (one["type"] == "dict_type" and isinstance(given, list)) or (
            one["type"] == "tuple_type" and isinstance(given, dict)
        )
        if not (other_form and "into" in one["loc"]):
            found.append(one)
    return found


def _place(error: ErrorDetails, content: Any) -> Place:
    """Where in the document: without what pydantic puts between, such as the chosen format."""
    place: list[str | int] = []
    here = content
    for position, part in enumerate(error["loc"]):
        found = _child(here, part)
        last = position == len(error["loc"]) - 1
        if found is not _NOWHERE:
            place.append(part)
            here = found
        elif last and error["type"] == "missing":
            place.append(part)
    return tuple(place)


_NOWHERE = object()


def _child(node: Any, part: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(part, _NOWHERE)
    if isinstance(node, list) and isinstance(part, int) and part < len(node):
        return node[part]
    return _NOWHERE


def _at(content: Any, place: Place) -> Any:
    for part in place:
        content = _child(content, part)
    return content


def _leave_out(content: dict[str, Any], place: Place, placeholders: Mapping[str, Any]) -> None:
    """Take a place out; what must stand there gets its placeholder."""
    if not place:
        return
    holder = _at(content, place[:-1])
    if isinstance(holder, dict):
        holder.pop(place[-1], None)
    elif len(place) > 1:
        _leave_out(content, place[:-1], placeholders)
    top = place[0]
    must = len(place) == 1 or _at(content, place[:1]) in (_NOWHERE, {}, [])
    if (must or top in ("title", "file")) and top in placeholders:
        content[str(top)] = copy.deepcopy(placeholders[str(top)])


def _fault(document: Document, error: ErrorDetails, content: Any, keys: Sequence[str]) -> Fault:
    """One of pydantic's complaints in our words."""
    place = _place(error, content)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(str(place[-1]), keys, n=1)
        hint = f"did you mean {close[0]}?" if close else "see contracts/schema.json"
        return document.fault(place, f"is no key here; {hint}")
    if kind == "missing":
        return document.fault(place, "is missing")
    if kind == "too_short":
        return document.fault(place, "names nothing; at least one must stand here")
    if kind in ("dict_type", "model_type", "model_attributes_type") and not error["input"]:
        return document.fault(place, "says nothing")
    what = _PLAINLY.get(kind) or error["msg"][0].lower() + error["msg"][1:]
    if "expected_tags" in context:
        what = f"format must be one of {context['expected_tags']}"
        given = error["input"].get("format") if isinstance(error["input"], dict) else None
        close = difflib.get_close_matches(str(given), context["expected_tags"].split("'"), n=1)
        what += f"; did you mean {close[0]}?" if close else ""
    given = error["input"]
    shown = f", not {given!r}" if isinstance(given, str) else ""
    return document.fault(place, what + shown + _meant(given, context))


def _meant(given: object, context: Mapping[str, Any]) -> str:
    """Of the values that could stand there the one that was probably meant."""
    known = [one for one in str(context.get("expected", "")).split("'") if one.strip(" ,")]
    close = difflib.get_close_matches(str(given), known, n=1)
    return f"; did you mean {close[0]}?" if close else ""


@cache
def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    """Every key that means something anywhere in the model."""
    described = model.model_json_schema()
    parts = [described, *described["$defs"].values()]
    found = [part.get("anyOf", [part])[-1].get("properties", {}) for part in parts]
    return tuple(dict.fromkeys(name for properties in found for name in properties))
