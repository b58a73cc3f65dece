"""What a snapshot's absences mean while rows of it cannot be told apart."""

from __future__ import annotations

import json

from psycopg2 import sql
from sqlalchemy import Connection, text

from loaders.keyless import reread
from models.history import qualified, table_name
from pipeline.deliveries import Delivery
from runtime.database import execute
from runtime.sql import load

RULE = "absence"
# Records times rows without a key that are compared; where there are more, nothing is withdrawn.
MOST_PAIRS = 5_000_000
# What a written row may have between what it says, and within.
UNSEEN = " \t\r\n,;|/.:-·\"'"


def hold_back(connection: Connection, delivery: Delivery, among: str | None = None) -> None:
    """Judge the temporary table `absent` before anything is withdrawn.

    A row set aside without a readable key may be a record that seems absent. What such a row says
    besides tells which: those it is like are not withdrawn, and a finding says so; the next
    snapshot that is whole withdraws what is missing then too. Each record is judged by itself, so
    that a delivery merged again for some records, those `among` them, judges them as it did.
    """
    if among is not None:
        others = sql.SQL("delete from absent a where not exists (select from {} o where {})")
        condition = sql.SQL("o.owner = a.record_id")
        execute(connection, others.format(sql.Identifier(among), condition))
    if not delivery.quarantined or not (keyless := _keyless(connection, delivery)):
        return
    kept = _take_out(connection, delivery, keyless)
    if kept and among is None:
        connection.execute(_FINDING, _finding(delivery, kept, keyless))


def _take_out(connection: Connection, delivery: Delivery, keyless: int) -> int:
    """Take out of `absent` what the rows without a key may be; how many records that is."""
    absent = int(connection.execute(text("select count(*) from absent")).scalar_one())
    if not absent:
        return 0
    if absent * keyless > MOST_PAIRS:
        return int(connection.execute(text("delete from absent")).rowcount)
    found = connection.execute(_ROWS, {"id": delivery.delivery_id})
    said = reread(found.scalars().all(), delivery.contract, delivery.as_of)
    if not said.attributes:
        return int(connection.execute(text("delete from absent")).rowcount)
    thing, names = delivery.thing, list(said.attributes)
    statement = load(
        "merge/absent_alike",
        record=table_name(thing.record),
        record_history=table_name(thing.record_history),
        attributes=names,
        of_record=qualified("r", names),
        of_history=qualified("h", names),
        alike=_alike(names),
        texts=sql.SQL(", ").join(sql.SQL("v.{}::text").format(sql.Identifier(n)) for n in names),
    )
    rows = json.dumps([dict(row) for row in said.rows], default=str)
    values = {"rows": rows, "texts": list(said.texts), "unseen": UNSEEN}
    return int(execute(connection, statement, values).rowcount)


def _alike(names: list[str]) -> sql.Composable:
    """That two rows agree in at least as many attributes as they differ, of those both have."""
    agreement = sql.SQL("coalesce(sign((k.{0} = v.{0})::int - 0.5), 0)")
    return sql.SQL("{} >= 0").format(
        sql.SQL(" + ").join(agreement.format(sql.Identifier(name)) for name in names)
    )


def _keyless(connection: Connection, delivery: Delivery) -> int:
    """How many rows were set aside without their key."""
    return int(connection.execute(_KEYLESS, {"id": delivery.delivery_id}).scalar_one())


def _finding(delivery: Delivery, kept: int, keyless: int) -> dict[str, object]:
    return {
        "id": delivery.delivery_id,
        "rule": RULE,
        "kept": kept,
        "zh": f"{kept:,} 条在册记录不在本次全量中，但 {keyless:,} 行读不出主键，从其余内容看可能"
        "正是它们：暂不撤回，留待主键可读的下一次全量",
        "en": f"{kept:,} records are not in this snapshot, but {keyless:,} rows whose key cannot "
        "be read may be they, by what else they say: not withdrawn until their keys are readable",
    }


_KEYLESS = text(
    "select count(*) from ops.quarantine where delivery_id = :id and source_key is null"
)
_ROWS = text(
    "select raw from ops.quarantine where delivery_id = :id and source_key is null order by line"
)
_FINDING = text(
    "insert into ops.finding (delivery_id, rule, dimension, severity, assessed, satisfied, score,"
    " zh, en) values (:id, :rule, 'completeness', 'advice', :kept, 0, 0, :zh, :en)"
    " on conflict (delivery_id, rule) do update set assessed = excluded.assessed,"
    " zh = excluded.zh, en = excluded.en"
)
