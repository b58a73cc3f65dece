"""A contract held against the dictionary, the departments and the other contracts."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyproj import CRS
from pyproj.exceptions import CRSError

from loaders import systems
from loaders.check_columns import known_columns, reads, values
from loaders.errors import Fault, Refused
from loaders.fields import ADDRESS_PARTS, SplitSpec
from loaders.positions import Document, Place, read_document
from models import THINGS
from models.elements import GEOMETRIES

if TYPE_CHECKING:
    from loaders.contract import Contract, Department


def against_dictionary(
    contract: Contract,
    document: Document,
    departments: Mapping[str, Department],
    gaps: Collection[Place] = (),
) -> Iterator[Fault]:
    """What a contract says that the dictionary does not know. Of what was left out because it is
    wrong in itself (`gaps`) nothing more is said."""
    left_out = {place[0] for place in gaps if place}
    if "department" not in left_out and contract.department not in departments:
        yield unknown(document, ("department",), contract.department, departments)
    if "thing" not in left_out:
        if contract.thing in THINGS:
            yield from _of_its_thing(contract, document, left_out)
        else:
            yield unknown(document, ("thing",), contract.thing, THINGS)
    yield from _operation(contract, document)
    yield from _systems(contract, document)
    yield from _patterns(contract, document)
    yield from _thresholds(contract, document)
    if not left_out & {"file", "columns", "key"}:
        yield from known_columns(contract, document)


def among_themselves(
    every: Sequence[tuple[Path, Contract]], broken: Collection[str] = ()
) -> Iterator[Fault]:
    """Datasets that a contract wants to follow and that do not exist, or that wait in a ring. Of
    those whose own contract is broken it is enough that this is said."""
    found = {contract.dataset: contract for _, contract in every}
    for path, contract in every:
        for position, name in enumerate(contract.after):
            place = ("after", position)
            if name in broken:
                continue
            if name not in found:
                yield unknown(read_document(path), place, name, found)
            elif ring := _ring(contract.dataset, name, found):
                waiting = " → ".join((contract.dataset, *ring))
                yield read_document(path).fault(place, f"they wait for each other: {waiting}")


def _ring(dataset: str, name: str, found: Mapping[str, Contract]) -> tuple[str, ...] | None:
    """The way from a predecessor back to the dataset, if there is one."""
    ways: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == dataset:
            return way
        if way[-1] in found and way[-1] not in seen:
            seen.add(way[-1])
            ways += [(*way, before) for before in found[way[-1]].after]
    return None


def unknown(document: Document, place: Place, name: str, known: Collection[str]) -> Fault:
    """The fault of a name that is not among those known."""
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}?" if close else "there are: " + ", ".join(known)
    return document.fault(place, f"{name!r} is unknown; {hint}")


def _of_its_thing(
    contract: Contract, document: Document, left_out: Collection[str | int]
) -> Iterator[Fault]:
    attributes = {column.name: column for column in contract.definition.attributes}
    for place, name in _named_attributes(contract):
        if name not in attributes:
            yield unknown(document, place, name, attributes)
    yield from _given_once(contract, document)
    if not set(left_out) & {"columns", "splits", "joins", "points", "constants"}:
        yield from _required(contract, document)
    yield from values(contract, document, attributes)
    for name in contract.points:
        if name in attributes and attributes[name].info["element"] not in GEOMETRIES:
            yield document.fault(("points", name), f"{name} is no point")


def _named_attributes(contract: Contract) -> Iterator[tuple[Place, str]]:
    for place, name, _ in reads(contract):
        yield place, name
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


def _operation(contract: Contract, document: Document) -> Iterator[Fault]:
    if contract.operation and contract.kind != "increment":
        yield document.fault(("operation",), f"a delivery of kind {contract.kind} has no deletions")


def _systems(contract: Contract, document: Document) -> Iterator[Fault]:
    """Coordinate systems that PROJ knows, and encodings that exist."""
    named: list[tuple[Place, str]] = [
        (("points", name, "crs"), spec.crs) for name, spec in contract.points.items()
    ]
    named += [((*place, "crs"), spec.crs) for place, _, spec in reads(contract) if spec.crs]
    if crs := getattr(contract.file, "crs", None):
        named.append((("file", "crs"), crs))
    for place, text in named:
        try:
            CRS.from_user_input(text)
        except CRSError:
            yield document.fault(place, f"{text!r} is no coordinate system; write it as EPSG:4549")
            continue
        try:
            systems.way(text)
        except Refused as error:
            yield document.fault(place, f"{error.en}; {error.hint}")
    encoding = getattr(contract.file, "encoding", None)
    if encoding:
        try:
            "".encode(encoding)
        except LookupError:
            yield document.fault(
                ("file", "encoding"), f"{encoding!r} is no encoding; utf-8 or gb18030?"
            )


def _patterns(contract: Contract, document: Document) -> Iterator[Fault]:
    """Splits and joins that cannot work."""
    for source, split in contract.splits.items():
        yield from _split(split, ("splits", source), document)
    for name, join in contract.joins.items():
        if join.template and join.columns:
            yield document.fault(("joins", name), "needs columns or a template, and not both")
        elif not join.sources:
            yield document.fault(("joins", name), "names no columns")


def _split(split: SplitSpec, place: Place, document: Document) -> Iterator[Fault]:
    if sum(how is not None for how in (split.delimiter, split.pattern, split.parser)) != 1:
        yield document.fault(place, "needs one of delimiter, pattern and parser")
    elif split.delimiter is not None:
        if not isinstance(split.into, tuple) or len(split.into) < 2:
            yield document.fault(place, "into must list the attributes of two or more pieces")
    elif isinstance(split.into, tuple) and split.into:
        yield document.fault((*place, "into"), "the pieces go by piece: attribute")
    elif split.pattern is not None:
        yield from _groups(split.pattern, split.pieces, (*place, "pattern"), document)
    else:
        for name in split.pieces:
            if name not in ADDRESS_PARTS:
                yield unknown(document, (*place, "into", name), name, ADDRESS_PARTS)


def _groups(
    pattern: str, pieces: Collection[str], place: Place, document: Document
) -> Iterator[Fault]:
    from loaders import combining  # with pyarrow, which schedulers do without

    try:
        groups = combining.groups(pattern)
    except ValueError as error:
        yield document.fault(place, str(error).replace("Invalid", "is no", 1))
        return
    if not groups:
        yield document.fault(place, "has no named group, (?P<name>…)")
    for name in pieces:
        if name not in groups:
            yield document.fault((*place[:-1], "into", name), f"the pattern has no group {name!r}")


def _thresholds(contract: Contract, document: Document) -> Iterator[Fault]:
    """Limits that hold a delivery before they would mark it."""
    aside, score = contract.gate.quarantine, contract.gate.score
    if aside.warn > aside.hold:
        yield document.fault(("gate", "quarantine"), "warn must not be more than hold")
    if score.warn < score.hold:
        yield document.fault(("gate", "score"), "warn must not be less than hold")
    if "/" in contract.file.pattern or "\\" in contract.file.pattern:
        place = ("file", "pattern")
        yield document.fault(place, "names a folder; it is a name within the dated drop folder")
