"""A delivery taken through its steps by hand, and what is said of it on the way."""

from __future__ import annotations

import getpass
from typing import Annotated, Any

import typer

import pipeline
from console.output import say, show_json, show_table
from pipeline import ledger
from pipeline.deliveries import Delivery
from runtime.database import engine
from runtime.errors import SikuError

Reason = Annotated[str, typer.Option(help="Why; kept for ever and sealed.")]
Who = Annotated[
    str, typer.Option(default_factory=getpass.getuser, help="Who decides; default your login.")
]


class Held(SikuError):
    """The delivery was stopped on its way."""


def walk(delivery_id: int, as_json: bool) -> None:
    """Take a delivery through the steps it has before it, and show what became of it."""
    delivery = pipeline.walk(delivery_id, lambda step: say(f"delivery {delivery_id}: {step}"))
    tell(delivery_id, as_json)
    if delivery.state == "held":
        raise _held(delivery)


def tell(delivery_id: int, as_json: bool) -> None:
    """Show all about a delivery."""
    with engine().connect() as connection:
        found = ledger.one(connection, delivery_id)
    if as_json:
        show_json(found)
    else:
        describe(found)


def describe(found: dict[str, Any]) -> None:
    """Print a delivery for a person."""
    set_aside, failing = found.pop("set_aside"), found.pop("failing")
    interventions = found.pop("interventions")
    steps: dict[str, float] = found.pop("seconds")
    found["seconds"] = ", ".join(f"{step} {seconds:.1f}" for step, seconds in steps.items())
    for name, value in found.items():
        if value is not None:
            print(f"{name.replace('_', ' '):<16}{shown(name, value)}")
    if interventions:
        rows = [[one["act"], one["at"], one["who"], one["reason"]] for one in interventions]
        show_table(("act", "at", "who", "reason"), rows, "by hand")
    if set_aside:
        rows = [[row["step"], row["rule"], row["column"], row["rows"]] for row in set_aside]
        show_table(("step", "rule", "column", "rows"), rows, "set aside")
    if failing:
        columns = ("severity", "score", "assessed", "satisfied", "zh", "en")
        rows = [[shown(name, row[name]) for name in columns] for row in failing]
        show_table(("severity", "score", "assessed", "satisfied", "规则", "rule"), rows, "failed")


def shown(name: str, value: object) -> object:
    """A value as a person reads it."""
    return f"{value:.1%}" if name == "score" and isinstance(value, float) else value


def _held(delivery: Delivery) -> Held:
    number = delivery.delivery_id
    return Held(
        f"delivery {number} is held: {delivery.why_held}",
        where=str(delivery.landing),
        hint=f"./siku quarantine list --delivery {number} shows the rows set aside; "
        f"./siku delivery release {number} --reason … lets it go on as it is, "
        f"./siku delivery undo {number} --reason … gives it up",
    )
