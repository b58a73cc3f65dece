"""undo: the base becomes what it would be had a delivery never come — as new history.

The records that the delivery touched go back to what was known of them just before it; then the
later deliveries of its dataset are merged again for these records, in their order, from their
landing copies. Nothing is deleted: what was believed until now is closed at the moment of the undo,
so both time axes still answer what they answered then. Links are decided once more for whoever
lost what they rested on (relinking.py). Masters that another dataset's records have joined stay;
those that nothing speaks of any more are withdrawn, and keep their identity.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, text

import audit
from matching.review.queue import settle_touched
from models import Thing
from models.history import qualified, record_timeline, rewrite, table_name
from pipeline import attention, deliveries, derive, relinking, steps
from pipeline.deliveries import Delivery, lock, next_numbers
from pipeline.interventions import NotPossible, by_whom, must_say_why, note
from pipeline.lookups import references_to
from pipeline.merge import ask, moment
from pipeline.placing import new_ids
from pipeline.remerge import clear_workshop, remerge
from pipeline.resolve import resolve
from pipeline.stage import merges
from pipeline.unresolve import changed_masters, feed, unresolve
from quality import report
from runtime.database import execute, transaction
from runtime.sql import load

MERGED = ("merged", "published")


@dataclass(frozen=True)
class Undone:
    """What an undo came to: records it spoke of again, masters by what became of them."""

    delivery: int
    records: int = 0
    merged_again: tuple[int, ...] = ()
    masters_withdrawn: int = 0
    masters_changed: int = 0
    references: int = 0
    reviews: int = 0
    decided_again: int = 0
    moved: int = 0
    corrections: tuple[int, ...] = field(default=())
    already: str | None = None  # by whose act it was undone before


class _OnlyTrying(Exception):
    """Ends the transaction of a trial without leaving anything behind."""


def undo(delivery_id: int, who: str, reason: str, dry_run: bool = False) -> Undone:
    """Undo a delivery in one transaction; with `dry_run` only tell what that would change.
    One that is undone stays so."""
    must_say_why(who, reason)
    told = Undone(delivery_id)
    try:
        with transaction() as connection:
            delivery = deliveries.locked(connection, delivery_id)
            if delivery.state == "undone":
                return Undone(delivery_id, already=_undone_by(connection, delivery))
            told = take_back(connection, delivery)
            if dry_run:
                raise _OnlyTrying
            note(connection, delivery, "undo", who, reason)
            report_undone(connection, delivery_id)
    except _OnlyTrying:
        pass
    return told


def _undone_by(connection: Connection, delivery: Delivery) -> str:
    """Whose act undid a delivery: a person's, or that of the replay in its place."""
    if told := by_whom(connection, delivery, "undo"):
        return told
    return f"{by_whom(connection, delivery, 'replay')} (another delivery took its place)"


def take_back(connection: Connection, delivery: Delivery, replaced: bool = False) -> Undone:
    """Undo within a transaction that has the delivery's row to itself.

    Who joined on its word is decided again, but not where it is `replaced` in the same moment: then
    its words are not gone, they change.
    """
    if delivery.state == "held":
        deliveries.write(connection, delivery.delivery_id, state="undone", resumes=None)
        return Undone(delivery.delivery_id)
    if delivery.state not in MERGED or delivery.known_at is None:
        raise NotPossible(
            f"delivery {delivery.delivery_id} is {delivery.state}; only what was merged, or is "
            "held, can be undone",
            hint=f"./siku delivery show {delivery.delivery_id} says what became of it",
        )
    lock(connection, *locks(delivery.thing))
    known = moment(connection)
    deliveries.write(connection, delivery.delivery_id, state="undone", undone_at=known)
    others = others_of(connection, delivery)
    at = base_of(delivery.known_at, others)
    records = touched(connection, delivery, others)
    if not records:
        next_numbers(connection, merges(delivery))
        return Undone(delivery.delivery_id, corrections=_corrections(connection, delivery))
    begin(connection)
    relinking.note_before(connection, delivery, others=not replaced)
    _go_back(connection, delivery, at, known)
    later = [o for o in others if o.known_at > at and o.undone_at is None]
    for other in later:
        clear_workshop(connection)
        remerge(connection, deliveries.find(connection, other.delivery_id), known)
    clear_workshop(connection)
    ways = _ways(connection, delivery, known)
    joined, moved = relinking.decide(connection, delivery, at, known, ways)
    told = Undone(
        delivery.delivery_id, records, tuple(o.delivery_id for o in later),
        decided_again=joined, moved=moved,
    )  # fmt: skip
    return _tell(connection, delivery, known, told)


def _ways(connection: Connection, delivery: Delivery, known: dt.datetime) -> relinking.Ways:
    """Links are decided again with new ids, and people are asked."""
    thing = delivery.thing

    def derive_affected() -> None:
        derive.masters(connection, thing, known, delivery.delivery_id)
        execute(connection, load("undo/gather"))
        clear_workshop(connection)

    def ask_people(speaker: int) -> None:
        ask(connection, thing, speaker, review="undo_doubt", plan="undo_matched")

    return relinking.Ways(new_ids, derive_affected, ask_people)


@dataclass(frozen=True)
class Other:
    """Another delivery of the dataset that was merged, and perhaps undone since."""

    delivery_id: int
    as_of: dt.date
    known_at: dt.datetime
    undone_at: dt.datetime | None


def others_of(connection: Connection, delivery: Delivery) -> list[Other]:
    """The dataset's other deliveries that ever were merged, in the order they were."""
    rows = connection.execute(
        text(
            "select delivery_id, as_of, known_at, undone_at from ops.delivery"
            " where dataset_id = :dataset and delivery_id <> :id and known_at is not null"
            " order by known_at"
        ),
        {"dataset": delivery.dataset_id, "id": delivery.delivery_id},
    )
    return [Other(**row) for row in rows.mappings()]


def base_of(at: dt.datetime, others: list[Other]) -> dt.datetime:
    """The latest moment, not after `at`, before which nothing was merged that is undone by now
    and was not yet undone then: what was known then is what all the others said."""
    while True:
        within = [
            o.known_at for o in others if o.undone_at and o.known_at < at and o.undone_at > at
        ]
        if not within:
            return at
        at = min(within)


def locks(thing: Thing) -> list[str]:
    """All at once, in one order: the thing's lock, and those of the things that refer to it."""
    owners = {owner.name for owner, _, _ in references_to(thing)}
    return [f"thing:{name}" for name in sorted({thing.name, *owners})]


def touched(connection: Connection, delivery: Delivery, others: list[Other]) -> int:
    """Note the records to speak of again. A snapshot bounds what earlier ones that came later say:
    what those touched is looked at again, too."""
    connection.execute(
        text("create temporary table undo_record (owner bigint primary key) on commit drop")
    )
    moments = [delivery.known_at]
    if delivery.contract.kind == "snapshot":
        moments += [
            o.known_at
            for o in others
            if o.undone_at is None
            and o.as_of < delivery.as_of
            and delivery.known_at
            and o.known_at > delivery.known_at
        ]
    statement = load("undo/touched", **_records_of(delivery.thing))
    for at in moments:
        execute(connection, statement, {"dataset_id": delivery.dataset_id, "at": at})
    connection.execute(text("analyze undo_record"))
    return int(connection.execute(text("select count(*) from undo_record")).scalar_one())


def begin(connection: Connection) -> None:
    """The temporary tables that telling of changes needs."""
    for statement in (
        "create temporary table undo_master (master_id bigint primary key, since date)"
        " on commit drop",
        "create temporary table undo_changed (master_id bigint primary key) on commit drop",
        "create temporary table undo_pointing (thing text, master_id bigint, valid_from date,"
        " delivery_id bigint)"
        " on commit drop",
    ):
        connection.execute(text(statement))


def _go_back(
    connection: Connection, delivery: Delivery, at: dt.datetime, known: dt.datetime
) -> None:
    """Records as they were known just before a moment."""
    thing, parts = delivery.thing, _records_of(delivery.thing)
    timeline = record_timeline(thing)
    note_base(connection, thing, at)
    connection.execute(text("create temporary table rewritten (owner bigint) on commit drop"))
    rewrite(
        connection, timeline, windows="undo_window", slices="undo_base", touched="rewritten",
        known=known, delivery_id=delivery.delivery_id,
    )  # fmt: skip
    execute(connection, load("undo/provenance", **parts), {"known": known})


def note_base(connection: Connection, thing: Thing, at: dt.datetime) -> None:
    """What was known of the records at a moment, and the windows in which it is to be so again."""
    columns = record_timeline(thing).columns
    base = load(
        "undo/base",
        **_records_of(thing),
        of_record=qualified("r", columns),
        of_history=qualified("h", columns),
    )
    execute(connection, base, {"at": at})


def _tell(connection: Connection, delivery: Delivery, known: dt.datetime, told: Undone) -> Undone:
    """The feed, the references and the questions; what it all came to."""
    thing = delivery.thing
    for table in (thing.record_history, thing.link):
        execute(connection, load("undo/traceless", table=table_name(table)), {"known": known})
    reviews = connection.execute(_CLOSE_REVIEWS, {"id": delivery.delivery_id}).rowcount
    settle_touched(connection, thing, "undo_master")
    # The counters in the order in which merging takes them.
    for name in ("attention", "review"):
        next_numbers(connection, name, 0)
    next_numbers(connection, merges(delivery))
    changed_masters(connection, thing, known)
    unresolve(connection, thing, known)
    attention.notice(connection, thing, known, delivery.delivery_id, "undo_master")
    withdrawn, changed, pointing = feed(connection, thing, known, delivery.delivery_id)
    gained = resolve(connection, thing, delivery.delivery_id)
    return replace(
        told,
        masters_withdrawn=withdrawn,
        masters_changed=changed,
        references=pointing + gained,
        reviews=reviews,
        corrections=_corrections(connection, delivery),
    )


def _corrections(connection: Connection, delivery: Delivery) -> tuple[int, ...]:
    """The deliveries that brought corrected rows of this one: they stay."""
    found = connection.execute(
        text(
            "select delivery_id from ops.delivery where predecessor = :id"
            " and relation = 'correction' and state in ('merged', 'published') order by 1"
        ),
        {"id": delivery.delivery_id},
    )
    return tuple(found.scalars())


def report_undone(connection: Connection, delivery_id: int) -> None:
    """Write and seal the report that says undone, where the delivery was judged at all."""
    delivery = deliveries.find(connection, delivery_id)
    if delivery.gate is None:
        return
    path = report.write(connection, delivery_id)
    deliveries.write(connection, delivery_id, report=str(path))
    what = {"delivery": delivery_id, "dataset": delivery.dataset, "state": "undone"}
    audit.append_file(connection, "report", steps.SEALER, path, what)


def _records_of(thing: Thing) -> Mapping[str, Any]:
    return {"record": table_name(thing.record), "record_history": table_name(thing.record_history)}


_CLOSE_REVIEWS = text(
    "update ops.review set decision = 'undone', decided_by = 'siku',"
    " decided_at = clock_timestamp() where delivery_id = :id and decision is null"
)
