"""A delivery's ledger row: read it, lock it, move it on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, text

from loaders.contract import Contract
from loaders.contract import find as find_contract
from loaders.errors import NoSuchDelivery
from models import Thing, thing_named
from runtime.errors import SikuError
from runtime.logging import logger

log = logger(__name__)

ORDER = ("received", "staged", "checked", "matched", "merged", "published")


class OutOfTurn(SikuError):
    """A step was asked of a delivery that is not ready for it."""


class Failed(SikuError):
    """The delivery failed for good: it must be delivered anew."""


@dataclass(frozen=True)
class Delivery:
    """What a step needs to know of the delivery it works on."""

    delivery_id: int
    dataset: str
    dataset_id: int
    thing: Thing
    as_of: dt.date
    state: str
    gate: str | None
    landing: Path
    delivered: int | None
    staged: int | None
    quarantined: int | None
    matched_against: int | None
    error: str | None
    known_at: dt.datetime | None
    predecessor: int | None
    relation: str | None
    resumes: str | None
    read_by: dict[str, Any] | None
    held_because: str | None
    carried: int | None
    carried_from: int | None

    @property
    def contract(self) -> Contract:
        """The contract it is read by: the one it was staged with, else the one in force."""
        if self.read_by is not None:
            try:
                return Contract.model_validate(self.read_by)
            except ValidationError:
                log.warning("delivery %s: its contract no longer reads", self.delivery_id)
        return find_contract(self.dataset)

    @property
    def why_held(self) -> str:
        """Who holds it and why; the gate's reason where no person does."""
        return self.held_because or self.error or ""

    @property
    def stage_table(self) -> tuple[str, str]:
        return ("stage", f"d{self.delivery_id}")

    @property
    def carried_table(self) -> tuple[str, str]:
        return ("stage", f"c{self.delivery_id}")

    @property
    def gone_table(self) -> tuple[str, str]:
        return ("stage", f"g{self.delivery_id}")

    @property
    def match_table(self) -> tuple[str, str]:
        return ("stage", f"m{self.delivery_id}")

    @property
    def review_table(self) -> tuple[str, str]:
        return ("stage", f"r{self.delivery_id}")

    @property
    def workshop(self) -> tuple[tuple[str, str], ...]:
        """The tables it is worked on in, which go when it is done."""
        return (
            self.stage_table, self.carried_table, self.gone_table, self.match_table,
            self.review_table,
        )  # fmt: skip

    def is_past(self, state: str) -> bool:
        """Whether the step that leads to `state` is done, or will never be."""
        if self.state in ORDER:
            return ORDER.index(self.state) >= ORDER.index(state)
        return self.state in ("held", "undone")


_SELECT = """
    select d.delivery_id, s.name as dataset, d.dataset_id, s.thing, d.as_of, d.state, d.gate,
           d.landing, d.delivered, d.staged, d.quarantined, d.matched_against, d.error,
           d.known_at, d.predecessor, d.relation, d.resumes, d.contract as read_by,
           d.carried, d.carried_from,
           (select case when i.act = 'hold' then i.who || ': ' || i.reason end
              from ops.intervention i where i.delivery_id = d.delivery_id
             order by i.turn desc limit 1) as held_because
      from ops.delivery d join ops.dataset s using (dataset_id)
     where d.delivery_id = :id
"""


def find(connection: Connection, delivery_id: int) -> Delivery:
    return _read(connection, delivery_id, _SELECT)


def locked(connection: Connection, delivery_id: int) -> Delivery:
    """The delivery, to ourselves until the transaction ends."""
    return _read(connection, delivery_id, _SELECT + " for no key update of d")


def _read(connection: Connection, delivery_id: int, query: str) -> Delivery:
    row = connection.execute(text(query), {"id": delivery_id}).mappings().first()
    if row is None:
        raise NoSuchDelivery(delivery_id)
    return Delivery(**{**row, "thing": thing_named(row["thing"]), "landing": Path(row["landing"])})


def advance(
    connection: Connection, delivery_id: int, step: str, seconds: float, **values: Any
) -> None:
    """Set columns of the ledger row, and note how long the step took."""
    assignments = "".join(f", {name} = :{name}" for name in sorted(values))
    connection.execute(
        text(
            "update ops.delivery set seconds = seconds || jsonb_build_object(cast(:step as text),"
            f" round(cast(:elapsed as numeric), 3)){assignments} where delivery_id = :id"
        ),
        {"id": delivery_id, "step": step, "elapsed": seconds, **values},
    )


def write(connection: Connection, delivery_id: int, **values: Any) -> None:
    """Set columns of the ledger row."""
    assignments = ", ".join(f"{name} = :{name}" for name in sorted(values))
    connection.execute(
        text(f"update ops.delivery set {assignments} where delivery_id = :id"),
        {"id": delivery_id, **values},
    )


def next_numbers(connection: Connection, name: str, count: int = 1) -> int:
    """Take `count` numbers and return the last one taken before them.

    The counter's row stays locked until the transaction ends: numbers have no gaps, and their
    order is the order of commits.
    """
    row = connection.execute(
        text(
            "insert into ops.counter (name, last) values (:name, :count)"
            " on conflict (name) do update set last = ops.counter.last + :count returning last"
        ),
        {"name": name, "count": count},
    )
    return int(row.scalar_one()) - count


def lock(connection: Connection, *names: str) -> None:
    """Hold named locks until the transaction ends; in one order, so that nobody waits in a ring."""
    for name in sorted(names):
        connection.execute(
            text("select pg_advisory_xact_lock(hashtextextended(:name, 4))"), {"name": name}
        )
