"""What was found out of whom rows mean: noted in `ops.resolution`, and filled into the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from psycopg2.extras import Json, execute_values
from sqlalchemy import Connection, text

from matching.across import Meant
from models import THINGS, Facet, Reference, Thing
from models.history import Timeline, facet_timeline, master_timeline, qualified, same, table_name
from pipeline.deliveries import next_numbers
from runtime.database import execute
from runtime.sql import load


@dataclass(frozen=True)
class Refers:
    """A reference, the table it stands in, and whose table that is."""

    owner: Thing
    facet: Facet | None
    reference: Reference

    @property
    def table(self) -> str:
        return self.facet.name if self.facet else self.owner.name

    @property
    def called(self) -> str:
        """What `ops.resolution` calls it."""
        return f"{self.table}.{self.reference.column}"

    @property
    def timeline(self) -> Timeline:
        return facet_timeline(self.facet) if self.facet else master_timeline(self.owner)

    @property
    def same_name(self) -> sql.Composable:
        """That a row `t` gives the name of the saying `s`, where the reference has one."""
        if self.reference.name is None:
            return sql.SQL("true")
        return sql.SQL("coalesce(t.{}, '') = s.name").format(sql.Identifier(self.reference.name))


def every() -> Iterator[Refers]:
    """Every reference of the dictionary."""
    for owner in THINGS.values():
        yield from (Refers(owner, None, reference) for reference in owner.references)
        for facet in owner.facets:
            yield from (Refers(owner, facet, reference) for reference in facet.references)


def settle(
    connection: Connection,
    one: Refers,
    found: Sequence[Meant],
    facts: Mapping[str, Any],
    decider: str,
) -> None:
    """Note what was found out of the temporary table `saying`, and fill it in.

    `facts` has the `reference` and the moment `known`; who gained is noted in `resolved`.
    """
    columns = (
        "saying_id bigint primary key, master_id bigint, state text, method text,"
        " score double precision, why jsonb"
    )
    rows = [(m.saying, m.master, m.state, m.method, m.score, Json(m.why)) for m in found]
    fill(connection, "verdict", columns, rows)
    last = next_numbers(connection, "resolution", 0)
    made = execute(connection, load("across/apply"), {**facts, "last": last, "decider": decider})
    next_numbers(connection, "resolution", max(made.rowcount, 0))
    rewrite(connection, one, facts)


def rewrite(connection: Connection, one: Refers, facts: Mapping[str, Any]) -> None:
    """Fill what the temporary table `verdict` says of `saying` into the rows."""
    timeline = one.timeline
    statement = load(
        "across/rewrite",
        table=table_name(timeline.current),
        row_of_table=qualified("t", timeline.row),
        by=one.reference.by,
        same_name=one.same_name,
        reference=one.reference.column,
    )
    execute(connection, statement, facts)
    refer(connection, one.owner, timeline, one.reference, facts)


def refer(
    connection: Connection,
    owner: Thing,
    timeline: Timeline,
    reference: Reference,
    facts: Mapping[str, Any],
) -> None:
    """Write what the temporary table `found` says of whom rows mean; who gained is noted in
    `resolved`."""
    statement = load(
        "across/refer",
        table=table_name(timeline.current),
        history=table_name(timeline.history),
        columns=timeline.columns,
        of_table=qualified("t", timeline.columns),
        same_row=same("f", "t", timeline.row),
        reference=reference.column,
    )
    execute(connection, statement, {**facts, "owner": owner.name})


def fill(connection: Connection, name: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Make a temporary table of some rows."""
    connection.execute(text(f"drop table if exists {name}"))
    connection.execute(text(f"create temporary table {name} ({columns}) on commit drop"))
    raw = connection.connection.driver_connection
    assert raw is not None
    with raw.cursor() as cursor:
        execute_values(cursor, f"insert into {name} values %s", rows, page_size=1000)
    connection.execute(text(f"analyze {name}"))
