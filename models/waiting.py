"""The view `ops.review_queue`: what waits for a person, with all that a page needs to show it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from psycopg2 import sql

from models.repeatable import repeatable
from models.things import THINGS, Thing
from models.worth import MEASURE
from runtime.sql import Part, load

VIEW = ("ops", "review_queue")
COMMENT = "待复核 · What waits for a person: pairs and clusters, by what a decision is worth"
# What a cluster is worth before its size and age, in bits.
CLUSTER = math.log2(MEASURE["unknown"] * MEASURE["merged"] * MEASURE["differing"])


def drop_queue() -> list[sql.Composable]:
    """Drop the view."""
    return [sql.SQL("DROP VIEW IF EXISTS {} CASCADE").format(sql.Identifier(*VIEW))]


@repeatable("review queue", undo=drop_queue)
def queue() -> list[sql.Composable]:
    """The view, over every thing that is matched."""
    query = sql.SQL("\nUNION ALL\n").join(_waiting())
    create = sql.SQL("CREATE OR REPLACE VIEW {} AS\n{}").format(sql.Identifier(*VIEW), query)
    made = load("objects/view", view=VIEW, create=create, comment=sql.Literal(COMMENT))
    return [sql.SQL("{};").format(made)]


def lead(thing: Thing, master_id: sql.Composable) -> sql.Composable:
    """The master that an id speaks through now."""
    return load("objects/lead", identity=_table(thing, "identity"), master_id=master_id)


def _waiting() -> Iterator[sql.Composable]:
    for thing in THINGS.values():
        if thing.matched:
            shared: dict[str, Part] = {
                "thing": sql.Literal(thing.name),
                "master": _table(thing, "master"),
                "doubles": sql.Literal(MEASURE["doubles"]),
            }
            yield load(
                "objects/waiting_pairs",
                **shared,
                record=_table(thing, "record"),
                link=_table(thing, "link"),
                lead=lead(thing, sql.Identifier("v", "master_id")),
            )
            yield load("objects/waiting_clusters", **shared, base=sql.Literal(CLUSTER))


def _table(thing: Thing, role: str) -> tuple[str, str]:
    table = getattr(thing, role)
    return str(table.schema), str(table.name)
