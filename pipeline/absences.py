"""What a snapshot's absences mean while rows of it cannot be told apart."""

from __future__ import annotations

from psycopg2 import sql
from sqlalchemy import Connection, text

from pipeline.deliveries import Delivery
from runtime.database import execute

RULE = "absence"


def hold_back(connection: Connection, delivery: Delivery, among: str | None = None) -> None:
    """Judge the temporary table `absent` before anything is withdrawn.

    A row set aside without a readable key may be any record that seems absent. So none is
    withdrawn, and a finding says so; the next snapshot that is whole withdraws what is missing then
    too. Of a delivery merged again for some records only those `among` them can be absent.
    """
    if among is not None:
        others = sql.SQL("delete from absent a where not exists (select from {} o where {})")
        condition = sql.SQL("o.owner = a.record_id")
        execute(connection, others.format(sql.Identifier(among), condition))
    if not delivery.quarantined or not (keyless := _keyless(connection, delivery)):
        return
    kept = connection.execute(text("delete from absent")).rowcount
    if kept and among is None:
        connection.execute(_FINDING, _finding(delivery, kept, keyless))


def _keyless(connection: Connection, delivery: Delivery) -> int:
    """How many rows were set aside without their key."""
    return int(connection.execute(_KEYLESS, {"id": delivery.delivery_id}).scalar_one())


def _finding(delivery: Delivery, kept: int, keyless: int) -> dict[str, object]:
    return {
        "id": delivery.delivery_id,
        "rule": RULE,
        "kept": kept,
        "zh": f"{kept:,} 条在册记录不在本次全量中，但有 {keyless:,} 行读不出主键，可能正是它们："
        "暂不撤回，留待下一次完整的全量",
        "en": f"{kept:,} records are not in this snapshot, but {keyless:,} rows whose key cannot "
        "be read may be they: none is withdrawn until the next snapshot that is whole",
    }


_KEYLESS = text(
    "select count(*) from ops.quarantine where delivery_id = :id and source_key is null"
)
_FINDING = text(
    "insert into ops.finding (delivery_id, rule, dimension, severity, assessed, satisfied, score,"
    " zh, en) values (:id, :rule, 'completeness', 'advice', :kept, 0, 0, :zh, :en)"
    " on conflict (delivery_id, rule) do update set assessed = excluded.assessed,"
    " zh = excluded.zh, en = excluded.en"
)
