"""The queue of pairs that wait: who is handed which, and which need no decision any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, text

from matching.review import clusters, rules
from models.history import table_name
from models.things import THINGS, Thing, thing_named
from models.worth import MEASURE
from runtime.database import execute
from runtime.errors import SikuError
from runtime.settings import settings
from runtime.sql import load

MOOT = {
    "decided": "已另行决定 · it was decided by another way",
    "together": "记录已属于该主数据 · the record is at that master already",
    "record_gone": "记录已撤回 · the record was withdrawn",
    "master_gone": "主数据已撤回 · the master was withdrawn",
}


class NoSuchThing(SikuError):
    """A thing was named that the dictionary does not have, or that is never asked about."""


def asked_about(name: str | None) -> list[str]:
    """The things whose pairs are meant: the one named, or all that there can be pairs of."""
    known = [thing.name for thing in THINGS.values() if thing.matched]
    if name is None:
        return known
    if name not in known:
        raise NoSuchThing(
            f"nobody is asked about {name!r}", where="--thing", hint=f"one of: {', '.join(known)}"
        )
    return [name]


@dataclass(frozen=True)
class Handed:
    """What a reviewer was handed: a pair, or a cluster that needs attention."""

    kind: Literal["pair", "cluster"]
    number: int


def hand_out(connection: Connection, reviewer: str, thing: str | None = None) -> Handed | None:
    """What is most worth this reviewer's decision, theirs for some time; None: nothing waits.

    Who asks again before deciding gets the same. Pairs that need no decision any more are closed
    on the way.
    """
    # One at a time: what is handed out here is seen by whoever asks next.
    connection.execute(text("select pg_advisory_xact_lock(hashtextextended('review next', 4))"))
    things, minutes = asked_about(thing), settings().review_lease_minutes
    pair = _best_pair(connection, things, reviewer)
    cluster = next(iter(clusters.waiting(connection, things, 1, reviewer)), None)
    if cluster and (pair is None or cluster.worth > pair.worth):
        clusters.lease(connection, cluster.attention, reviewer, minutes)
        return Handed("cluster", cluster.attention)
    if pair is None:
        return None
    lease = {"review": pair.review_id, "reviewer": reviewer, "minutes": minutes}
    connection.execute(_LEASE, lease)
    return Handed("pair", pair.review_id)


def _best_pair(connection: Connection, things: list[str], reviewer: str) -> Any:
    """The first pair for this reviewer that still needs a decision."""
    wanted = [min(rules.needed(name).values()) for name in things]
    values = {"things": things, "wanted": wanted, "reviewer": reviewer}
    statement = load("matching/review/next")
    while True:
        found = execute(connection, statement, {**values, "doubles": MEASURE["doubles"]}).first()
        if found is None or not settle(connection, thing_named(found.thing), [found.review_id]):
            return found


def settle(connection: Connection, thing: Thing, reviews: Sequence[int] | None = None) -> int:
    """Close the pairs that need no decision any more, open those that need one again; how many."""
    statement = load(
        "matching/review/settle",
        record=table_name(thing.record),
        master=table_name(thing.master),
        link=table_name(thing.link),
        identity=table_name(thing.identity),
    )
    listed = None if reviews is None else list(reviews)
    values = {**MOOT, "thing": thing.name, "reviews": listed}
    return execute(connection, statement, values).rowcount


def settle_touched(
    connection: Connection, thing: Thing, touched: str, but: int | None = None
) -> None:
    """Close and open the pairs that the masters in a temporary table bear on, `but` one; it costs
    what was touched, however long the queue is."""
    parts = {"link": table_name(thing.link), "identity": table_name(thing.identity)}
    found = execute(
        connection,
        load("matching/review/touched", touched=touched, **parts),
        {"thing": thing.name},
    )
    if reviews := [review for review in found.scalars() if review != but]:
        settle(connection, thing, reviews)


def settle_all(connection: Connection) -> int:
    """Close and open pairs of every thing; how many."""
    return sum(settle(connection, thing_named(name)) for name in asked_about(None))


def waiting(connection: Connection, thing: str | None, limit: int) -> list[int]:
    """The pairs without a decision, the most worthwhile first."""
    values = {"things": asked_about(thing), "limit": limit}
    return list(connection.execute(_WAITING, values).scalars())


def count(connection: Connection, thing: str | None = None) -> int:
    """How many pairs wait for a decision."""
    return int(connection.execute(_COUNT, {"things": asked_about(thing)}).scalar_one())


_LEASE = text(
    "insert into ops.lease (review_id, reviewer, handed_at, until)"
    " values (:review, :reviewer, clock_timestamp(),"
    " clock_timestamp() + make_interval(mins => :minutes))"
    " on conflict (review_id, reviewer) do update set until = excluded.until,"
    " handed_at = case when ops.lease.until < clock_timestamp() then excluded.handed_at"
    " else ops.lease.handed_at end"
)
_WAITING = text(
    "select review_id from ops.review where decision is null and thing = any(:things)"
    " order by standing desc, review_id limit :limit"
)
_COUNT = text("select count(*) from ops.review where decision is null and thing = any(:things)")
