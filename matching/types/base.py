"""What a semantic type is: features of a field's columns, levels of agreement, blocking keys.

A type looks at the columns of one field (each under a *role*: a name may come as `full`, or as
`given` and `surname`) and says three things:

- `features`: columns made of them before any engine sees the data, computed once per distinct
  value. An engine's table holds them as `<field>_<feature>`.
- `comparisons`: how two records are compared by these features: levels from the best down. A
  condition is SQL that every engine understands: `=`, `and`, `or`, `not`, `is null`, numbers,
  `abs`, `length`, and the words of `WORDS` below; `{sound}` stands for the feature `sound`.
- `blocks`: features of which two records of one thing probably share a value.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

Columns: TypeAlias = Mapping[str, pa.Array]
Feature: TypeAlias = pa.Array

# What a condition may call of two columns, beside plain SQL; each engine has its own form of them.
# Of texts: likeness 0–1, letters to change, the same with swaps counted once. Of lists of texts:
# whether they share one, how many, which part of all of theirs, which part of the shorter one's.
WORDS = ("jaro_winkler", "levenshtein", "damerau", "overlap", "shared", "jaccard", "within")
TEXT = pa.string()
TEXTS = pa.list_(pa.string())
Kin = Literal["own", "shared", "never"]
# Several values of one role in one text, as the database joins them.
SEPARATOR = "\x1f"
# Rows whose features are made at once.
_AT_ONCE = 10_000


@dataclass(frozen=True)
class Level:
    """One degree of agreement.

    `name` is what guards call it, `zh` and `en` what a person reads. `m` is how often records of
    one thing stand at this level, `u` how often two at random do: the start of training, and what
    counts where nothing was learnt. `frequent` names the feature whose frequency weighs an
    agreement: a rare name says more than a common one. `most` bounds in bits what the level may
    weigh: where both sides say what contradicts the other, such as two trades under one brand,
    records that are near in all else are more often kin than the same, which no data without labels
    can show.
    """

    name: str
    zh: str
    en: str
    condition: str
    m: float
    u: float
    frequent: str | None = None
    most: float | None = None


@dataclass(frozen=True)
class Comparison:
    """One question asked of a pair: levels from the best down, the last of them `ELSE`.

    `aspect` is empty where the field has one comparison only; guards and weights call a comparison
    `field` or `field.aspect`. It is asked when both sides have all of the features in `needs`.
    `kin` says what members of one household, or companies of one group, have to do with it: an
    address is `shared`, a name is each one's `own` but may be alike, an identifier is `never`
    another's.
    """

    aspect: str
    zh: str
    en: str
    needs: tuple[str, ...]
    levels: tuple[Level, ...]
    kin: Kin = "own"


@dataclass(frozen=True)
class Block:
    """A feature of which two records of one thing probably share a value.

    A list of texts shares when one of its texts is the other's, too. `alone` says that the value
    may be selective enough by itself; others are used only together with another field's.
    """

    feature: str
    alone: bool = True


class Type(ABC):
    """A semantic type; each is one module of matching/types."""

    name: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    # Roles its columns may have; a column that is given without a role has the first.
    roles: ClassVar[tuple[str, ...]]
    # Roles of which a row teaches something of others if it has several and they differ.
    teach: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def features(self, columns: Columns) -> dict[str, Feature]:
        """The features of some rows; a role that is not given makes no feature, or an empty one."""

    def taught(self, columns: Columns) -> Type:
        """The type as it is once it has seen these rows, where rows teach something of others: who
        asks for features part by part lets it see all of them first."""
        return self

    @abstractmethod
    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """How two records are compared whose columns have these roles."""

    @abstractmethod
    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """By which features pairs are found."""

    def assign(self, columns: Sequence[str]) -> list[tuple[str, str]]:
        """Columns that were listed without roles, each with the role it probably has.

        Several columns of one role are several values of it, such as former names.
        """
        return [(self.roles[0], column) for column in columns]


ELSE = "ELSE"


def same(feature: str) -> str:
    """The condition that both sides have the same value."""
    return f"{{{feature}}}_l = {{{feature}}}_r"


def crossed(one: str, other: str) -> str:
    """The condition that one side's value is the other side's other value, either way."""
    return f"({{{one}}}_l = {{{other}}}_r or {{{other}}}_l = {{{one}}}_r)"


def overlap(feature: str, other: str | None = None) -> str:
    """The condition that two lists of texts share one."""
    return f"overlap({{{feature}}}_l, {{{other or feature}}}_r)"


def alike(feature: str, least: float) -> str:
    """The condition that two texts are so alike by Jaro and Winkler."""
    return f"jaro_winkler({{{feature}}}_l, {{{feature}}}_r) >= {least}"


def slips(feature: str, most: int) -> str:
    """The condition that so few letters must be put in, left out, changed or swapped."""
    return f"damerau({{{feature}}}_l, {{{feature}}}_r) <= {most}"


def common(feature: str, least: float) -> str:
    """The condition that two lists have such a part of all their texts in common."""
    return f"jaccard({{{feature}}}_l, {{{feature}}}_r) >= {least}"


def within(feature: str, least: float = 1.0) -> str:
    """The condition that one list holds such a part of the other's texts."""
    return f"within({{{feature}}}_l, {{{feature}}}_r) >= {least}"


def per_value(
    columns: Columns, function: Callable[..., Mapping[str, Any]], shape: Mapping[str, pa.DataType]
) -> dict[str, Feature]:
    """Features by a pure function of one row's values (by role), called once per distinct row.

    Values arrive as text, or None; lists of texts arrive joined by SEPARATOR.
    """
    names = list(columns)
    table = pa.table({name: texts(columns[name]) for name in names})
    if table.num_rows == 0:
        return {name: pa.array([], kind) for name, kind in shape.items()}
    keyed = table.append_column("__row", pa.array(range(table.num_rows), pa.int64()))
    groups = keyed.group_by(names, use_threads=False).aggregate([("__row", "list")])
    made = _made(groups.select(names), function, shape)
    order = pc.list_flatten(groups["__row_list"].combine_chunks())
    parents = pc.list_parent_indices(groups["__row_list"].combine_chunks())
    take = parents.take(pc.sort_indices(order))
    return {name: made[name].combine_chunks().take(take) for name in shape}


def _made(
    rows: pa.Table, function: Callable[..., Mapping[str, Any]], shape: Mapping[str, pa.DataType]
) -> pa.Table:
    """What the function makes of rows; only some of them are Python's at a time, which takes many
    times the room."""
    schema = pa.schema(list(shape.items()))
    batches = []
    for begin in range(0, rows.num_rows, _AT_ONCE):
        made = [function(**row) for row in rows.slice(begin, _AT_ONCE).to_pylist()]
        columns = [pa.array([row.get(name) for row in made], kind) for name, kind in shape.items()]
        batches.append(pa.record_batch(columns, schema=schema))
    return pa.Table.from_batches(batches, schema)


def texts(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column as text without blanks around; what is empty is null."""
    plain = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(plain.type):
        plain = plain.dictionary_decode()
    if pa.types.is_list(plain.type) or pa.types.is_large_list(plain.type):
        plain = pc.binary_join(plain.cast(TEXTS), SEPARATOR)
    if pa.types.is_floating(plain.type):
        plain = whole(plain)
    trimmed = pc.utf8_trim_whitespace(plain.cast(TEXT))
    return pc.if_else(pc.equal(trimmed, ""), None, trimmed)


def whole(column: pa.Array) -> pa.Array:
    """Numbers kept in floats as text, without the `.0` that whole ones get; NaN is null."""
    known = pc.if_else(pc.is_nan(column), None, column)
    return pc.replace_substring_regex(known.cast(TEXT), r"\.0$", "")


def several(value: str | None) -> list[str]:
    """The values of one role that came joined."""
    return [part for part in value.split(SEPARATOR) if part] if value else []
