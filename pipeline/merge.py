"""merge: records, links, masters, facets and the feed, in one transaction; then it is so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection, text

from loaders.contract import find
from matching.keys import natural_key
from matching.review import worth
from matching.review.queue import settle_touched
from models import Thing
from models.history import distinct, qualified, record_timeline, rewrite, table_name
from pipeline import absences, attention, derive, newborn, steps
from pipeline.bulk import indexed_after
from pipeline.deliveries import Delivery, lock, next_numbers
from pipeline.match import propose
from pipeline.placing import hold
from pipeline.stage import ensure_staged, merges, rows_in, stock_version
from runtime.database import execute
from runtime.sql import Part, load


def merge(delivery_id: int) -> Delivery:
    """Make the delivery visible, all of it at one moment."""
    return steps.run("merge", delivery_id, leads_to="merged", work=_merge)


def _merge(connection: Connection, delivery: Delivery) -> Mapping[str, Any]:
    # Replaying merges, and merging a replay undoes what it replaces.
    from pipeline.replay import takes_place

    takes_place(connection, delivery)
    lock(connection, f"thing:{delivery.thing.name}")
    delivery = ensure_staged(connection, delivery)
    _ensure_matched(connection, delivery)
    known = moment(connection)
    new = apply(connection, delivery, known)
    _ledger(connection, delivery, known)
    next_numbers(connection, merges(delivery))
    newborn.feed(connection, delivery, known, new.alone, _order(new))
    feed(connection, delivery.thing, known, delivery.delivery_id)
    return {}


def _order(new: News) -> sql.Composable:
    """The number of a row that stands alone among those that do, in the order of lines; records are
    numbered so, too."""
    if new.alone < new.records:
        return sql.SQL("row_number() over (order by p.line)")
    return sql.SQL("p.record_id - {}").format(sql.Literal(new.last))


def apply(connection: Connection, delivery: Delivery, known: dt.datetime) -> News:
    """Make of a matched delivery records, links and masters, and questions to people."""
    new = say(connection, delivery, known)
    _links(connection, delivery, known, new)
    hold(connection, delivery.thing, known, delivery.delivery_id)
    if new.alone:
        newborn.masters(connection, delivery, known, new.alone)
    derive.masters(connection, delivery.thing, known, delivery.delivery_id)
    attention.notice(connection, delivery.thing, known, delivery.delivery_id)
    ask(connection, delivery.thing, delivery.delivery_id, delivery.review_table, "plan")
    settle_touched(connection, delivery.thing, "affected")
    return new


def say(
    connection: Connection, delivery: Delivery, known: dt.datetime, among: str | None = None
) -> News:
    """Make of a matched delivery what its records say.

    `among` names a temporary table of the records (`owner`) that are spoken of; no other counts as
    absent. So a delivery merged before can be merged again for some records (pipeline/remerge.py).
    """
    facts = _facts(connection, delivery, known)
    new = _plan(connection, delivery, facts, among)
    _records(connection, delivery, facts, new)
    return new


def moment(connection: Connection) -> dt.datetime:
    """The instant at which this transaction's news becomes known: after all that was known before,
    even if the machine's clock was set back."""
    value: dt.datetime = connection.execute(
        text(
            "select greatest(clock_timestamp(),"
            " (select max(greatest(known_at, undone_at)) + interval '1 microsecond'"
            " from ops.delivery),"
            " (select max(greatest(decided_at, revoked_at)) + interval '1 microsecond'"
            " from ops.decision))"
        )
    ).scalar_one()
    return value


def _ensure_matched(connection: Connection, delivery: Delivery) -> None:
    """Match again if a crash emptied the proposal, or others were merged since it was made."""
    fresh = stock_version(connection, delivery) == delivery.matched_against
    rows = (rows_in(connection, table) for table in (delivery.match_table, delivery.stage_table))
    if not fresh or len(set(rows)) > 1:
        propose(connection, delivery)


_NEWS = text(
    "select count(*) filter (where fresh) as records, count(*) filter (where alone)"
    " + count(distinct master_id) filter (where founds and not alone) as masters,"
    " count(*) filter (where alone) as alone from plan"
)


# How masters are numbered, and which of them several rows found: in the order of clusters. Where no
# two rows found one together, that is the order of lines, in which the rows are numbered anyway.
_APART = {
    "founded": sql.SQL("count(*) filter (where m.master_id is null and d.op = 'u') over lines"),
    "shared": sql.SQL("false"),
}
_TOGETHER = {
    "founded": sql.SQL("dense_rank() over clusters"),
    "shared": sql.SQL(
        "coalesce(m.cluster in (lag(m.cluster) over clusters, lead(m.cluster) over clusters),"
        " false)"
    ),
}


@dataclass(frozen=True)
class News:
    """What a delivery brings that was not there: records, masters, and masters of one record; and
    the last number a record had before."""

    records: int
    masters: int
    alone: int
    last: int


def _plan(
    connection: Connection, delivery: Delivery, facts: Mapping[str, Any], among: str | None
) -> News:
    """Decide what each row does, and give the new records and masters their numbers."""
    thing = delivery.thing
    parts = _parts(delivery)
    content = list(thing.attribute_names)
    apart = execute(connection, load("merge/founded_apart", matched=parts["matched"])).scalar_one()
    plan = load(
        "merge/plan",
        **{k: parts[k] for k in ("matched", "staged", "record", "record_history")},
        **(_APART if apart else _TOGETHER),
        differs=distinct("d", "r", content),
        differs_from_history=distinct("d", "h", content),
    )
    records = next_numbers(connection, f"record:{thing.name}", 0)
    masters = next_numbers(connection, f"master:{thing.name}", 0)
    execute(connection, plan, {**facts, "records": records, "masters": masters})
    found = connection.execute(_NEWS).one()
    new = News(found.records, found.masters, found.alone, last=records)
    next_numbers(connection, f"record:{thing.name}", new.records)
    next_numbers(connection, f"master:{thing.name}", new.masters)
    execute(
        connection,
        load(
            "merge/absent",
            **{k: parts[k] for k in ("matched", "carried", "record", "record_history")},
        ),
        facts,
    )
    absences.hold_back(connection, delivery, among)
    return new


def _records(
    connection: Connection, delivery: Delivery, facts: Mapping[str, Any], new: News
) -> None:
    """Write the records that are new, and say anew what changed of those that stand."""
    thing = delivery.thing
    content = list(thing.attribute_names)
    parts = {k: _parts(delivery)[k] for k in ("staged", "record", "record_history")}
    of_staged = qualified("d", content)
    with indexed_after(connection, thing.record, new.records):
        statement = load("merge/new_records", **parts, attributes=content, of_staged=of_staged)
        execute(connection, statement, facts)
    execute(connection, load("merge/records", **parts, of_staged=of_staged), facts)
    connection.execute(text("create temporary table rewritten (owner bigint) on commit drop"))
    rewrite(
        connection, record_timeline(thing), windows="windows", slices="slices", touched="rewritten",
        known=facts["known"], delivery_id=delivery.delivery_id,
    )  # fmt: skip


def _links(connection: Connection, delivery: Delivery, known: dt.datetime, new: News) -> None:
    """Give the new masters their identity, link the records, see which masters that concerns."""
    thing, parts = delivery.thing, _parts(delivery)
    facts = {"known": known, "delivery_id": delivery.delivery_id}
    link, identity = {"link": parts["link"]}, {"identity": parts["identity"]}
    records = {k: parts[k] for k in ("record", "record_history")}
    execute(connection, load("merge/links", **link), facts)
    with indexed_after(connection, thing.identity, new.masters):
        execute(connection, _identities(delivery, identity), facts)
    with indexed_after(connection, thing.link, new.records):
        execute(connection, load("merge/new_links", **link), facts)
    execute(connection, load("merge/affected", **link, **records))


def _identities(delivery: Delivery, identity: dict[str, Part]) -> sql.Composable:
    if not delivery.thing.key:
        return load("merge/identities", **identity)
    key = natural_key(delivery.thing, "d")
    return load("merge/identities_by_key", **identity, staged=delivery.stage_table, natural_key=key)


def ask(connection: Connection, thing: Thing, delivery_id: int, review: Part, plan: Part) -> None:
    """Pairs the machine could not decide go to people; a pair once asked is not asked again."""
    last = next_numbers(connection, "review", 0)
    asked = execute(
        connection,
        load("merge/reviews", review=review, plan=plan),
        {"thing": thing.name, "delivery_id": delivery_id, "last": last},
    )
    reviews = list(asked.scalars())
    if reviews:
        next_numbers(connection, "review", len(reviews))
        worth.weigh(connection, thing, reviews)


def _ledger(connection: Connection, delivery: Delivery, known: dt.datetime) -> None:
    facts = {"known": known, "delivery_id": delivery.delivery_id}
    tables = {"matched": delivery.match_table, "record": table_name(delivery.thing.record)}
    execute(connection, load("merge/ledger", **tables), facts)


def feed(connection: Connection, thing: Thing, known: dt.datetime, delivery_id: int) -> int:
    """Write the masters in `touched` to the feed; last of all, since the feed is one queue."""
    last = next_numbers(connection, "change", 0)
    written = execute(
        connection,
        load("merge/feed", master=table_name(thing.master), identity=table_name(thing.identity)),
        {"last": last, "thing": thing.name, "known": known, "delivery_id": delivery_id},
    ).rowcount
    next_numbers(connection, "change", written)
    return written


def _facts(connection: Connection, delivery: Delivery, known: dt.datetime) -> dict[str, Any]:
    contract = delivery.contract
    return {
        "dataset_id": delivery.dataset_id,
        "delivery_id": delivery.delivery_id,
        "as_of": delivery.as_of,
        "snapshot": contract.kind == "snapshot",
        "ends": contract.valid_to is not None,
        "known": known,
        "bound": _bound(connection, delivery, known),
    }


def _bound(connection: Connection, delivery: Delivery, known: dt.datetime) -> dt.date | str:
    """The date of the next snapshot, which has its own word from there on; else infinity."""
    if find(delivery.dataset).kind != "snapshot":
        return "infinity"
    day: dt.date | None = connection.execute(
        _NEXT,
        {
            "dataset_id": delivery.dataset_id,
            "as_of": delivery.as_of,
            "before": delivery.known_at or known,
        },
    ).scalar()
    return day or "infinity"


_NEXT = text(
    "select min(as_of) from ops.delivery where dataset_id = :dataset_id and as_of > :as_of"
    " and state in ('merged', 'published') and coalesce(contract ->> 'kind', '') <> 'increment'"
    " and known_at < :before"
)


def _parts(delivery: Delivery) -> dict[str, Part]:
    thing = delivery.thing
    return {
        "staged": delivery.stage_table,
        "matched": delivery.match_table,
        "carried": delivery.carried_table,
        "record": table_name(thing.record),
        "record_history": table_name(thing.record_history),
        "link": table_name(thing.link),
        "identity": table_name(thing.identity),
    }
