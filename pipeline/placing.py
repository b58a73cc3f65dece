"""Brings links and identities into line with what people decided, wherever news touches that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from matching.placement import HUMAN, Decided, Identity, Link, Place, Scene, settle
from matching.propose import RULES
from models import Thing
from models.history import table_name
from pipeline.deliveries import next_numbers
from runtime.database import execute
from runtime.sql import Part, load

Ids = Callable[[Connection, Thing, list[int], dt.datetime], dict[int, int]]


@dataclass
class Gathered:
    """A scene that grows until nothing else bears on it."""

    records: set[int] = field(default_factory=set)
    masters: set[int] = field(default_factory=set)
    links: dict[int, Link] = field(default_factory=dict)
    held_by: dict[int, int | None] = field(default_factory=dict)
    identities: dict[int, Identity] = field(default_factory=dict)
    born: dict[int, dt.datetime] = field(default_factory=dict)
    decisions: dict[int, Decided] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.records) + len(self.masters)

    def scene(self) -> Scene:
        founded: dict[int, list[int]] = {}
        for one in sorted(self.identities, key=lambda m: (self.born[m], m)):
            founder = self.identities[one].founder
            if founder is not None:
                founded.setdefault(founder, []).append(one)
        return Scene(
            links=dict(sorted(self.links.items())),
            identities=dict(sorted(self.identities.items())),
            founded={record: tuple(ids) for record, ids in founded.items()},
            decisions=tuple(self.decisions[n] for n in sorted(self.decisions)),
        )


def gather(
    connection: Connection, thing: Thing, records: Iterable[int], masters: Iterable[int] = ()
) -> Gathered:
    """Everything that decisions on these records and masters could bear on."""
    found = Gathered(set(records), set(masters))
    tables = _tables(thing)
    link, identity = {"link": tables["link"]}, {"identity": tables["identity"]}
    while True:
        before = found.size
        asked = {"records": sorted(found.records), "masters": sorted(found.masters)}
        for row in execute(connection, load("judge/links", **link), asked):
            found.links[row.record_id] = Link(row.master_id, row.method, row.home)
            found.held_by[row.record_id] = row.decision_id
            found.records.add(row.record_id)
            found.masters |= {row.master_id} | ({row.home} if row.home else set())
        for row in execute(connection, load("judge/identities", **link, **identity), asked):
            found.identities[row.master_id] = Identity(
                row.master_id, row.founder, row.merged_into, row.of_split
            )
            found.born[row.master_id] = row.known_from
            found.masters |= {row.master_id} | ({row.merged_into} if row.merged_into else set())
            found.records |= {row.founder} if row.founder else set()
        about = {**asked, "thing": thing.name}
        for row in execute(connection, load("judge/decisions"), about):
            found.decisions[row.decision_id] = Decided(
                row.decision_id, row.record_id, row.master_id, row.verdict
            )
            found.records.add(row.record_id)
            found.masters.add(row.master_id)
        if found.size == before:
            return found


def linked_now(connection: Connection, thing: Thing, known: dt.datetime) -> list[int]:
    """The records linked in this transaction on which decisions bear; mostly there are none."""
    if not connection.execute(_ANY, {"thing": thing.name}).scalar():
        return []
    tables = _tables(thing)
    statement = load("judge/given", link=tables["link"], identity=tables["identity"])
    return list(execute(connection, statement, {"thing": thing.name, "known": known}).scalars())


def new_ids(
    connection: Connection, thing: Thing, founders: list[int], _known: dt.datetime
) -> dict[int, int]:
    """An id nobody ever had for each record that is to found one."""
    last = next_numbers(connection, f"master:{thing.name}", len(founders))
    return {record: last + turn for turn, record in enumerate(founders, start=1)}


def hold(
    connection: Connection,
    thing: Thing,
    known: dt.datetime,
    delivery_id: int,
    ids: Ids = new_ids,
) -> None:
    """Let decisions outrank what a delivery, or its undoing, has just linked.

    `affected(master_id, since)` gains the masters that this concerns.
    """
    if records := linked_now(connection, thing, known):
        place(connection, thing, gather(connection, thing, records), known, delivery_id, ids)


def place(
    connection: Connection,
    thing: Thing,
    found: Gathered,
    known: dt.datetime,
    delivery_id: int,
    ids: Ids = new_ids,
) -> None:
    """Give everything in a scene the place it belongs to."""
    scene = found.scene()
    placement = settle(scene)
    facts = {"known": known, "delivery_id": delivery_id}
    tables = _tables(thing)
    moves = {
        record: to
        for record, to in placement.places.items()
        if _moves(scene.links[record], to, found.held_by[record], found.decisions)
    }
    new = [record for record, to in moves.items() if to.master_id is None]
    given = ids(connection, thing, new, known) if new else {}
    if given:
        values = {**facts, "masters": list(given.values()), "founders": list(given)}
        execute(connection, load("judge/found", identity=tables["identity"]), values)
    leads = {
        one: to for one, to in placement.leads.items() if scene.identities[one].merged_into != to
    }
    if leads:
        values = {"masters": list(leads), "leads": list(leads.values())}
        execute(connection, load("judge/lead", identity=tables["identity"]), values)
    if moves:
        who = _deciders(connection, moves.values())
        values = {
            **facts,
            "records": list(moves),
            "masters": [given.get(record, to.master_id) for record, to in moves.items()],
            "methods": [to.method for to in moves.values()],
            "deciders": [who.get(to.decision_id or 0, RULES) for to in moves.values()],
            "decisions": [to.decision_id for to in moves.values()],
            "homes": [scene.links[record].home for record in moves],
        }
        parts = {k: tables[k] for k in ("link", "record", "record_history")}
        execute(connection, load("judge/relink", **parts), values)


def _moves(link: Link, to: Place, held_by: int | None, decisions: dict[int, Decided]) -> bool:
    """Whether a link must be said anew: it leads elsewhere, or by another's word."""
    if to.method == "machine":
        return link.method in HUMAN or link.master_id != to.master_id
    if (link.master_id, link.method) != (to.master_id, to.method):
        return True
    return to.method == "decision" and held_by not in decisions


def _deciders(connection: Connection, places: Iterable[Place]) -> dict[int, str]:
    ids = sorted({place.decision_id for place in places if place.decision_id is not None})
    rows = connection.execute(_WHO, {"ids": ids})
    return {row.decision_id: row.decided_by for row in rows}


def _tables(thing: Thing) -> dict[str, Part]:
    return {
        "link": table_name(thing.link),
        "identity": table_name(thing.identity),
        "record": table_name(thing.record),
        "record_history": table_name(thing.record_history),
    }


_ANY = text(
    "select exists (select from ops.decision where thing = :thing and revoked_at is null"
    " and verdict <> 'unsure')"
)
_WHO = text("select decision_id, decided_by from ops.decision where decision_id = any(:ids)")
