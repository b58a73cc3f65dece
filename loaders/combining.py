"""Columns that hold several values, and values that stand in several columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements import Reading, addresses, shapes, standardise
from loaders.elements.base import first_flaw, flaw_where, only_where, true_in
from loaders.elements.writing import clean
from loaders.fields import JoinSpec, SplitSpec
from loaders.files import FileShape
from loaders.plan import Planned
from models.elements import GEOMETRIES

Pieces = tuple[Mapping[str, pa.Array], pa.Array]

# Between the texts of joined columns, where they are kept beside the value.
BESIDE = " | "


def combined(
    one: Planned,
    columns: Mapping[str, pa.Array],
    split: Mapping[str, Pieces],
    file: FileShape,
) -> tuple[Reading, pa.Array]:
    """An attribute that is a piece of a column, or made of several; and the text it came from,
    which is always kept."""
    nothing = file.nothing
    if one.join:
        text, beside = joined(columns, one.join, nothing)
        flaws = pa.nulls(len(text), pa.string())
    else:
        parts, flaws = split[one.source or ""]
        text, beside = parts[one.piece], columns[one.source or ""]
    if one.aspect.element in GEOMETRIES:
        read = shapes.written_shape(clean(text, nothing), one.crs, one.aspect)
    else:
        read = standardise(text, one.aspect, nothing)
    flaws = first_flaw(flaws, read.flaws)
    said_nothing = pc.and_(pc.is_null(read.values), pc.is_null(flaws))
    return Reading(read.values, flaws, said_nothing, read.beside), beside


def joined(
    columns: Mapping[str, pa.Array], spec: JoinSpec, nothing: tuple[str, ...]
) -> tuple[pa.Array, pa.Array]:
    """The texts of several columns as one, and what stood in them; null where all are empty."""
    parts = [clean(columns[name], nothing) for name in spec.sources]
    none = pc.is_null(parts[0])
    for part in parts[1:]:
        none = pc.and_(none, pc.is_null(part))
    filled = [pc.fill_null(part, "") for part in parts]
    # Null handling "skip" loses rows in which all are null.
    parts[0] = pc.if_else(none, "", parts[0])
    beside = pc.binary_join_element_wise(*filled, BESIDE)
    whole = (
        _templated(dict(zip(spec.sources, filled, strict=True)), spec.parts())
        if spec.template
        else pc.binary_join_element_wise(*parts, spec.separator, null_handling="skip")
    )
    some = pc.invert(none)
    return only_where(some, whole), only_where(some, beside)


def _templated(columns: Mapping[str, pa.Array], parts: Sequence[str]) -> pa.Array:
    pieces = [columns[part] if place % 2 else pa.scalar(part) for place, part in enumerate(parts)]
    return pc.binary_join_element_wise(*pieces, "")


def pieces(texts: pa.Array, spec: SplitSpec, nothing: tuple[str, ...]) -> Pieces:
    """The pieces of a column by the name or place they go by, and the flaw of texts that do not
    fit the split."""
    cleaned = clean(texts, nothing)
    if spec.parser is not None:
        return addresses.parse(cleaned), pa.nulls(len(texts), pa.string())
    read = _matched if spec.pattern is not None else _delimited
    fits, parts = read(cleaned, spec)
    flaw = flaw_where(pc.and_(pc.is_valid(cleaned), pc.invert(fits)), "split")
    return {name: only_where(fits, part) for name, part in parts.items()}, flaw


def _delimited(texts: pa.Array, spec: SplitSpec) -> tuple[pa.Array, dict[str, pa.Array]]:
    """By the delimiter: as many pieces as the contract names, no more and no fewer."""
    lists = pc.split_pattern(texts, spec.delimiter)
    fits = true_in(pc.equal(pc.list_value_length(lists), len(spec.pieces)))
    usual = pa.scalar([""] * len(spec.pieces), lists.type)
    even = pc.if_else(fits, lists, usual)
    parts = {name: pc.list_element(even, place) for place, name in enumerate(spec.pieces)}
    return fits, parts


def _matched(texts: pa.Array, spec: SplitSpec) -> tuple[pa.Array, dict[str, pa.Array]]:
    """By the named groups of a regular expression that the whole text must match."""
    found = pc.extract_regex(texts, whole(spec.pattern or ""))
    return pc.is_valid(found), {name: pc.struct_field(found, name) for name in spec.pieces}


def whole(pattern: str) -> str:
    """The expression over the whole text."""
    return f"^(?:{pattern})$"


def groups(pattern: str) -> Sequence[str]:
    """The named groups of an expression; raises what is wrong with one that is none."""
    found = pc.extract_regex(pa.array([], pa.string()), whole(pattern))
    return [field.name for field in found.type]
