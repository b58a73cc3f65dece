"""Whom the rows mean that no identifier settled: candidates from the bases, weighed by the engine.

Only what a delivery bears on is looked at: what its own masters say of others; what waited for a
name or a number that its masters bear; and what was found out before of either. The answer depends
on what is so now, not on the order in which it came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection, text

from matching.across import Meant, weigh
from models import Facet, Reference, Thing, thing_named
from models.declaring import waits
from models.history import table_name
from pipeline.lookups import identifiers, names_of, remembered
from pipeline.noting import Refers, every, rewrite, settle
from runtime.database import execute
from runtime.sql import Part, load

# Whose change may tell more about whom an owner means: owner's table → thing → its owners.
TELLS: Mapping[str, Mapping[str, str]] = {
    "entity_role": {
        "shareholding": "select s.entity_id from changed c"
        " join legal_entity.shareholding s on s.master_id = c.master_id"
        " where s.entity_id is not null"
    },
    "shareholding": {
        "entity": "select s.master_id from changed c"
        " join legal_entity.shareholding s on s.entity_id = c.master_id"
    },
    "right_holder": {
        "real_estate_unit": 'select r.master_id from changed c join spatial."right" r'
        " on r.unit_id = c.master_id"
    },
    "household": {
        "person": "select m.household_id from changed c"
        " join population.household_member m on m.master_id = c.master_id"
        " where m.household_id is not null"
    },
}
# The tables whose owners tell something about whom they mean (sql/across/context).
CONTEXTS = frozenset(
    {"entity_role", "shareholding", "right_holder", "household", "vital_event", "kinship"}
)
WEIGHED = frozenset({"person", "entity"})


def named() -> Iterator[Refers]:
    """Every reference that names whom it means, and is to something that has names."""
    for one in every():
        if one.reference.name is not None and one.reference.thing in WEIGHED:
            yield one


def concerned(thing: Thing) -> set[str]:
    """The things whose masters may refer to somebody else when this thing changes."""
    return {
        one.owner.name
        for one in named()
        if thing.name in (one.owner.name, one.reference.thing, *TELLS.get(one.table, {}))
    }


def resolve(
    connection: Connection, thing: Thing, delivery_id: int | None, facts: Mapping[str, Any]
) -> None:
    """Find out whom rows mean that a change of a thing bears on.

    `facts` has the delivery and the moment; who gained is noted in the temporary table `resolved`.
    """
    for one in named():
        queries = list(_affected(connection, one, thing, delivery_id))
        if not queries:
            continue
        told = {**facts, "reference": one.called}
        union = sql.SQL(" union all ").join(queries)
        execute(connection, load("across/affected", queries=union), told)
        weigh_again(connection, one, told)


def reconsider(connection: Connection, one: Refers, facts: Mapping[str, Any]) -> None:
    """Fill in what people just decided of a saying; where they refused, look for another."""
    execute(connection, load("across/decided"), facts)
    rewrite(connection, one, facts)
    weigh_again(connection, one, facts)


def unsay(connection: Connection, one: Refers, facts: Mapping[str, Any]) -> None:
    """Let the rows of a saying mean nobody of whom a decision was taken back; they wait in
    `saying`, their owners in `affected`."""
    execute(connection, load("across/revoked"), facts)
    rewrite(connection, one, facts)


def weigh_again(connection: Connection, one: Refers, facts: Mapping[str, Any]) -> None:
    """Weigh whom the owners in `affected` mean by what no identifier settles."""
    if _sayings(connection, one, facts):
        decider = f"siku meant_{one.reference.thing} model"
        settle(connection, one, _meant(connection, one), facts, decider)


def _affected(
    connection: Connection, one: Refers, thing: Thing, delivery_id: int | None
) -> Iterator[sql.Composable]:
    """The queries for the owners whose sayings a change of a thing bears on."""
    target = thing_named(one.reference.thing)
    if not any_of(connection, target):
        return
    table, waiting = table_name(one.timeline.current), sql.SQL(waits(one.reference, "t."))
    waits_any = _waits_any(connection, one)
    told = bool(remembered(connection, one.table, [one.reference]))
    if delivery_id is None:
        if thing.name in (one.owner.name, target.name):
            yield load("across/waiting", table=table, waits=waiting)
        return
    if thing.name == one.owner.name:
        yield from own(one, told)
    if thing.name == target.name:
        yield from _arrived(one, waits_any, told)
    query = TELLS.get(one.table, {}).get(thing.name)
    if query and (waits_any or told):
        yield sql.SQL(query)


def _arrived(one: Refers, waits_any: bool, told: bool) -> Iterator[sql.Composable]:
    """The queries for the owners that a changed master of the other side may be meant by."""
    names = names_of(one.reference)
    assert names is not None
    parts: dict[str, Part] = {"names": names, "past_names": (names[0], f"{names[1]}_history")}
    if waits_any:
        yield load(
            "across/arrived",
            **parts,
            table=table_name(one.timeline.current),
            name=str(one.reference.name),
            by=one.reference.by,
            identifiers=identifiers(one.reference, "i"),
            waits=sql.SQL(waits(one.reference, "t.")),
            only_named=_only_named(one.reference),
        )
    if told:
        yield load("across/arrived_remembered", **parts)


def own(one: Refers, told: bool) -> Iterator[sql.Composable]:
    """The queries for the owners that changed themselves."""
    table = table_name(one.timeline.current)
    yield load("across/own", table=table, waits=sql.SQL(waits(one.reference, "t.")))
    if told:
        yield load("across/own_remembered", reference=sql.Literal(one.called))


def _waits_any(connection: Connection, one: Refers) -> bool:
    """Whether any row waits; mostly none does, and then nothing is looked for."""
    statement = sql.SQL("select exists (select from {} t where {} and t.{} is not null)").format(
        sql.Identifier(*table_name(one.timeline.current)),
        sql.SQL(waits(one.reference, "t.")),
        sql.Identifier(str(one.reference.name)),
    )
    return bool(execute(connection, statement).scalar_one())


def any_of(connection: Connection, thing: Thing) -> bool:
    """Whether there is any master of a thing; before there is, nobody can be meant."""
    statement = sql.SQL("select exists (select from {})").format(
        sql.Identifier(*table_name(thing.master))
    )
    return bool(execute(connection, statement).scalar_one())


def _only_named(reference: Reference) -> sql.Composable:
    """An entity with a valid number is not looked for by its name."""
    if reference.thing != "entity":
        return sql.SQL("true")
    return sql.SQL("t.{} is null").format(sql.Identifier(reference.by))


def _sayings(connection: Connection, one: Refers, facts: Mapping[str, Any]) -> int:
    """Gather the affected owners' sayings; how many there are."""
    columns = one.timeline.current.columns
    kind = sql.Identifier("t", "holder_kind") if "holder_kind" in columns else sql.SQL("null")
    statement = load(
        "across/sayings",
        table=table_name(one.timeline.current),
        by=one.reference.by,
        name=str(one.reference.name),
        waits=sql.SQL(waits(one.reference, "t.")),
        raw=_original(one),
        kind=kind,
    )
    execute(connection, statement, facts)
    return int(connection.execute(text("select count(*) from saying")).scalar_one())


def _original(one: Refers) -> sql.Composable:
    """The number as it was delivered, where it could not be read."""
    if one.facet is None:
        return load(
            "across/original_of_master",
            attribute=sql.Literal(one.reference.by),
            link=table_name(one.owner.link),
            record=table_name(one.owner.record),
        )
    return load(
        "across/original",
        attribute=_attribute(one.facet, one.reference.by),
        record=table_name(one.owner.record),
    )


def _attribute(facet: Facet, column: str) -> sql.Composable:
    """The attribute of the record that a column of a facet's row comes from."""
    constants = [name for name in facet.key if facet.rows[0][name].startswith("'")]
    if len(facet.rows) == 1 or not constants:
        return sql.Literal(facet.rows[0][column])
    cases = [
        sql.SQL("when {} then {}").format(
            sql.Literal(row[constants[0]].strip("'")), sql.Literal(row[column])
        )
        for row in facet.rows
    ]
    return sql.SQL("case t.{} {} end").format(
        sql.Identifier(constants[0]), sql.SQL(" ").join(cases)
    )


def _meant(connection: Connection, one: Refers) -> list[Meant]:
    """Whom the sayings mean."""
    context = one.table if one.table in CONTEXTS else "none"
    execute(connection, load("across/context", context=load(f"across/context/{context}")))
    pairs = execute(connection, load(f"across/pairs_{one.reference.thing}")).mappings().all()
    refused = _refused(connection, one)
    open_ = [dict(p) for p in pairs if (p["saying_id"], p["master_id"]) not in refused]
    return weigh(one.reference.thing, open_, either=one.reference.other is not None)


def _refused(connection: Connection, one: Refers) -> set[tuple[int, int]]:
    """Whom people said a saying does not mean."""
    rows = connection.execute(_REFUSED, {"reference": one.called}).mappings()
    return {(row["saying_id"], row["master_id"]) for row in rows}


_REFUSED = text(
    "select s.saying_id, r.master_id from saying s join ops.resolution r using (owner_id, number,"
    " name) where r.reference = :reference and r.state = 'refused' and r.known_to = 'infinity'"
)
