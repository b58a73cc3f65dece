"""Models that extend another: what the other says, but for what they say themselves.

Keys that stand alone are the extending model's own or the base's. Fields and thresholds are taken
one by one. A list replaces the base's list, and the word `inherited` among its guards stands for
all of those. A field that is left out is one that nobody ever says: a part of a guard that asks for
it to be absent holds, any other never does.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from loaders.errors import Fault
from loaders.positions import Document, Place

INHERITED = "inherited"
ABSENT = "absent"
# What speaks of the base's own columns, not of a file whose columns were mapped anew.
_EXCEPTIONS = ("unless", "unclaimed")
_OF_COLUMNS = ("thing", "facts", "listed_in")
_OWN = ("extends", "without")

Said = Mapping[str, Any]


def extended(document: Document, base: Said, of: str) -> tuple[Document, list[Fault]]:
    """The document as it would stand without a base to extend, and what does not fit the base."""
    own: dict[str, Any] = document.content
    left_out = _listed(own.get("without"))
    faults = list(_unknown_fields(document, base, of))
    faults += _not_to_leave_out(document, base, of)
    mapped = "fields" in own
    gone = {*_OWN, *(_OF_COLUMNS if mapped else ())}
    kept = {key: value for key, value in base.items() if key not in gone}
    facts = set(_listed(base.get("facts")))
    never = facts - set(_listed(own.get("facts"))) if mapped else set[str]()
    whole = {**kept, **own}
    whole["fields"] = _fields(base, own, left_out)
    if isinstance(own.get("thresholds", {}), dict):
        whole["thresholds"] = {**base.get("thresholds", {}), **own.get("thresholds", {})}
    if "strong" not in own:
        whole["strong"] = [name for name in base.get("strong", ()) if name not in left_out]
    inherited = list(still_said(base.get("guards", ()), set(left_out), never))
    lines = dict(document.lines)
    if "guards" not in own:
        whole["guards"] = inherited
    elif isinstance(own["guards"], list):
        whole["guards"], lines = _guards(own["guards"], inherited, lines)
    for n, guard in enumerate(whole["guards"]):
        if any(guard is one for one in inherited):
            lines["guards", n] = lines["extends",]
    # Nobody reads an empty part: it means the same as none.
    whole = {key: value for key, value in whole.items() if value not in ([], {})}
    return Document(document.path, whole, lines), faults


def of_the_base(fault: Fault, document: Document, of: str) -> Fault:
    """The same fault; of a guard that was inherited, it says so."""
    inherited = fault.line == document.lines.get(("extends",)) and fault.key.startswith("guards.")
    if not inherited:
        return fault
    said = "a guard of {}, whose fields were others; give guards of your own, or guards: []"
    return replace(fault, what=f"{fault.what} ({said.format(of)})")


def _fields(base: Said, own: Said, left_out: Iterable[str]) -> Any:
    """The base's fields in its order, each as the model itself says, then those it adds."""
    said = own.get("fields", {})
    if not isinstance(said, dict):
        return said
    fields = {name: spec for name, spec in base["fields"].items() if name not in left_out}
    for name, spec in said.items():
        known = fields.get(name, {})
        fields[name] = {**known, **spec} if isinstance(spec, dict) else spec
    return fields


def _unknown_fields(document: Document, base: Said, of: str) -> Iterator[Fault]:
    """A field without a type is one that the base must know."""
    said = document.content.get("fields")
    for name, spec in said.items() if isinstance(said, dict) else ():
        if name not in base["fields"] and isinstance(spec, dict) and "type" not in spec:
            what = (
                f"is no field of {of}, {one_of(name, base['fields'])}; one of your own has a type"
            )
            yield document.fault(("fields", name), what)


def _not_to_leave_out(document: Document, base: Said, of: str) -> Iterator[Fault]:
    said = document.content.get("fields")
    for n, name in enumerate(_listed(document.content.get("without"))):
        place: Place = ("without", n)
        if name not in base["fields"]:
            yield document.fault(place, f"is no field of {of}, {one_of(name, base['fields'])}")
        elif isinstance(said, dict) and name in said:
            yield document.fault(place, f"{name} is left out here and stands among the fields")


def _guards(
    own: list[Any], inherited: list[dict[str, Any]], lines: dict[Place, int]
) -> tuple[list[Any], dict[Place, int]]:
    """The model's own guards first, so that each can be pointed at; their order means nothing."""
    places = [n for n, one in enumerate(own) if one != INHERITED]
    moved = {place: line for place, line in lines.items() if place[:1] != ("guards",)}
    moved |= {place: line for place, line in lines.items() if place == ("guards",)}
    for now, before in enumerate(places):
        for place, line in lines.items():
            if place[:2] == ("guards", before):
                moved["guards", now, *place[2:]] = line
    guards = [own[n] for n in places]
    return guards + (inherited if INHERITED in own else []), moved


def still_said(
    guards: Iterable[Said], left_out: set[str], never: set[str]
) -> Iterator[dict[str, Any]]:
    """The guards that can still speak, without what is never said."""
    for guard in guards:
        when = _left(guard.get("when", {}), left_out, never)
        if when is None:
            continue
        left = {
            key: [_left(one, left_out, never) for one in guard.get(key, ())] for key in _EXCEPTIONS
        }
        if {} in left["unless"]:
            continue
        kept = {key: value for key, value in guard.items() if key not in ("when", *_EXCEPTIONS)}
        if when:
            kept["when"] = when
        for key, exceptions in left.items():
            if others := [one for one in exceptions if one is not None]:
                kept[key] = others
        yield kept


def _left(condition: Said, left_out: set[str], never: set[str]) -> dict[str, Any] | None:
    """What is left to ask of a pair; None where it can hold of none."""
    left: dict[str, Any] = {}
    for name, said in condition.items():
        if name in never:
            if "yes" in _listed(said):
                return None
        elif name.partition(".")[0] in left_out:
            if ABSENT not in _listed(said):
                return None
        else:
            left[name] = said
    return left


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def one_of(given: str, known: Iterable[str]) -> str:
    """What was probably meant, or all there are."""
    names = list(known)
    close = difflib.get_close_matches(str(given), names, n=1)
    return f"did you mean {close[0]}?" if close else "there are: " + ", ".join(names)
