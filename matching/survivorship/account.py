"""The account of a master: its records and links, and why each attribute says what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection

from matching.survivorship.authority import authority
from matching.survivorship.rules import declared
from matching.survivorship.weighing import Weigher
from models.elements import GEOMETRIES
from models.history import qualified, table_name
from models.objects import as_of_of, timeline_of
from models.things import Thing
from runtime.database import execute
from runtime.errors import SikuError
from runtime.sql import Part, load

# What is so until further notice, as far as anybody knows.
AS_IT_STANDS = dt.date(9999, 12, 31)
AS_WE_KNOW = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)

SUCCESSION, BEFORE = "succession", "other rules"
_Row = dict[str, Any]


class NoSuchMaster(SikuError):
    """Somebody asked for a master that there is not, or for one among several."""


@dataclass(frozen=True)
class Claim:
    """What one record says of an attribute, and what each rule makes of it (the smaller wins).

    `lost_by` is the rule that preferred the winner: `succession` where none told the two apart,
    `other rules` where today's would prefer this one, nothing where both say the same.
    """

    record_id: int
    dataset: str
    value: str
    won: bool
    lost_by: str | None
    weights: Mapping[str, int]


@dataclass(frozen=True)
class Told:
    """One attribute: its value, the rules it goes by, and the claims on it, the winner first.

    `anew` names the record that would win today, where rules or ranks changed since the master was
    derived.
    """

    name: str
    zh: str
    en: str
    value: str | None
    rules: tuple[str, ...]
    claims: tuple[Claim, ...]
    anew: int | None = None


@dataclass(frozen=True)
class Account:
    """All that makes a master what it is, on a day and as known at a moment."""

    thing: str
    master_id: int
    asked: int
    redirects: tuple[int, ...]
    absorbed: tuple[int, ...]
    founded: _Row
    exists: bool
    records: list[_Row]
    former_records: list[_Row]
    attributes: list[Told]
    decisions: list[_Row]
    reviews: list[_Row]
    attention: list[_Row]


def account(
    connection: Connection,
    thing: Thing,
    asked: int,
    attribute: str | None = None,
    day: dt.date = AS_IT_STANDS,
    known: dt.datetime = AS_WE_KNOW,
) -> Account:
    """The account of a master, or of the one its id leads to by now."""
    facts: _Row = {"thing": thing.name, "day": day, "known": known}
    path, identity = _identity(connection, thing, asked, facts)
    facts["master"] = master = identity["master_id"]
    tables = {"link": table_name(thing.link), "timeline": timeline_of(thing.record)}
    records = _rows(connection, "records", facts, **tables)
    absorbed = tuple(
        row["master_id"]
        for row in _rows(connection, "absorbed", facts, identity=table_name(thing.identity))
    )
    facts |= {"masters": [master, *absorbed], "records": [row["record_id"] for row in records]}
    in_force = [row for row in records if _holds(row, known)]
    stands = _master(connection, thing, facts)
    return Account(
        thing=thing.name,
        master_id=master,
        asked=asked,
        redirects=path,
        absorbed=absorbed,
        founded={k: identity[k] for k in ("founder", "delivery_id", "known_from", "natural_key")},
        exists=stands is not None,
        records=in_force,
        former_records=[row for row in records if row not in in_force],
        attributes=_attributes(connection, thing, facts, stands, attribute),
        decisions=_rows(connection, "decisions", facts),
        reviews=_rows(connection, "reviews", facts),
        attention=_rows(connection, "attention", facts),
    )


def bearing(
    connection: Connection,
    thing: Thing,
    value: str,
    attribute: str | None = None,
    day: dt.date = AS_IT_STANDS,
    known: dt.datetime = AS_WE_KNOW,
) -> int:
    """The one master that bears an identifier (of any kind, or the one of an attribute)."""
    facts = {"value": value, "day": day, "known": known, "kind": None}
    if thing.matched:
        facts["kind"] = next((k for k, a in thing.identifiers.items() if a == attribute), None)
        facet = next(f for f in thing.facets if f.name == f"{thing.name}_identifier")
        rows = _rows(connection, "bearing", facts, identifiers=as_of_of(facet.table))
    else:
        rows = _rows(connection, "keyed", facts, identity=table_name(thing.identity))
    found = [row["master_id"] for row in rows]
    if not found:
        raise NoSuchMaster(
            f"no {thing.name} bears {value!r}",
            hint="--on and --known look at other days; ./siku review list shows what waits",
        )
    if len(found) > 1:
        listed = ", ".join(map(str, found))
        raise NoSuchMaster(
            f"several of the kind {thing.name} bear {value!r}: {listed}",
            hint=f"./siku explain {thing.name} {found[0]}",
        )
    return int(found[0])


def _identity(
    connection: Connection, thing: Thing, asked: int, facts: _Row
) -> tuple[tuple[int, ...], _Row]:
    """Where an id leads: the ids on the way, and the identity at its end. A master that was still
    there at the moment in question had not been merged yet."""
    path: list[int] = []
    here = asked
    while True:
        at = {**facts, "master": here}
        found = _rows(connection, "identity", at, identity=table_name(thing.identity))
        if not found:
            raise NoSuchMaster(
                f"there is no {thing.name} {here}",
                hint=f"./siku explain {thing.name} --number finds one by what identifies it",
            )
        (identity,) = found
        further = identity["merged_into"]
        if further is None or further in path or _master(connection, thing, at):
            return tuple(path), identity
        path.append(here)
        here = further


def _master(connection: Connection, thing: Thing, facts: _Row) -> _Row | None:
    """The master as it was on the day, as known at the moment."""
    found = _rows(connection, "master", facts, masters=as_of_of(thing.master))
    return found[0] if found else None


def _attributes(
    connection: Connection, thing: Thing, facts: _Row, master: _Row | None, only: str | None
) -> list[Told]:
    ranks = authority(connection, thing)
    weigher = Weigher(thing, ranks, declared())
    names = [n for n in thing.attribute_names if only in (None, n)]
    connection.exec_driver_sql("drop table if exists pg_temp.claimed")
    execute(
        connection,
        load(
            "explain/claimed",
            link=table_name(thing.link),
            records=as_of_of(thing.record),
            of_record=qualified("r", thing.attribute_names),
        ),
        facts,
    )
    claims = sql.SQL(", ").join(_weighed(weigher, name) for name in names)
    rows = _rows(connection, "weighed", facts, claims=claims, succession=ranks.succession("c"))
    won = dict(zip(ranks.positions, (master or {}).get("claims") or (), strict=False))
    datasets = {row["record_id"]: ranks.names.get(row["dataset_id"], "") for row in rows}
    told = (_told(weigher, name, rows, won.get(name), datasets) for name in names)
    return [one for one in told if one.claims or only]


def _weighed(weigher: Weigher, name: str) -> sql.Composable:
    """A record's claim on an attribute: the text of it, and the weight by each rule."""
    value = sql.Identifier("c", name)
    shape = weigher.thing.attribute(name).info["element"] in GEOMETRIES
    text = sql.SQL("ST_AsText({})" if shape else "{}::text").format(value)
    weights = [weigher.weight(name, rule) for rule in weigher.order(name)]
    return sql.SQL("case when {} is not null then jsonb_build_array({}) end as {}").format(
        value, sql.SQL(", ").join([text, *weights]), sql.Identifier(name)
    )


def _told(
    weigher: Weigher, name: str, rows: list[_Row], won: int | None, datasets: Mapping[int, str]
) -> Told:
    """Who won an attribute, and by which rule each of the others lost."""
    order = [str(rule) for rule in weigher.order(name)]
    said = [(row["record_id"], *row[name]) for row in rows if row[name] is not None]
    best = min(said, key=lambda one: one[2:], default=None)  # of equals the first in succession
    winner = next((one for one in said if one[0] == won), best)
    info = weigher.thing.attribute(name).info
    claims: list[Claim] = []
    for one in sorted(said, key=lambda one: (one is not winner, one[2:])):
        is_winner = one is winner
        lost = None if is_winner or winner is None else _lost_by(order, winner, one)
        weights = dict(zip(order, one[2:], strict=True))
        claims.append(Claim(one[0], datasets[one[0]], one[1], is_winner, lost, weights))
    changed = best is not None and winner is not None and best[0] != winner[0]
    return Told(
        name, info["zh"], info["en"], winner[1] if winner else None, tuple(order), tuple(claims),
        best[0] if changed and best else None,
    )  # fmt: skip


def _lost_by(order: Sequence[str], winner: tuple[Any, ...], loser: tuple[Any, ...]) -> str | None:
    if winner[1] == loser[1]:
        return None
    for rule, better, worse in zip(order, winner[2:], loser[2:], strict=True):
        if better < worse:
            return rule
        if better > worse:
            return BEFORE
    return SUCCESSION


def _holds(row: _Row, known: dt.datetime) -> bool:
    until = row["linked_until"]
    return bool(row["says"]) and (until is None or until > known)


def _rows(connection: Connection, name: str, facts: _Row, **parts: Part) -> list[_Row]:
    found = execute(connection, load(f"explain/{name}", **parts), facts).mappings()
    return [dict(row) for row in found]
