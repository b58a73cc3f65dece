"""What the DAGs' tasks do: call a step, pass a delivery's number on, tell what is worth a retry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from airflow.sdk import get_current_context
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowSkipException,
)

from runtime.cluster import ClusterDown
from runtime.errors import SikuError
from runtime.logging import logger

if TYPE_CHECKING:
    from pipeline.deliveries import Delivery

log = logger(__name__)

# The rooms below are imported when a task runs: parsing a DAG must stay quick.


def receive(dataset: str) -> int:
    """Take the next drop of a dataset in; return the number of its delivery."""
    import pipeline
    from pipeline import drops
    from runtime.database import transaction

    day = _named_day()
    with _judged():
        with transaction() as connection:
            drop = drops.waiting(connection, dataset, day)
            first = drops.predecessors(connection, dataset, drop.as_of) if drop else []
        if drop is None:
            raise AirflowSkipException(
                f"nothing to receive: no drop of {dataset} waits"
                + (f" in the folder of {day}" if day else "")
            )
        if first:
            raise AirflowSkipException(
                f"{drop.name} waits for what goes first on {drop.as_of}: {', '.join(first)}"
            )
        delivery_id = pipeline.receive(dataset, drop.files, drop.as_of)
    log.info("delivery %s: %s received as of %s", delivery_id, drop.name, drop.as_of)
    return delivery_id


def step(name: str, delivery_id: int) -> None:
    """Take a delivery one step on."""
    import pipeline

    with _judged():
        delivery = pipeline.STEPS[name](delivery_id)
    log.info("delivery %s of %s: %s", delivery_id, delivery.dataset, delivery.state)
    if delivery.state == "held":
        raise AirflowFailException(_why_held(delivery))


def settle(base: str) -> None:
    """Do what a base needs after any of its datasets was published."""
    import pipeline

    with _judged():
        gained = pipeline.settle_base(base)
    log.info("%s: %s masters gained a reference", base, gained)


def _named_day() -> dt.date | None:
    """The date that the run was given, if it was given one."""
    params: dict[str, Any] = dict(get_current_context()["params"])
    return dt.date.fromisoformat(params["date"]) if params.get("date") else None


@contextmanager
def _judged() -> Iterator[None]:
    """Let a run try again what may pass by itself: the database is away, disk or network failed.
    What only a person can mend, in the data or in the program, ends it at once."""
    from runtime.database import transient

    try:
        yield
    except (ClusterDown, AirflowException):
        raise
    except SikuError as fault:
        from loaders.sources import Unreachable

        if isinstance(fault, Unreachable):
            raise
        raise AirflowFailException(str(fault)) from fault
    except Exception as fault:
        if transient(fault):
            raise
        raise AirflowFailException(f"{type(fault).__name__}: {fault}") from fault


def _why_held(delivery: Delivery) -> str:
    return (
        f"delivery {delivery.delivery_id} of {delivery.dataset} is held: {delivery.why_held}\n"
        f"next: ./siku delivery show {delivery.delivery_id}"
    )
