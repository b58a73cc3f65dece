"""Scores a model on pairs that people decided, such as `./siku review export` writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv

from matching.engine.features import ID
from matching.engine.judging import Judge
from matching.evaluate import Rates
from matching.model import MatchModel
from runtime.errors import SikuError

SIDES = ("left", "right")
LABELS = ("same", "different")
STEPS = (-8, -4, 0, 4, 8, 12, 16)  # bits


class NotLabelled(SikuError):
    """A file that holds no decided pairs a model could be scored on."""


@dataclass(frozen=True)
class Scored:
    """One pair: what people said, and the machine's own weight and verdict beside it."""

    left: str
    right: str
    label: str
    bits: float
    verdict: str

    @property
    def contradicts(self) -> bool:
        """Whether the machine would have done what people found wrong."""
        return {"same": "different", "apart": "same"}.get(self.verdict) == self.label


@dataclass(frozen=True)
class AtWeight:
    """What joining every pair from some weight on would have come to, the guards aside."""

    bits: float
    rates: Rates


@dataclass(frozen=True)
class Labelled:
    """How a model does on decided pairs."""

    model: str
    pairs: int
    same: int
    left_out: int  # neither same nor different
    joined: Rates  # what the machine itself calls the same, against what people do
    verdicts: dict[str, dict[str, int]]  # the machine's verdict -> people's -> pairs
    by_weight: list[AtWeight]
    scored: list[Scored]

    def as_json(self) -> dict[str, Any]:
        """For another program."""
        return asdict(self)


def score(model: MatchModel, file: Path) -> Labelled:
    """Judge the pairs of a labelled set anew and compare with what people decided."""
    table = _read(file)
    labels = table["verdict"].to_pylist()
    kept = [place for place, label in enumerate(labels) if label in LABELS]
    if not kept:
        raise NotLabelled("no pair was decided same or different", where=str(file))
    pairs = list(_judged(model, table.take(kept), file))
    said = [(one.label == "same", one.verdict == "same") for one in pairs]
    told = Counter((one.verdict, one.label) for one in pairs)
    return Labelled(
        model=model.model,
        pairs=len(pairs),
        same=sum(same for same, _ in said),
        left_out=len(labels) - len(kept),
        joined=_rates(said),
        verdicts={
            name: {label: told[name, label] for label in LABELS}
            for name in ("same", "review", "apart")
        },
        by_weight=list(_by_weight(model, pairs)),
        scored=sorted(pairs, key=lambda one: -one.bits),
    )


def _judged(model: MatchModel, table: pa.Table, file: Path) -> Iterator[Scored]:
    """The pairs with the machine's weight and verdict: left rows are even, right ones odd."""
    missing = [c for c in model.columns if not {f"{s}_{c}" for s in SIDES} & {*table.column_names}]
    if len(missing) == len(model.columns):
        raise NotLabelled(
            f"it has none of the columns that {model.model} compares", where=str(file),
            hint=f"such as left_{model.columns[0]} and right_{model.columns[0]}",
        )  # fmt: skip
    count = table.num_rows
    ids = pa.array([*range(0, 2 * count, 2), *range(1, 2 * count, 2)], pa.int64())
    rows = pa.table({ID: ids} | {name: _both(table, name) for name in model.columns})
    facts = {name: _fact(table, name) for name in model.facts}
    pairs = pa.table({"l": ids[:count], "r": ids[count:]} | facts)
    label, left, right = (table[name].to_pylist() for name in ("verdict", "left_id", "right_id"))
    for portion in Judge.of(model).judge(rows, pairs, keep_apart=True):
        judged = zip(
            *(portion[name].to_pylist() for name in ("l", "weight", "verdict")), strict=True
        )
        for even, bits, verdict in judged:
            place = even // 2
            yield Scored(left[place], right[place], label[place], round(bits, 2), str(verdict))


def _both(table: pa.Table, name: str) -> pa.ChunkedArray:
    """A column of the left sides, then of the right ones."""
    nothing = pa.nulls(table.num_rows, pa.string())
    sides = (f"{side}_{name}" for side in SIDES)
    found = [table[s].combine_chunks() if s in table.column_names else nothing for s in sides]
    return pa.chunked_array([pa.concat_arrays(found)])


def _fact(table: pa.Table, name: str) -> pa.Array:
    said = table[name].to_pylist() if name in table.column_names else [None] * table.num_rows
    return pa.array([value in ("true", "True", "t", "1") for value in said])


def _by_weight(model: MatchModel, pairs: Sequence[Scored]) -> Iterator[AtWeight]:
    for bits in sorted({*map(float, STEPS), model.thresholds.join}):
        said = [(one.label == "same", one.bits >= bits) for one in pairs]
        yield AtWeight(bits, _rates(said))


def _rates(said: Sequence[tuple[bool, bool]]) -> Rates:
    right = sum(true and found for true, found in said)
    return Rates.of(right, sum(found for _, found in said), sum(true for true, _ in said))


def _read(file: Path) -> pa.Table:
    """The file with every column as text."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            header = lines.readline()
        names = pa.csv.read_csv(pa.BufferReader(header.encode())).column_names
        table = pa.csv.read_csv(
            file,
            parse_options=pa.csv.ParseOptions(newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True,
                null_values=[""], quoted_strings_can_be_null=True,
            ),
        )  # fmt: skip
    except (OSError, pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise NotLabelled(f"it cannot be read: {error}", where=str(file)) from error
    if lacking := [name for name in ("verdict", "left_id", "right_id") if name not in names]:
        raise NotLabelled(
            f"it has no column {lacking[0]}", where=str(file),
            hint="./siku review export --labels FILE writes one that has",
        )  # fmt: skip
    return table
