"""The columns a contract names: what is said of their values, and whether they can be there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column

from loaders.errors import Fault
from loaders.fields import UNWANTED, HowRead
from loaders.files import CrosstabFile
from loaders.positions import Document, Place
from loaders.units import UNITS
from models import Thing
from models.codes import CODES
from models.elements import GEOMETRIES

if TYPE_CHECKING:
    from loaders.contract import Contract

# Names so alike that one is probably the other, mistyped or renamed.
ALIKE = 0.8
_ONE_OF = re.compile(r"num_nonnulls\(([a-z_, ]+)\) = 1")


def reads(contract: Contract) -> Iterator[tuple[Place, str, HowRead]]:
    """Every attribute that is read from text: where that is said, its name, and how."""
    for source, spec in contract.columns.items():
        yield ("columns", source), spec.attribute, spec
    for source, split in contract.splits.items():
        pieces = split.into if isinstance(split.into, tuple) else ()
        for position, piece in enumerate(pieces):
            if piece.attribute != UNWANTED:
                yield ("splits", source, "into", position), piece.attribute, piece
        if not pieces:
            for name, piece in split.pieces.items():
                if piece.attribute != UNWANTED:
                    yield ("splits", source, "into", name), piece.attribute, piece
    for name, join in contract.joins.items():
        yield ("joins", name), name, join


def values(
    contract: Contract, document: Document, attributes: Mapping[str, Column[Any]]
) -> Iterator[Fault]:
    """Units and codes only where the attribute has such, and known ones; constants readable."""
    for place, name, spec in reads(contract):
        if name in attributes:
            yield from _unit(place, name, spec, attributes[name].info, document)
            yield from _codes(place, name, spec, attributes[name].info, document)
            if spec.partial != "refuse" and attributes[name].info["element"] != "date":
                yield document.fault((*place, "partial"), f"{name} is no date")
    for name, text in contract.constants.items():
        if name in attributes:
            yield from _constant(name, text, attributes[name].info, document)


def known_columns(contract: Contract, document: Document) -> Iterator[Fault]:
    """Columns that a file of this format cannot have."""
    file = contract.file
    if not isinstance(file, CrosstabFile):
        return
    there = {*file.labels, file.across, file.cell, file.sheet_label, "行", "列"}
    for place, name in _named_columns(contract):
        if name not in there:
            close = difflib.get_close_matches(name, there, n=1)
            hint = f"did you mean {close[0]}?" if close else "it has: " + ", ".join(sorted(there))
            yield document.fault(place, f"the cross-table has no column {name!r}; {hint}")


def advice(contract: Contract, document: Document) -> Iterator[Fault]:
    """What is no fault, yet worth a second look: a key that nothing else names, and nearly so."""
    others = {*contract.columns, *contract.splits}
    for place, name in _named_columns(contract):
        if place[0] in ("columns", "splits", "joins") or name in others:
            continue
        close = difflib.get_close_matches(name, others, n=1, cutoff=ALIKE)
        if close:
            what = f"{name!r} is not among the columns, {close[0]!r} is; is it another column?"
            yield document.fault(place, what)
    delivered = contract.attributes
    for name in contract.authority:
        if name != "default" and name not in delivered:
            yield document.fault(("authority", name), f"no column delivers {name}")
    for names in alternatives(contract.definition):
        if not set(names) & set(delivered):
            what = f"delivers none of {', '.join(names)}: each row without one is set aside"
            yield document.fault(("columns",), what)
    if contract.law is None and contract.agreement is None:
        yield document.fault((), "says neither law nor agreement: why is it delivered?")


def alternatives(thing: Thing) -> Iterator[tuple[str, ...]]:
    """Attributes of which each row must have exactly one."""
    for column in thing.attributes:
        for rule in column.info["rules"]:
            if found := _ONE_OF.fullmatch(rule):
                yield tuple(found[1].split(", "))


def _named_columns(contract: Contract) -> Iterator[tuple[Place, str]]:
    """Every source column, where it is named."""
    for name in contract.columns:
        yield ("columns", name), name
    for name in contract.splits:
        yield ("splits", name), name
    for attribute, join in contract.joins.items():
        for name in join.sources:
            yield ("joins", attribute), name
    for attribute, point in contract.points.items():
        yield ("points", attribute, "x"), point.x
        yield ("points", attribute, "y"), point.y
    for position, name in enumerate(contract.key):
        yield ("key", position), name
    for key, day in (("valid_from", contract.valid_from), ("valid_to", contract.valid_to)):
        if day:
            yield (key,), day.column
    if contract.operation:
        yield ("operation", "column"), contract.operation.column


def _unit(
    place: Place, name: str, spec: HowRead, info: Mapping[str, Any], document: Document
) -> Iterator[Fault]:
    units = UNITS.get(info["element"], {})
    if spec.unit and not units:
        yield document.fault((*place, "unit"), f"{name} has no unit")
    elif spec.unit and spec.unit not in units:
        others = [element for element, known in UNITS.items() if spec.unit in known]
        of_what = f"; it is a unit of {others[0]}, and {name} is {info['element']}"
        hint = of_what if others else _nearest(spec.unit, units)
        yield document.fault((*place, "unit"), f"{spec.unit!r} is unknown{hint}")


def _codes(
    place: Place, name: str, spec: HowRead, info: Mapping[str, Any], document: Document
) -> Iterator[Fault]:
    """Own codes that mean none of the dictionary's; divisions have codes but no list."""
    if spec.codes and info["element"] not in ("code", "division"):
        yield document.fault((*place, "codes"), f"{name} is no code")
    elif info["codes"]:
        known = CODES[info["codes"]]
        for theirs, ours in spec.codes.items():
            if ours not in known:
                meant = known.means(ours)
                hint = f"; did you mean {meant}?" if meant else _nearest(ours, known.codes)
                what = f"{ours!r} is unknown{hint}"
                yield document.fault((*place, "codes", theirs), what)


def _constant(name: str, text: str, info: Mapping[str, Any], document: Document) -> Iterator[Fault]:
    """A fixed value that cannot be read would set every row aside."""
    if info["element"] in GEOMETRIES:
        yield document.fault(("constants", name), f"{name} is a shape and can have no fixed value")
        return
    if why := _unreadable(text, info):
        yield document.fault(("constants", name), f"{text!r} cannot be read: {why}")


def _unreadable(text: str, info: Mapping[str, Any]) -> str | None:
    if info["codes"]:
        codes = CODES[info["codes"]]
        return None if codes.means(text) else f"it is none of {codes.name}"
    # Schedulers read contracts often: what stages values is loaded only when it must be asked.
    import pyarrow as pa

    from loaders.elements import Aspect, standardise
    from loaders.sentences import told

    read = standardise(pa.array([text]), Aspect(info["element"]), ())
    flaw = read.flaws[0].as_py()
    if read.values.null_count == 0:
        return None
    return told(flaw)[1] if flaw else "it is empty"


def _nearest(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else "; there are: " + ", ".join(known)
