"""What a decision is worth: the one measure by which the pairs that wait are ranked.

    worth = doubt x reach x stakes x begun x 2 ** (days waited / 30)

- *doubt*: the chance that what stands is wrong. A pair that waits stands apart, so it is the chance
  that the two are the same: a likely pair left apart is probably wrong, a toss-up half as often.
  Where the machine gave no chance (an identifier is suspected), one half; never less than 1 in 20.
- *reach*: what a wrong answer spoils, log2(2 + n): n records of the two masters and references to
  them from other masters. The tenth matters less than the first.
- *stakes*: hard identifiers. Both sides have one of a kind and they differ: somebody bears a wrong
  number, or two would become one (3). Only one side has one: the other would gain it (2). Else 1.
- *begun*: others have judged and one more settles it (2), else 1.
- A pair that waits doubles every thirty days: nothing is left lying for ever.

Since all age alike, their order does not change with time: `standing` is the logarithm of the worth
less the months until the pair was asked, and the queue is an index on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from psycopg2 import sql
from sqlalchemy import Connection, Table

from models.history import table_name
from models.things import THINGS, Thing
from runtime.database import execute
from runtime.sql import load

MEASURE = {
    "unknown": 0.5,  # doubt where the machine gave no chance
    "least": 0.05,  # least doubt
    "differing": 3.0,  # stakes of identifiers that differ
    "gained": 2.0,  # stakes of an identifier that one side gains
    "begun": 2.0,
    "doubles": 30.0,  # days
}


def weigh(connection: Connection, thing: Thing, reviews: Sequence[int] | None = None) -> None:
    """Rank these pairs of a thing, or all that wait, by what is known now."""
    statement = load(
        "matching/review/weigh",
        record=table_name(thing.record),
        master=table_name(thing.master),
        link=table_name(thing.link),
        differing=_any(thing, "x.{0} <> m.{0}"),
        gained=_any(thing, "(x.{0} is null) <> (m.{0} is null)"),
        identifiers=_identifiers(thing),
        references=_references(thing),
    )
    listed = None if reviews is None else list(reviews)
    execute(connection, statement, {**MEASURE, "thing": thing.name, "reviews": listed})


def _identifiers(thing: Thing) -> sql.Composable:
    """The identifiers of the record, or else of the master it stands at now."""
    names = map(sql.Identifier, thing.identifiers.values())
    each = [sql.SQL(", coalesce(r.{0}, o.{0}) as {0}").format(name) for name in names]
    return sql.Composed(each)


def _any(thing: Thing, condition: str) -> sql.Composable:
    """Whether a condition holds of any of a thing's identifiers."""
    names = map(sql.Identifier, thing.identifiers.values())
    each = [
        sql.SQL("coalesce({}, false)").format(sql.SQL(condition).format(name)) for name in names
    ]
    return sql.SQL(" or ").join(each) if each else sql.SQL("false")


def _references(thing: Thing) -> sql.Composable:
    """How many rows of other masters refer to the two."""
    each = [
        sql.SQL(" + (select count(*) from {} t where t.{} in (x.master_id, x.own))").format(
            sql.Identifier(*table_name(table)), sql.Identifier(column)
        )
        for table, column in _referring(thing)
    ]
    return sql.Composed(each)


def _referring(thing: Thing) -> Iterator[tuple[Table, str]]:
    """The tables with a column that refers to a thing."""
    for owner in THINGS.values():
        for holder in (
            (owner.master, owner.references),
            *((f.table, f.references) for f in owner.facets),
        ):
            table, references = holder
            yield from ((table, r.column) for r in references if r.thing == thing.name)
