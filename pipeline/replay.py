"""replay: a delivery walks again from its landing copy, with today's contract and code."""

from __future__ import annotations

from sqlalchemy import Connection, text

from loaders.contract import find
from pipeline import corrections, deliveries, registry
from pipeline.deliveries import Delivery, lock, next_numbers
from pipeline.interventions import NotPossible, must_say_why, note
from pipeline.remerge import clear_workshop
from pipeline.undo import report_undone, take_back
from runtime.database import transaction

RELATION = "replay"
AGAIN = ("merged", "published", "held", "failed", "undone")


def replay(delivery_id: int, who: str, reason: str) -> int:
    """Enter a delivery of the same landing copy that is to take this one's place; its number.

    What stands goes on standing until the new one is merged: the same transaction undoes it. A
    replay that was begun is gone on with, and one that was published stands.
    """
    must_say_why(who, reason)
    with transaction() as connection:
        delivery = deliveries.locked(connection, delivery_id)
        begun = _successor(connection, delivery)
        if begun is not None:
            return begun
        if delivery.state not in AGAIN:
            raise NotPossible(
                f"delivery {delivery_id} is {delivery.state}: it is still on its way",
                hint="deliver the same file again, and it goes on",
            )
        lock(connection, f"receive:{delivery.dataset}")
        contract = find(delivery.dataset)
        registry.dataset_id(connection, contract)
        number = next_numbers(connection, "delivery") + 1
        connection.execute(_ENTER, {"id": number, "again": delivery_id, "relation": RELATION})
        if delivery.relation == corrections.RELATION:
            corrections.hand_on(connection, delivery, number, contract)
        note(connection, delivery, "replay", who, reason)
    return number


def _successor(connection: Connection, delivery: Delivery) -> int | None:
    """The replay of the delivery that is on its way, or that took its place."""
    values = {"id": delivery.delivery_id, "relation": RELATION}
    found = connection.execute(_SUCCESSORS, values).scalars().first()
    return None if found is None else int(found)


def takes_place(connection: Connection, delivery: Delivery) -> None:
    """Undo what a replay replaces; the first thing its merging does."""
    if delivery.relation != RELATION or delivery.predecessor is None:
        return
    former = deliveries.locked(connection, delivery.predecessor)
    if former.state in ("merged", "published", "held"):
        take_back(connection, former, replaced=True)
        clear_workshop(connection, keep=())


def report_replaced(connection: Connection, delivery: Delivery) -> None:
    """Let the report of what a replay replaced say so."""
    if delivery.relation != RELATION or delivery.predecessor is None:
        return
    if deliveries.find(connection, delivery.predecessor).state == "undone":
        report_undone(connection, delivery.predecessor)


_ENTER = text(
    "insert into ops.delivery (delivery_id, dataset_id, as_of, state, source, landing, checksum,"
    " bytes, predecessor, relation) select :id, dataset_id, as_of, 'received', source, landing,"
    " checksum, bytes, delivery_id, :relation from ops.delivery where delivery_id = :again"
)
_SUCCESSORS = text(
    "select delivery_id from ops.delivery where predecessor = :id and relation = :relation"
    " and state not in ('failed', 'undone') order by delivery_id desc"
)
