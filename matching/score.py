"""Scores candidate pairs with the thing's model and decides which are certain."""

from __future__ import annotations

import io
import tempfile
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from psycopg2 import sql

from matching.accepted import in_force
from matching.engine.duck import Duck
from matching.engine.judging import Judge, reasons
from matching.model import MatchModel
from matching.run import Run
from runtime.database import execute
from runtime.sql import load

PORTION = 200_000
_NUMBERS = ("unique_id", "line", "master_id", "other")
_FLAGS = ("same_register", "disputed", "own")


def score(run: Run, model: MatchModel) -> None:
    """Fill `match_scored` from `match_pair`: links that are certain, pairs to review, and which
    records that changed stay where they are.

    Pairs are judged portion by portion, so that memory is bounded whatever the delivery's size;
    those of which something may come are then decided together.
    """
    judge = Judge.of(in_force(run.connection, model))
    sized = execute(run.connection, load("matching/portions"), {"size": PORTION})
    judged = [_judged(run, judge, n) for n in range(sized.scalar_one())]
    with Duck() as engine:
        engine.register("judged", pa.concat_tables(judged))
        decide = load(
            "matching/decide",
            lead=sql.SQL(f"{model.thresholds.lead:f}"), leave=sql.SQL(f"{_leave(model):f}"),
        )  # fmt: skip
        _write(run, engine.fetch(decide.as_string(None)))  # type: ignore[arg-type]


def _leave(model: MatchModel) -> float:
    limits = model.thresholds
    return limits.join if limits.leave is None else limits.leave


def _judged(run: Run, judge: Judge, portion: int) -> pa.Table:
    """The pairs of one portion that are certain or possible, or of a record and its own master."""
    execute(run.connection, load("matching/portion"), {"portion": portion})
    line = load(f"matching/{run.thing.name}_line")
    nodes = load(f"matching/{run.thing.name}_nodes", staged=run.table("staged"), line=line)
    rows, pairs = _read(run, nodes), _read(run, load("matching/pairs"))
    weighed = pa.concat_tables(judge.judge(rows, pairs, keep_apart=True))
    kept = weighed.filter(pc.or_(pc.not_equal(weighed["verdict"], "apart"), weighed["own"]))
    told = kept.select(
        ["line", "master_id", "other", "same_register", "own", "weight", "probability", "verdict"]
    )
    return told.append_column("why", pa.array(reasons(judge.model, kept), pa.string()))


def _read(run: Run, copy: sql.Composable) -> pa.Table:
    """What a COPY … TO STDOUT (format csv, header) yields, within the transaction."""
    raw: Any = run.connection.connection.driver_connection
    with tempfile.TemporaryFile() as file:
        with raw.cursor() as cursor:
            cursor.copy_expert(copy.as_string(raw), file)
        file.seek(0)
        header = file.readline().decode().strip().split(",")
        file.seek(0)
        return pa.csv.read_csv(
            file,
            parse_options=pa.csv.ParseOptions(newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(
                column_types={name: _type(name) for name in header}, strings_can_be_null=True,
                quoted_strings_can_be_null=False, null_values=[""], true_values=["t"],
                false_values=["f"],
            ),
        )  # fmt: skip


def _type(column: str) -> pa.DataType:
    if column in (*_NUMBERS, "l", "r"):
        return pa.int64()
    return pa.bool_() if column in _FLAGS else pa.string()


def _write(run: Run, decided: pa.Table) -> None:
    """Put the decisions into `match_scored`."""
    raw: Any = run.connection.connection.driver_connection
    buffer = io.BytesIO()
    pa.csv.write_csv(decided, buffer)
    buffer.seek(0)
    with raw.cursor() as cursor:
        cursor.copy_expert(load("matching/scored_in").as_string(raw), buffer)
