"""A contract held against the dictionary, the departments and the other contracts."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyproj import CRS
from pyproj.exceptions import CRSError
from sqlalchemy import Column

from loaders.errors import Fault
from loaders.positions import Document, Place, read_document
from loaders.units import UNITS
from models import THINGS
from models.codes import CODES
from models.elements import GEOMETRIES

if TYPE_CHECKING:
    from loaders.contract import ColumnSpec, Contract, Department


def against_dictionary(
    contract: Contract, document: Document, departments: Mapping[str, Department]
) -> Iterator[Fault]:
    """What a contract says that the dictionary does not know."""
    if contract.department not in departments:
        yield _unknown(document, ("department",), contract.department, departments)
    if contract.thing not in THINGS:
        yield _unknown(document, ("thing",), contract.thing, THINGS)
        return
    attributes = {column.name: column for column in contract.definition.attributes}
    for place, name in _named_attributes(contract):
        if name not in attributes:
            yield _unknown(document, place, name, attributes)
    yield from _given_once(contract, document)
    yield from _required(contract, document)
    yield from _columns(contract, document, attributes)
    yield from _operation(contract, document)
    yield from _systems(contract, document)


def among_themselves(found: Mapping[str, tuple[Path, Contract]]) -> Iterator[Fault]:
    """Datasets that a contract wants to follow and that do not exist."""
    for path, contract in found.values():
        for position, name in enumerate(contract.after):
            if name not in found:
                yield _unknown(read_document(path), ("after", position), name, found)


def _unknown(document: Document, place: Place, name: str, known: Collection[str]) -> Fault:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}?" if close else "there are: " + ", ".join(known)
    return document.fault(place, f"{name!r} is unknown; {hint}")


def _named_attributes(contract: Contract) -> Iterator[tuple[Place, str]]:
    for source, spec in contract.columns.items():
        yield ("columns", source), spec.attribute
    for name in contract.points:
        yield ("points", name), name
    for name in contract.constants:
        yield ("constants", name), name
    for name in contract.authority:
        if name != "default":
            yield ("authority", name), name


def _given_once(contract: Contract, document: Document) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for place, name in _named_attributes(contract):
        if place[0] == "authority":
            continue
        if name in seen:
            yield document.fault(place, f"{name} is already filled from {seen[name]}")
        seen[name] = ".".join(map(str, place))


def _required(contract: Contract, document: Document) -> Iterator[Fault]:
    delivered = contract.attributes
    for column in contract.definition.attributes:
        if column.info["required"] and column.name not in delivered:
            what = f"no column delivers {column.name}, which every {contract.thing} must have"
            yield document.fault(("columns",), what)


def _columns(
    contract: Contract, document: Document, attributes: Mapping[str, Column[Any]]
) -> Iterator[Fault]:
    """Units and codes only where the attribute has such, and known ones."""
    for source, spec in contract.columns.items():
        if spec.attribute not in attributes:
            continue
        info = attributes[spec.attribute].info
        units = UNITS.get(info["element"], {})
        if spec.unit and spec.unit not in units:
            place = ("columns", source, "unit")
            if units:
                yield _unknown(document, place, spec.unit, units)
            else:
                yield document.fault(place, f"{spec.attribute} has no unit")
        if spec.partial != "refuse" and info["element"] != "date":
            yield document.fault(("columns", source, "partial"), f"{spec.attribute} is no date")
        yield from _codes(source, spec, info, document)
    for name in contract.points:
        if name in attributes and attributes[name].info["element"] not in GEOMETRIES:
            yield document.fault(("points", name), f"{name} is no point")


def _codes(
    source: str, spec: ColumnSpec, info: Mapping[str, Any], document: Document
) -> Iterator[Fault]:
    """Own codes that mean none of the dictionary's; divisions have codes but no list."""
    place = ("columns", source, "codes")
    if spec.codes and info["element"] not in ("code", "division"):
        yield document.fault(place, f"{spec.attribute} is no code")
    elif info["codes"]:
        known = CODES[info["codes"]]
        for theirs, ours in spec.codes.items():
            if ours not in known:
                yield _unknown(document, (*place, theirs), ours, known.codes)


def _operation(contract: Contract, document: Document) -> Iterator[Fault]:
    if contract.operation and contract.kind != "increment":
        yield document.fault(("operation",), f"a delivery of kind {contract.kind} has no deletions")


def _systems(contract: Contract, document: Document) -> Iterator[Fault]:
    """Coordinate systems that PROJ knows, and encodings that exist."""
    named: list[tuple[Place, str]] = [
        (("points", name, "crs"), spec.crs) for name, spec in contract.points.items()
    ]
    named += [
        (("columns", name, "crs"), spec.crs) for name, spec in contract.columns.items() if spec.crs
    ]
    if crs := getattr(contract.file, "crs", None):
        named.append((("file", "crs"), crs))
    for place, text in named:
        try:
            CRS.from_user_input(text)
        except CRSError:
            yield document.fault(place, f"{text!r} is no coordinate system; write it as EPSG:4549")
    encoding = getattr(contract.file, "encoding", None)
    if encoding:
        try:
            "".encode(encoding)
        except LookupError:
            yield document.fault(
                ("file", "encoding"), f"{encoding!r} is no encoding; utf-8 or gb18030?"
            )
