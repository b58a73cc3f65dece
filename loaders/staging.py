"""The step from a landed file to the stage table: read, standardise, copy, set bad rows aside."""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from psycopg2 import sql
from pyarrow import csv as arrow_csv
from sqlalchemy import Connection

from loaders import json_text
from loaders.advice import Advice
from loaders.advice import add as add_advice
from loaders.advice import write as write_advice
from loaders.ahead import ahead
from loaders.batch import Standardised, reasons, source_key, standardised
from loaders.contract import Contract
from loaders.divisions import Names, names
from loaders.elements.base import only_where
from loaders.header import extra_columns, found_columns
from loaders.plan import planned
from loaders.readers import WHOLE_ROW, Broken, Rows, read
from loaders.readers.base import Start, in_parts
from loaders.sentences import sentences
from models import Thing
from models.elements import GEOMETRIES, sql_type, verdict
from runtime.database import execute
from runtime.sql import load

log = logging.getLogger(__name__)

QUARANTINE = (
    "delivery_id", "line", "source_key", "step", "rule", "column", "value", "zh", "en", "raw",
)  # fmt: skip
STEP = "stage"
Table = tuple[str, str]
_LONGEST_SHAPE = 2000  # characters of a bad shape kept as text


@dataclass(frozen=True)
class Arriving:
    """A delivery as the loaders need to know it."""

    delivery_id: int
    as_of: dt.date
    landing: Path


@dataclass(frozen=True)
class Note:
    """Values of a column that could not be taken or look odd, while their rows went on."""

    column: str
    flaw: str
    rows: int


@dataclass(frozen=True)
class Counts:
    """The ledger of staging: delivered = staged + quarantined. Notes and advice stand beside.

    `carried` of the staged rows came before and are not in the stage table.
    """

    delivered: int
    staged: int
    quarantined: int
    notes: tuple[Note, ...] = ()
    extra_columns: tuple[str, ...] = ()
    carried: int = 0


@dataclass(frozen=True)
class Portion:
    """A batch ready to be copied."""

    staged: pa.Table
    quarantined: pa.Table
    notes: Counter[tuple[str, str]]
    advice: Advice
    extra_columns: tuple[str, ...]
    starts: Sequence[Start]


def stage_table(delivery_id: int) -> Table:
    """Schema and name of a delivery's stage table."""
    return "stage", f"d{delivery_id}"


def carried_table(delivery_id: int) -> Table:
    """Schema and name of the table of a delivery's rows that came before."""
    return "stage", f"c{delivery_id}"


def stage(connection: Connection, delivery: Arriving, contract: Contract) -> Counts:
    """Fill the stage table anew from the landed file; rows that cannot be read to quarantine."""
    filling = Filling(connection, delivery, contract)
    filling.fill()
    return filling.finish()


class Filling:
    """A delivery on its way into its stage table."""

    def __init__(self, connection: Connection, delivery: Arriving, contract: Contract) -> None:
        self.connection, self.delivery, self.contract = connection, delivery, contract
        self.table = stage_table(delivery.delivery_id)
        self.carried_table = carried_table(delivery.delivery_id)
        self.advice: Advice = {}
        self._names = division_names(connection, contract)
        self._notes: Counter[tuple[str, str]] = Counter()
        self._extra: dict[str, None] = {}
        self._parts: dict[int, str] = {}
        self._staged = self._quarantined = 0
        start(connection, delivery.delivery_id, contract)

    def fill(self, rows: Iterable[Rows] | None = None) -> None:
        """Stage the landed file, or these rows of it, which are asked for in this thread."""
        found = self.portions(rows)
        for portion in found if rows is not None else ahead(found):
            self._take(portion)

    def portions(
        self, rows: Iterable[Rows] | None = None, delivery: Arriving | None = None
    ) -> Iterator[Portion]:
        """Rows standardised as this contract says, by default those of the delivery's own file."""
        return portions(delivery or self.delivery, self.contract, self._names, rows)

    def finish(self, carried: int = 0) -> Counts:
        """The tables are full; what there is to say of it is said. So many rows were carried."""
        staged = self._staged + carried
        execute(self.connection, load("loaders/finish", table=self.table))
        write_advice(self.connection, self.delivery.delivery_id, staged, self.advice)
        copy(self.connection, ("ops", "part"), _parts(self.delivery, self._parts))
        if self._extra:
            unasked = ", ".join(self._extra)
            log.info("%s: columns nobody asked for: %s", self.contract.dataset, unasked)
        notes = tuple(Note(column, flaw, n) for (column, flaw), n in sorted(self._notes.items()))
        return Counts(
            staged + self._quarantined, staged, self._quarantined, notes, tuple(self._extra),
            carried,
        )  # fmt: skip

    def _take(self, portion: Portion) -> None:
        copy(self.connection, self.table, portion.staged)
        copy(self.connection, ("ops", "quarantine"), portion.quarantined)
        self._staged += portion.staged.num_rows
        self._quarantined += portion.quarantined.num_rows
        self._notes += portion.notes
        add_advice(self.advice, portion.advice)
        self._parts.update((one.line, one.name) for one in portion.starts)
        self._extra.update(dict.fromkeys(portion.extra_columns))


def start(connection: Connection, delivery_id: int, contract: Contract, anew: bool = True) -> None:
    """An empty stage table; if `anew`, what an earlier attempt left is forgotten."""
    statement = load(
        "loaders/start", table=stage_table(delivery_id), carried=carried_table(delivery_id),
        attributes=_definitions(contract.definition),
    )  # fmt: skip
    execute(connection, statement, {"delivery": delivery_id if anew else None})


def _definitions(thing: Thing) -> sql.Composable:
    """The stage table's attributes, typed as the dictionary has them; with each shape whether it
    is sound."""
    verdicts = [verdict(c.name) for c in thing.attributes if c.info["element"] in GEOMETRIES]
    kinds = [(column.name, sql_type(column)) for column in thing.attributes]
    kinds += [(name, f"boolean GENERATED ALWAYS AS ({asked}) STORED") for name, asked in verdicts]
    return sql.SQL("").join(
        sql.SQL("    {} {},\n").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in kinds
    )


def division_names(connection: Connection, contract: Contract) -> Names | None:
    """What names of divisions mean, where some may stand for codes."""
    told = {
        column.name
        for column in contract.definition.attributes
        if column.info["element"] == "division"
    } & set(contract.attributes)
    if not told or contract.thing.startswith("division"):
        return None
    return names(connection)


def portions(
    delivery: Arriving,
    contract: Contract,
    divisions: Names | None,
    these: Iterable[Rows] | None = None,
) -> Iterator[Portion]:
    """The landed file's rows, or these of them, batch by batch, standardised."""
    plan = planned(contract, divisions)
    for rows in read(delivery.landing, contract.file, contract.sources) if these is None else these:
        columns = columns_of(rows, delivery, contract)
        result = standardised(rows, columns, contract, plan, delivery.as_of)
        yield Portion(
            staged=pa.table(result.staged).filter(pa.array(result.good)),
            quarantined=pa.concat_tables(
                [
                    _set_aside(rows, result, delivery),
                    _broken(rows.broken, columns, delivery, contract),
                ]
            ),
            notes=result.notes,
            advice=result.advice,
            extra_columns=extra_columns(rows, contract),
            starts=rows.starts,
        )


def columns_of(rows: Rows, delivery: Arriving, contract: Contract) -> Mapping[str, str]:
    """The file's names of the contract's columns."""
    place = delivery.landing / rows.starts[-1].name if rows.starts else delivery.landing
    return found_columns(rows, contract, place)


def _parts(delivery: Arriving, parts: Mapping[int, str]) -> pa.Table:
    """In which line each file of a delivery begins, where there are several."""
    number = pa.repeat(pa.scalar(delivery.delivery_id, pa.int64()), len(parts))
    lines, names = pa.array(list(parts), pa.int64()), pa.array(list(parts.values()), pa.string())
    return pa.table({"delivery_id": number, "first_line": lines, "name": names})


def _set_aside(rows: Rows, result: Standardised, delivery: Arriving) -> pa.Table:
    """The rows that are not good, with their reasons and as they were delivered."""
    bad = ~result.good
    why = reasons(result, bad)
    lines = pa.array(rows.lines[bad])
    if rows.starts:
        parts, there = in_parts(rows.lines[bad], rows.starts)
        zh, en = sentences(pa.array(there), why["column"], why["value"], why["flaw"])
        zh = pc.binary_join_element_wise("文件 ", parts, ":", zh, "")
        en = pc.binary_join_element_wise(parts, ": ", en, "")
    else:
        zh, en = sentences(lines, why["column"], why["value"], why["flaw"])
    mask = pa.array(bad)
    raw = {name: pc.filter(column, mask) for name, column in rows.columns.items()}
    if rows.shapes is not None and bad.any():
        raw[list(raw)[-1]] = _shapes(pc.filter(rows.shapes, mask))
    key = pc.filter(result.staged["source_key"], mask)
    return _quarantine(
        delivery, lines, key, why["rule"], why["column"], why["value"], zh, en,
        json_text.objects(raw),
    )  # fmt: skip


def _shapes(wkb: pa.Array) -> pa.Array:
    """Bad shapes as text, as far as they can be read."""
    with np.errstate(invalid="ignore"):
        found = shapely.from_wkb(wkb.to_numpy(zero_copy_only=False), on_invalid="ignore")
    written = np.array(shapely.to_wkt(found), object)
    return pc.utf8_slice_codeunits(pa.array(written, pa.string()), 0, _LONGEST_SHAPE)


def _broken(
    broken: Sequence[Broken], names: Mapping[str, str], delivery: Arriving, contract: Contract
) -> pa.Table:
    """Rows the reader could not take, with their key where it could be read."""

    def text(name: str) -> pa.Array:
        return pa.array([getattr(one, name) for one in broken], pa.string())

    def column(name: str | None, of: Iterable[Mapping[str, str | None]]) -> pa.Array:
        return pa.array([row.get(name or "") for row in of], pa.string())

    values = [one.values for one in broken]
    keys = {name: column(names[name], values) for name in contract.key}
    known = reduce(pc.and_, (pc.is_valid(part) for part in keys.values()))
    key = only_where(known, source_key(keys, contract))
    told = [one.values if one.text is None else {WHOLE_ROW: one.text} for one in broken]
    raw = {name: column(name, told) for name in dict.fromkeys(chain.from_iterable(told))}
    wrong = [one.values.get(one.column or "") for one in broken]
    return _quarantine(
        delivery, pa.array([one.line for one in broken], pa.int64()), key, text("rule"),
        text("column"), pa.array(wrong, pa.string()), text("zh"), text("en"),
        json_text.objects(raw or {WHOLE_ROW: text("text")}),
    )  # fmt: skip


def _quarantine(
    delivery: Arriving, lines: pa.Array, key: pa.Array, rule: pa.Array, column: pa.Array,
    value: pa.Array, zh: pa.Array, en: pa.Array, raw: pa.Array,
) -> pa.Table:  # fmt: skip
    count = len(lines)
    number = pa.repeat(pa.scalar(delivery.delivery_id, pa.int64()), count)
    step = pa.repeat(pa.scalar(STEP), count)
    # PostgreSQL's text has no place for NUL; its picture stands for it.
    key, column, value, zh, en = (
        pc.replace_substring(texts, "\0", "␀") for texts in (key, column, value, zh, en)
    )
    raw = pc.fill_null(raw, "{}")
    arrays = [number, lines, key, step, rule, column, value, zh, en, raw]
    return pa.table(dict(zip(QUARANTINE, arrays, strict=True)))


def copy(connection: Connection, table: Table, rows: pa.Table) -> None:
    """Append rows to a table by COPY; an empty text and no text are told apart by quotes."""
    if not rows.num_rows:
        return
    buffer = io.BytesIO()
    # Of a table whose first chunk is empty Arrow writes zeros.
    rows = rows.combine_chunks()
    arrow_csv.write_csv(rows, buffer, arrow_csv.WriteOptions(include_header=False))
    buffer.seek(0)
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    statement = load("loaders/copy", table=table, columns=rows.schema.names)
    with driver.cursor() as cursor:
        cursor.copy_expert(statement.as_string(driver), buffer, size=1 << 20)


def restage(connection: Connection, delivery: Arriving, contract: Contract, keys: pa.Array) -> None:
    """Fill the stage table anew with the rows of these source keys alone; what is in quarantine
    stays as it is."""
    table = stage_table(delivery.delivery_id)
    start(connection, delivery.delivery_id, contract, anew=False)
    for portion in ahead(portions(delivery, contract, division_names(connection, contract))):
        wanted = pc.is_in(portion.staged["source_key"], value_set=keys)
        copy(connection, table, portion.staged.filter(wanted))
    execute(connection, load("loaders/finish", table=table))
