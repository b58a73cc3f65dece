"""Words for the tests of matching: what is known, what is delivered, what came of it."""

from __future__ import annotations

import json
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection, text

import matching
from models import thing_named
from runtime.database import execute

Row = dict[str, Any]

_DELIVERY = 900


class World:
    """The known masters of one thing, to which deliveries come."""

    def __init__(self, connection: Connection, thing: str) -> None:
        self.connection = connection
        self.thing = thing_named(thing)
        self.records = 0

    def knows(self, *rows: Row, dataset: int = 1) -> None:
        """Enter records with their masters: `master` says whose it is (by default one of its own),
        `method` how that was decided. The first record's values are the master's."""
        for row in rows:
            self.records += 1
            entry = {
                "record_id": self.records,
                "master_id": row.get("master", self.records),
                "founder": self.records,
                "dataset_id": dataset,
                "source_key": f"known {self.records}",
                "method": "new",
                "decider": "test",
                "valid_from": "2024-01-01",
                "known_from": "2024-01-02T00:00:00+00",
                "known_to": "infinity",
                "delivery_id": 1,
                "claims": [],
                **row,
            }
            for table in (self.thing.record, self.thing.link):
                self._insert(table, entry)
            for table in (self.thing.identity, self.thing.master):
                self._insert(table, entry)
            for facet in self.thing.facets:
                for shape in facet.rows:
                    self._insert_facet(facet, shape, entry)

    def _insert(self, table: Any, entry: Row) -> None:
        execute(
            self.connection,
            sql.SQL(
                "insert into {t} select * from jsonb_populate_record(null::{t}, %(row)s::jsonb)"
                " on conflict do nothing"
            ).format(t=sql.Identifier(table.schema, table.name)),
            {"row": json.dumps(entry, default=str)},
        )

    def _insert_facet(self, facet: Any, shape: dict[str, str], entry: Row) -> None:
        values = {
            column: source.strip("'") if source.startswith("'") else entry.get(source)
            for column, source in shape.items()
        }
        if all(values.get(column) is not None for column in facet.key):
            self._insert(facet.table, {**entry, **values})

    def receives(self, *rows: Row, dataset: int = 2, delivery: int = _DELIVERY) -> list[Row]:
        """Match a delivery; what was decided per line, in order."""
        table = sql.Identifier("stage", f"d{delivery}")
        names = sql.SQL(", ").join(
            sql.Identifier(name) for name in (*self.thing.attribute_names, "original")
        )
        record = sql.Identifier(str(self.thing.record.schema), self.thing.record.name)
        execute(
            self.connection,
            sql.SQL(
                "drop table if exists {t}; create unlogged table {t} as"
                " select null::bigint as line, ''::text as source_key, 'u'::\"char\" as op,"
                " null::date as valid_from, null::date as valid_to, {n} from {r} where false"
            ).format(t=table, n=names, r=record),
        )
        for line, row in enumerate(rows, start=1):
            entry = {
                "line": line, "source_key": f"new {line}", "op": "u", "valid_from": "2024-06-01",
                "valid_to": "infinity",
                **row,
            }  # fmt: skip
            execute(
                self.connection,
                sql.SQL(
                    "insert into {t} select * from jsonb_populate_record(null::{t}, %(row)s::jsonb)"
                ).format(t=table),
                {"row": json.dumps(entry, default=str)},
            )
        matching.match(self.connection, self.thing, dataset, delivery)
        self.counts = matching.counts(self.connection, self.thing, dataset, delivery)
        self.reviews = self._all(f"select * from stage.r{delivery} order by line, master_id")
        return self._all(f"select * from stage.m{delivery} order by line")

    def _all(self, statement: str) -> list[Row]:
        return [dict(row) for row in self.connection.execute(text(statement)).mappings()]


def who(decided: list[Row]) -> list[int | str]:
    """Per line the known master, `new <cluster>`, or nobody (a deletion of what we never had)."""
    return [_who(row) for row in decided]


def _who(row: Row) -> int | str:
    if row["method"] == "none":
        return "nobody"
    if row["master_id"] is None:
        return f"new {row['cluster']}"
    return int(row["master_id"])
