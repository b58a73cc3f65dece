"""Candidate pairs from nothing: keys, and pairs of keys, of the fields that make few enough pairs.

No labels and no rules written for one set of data: every type offers features of which two records
of one thing probably share a value. A key is one of them, or two of them together. Keys are taken
from the most selective on while the pairs they make stay within bounds, and none that another
already covers. So a pair that agrees in any two fields is found, whichever of the others differ.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from matching.engine.base import Backend
from matching.engine.features import ID, SOURCE
from matching.model import MatchModel

# So few pairs are all compared.
ALL = 1_000_000
# Candidate pairs per record, for the first records and for any further.
PER_RECORD, FIRST, FURTHER = 120, 50_000, 12
# A value that more records share tells too little, even beside others.
CROWD = 400
SAMPLE = 100_000
NO_PAIRS = pa.schema([("l", pa.int64()), ("r", pa.int64())])


@dataclass(frozen=True)
class Part:
    """A feature's column; `many` where it holds several values."""

    column: str
    many: bool
    alone: bool
    root: str


@dataclass(frozen=True)
class Key:
    """Parts that two records must share all of."""

    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return " + ".join(part.column for part in self.parts)

    def covers(self, other: Key) -> bool:
        """Whether it finds every pair the other finds."""
        return set(self.parts) <= set(other.parts)


def block(
    backend: Backend, model: MatchModel, rows: int, across: bool = False, out: str = "pairs"
) -> tuple[Key, ...]:
    """Make the table `pairs` (l < r) from `nodes`; the keys that were chosen.

    `across` pairs only records of different sources.
    """
    if rows * (rows - 1) // 2 <= ALL:
        other = f"and l.{SOURCE} <> r.{SOURCE}" if across else ""
        backend.make(
            out,
            f"select l.{ID} as l, r.{ID} as r from nodes l join nodes r on l.{ID} < r.{ID} {other}",
        )
        return ()
    chosen = choose(backend, model, rows)
    backend.register("found", NO_PAIRS.empty_table())
    for key in chosen:
        backend.add("found", _pairs(backend, key, across))
    backend.make(out, "select distinct l, r from found")
    backend.drop("found")
    return chosen


def choose(backend: Backend, model: MatchModel, rows: int) -> tuple[Key, ...]:
    """The keys to block by: the most selective first, within the bounds."""
    scale = max(1, rows // SAMPLE)
    backend.make("tasted", f"select * from nodes where {ID} % {scale} = 0")
    sizes = {key: _size(backend, key, scale) for key in _keys(model, backend)}
    budget: float = PER_RECORD * min(rows, FIRST) + FURTHER * max(0, rows - FIRST)
    chosen: list[Key] = []
    for key in sorted(sizes, key=lambda key: (sizes[key], key.name)):
        if sizes[key] > budget:
            break
        if not any(one.covers(key) for one in chosen):
            chosen.append(key)
            budget -= sizes[key]
    backend.drop("tasted")
    return tuple(chosen)


def _keys(model: MatchModel, backend: Backend) -> Iterator[Key]:
    kinds = {
        field.name: field.type for field in backend.fetch("select * from nodes limit 0").schema
    }
    parts: list[Part] = []
    for field in model.typed:
        for offered in field.type.blocks(frozenset(field.roles)):
            column = field.column(offered.feature)
            root = f"{field.name}_{offered.feature.partition('_')[0]}"
            parts.append(Part(column, pa.types.is_list(kinds[column]), offered.alone, root))
    yield from (Key((part,)) for part in parts if part.alone)
    for one, other in itertools.combinations(parts, 2):
        if one.root != other.root:
            yield Key((one, other))


def _size(backend: Backend, key: Key, scale: int) -> float:
    """How many pairs a key would make, judged by a sample of the records.

    Within a crowd pairs are not made; that a key would leave out too much is no reason against it,
    for others find what it leaves.
    """
    crowd = max(2, CROWD // scale)
    found = backend.fetch(
        f"select cast(coalesce(sum(n * (n - 1) / 2), 0) as double) as pairs from"
        f" (select count(*) as n from {_keyed(backend, key, 'tasted')} group by key) x"
        f" where n between 2 and {crowd}"
    )
    return float(found["pairs"][0].as_py()) * scale * scale


def _keyed(backend: Backend, key: Key, table: str) -> str:
    """Each record with its values of a key."""
    source, values = table, []
    for n, part in enumerate(key.parts):
        if part.many:
            values.append(f"value{n}")
            each = backend.each.format(column=part.column, table=source, name=values[-1])
            source = f"(select * from {each} e{n})"
        else:
            values.append(part.column)
    joined = " || chr(31) || ".join(values)
    given = " and ".join(f"{value} is not null" for value in values)
    return f"(select {ID}, {SOURCE}, {joined} as key from {source} s where {given}) k"


def _pairs(backend: Backend, key: Key, across: bool) -> str:
    other = f"and a.{SOURCE} <> b.{SOURCE}" if across else ""
    keyed = _keyed(backend, key, "nodes")
    return (
        f"with keyed as (select * from {keyed}), fit as (select key from keyed group by key"
        f" having count(*) between 2 and {CROWD}), kept as (select k.* from keyed k"
        f" join fit using (key))"
        f" select a.{ID} as l, b.{ID} as r from kept a join kept b"
        f" on a.key = b.key and a.{ID} < b.{ID} {other}"
    )
