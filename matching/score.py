"""Scores candidate pairs with the thing's model and decides which are certain."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from psycopg2 import sql

from matching.accepted import in_force
from matching.copied import copied
from matching.engine.duck import Duck
from matching.engine.features import taught, teaching
from matching.engine.judging import Judge, reasons
from matching.model import MatchModel
from matching.run import Run
from runtime.crew import crew
from runtime.database import execute
from runtime.settings import settings
from runtime.sql import load

# Small, so that many may be judged side by side within the memory of one step.
PORTION = 16_000
_NUMBERS = ("unique_id", "line", "master_id", "other")
_FLAGS = ("disputed", "own")
# Whether the line's dataset lists the master already: looked up for the few pairs that may be one.
_LISTED = "same_register"
_TOLD = ["line", "master_id", "other", _LISTED, "own", "weight", "probability", "verdict"]


def score(run: Run, model: MatchModel) -> None:
    """Fill `match_scored` from `match_pair`: links that are certain, pairs to review, and which
    records that changed stay where they are.

    Pairs are judged portion by portion, side by side, so that memory is bounded whatever the
    delivery's size; those of which something may come are then decided together.
    """
    judge = _taught(run, Judge.of(in_force(run.connection, model)))
    sized = execute(run.connection, load("matching/portions"), {"size": PORTION})
    judged = [table for table in _judged(run, judge, sized.scalar_one()) if table.num_rows]
    if not judged:
        return
    told = pa.concat_tables(judged)
    with Duck() as engine:
        engine.register("told", told)
        engine.register("listed", _listed(run, told))
        decide = load(
            "matching/decide",
            lead=sql.SQL(f"{model.thresholds.lead:f}"), leave=sql.SQL(f"{_leave(model):f}"),
        )  # fmt: skip
        _copy_in(run, engine.fetch(decide.as_string(_driver(run))), "matching/scored_in")


def _leave(model: MatchModel) -> float:
    limits = model.thresholds
    return limits.join if limits.leave is None else limits.leave


def _taught(run: Run, judge: Judge) -> Judge:
    """The judge once it has seen what all rows teach of each other: whichever portion a row is in,
    its features are the same."""
    columns = teaching(judge.model)
    if not columns:
        return judge
    listed = list(dict.fromkeys(column for names in columns.values() for column in names))
    differ = sql.SQL(" or ").join(
        sql.SQL("{} is distinct from {}").format(sql.Identifier(one), sql.Identifier(other))
        for one, *others in columns.values()
        for other in others
    )
    nodes = _nodes(run, "match_pair")
    rows = _read(run, load("matching/taught", columns=listed, nodes=nodes, differ=differ))
    return replace(judge, fields=taught(judge.model, rows))


def _judged(run: Run, judge: Judge, portions: int) -> Iterator[pa.Table]:
    """The portions in their order; no more of them are in memory than are being judged, and one."""
    # Spark is in many places by itself.
    workers = 1 if settings().match_engine == "spark" else min(settings().threads, portions)
    with crew(workers, "judging pairs", hint="SIKU_THREADS=1") as pool:
        waiting: deque[Future[pa.Table]] = deque()
        for number in range(portions):
            execute(run.connection, load("matching/portion"), {"portion": number})
            nodes = load("matching/nodes", nodes=_nodes(run, "match_portion"))
            rows, pairs = _read(run, nodes), _read(run, load("matching/pairs"))
            waiting.append(pool.submit(_portion, judge, rows, pairs))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _portion(judge: Judge, rows: pa.Table, pairs: pa.Table) -> pa.Table:
    """The pairs of one portion that are certain or possible, or of a record and its own master."""
    told = [
        weighed.select(_TOLD).append_column("why", pa.array(reasons(judge.model, weighed)))
        for weighed in judge.judge(rows, pairs, keep_apart="own", unknown=_LISTED)
        if weighed.num_rows
    ]
    return pa.concat_tables(told) if told else pa.table({})


def _listed(run: Run, told: pa.Table) -> pa.Table:
    """Of the pairs of a line and a master those whose dataset lists the master already."""
    pair = ["line", "master_id"]
    asked = told.select(pair).filter(pc.is_valid(told["master_id"])).group_by(pair).aggregate([])
    _copy_in(run, asked, "matching/listed_in")
    run.execute("listed", "result", "link", "record", values={"dataset": run.dataset_id})
    return _read(run, load("matching/listed_out"))


def _nodes(run: Run, pairs: str) -> sql.Composable:
    masters = load(
        "matching/masters", master=run.table("master"), history=run.table("history"),
        columns=["master_id", *run.thing.attribute_names],
    )  # fmt: skip
    return load(
        f"matching/{run.thing.name}_nodes", pairs=pairs, staged=run.table("staged"),
        line=load(f"matching/{run.thing.name}_line"), masters=masters,
    )  # fmt: skip


def _read(run: Run, copy: sql.Composable) -> pa.Table:
    return copied(run.connection, copy, _type)


def _type(column: str) -> pa.DataType:
    if column in (*_NUMBERS, "l", "r"):
        return pa.int64()
    return pa.bool_() if column in _FLAGS else pa.string()


def _copy_in(run: Run, rows: pa.Table, copy: str) -> None:
    """Put rows into the table that the SQL of a COPY names."""
    raw, buffer = _driver(run), io.BytesIO()
    pa.csv.write_csv(rows, buffer)
    buffer.seek(0)
    with raw.cursor() as cursor:
        cursor.copy_expert(load(copy).as_string(raw), buffer)


def _driver(run: Run) -> Any:
    """The driver's own connection: it copies, and it knows how SQL is quoted."""
    return run.connection.connection.driver_connection
