"""Needs attention: masters whose records break a rule together are shown to people, never split."""

from __future__ import annotations

import datetime as dt

from psycopg2 import sql
from sqlalchemy import Connection, text

import audit
from matching.rules import Rule, rules_of
from models import Thing
from models.history import table_name
from pipeline.deliveries import next_numbers
from pipeline.interventions import must_say_why
from runtime.database import execute
from runtime.errors import SikuError
from runtime.sql import Part, load


class NothingOpen(SikuError):
    """There is no such thing that waits for somebody's attention."""


def notice(
    connection: Connection,
    thing: Thing,
    known: dt.datetime,
    delivery_id: int,
    looked_at: str | None = None,
) -> None:
    """Look at the masters that were just derived, or at those in a temporary table by `master_id`:
    what breaks a rule, and what no longer does. Its cost follows their number."""
    rules = rules_of(thing.name)
    if not rules:
        return
    for name in ("broken", "contradictory"):
        connection.execute(text(f"drop table if exists pg_temp.{name}"))
    connection.execute(
        text(
            "create temporary table broken (master_id bigint, rule text, detail jsonb)"
            " on commit drop"
        )
    )
    tables: dict[str, Part] = {
        "link": table_name(thing.link),
        "record": table_name(thing.record),
    }
    rows = load("attention/claimed")
    if looked_at is not None:
        rows = load("attention/together", looked_at=looked_at, **tables)
    broken = sql.SQL(" or ").join(rule.broken("r") for rule in rules)
    if execute(connection, load("attention/contradictory", rows=rows, broken=broken)).rowcount:
        for rule in rules:
            _detail(connection, rule, tables)
    facts = {"thing": thing.name, "known": known, "delivery_id": delivery_id}
    settle = load("attention/settle", looked_at=looked_at or "affected")
    execute(connection, settle, facts)
    last = next_numbers(connection, "attention", 0)
    opened = execute(connection, load("attention/open"), {**facts, "last": last}).rowcount
    next_numbers(connection, "attention", opened)


def _detail(connection: Connection, rule: Rule, tables: dict[str, Part]) -> None:
    """Note the masters that break one rule, with what contradicts what."""
    statement = load(
        "attention/broken",
        **tables,
        values=rule.values("r"),
        says=rule.says("r"),
        broken=rule.broken("r"),
    )
    execute(connection, statement, {"rule": rule.name})


def accept(connection: Connection, attention_id: int, reason: str, by: str) -> None:
    """A person has looked and found it to be so: not asked again while it says the same."""
    must_say_why(by, reason)
    values = {"id": attention_id, "by": by.strip(), "reason": reason.strip()}
    if not connection.execute(_ACCEPT, values).rowcount:
        raise NothingOpen(
            f"nothing open has the number {attention_id}", hint="./siku review list shows what has"
        )
    audit.append(connection, "accept", by.strip(), {"attention": attention_id, **values})


_ACCEPT = text(
    "update ops.attention set outcome = 'accepted', settled_at = clock_timestamp(),"
    " settled_by = :by, settled_reason = :reason"
    " where attention_id = :id and settled_at is null"
)
