"""`./siku delivery`: what arrived, and what became of every row of it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from console.noun import Noun
from console.output import Json, say, show_json, show_table
from loaders.contract import find
from models.operations import STATES
from pipeline import ledger
from runtime.database import engine
from runtime.errors import SikuError

app = Noun("Deliveries: what arrived and what became of it.")

LISTED = ("delivery", "dataset", "as_of", "state", "gate", "score", "delivered", "staged",
          "quarantined", "created", "changed", "unchanged", "withdrawn")  # fmt: skip


class NoSuchState(SikuError):
    """A state was named in which no delivery can be."""


@app.verb(
    "./siku delivery list",
    "./siku delivery list --dataset ps_person",
    "./siku delivery list --state held --json",
    name="list",
)
def list_(
    dataset: Annotated[str | None, typer.Option(help="Only this dataset's.")] = None,
    state: Annotated[str | None, typer.Option(help=f"One of: {', '.join(STATES)}.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most deliveries to print.")] = 50,
    as_json: Json = False,
) -> None:
    """List deliveries, the latest first."""
    if dataset is not None:
        find(dataset)
    if state is not None and state not in STATES:
        raise NoSuchState(
            f"no delivery can be {state!r}", where="--state", hint="one of: " + ", ".join(STATES)
        )
    with engine().connect() as connection:
        rows = ledger.listed(connection, dataset, state, limit)
    if as_json:
        show_json(rows)
    elif rows:
        show_table(LISTED, [[shown(name, row[name]) for name in LISTED] for row in rows])
    else:
        say("no delivery")


@app.verb("./siku delivery show 12", "./siku delivery show 12 --json")
def show(
    delivery: Annotated[int, typer.Argument(help="The delivery's number.")], as_json: Json = False
) -> None:
    """Show all about one delivery: its ledger, why rows were set aside, which rules they failed."""
    with engine().connect() as connection:
        found = ledger.one(connection, delivery)
    if as_json:
        show_json(found)
    else:
        describe(found)


def describe(found: dict[str, Any]) -> None:
    """Print a delivery for a person."""
    set_aside, failing = found.pop("set_aside"), found.pop("failing")
    steps: dict[str, float] = found.pop("seconds")
    found["seconds"] = ", ".join(f"{step} {seconds:.1f}" for step, seconds in steps.items())
    for name, value in found.items():
        if value is not None:
            print(f"{name.replace('_', ' '):<16}{shown(name, value)}")
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
