"""The table an engine compares: every feature of every field, and how frequent its values are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from matching.model import MatchModel, ModelField
from matching.types.base import SEPARATOR, texts

ID = "unique_id"
SOURCE = "source"
# A value is met again in no less than this many things of those there are.
RAREST = 0.02


def features(
    model: MatchModel,
    table: pa.Table,
    ids: pa.Array,
    source: int = 0,
    fields: Sequence[ModelField] | None = None,
) -> pa.Table:
    """The features of rows, by their ids; `source` tells the files of one match apart. Of all the
    model's fields, or of some, or as they were taught."""
    columns: dict[str, pa.Array] = {
        ID: ids.cast(pa.int64()),
        SOURCE: pa.array(np.full(table.num_rows, source, np.int32)),
    }
    for field in model.typed if fields is None else fields:
        for feature, values in field.type.features(_given(field, table)).items():
            columns[field.column(feature)] = values
    return pa.table(columns)


def teaching(model: MatchModel) -> dict[str, tuple[str, ...]]:
    """The columns, by field, of which a row teaches something of others when they differ."""
    found = {}
    for field in model.typed:
        columns = tuple(c for role in field.type.teach for c in field.roles.get(role, ()))
        if len(columns) > 1:
            found[field.name] = columns
    return found


def taught(model: MatchModel, table: pa.Table) -> tuple[ModelField, ...]:
    """The model's fields once they have seen these rows, so that features of the rows may be made
    part by part."""
    teach = teaching(model)
    return tuple(
        replace(field, type=field.type.taught(_given(field, table)))
        if field.name in teach else field
        for field in model.typed
    )  # fmt: skip


def _given(field: ModelField, table: pa.Table) -> dict[str, pa.Array]:
    return {role: joined(table, names) for role, names in field.roles.items()}


def numbered(model: MatchModel, tables: Sequence[pa.Table]) -> pa.Table:
    """All rows of some tables, numbered through; each by itself, for each writes dates in an order
    of its own."""
    made, first = [], 0
    for source, table in enumerate(tables):
        ids = pa.array(np.arange(first, first + table.num_rows))
        made.append(features(model, table, ids, source))
        first += table.num_rows
    return pa.concat_tables(made).combine_chunks()


def registers(model: MatchModel, tables: Sequence[pa.Table]) -> npt.NDArray[np.int64]:
    """Per row a number of the register it stands in; where the model names no column, its file."""
    name = model.listed_in
    if name is None or any(name not in table.column_names for table in tables):
        return np.repeat(np.arange(len(tables)), [table.num_rows for table in tables])
    said = pa.concat_arrays([texts(table[name]) for table in tables])
    codes = said.dictionary_encode(null_encoding="encode").indices
    found: npt.NDArray[np.int64] = codes.to_numpy().astype(np.int64)
    return found


def joined(table: pa.Table, names: tuple[str, ...]) -> pa.Array:
    """The columns of one role as one; several values of a row are joined."""
    parts = [texts(table[name]) for name in names]
    if len(parts) == 1:
        return parts[0]
    # Told to skip nulls, Arrow leaves out rows that have nothing else.
    whole = pc.binary_join_element_wise(*parts, SEPARATOR, null_handling="replace")
    kept = pc.utf8_trim(whole, SEPARATOR)
    return pc.if_else(pc.equal(kept, ""), None, kept)


def frequent(model: MatchModel) -> tuple[str, ...]:
    """The columns whose frequencies weigh an agreement."""
    found = (
        field.column(level.frequent)
        for field in model.typed
        for one in field.comparisons
        for level in one.levels
        if level.frequent
    )
    return tuple(dict.fromkeys(found))


def with_frequencies(
    model: MatchModel,
    nodes: pa.Table,
    things: npt.NDArray[np.int64] | None = None,
    known: Mapping[str, Mapping[str, float]] | None = None,
) -> pa.Table:
    """The table with a `share_` column for each whose values weigh by how frequent they are.

    `things` says which rows are probably one thing, so that what one thing bears in many records is
    not taken for frequent. `known` has shares of whole populations, by column and value, where the
    rows at hand are too few to tell; its `""` is the share of any other value.
    """
    for column in frequent(model):
        values = nodes[column].combine_chunks()
        if known is None:
            tf = _counted(values, things)
        else:
            tf = _looked_up(values, known.get(column, {}))
        nodes = nodes.append_column(f"share_{column}", tf)
    return nodes


def _counted(values: pa.Array, things: npt.NDArray[np.int64] | None) -> pa.Array:
    """How likely it is to meet each value in another thing, by absolute discounting.

    A value borne by one thing only is rarer than one in all things, the more so the fewer values
    two things share: dates repeat seldom, identifiers never.
    """
    encoded = values.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    said = codes >= 0
    if not said.any():
        return pa.nulls(len(values), pa.float64())
    if things is None:
        borne = codes[said]
    else:
        borne = np.unique(np.stack([things[said], codes[said]]), axis=1)[1]
    counts = np.bincount(borne, minlength=len(encoded.dictionary))
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    discount = once / (once + 2 * twice) if once else 0.0
    shares = np.maximum(counts - discount, RAREST) / len(borne)
    return pa.array(shares).take(encoded.indices)


def _looked_up(values: pa.Array, shares: Mapping[str, float]) -> pa.Array:
    encoded = values.dictionary_encode()
    other = shares.get("")
    found = [shares.get(value, other) for value in encoded.dictionary.to_pylist()]
    return pa.array(found, pa.float64()).take(encoded.indices)
