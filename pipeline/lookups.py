"""Where a reference is looked up: the master that bears the identifier beside it, and the name.

Three things can say whom a row means. Its identifier, if just one master bears it and bears the
name that stands beside it, too. What was found out of this very saying before (`ops.resolution`),
by the engine or by a person. And for a division its code, on the row's own date: what a code that
is no more became is in `spatial.division_successor`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from psycopg2 import sql
from sqlalchemy import Connection, text

from models import THINGS, Reference, Thing, thing_named
from models.history import Timeline, facet_timeline, master_timeline, table_name
from runtime.sql import Part, load

DIVISION = "division"
Days = sql.Composable  # the expression for a row's own date


def resolved(references: Sequence[Reference]) -> sql.Composable:
    """Per reference a column: the master that the row means."""
    return sql.Composed(
        [sql.SQL(", {}").format(sql.Identifier(f"of_{r.column}", r.column)) for r in references]
    )


def lookups(
    references: Sequence[Reference],
    alias: str,
    day: Days,
    remembered: Sequence[tuple[str, Reference]] = (),
) -> sql.Composable:
    """Where `resolved` finds it: joins, so that nothing is looked up that is not asked for.

    `day` is the date of the row under `alias`; `remembered` are those of the references, each with
    its table, of whose sayings something was found out before.
    """
    tables = {reference: table for table, reference in remembered}
    joins = []
    for r in references:
        if r.day is None:
            joins.append((found(r, alias, tables.get(r)), f"of_{r.column}"))
        else:
            joins += _division(r, alias, day)
    joined = sql.SQL(" left join lateral ({}) {} on true")
    return sql.Composed([joined.format(query, sql.Identifier(name)) for query, name in joins])


def _division(reference: Reference, alias: str, day: Days) -> Iterator[tuple[sql.Composable, str]]:
    """What the code means that one row under `alias` names. What it ever meant is asked apart from
    the day, so that the planner asks once for all rows that name it."""
    ever = f"ever_{reference.column}"
    by = sql.Identifier(alias, reference.by)
    yield load("across/division_ever", identifiers=identifiers(reference, "i"), by=by), ever
    on = day if reference.day == "valid_from" else first_day(alias, str(reference.day))
    query = load("across/division", ever=ever, day=on, column=reference.column)
    yield query, f"of_{reference.column}"


def found(reference: Reference, alias: str, remembered_of: str | None = None) -> sql.Composable:
    """The master that one row under `alias` means, in a column named as the reference's."""
    by = sql.Identifier(alias, reference.by)
    parts: dict[str, Part] = {
        "identifiers": identifiers(reference, "i"),
        "by": by,
        "column": reference.column,
    }
    bears = bearing(reference, alias)
    if remembered_of is None:
        return load("across/bearer", **parts, bears=bears)
    return load(
        "across/remembered",
        **parts,
        bears=bears,
        owner=sql.Identifier(alias, "master_id"),
        name=sql.Identifier(alias, reference.name) if reference.name else sql.SQL("null"),
        reference=sql.Literal(f"{remembered_of}.{reference.column}"),
        master=table_name(thing_named(reference.thing).master),
        identity=table_name(thing_named(reference.thing).identity),
    )


def bearing(reference: Reference, alias: str) -> sql.Composable:
    """That the master `i` bears the name the row gives, where it gives one."""
    names = names_of(reference)
    if reference.name is None or names is None:
        return sql.SQL("true")
    return sql.SQL(
        "({name} is null or exists"
        " (select from {names} n where n.master_id = i.master_id and n.text = {name}))"
    ).format(name=sql.Identifier(alias, reference.name), names=sql.Identifier(*names))


def names_of(reference: Reference) -> tuple[str, str] | None:
    """The table with the names of the things a reference points to."""
    thing = thing_named(reference.thing)
    facets = (f for f in thing.facets if f.name == f"{thing.name}_name")
    return next((table_name(facet.table) for facet in facets), None)


def first_day(alias: str, period: str) -> sql.Composable:
    """The first day of a period such as 2024, 2024-Q3 or 2024-05."""
    return load("across/first_day", period=sql.Identifier(alias, period))


def identifiers(reference: Reference, alias: str) -> sql.Composable:
    """Where a reference is looked up: (master_id, value) of the thing it points to."""
    thing = thing_named(reference.thing)
    if thing.matched and reference.on is None:
        facet = next(f for f in thing.facets if f.name == f"{thing.name}_identifier")
        return sql.SQL("{} {}").format(
            sql.Identifier(*table_name(facet.table)), sql.Identifier(alias)
        )
    column = reference.on or thing.key[0]
    if thing.lasting:
        return sql.SQL(
            "(select master_id, {0} as value from {1} union all"
            " select master_id, {0} from {2} where known_to = 'infinity') {3}"
        ).format(
            sql.Identifier(column),
            sql.Identifier(*table_name(thing.master)),
            sql.Identifier(*table_name(thing.history)),
            sql.Identifier(alias),
        )
    return sql.SQL("(select master_id, {} as value from {}) {}").format(
        sql.Identifier(column), sql.Identifier(*table_name(thing.master)), sql.Identifier(alias)
    )


def remembered(
    connection: Connection, table: str, references: Sequence[Reference]
) -> list[tuple[str, Reference]]:
    """Those references of a table of whose sayings something was found out; mostly there are none,
    and then nothing is looked up."""
    names = [f"{table}.{r.column}" for r in references]
    told = set(connection.execute(_TOLD, {"names": names}).scalars())
    return [(table, r) for r in references if f"{table}.{r.column}" in told]


_TOLD = text(
    "select n.name from unnest(cast(:names as text[])) n(name) where exists"
    " (select from ops.resolution r where r.reference = n.name and r.known_to = 'infinity')"
)


def references_to(thing: Thing) -> Iterator[tuple[Thing, Timeline, Reference]]:
    """Who refers to a thing: the owner, the tables that do, and by which of their columns."""
    for owner in THINGS.values():
        for reference in owner.references:
            if reference.thing == thing.name:
                yield owner, master_timeline(owner), reference
        for facet in owner.facets:
            for reference in facet.references:
                if reference.thing == thing.name:
                    yield owner, facet_timeline(facet), reference


def owner_table(thing: Thing, reference: Reference) -> str:
    """The name of the table a reference stands in."""
    if reference in thing.references:
        return thing.name
    return next(facet.name for facet in thing.facets if reference in facet.references)
