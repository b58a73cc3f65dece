"""What benchmarks measure with: a delivery walked step by step, a bare COPY, a count."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from psycopg2 import sql

import pipeline
from pipeline import STEPS
from runtime.database import engine, transaction
from runtime.errors import SikuError

COPIES = 3


class NotPublished(SikuError):
    """A delivery of the benchmark was held or lost on its way."""


def say(line: str) -> None:
    """How far it is, for who waits."""
    print(line, file=sys.stderr, flush=True)


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def walked(dataset: str, file: Path, as_of: dt.date | None = None) -> dict[str, float]:
    """Seconds of each step of a delivery, from receive to publish."""
    began = time.perf_counter()
    delivery_id = pipeline.receive(dataset, file, as_of)
    took = {"receive": time.perf_counter() - began}
    for name, step in STEPS.items():
        began = time.perf_counter()
        delivery = step(delivery_id)
        took[name] = time.perf_counter() - began
    if delivery.state != "published":
        raise NotPublished(f"delivery {delivery_id} is {delivery.state}: {delivery.error}")
    say(f"  {dataset}: " + "  ".join(f"{name} {spent:.2f}" for name, spent in took.items()))
    return took


def copied(table: tuple[str, str]) -> float:
    """Seconds to COPY a table's rows into an empty one with its columns and indexes: the median
    of several."""
    with tempfile.TemporaryFile() as rows, transaction() as connection:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor:
            names = {"source": sql.Identifier(*table), "bare": sql.Identifier("ops", "bare")}
            cursor.copy_expert(sql.SQL("COPY {source} TO STDOUT").format(**names), rows)
            took = [_copied(driver, cursor, rows, names) for _ in range(COPIES)]
    say(f"  COPY: {'  '.join(f'{one:.2f}' for one in took)}")
    return float(median(took))


def _copied(driver: Any, cursor: Any, rows: Any, names: Mapping[str, sql.Identifier]) -> float:
    create = "CREATE TABLE {bare} (LIKE {source} INCLUDING INDEXES)"
    cursor.execute(sql.SQL(create).format(**names))
    driver.commit()
    rows.seek(0)

    def copy() -> None:
        cursor.copy_expert(sql.SQL("COPY {bare} FROM STDIN").format(**names), rows, 1 << 20)
        driver.commit()

    took = seconds(copy)
    cursor.execute(sql.SQL("DROP TABLE {bare}").format(**names))
    driver.commit()
    return took


def counted(table: tuple[str, str], without: str | None = None) -> int:
    """How many rows a table has, or how many of them have no value in a column."""
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(*table))
    if without:
        query += sql.SQL(" WHERE {} IS NULL").format(sql.Identifier(without))
    with transaction() as connection:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor:
            cursor.execute(query)
            return int(cursor.fetchone()[0])


def vacuumed() -> None:
    """The database as it is some time after a load: statistics taken, nothing left to tidy."""
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE)")
