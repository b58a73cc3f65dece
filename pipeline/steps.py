"""The frame of a step: one transaction, once, in its turn; what cannot be done is written down."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

import audit
from loaders.errors import Refused
from pipeline import deliveries
from pipeline.deliveries import ORDER, Delivery, Failed, OutOfTurn
from quality import report
from runtime.database import collided, transaction
from runtime.logging import logger

log = logger(__name__)

COLLISIONS = 3  # how often a step gives way before that is a fault
SEALER = "siku"  # who seals what nobody in particular did

Work = Callable[[Connection, Delivery], Mapping[str, Any]]


def run(name: str, delivery_id: int, *, leads_to: str, work: Work) -> Delivery:
    """Do a step's work in one transaction and move the delivery on.

    A delivery past the step is left as it is, so a step may be run again after any interruption.
    `work` returns what to set in the ledger; a `state` among it overrules `leads_to` (a hold).
    """
    for again in range(COLLISIONS, -1, -1):
        try:
            return _once(name, delivery_id, leads_to, work)
        except DBAPIError as fault:
            if not again or not collided(fault):
                raise
            log.warning("delivery %s: %s gave way to another and is tried again", delivery_id, name)
    raise AssertionError("a step ends or fails")


def _once(name: str, delivery_id: int, leads_to: str, work: Work) -> Delivery:
    try:
        with transaction() as connection:
            delivery = deliveries.locked(connection, delivery_id)
            if delivery.is_past(leads_to):
                return delivery
            _must_be_ready(delivery, name, leads_to)
            started = time.perf_counter()
            values = {"state": leads_to, **work(connection, delivery)}
            deliveries.advance(
                connection, delivery_id, name, time.perf_counter() - started, **values
            )
            return deliveries.find(connection, delivery_id)
    except Refused as refusal:
        with transaction() as connection:
            deliveries.advance(connection, delivery_id, name, 0, state="failed", error=str(refusal))
        raise


def reported(
    connection: Connection, delivery: Delivery, step: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Write the quality report of a delivery that ends here, as the ledger will have it, and seal
    it. Last of all: writers of the sealed log queue until the transaction ends."""
    deliveries.advance(connection, delivery.delivery_id, step, 0, **values)
    path = report.write(connection, delivery.delivery_id)
    what = {"delivery": delivery.delivery_id, "dataset": delivery.dataset}
    audit.append_file(connection, "report", SEALER, path, what)
    return {**values, "report": str(path)}


def _must_be_ready(delivery: Delivery, name: str, leads_to: str) -> None:
    before = ORDER[ORDER.index(leads_to) - 1]
    if delivery.state == "failed":
        raise Failed(
            f"delivery {delivery.delivery_id} failed: {delivery.error}",
            where=str(delivery.landing),
            hint=f"correct the file and deliver it again: ./siku deliver {delivery.dataset} FILE",
        )
    if delivery.state != before:
        raise OutOfTurn(
            f"delivery {delivery.delivery_id} is {delivery.state}; {name} needs it {before}",
            hint=f"./siku delivery show {delivery.delivery_id} says what became of it",
        )
