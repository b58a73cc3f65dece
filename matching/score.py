"""Scores candidate pairs with Splink on DuckDB and decides which are certain."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv
from psycopg2 import sql
from sqlalchemy import Connection

from matching import words
from matching.model import Model
from runtime.database import execute
from runtime.settings import settings
from runtime.sql import Part, load

PORTION = 200_000
_DATES = ("birth_date", "established")
_NUMBERS = ("unique_id", "line", "master_id", "other")


def score(connection: Connection, model: Model, staged: tuple[str, str]) -> None:
    """Fill `match_scored` from `match_pair`: links that are certain, pairs to review.

    Pairs are judged portion by portion, so that memory is bounded whatever the delivery's size;
    those of which something may come are then decided together.
    """
    sized = execute(connection, load("matching/portions"), {"size": PORTION})
    judged = [_judged(connection, model, staged, n) for n in range(sized.scalar_one())]
    with engine() as duck:
        duck.register("verdicts", pa.concat_tables(judged))
        write(connection, decide(duck, model))


def _judged(
    connection: Connection, model: Model, staged: tuple[str, str], portion: int
) -> pa.Table:
    """The pairs of one portion that are certain or possible."""
    execute(connection, load("matching/portion"), {"portion": portion})
    nodes = load(f"matching/{model.thing}_nodes", staged=staged, line=line(model))
    with engine() as duck:
        duck.register("raw", read(connection, nodes))
        duck.register("pairs", read(connection, load("matching/pairs")))
        compare(duck, model)
        duck.execute(_text(f"{model.thing}_verdicts"), {"link": model.link, "grey": model.grey})
        return duck.sql("from verdicts where certain or possible").to_arrow_table()


def line(model: Model) -> sql.Composable:
    """What is compared of a delivered line or a record, as the columns of a SELECT."""
    return load(f"matching/{model.thing}_line")


def engine() -> duckdb.DuckDBPyConnection:
    """A DuckDB of our own in memory, within the settings' bounds, that fetches nothing."""
    bounds: dict[str, str | bool | int | float | list[str]] = {
        "threads": settings().threads,
        "memory_limit": f"{settings().memory_mb}MB",
        "temp_directory": tempfile.gettempdir(),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config=bounds)


def prepare(duck: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make `nodes`, the features the model compares, from `raw`."""
    names = _column(duck, "names")
    if model.thing == "person":
        duck.register("words", words.person_names(names))
    else:
        duck.register("words", words.entity_names(names))
        duck.register("people", words.person_names(_column(duck, "representatives")))
    duck.execute(_text(f"{model.thing}_features"))


def _column(duck: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    return [row[0] for row in duck.sql(_text(name)).fetchall()]


def compare(duck: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make `scores`, one row per pair with its levels, weight and what spoke for and against."""
    import splink

    prepare(duck, model)
    api = splink.DuckDBAPI(connection=duck)
    nodes = api.register("nodes")
    linker = splink.Linker(nodes, model.settings, log_level=None, validate_settings=False)
    duck.execute(_text("blocked"))
    linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
    predicted = linker.inference.predict(warning_mode="never")
    weights = sql.SQL(", ").join(map(_weight, model.settings["comparisons"]))
    duck.execute(_text("scores", predicted=sql.SQL(predicted.physical_name), weights=weights))


def _weight(comparison: Mapping[str, Any]) -> sql.Composable:
    """What one comparison adds to a pair's weight, with its name; its weight first, to sort by."""
    name = comparison["output_column_name"]
    adjusted = any("tf_adjustment_column" in level for level in comparison["comparison_levels"])
    weight = f"mw_{name} + mw_tf_adj_{name}" if adjusted else f"mw_{name}"
    return sql.SQL(f"{{'weight': round({weight}, 1), 'field': '{name}'}}")


def decide(duck: duckdb.DuckDBPyConnection, model: Model) -> pa.Table:
    """The pairs that are links or wait for review."""
    return duck.sql(_text("decide"), params={"margin": model.margin}).to_arrow_table()


def read(connection: Connection, copy: sql.Composable) -> pa.Table:
    """What a COPY … TO STDOUT (format csv, header) yields, within the transaction."""
    raw: Any = connection.connection.driver_connection
    with tempfile.TemporaryFile() as file:
        with raw.cursor() as cursor:
            cursor.copy_expert(copy.as_string(raw), file)
        file.seek(0)
        header = file.readline().decode().strip().split(",")
        file.seek(0)
        types = {name: _type(name) for name in header}
        return pa.csv.read_csv(
            file,
            parse_options=pa.csv.ParseOptions(newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(
                column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=False,
                null_values=[""], true_values=["t"], false_values=["f"],
            ),
        )  # fmt: skip


def _type(column: str) -> pa.DataType:
    if column in _DATES:
        return pa.date32()
    if column in _NUMBERS:
        return pa.int64()
    return pa.bool_() if column == "same_register" else pa.string()


def write(connection: Connection, decided: pa.Table) -> None:
    """Put the decisions into `match_scored`."""
    raw: Any = connection.connection.driver_connection
    buffer = io.BytesIO()
    pa.csv.write_csv(decided, buffer)
    buffer.seek(0)
    with raw.cursor() as cursor:
        cursor.copy_expert(load("matching/scored_in").as_string(raw), buffer)


def _text(name: str, **parts: Part) -> str:
    """DuckDB's SQL, which lives beside PostgreSQL's; no identifier in it asks for a connection."""
    return load(f"matching/engine/{name}", **parts).as_string(None)  # type: ignore[arg-type]
