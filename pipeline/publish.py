"""publish: waiting references resolved, statistics, the quality report; the delivery is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from models.history import table_name
from pipeline import steps
from pipeline.deliveries import Delivery
from pipeline.replay import report_replaced
from pipeline.resolve import resolve
from runtime.database import execute
from runtime.sql import load


def publish(delivery_id: int) -> Delivery:
    """Tell everybody who waits for the delivery, and clear the workshop."""
    return steps.run("publish", delivery_id, leads_to="published", work=_publish)


def _publish(connection: Connection, delivery: Delivery) -> Mapping[str, Any]:
    # First of all: the references to what was just loaded are looked up in it.
    _refresh_statistics(connection, delivery)
    resolve(connection, delivery.thing, delivery.delivery_id)
    for table in delivery.workshop:
        execute(connection, load("merge/drop", table=table))
    told = steps.reported(connection, delivery, "publish", {"state": "published"})
    report_replaced(connection, delivery)
    return told


def _refresh_statistics(connection: Connection, delivery: Delivery) -> None:
    """Bring the planner's statistics up to date where much of a table changed, if the delivery
    changed anything; the next may come before the database would do so by itself. What a first
    load filled it has measured."""
    if not connection.execute(_CHANGED_ANYTHING, {"id": delivery.delivery_id}).scalar_one():
        return
    thing = delivery.thing
    tables = [thing.master, thing.record, thing.link, thing.identity]
    tables += [facet.table for facet in thing.facets]
    for table in tables:
        stale = connection.execute(
            text(
                "select (n_mod_since_analyze > 0.1 * greatest(n_live_tup, 100) or n_live_tup = 0)"
                " and coalesce(last_analyze < :known, true)"
                " from pg_stat_all_tables where relid = to_regclass(:name)"
            ),
            {"name": f'{table.schema}."{table.name}"', "known": delivery.known_at},
        ).scalar()
        if stale:
            execute(connection, load("merge/analyze", table=table_name(table)))


_CHANGED_ANYTHING = text(
    "select created + changed + withdrawn > 0 from ops.delivery where delivery_id = :id"
)
