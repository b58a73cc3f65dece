"""`./siku delivery`: what arrived, and what became of every row of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show_json, show_table
from console.walking import Reason, Who, shown, tell, walk
from loaders.contract import find
from models.operations import STATES
from pipeline import holding, ledger
from pipeline.replay import replay as enter_replay
from pipeline.undo import Undone
from pipeline.undo import undo as undo_delivery
from runtime.database import engine
from runtime.errors import SikuError

app = Noun("Deliveries: what arrived and what became of it.")

LISTED = ("delivery", "dataset", "as_of", "state", "gate", "score", "delivered", "staged",
          "quarantined", "created", "changed", "unchanged", "withdrawn")  # fmt: skip


Number = Annotated[int, typer.Argument(help="The delivery's number.")]


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
def show(delivery: Number, as_json: Json = False) -> None:
    """Show all about one delivery: its ledger, why rows were set aside, which rules they failed,
    and what people did to it."""
    tell(delivery, as_json)


@app.verb('./siku delivery hold 12 --reason "等待公安来函"')
def hold(delivery: Number, reason: Reason, who: Who) -> None:
    """Stop a delivery that is not merged yet: nothing of it becomes visible until its release."""
    held = holding.hold(delivery, who, reason)
    if held.already:
        say(f"delivery {delivery} is held already, {held.already}")
    else:
        say(f"delivery {delivery} is held; it was {held.delivery.resumes}")


@app.verb('./siku delivery release 12 --reason "已与公安核实"')
def release(delivery: Number, reason: Reason, who: Who, as_json: Json = False) -> None:
    """Let a held delivery go on from where it was stopped; what the gate said of it stays."""
    released = holding.release(delivery, who, reason)
    if released.already:
        say(f"delivery {delivery} was released already, {released.already}")
    else:
        say(f"delivery {delivery} is released; it goes on as {released.delivery.state}")
    walk(delivery, as_json)


@app.verb(
    "./siku delivery undo 12 --reason 部门来函撤回 --dry-run",
    "./siku delivery undo 12 --reason 部门来函撤回",
)
def undo(
    delivery: Number,
    reason: Reason,
    who: Who,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would change.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make the base what it would be had the delivery never come: as new history, deleting nothing.

    Whoever joined a master on its word is matched once more without it; nothing that people decided
    is touched. What was known before stays known to have been. A held delivery is given up.
    """
    told = undo_delivery(delivery, who, reason, dry_run)
    if as_json:
        show_json({**asdict(told), "done": bool(told.already) or not dry_run})
        return
    if told.already:
        say(f"delivery {delivery} is undone already, {told.already}")
        return
    _tell_undone(told, "would be" if dry_run else "are")
    say(f"delivery {delivery} " + ("stays as it is: a trial" if dry_run else "is undone"))


def _tell_undone(told: Undone, are: str) -> None:
    print(f"{told.records:,} records {are} as they would be without it")
    print(f"{told.masters_withdrawn:,} masters {are} withdrawn, {told.masters_changed:,} changed")
    if told.decided_again:
        again = f"{told.decided_again:,} records of others that had joined on its word"
        print(f"{again} {are} matched again, {told.moved:,} stand elsewhere")
    print(f"{told.references:,} references {are} looked up anew")
    print(f"{told.reviews:,} open reviews {are} closed")
    if told.merged_again:
        listed = ", ".join(map(str, told.merged_again))
        print(f"what later deliveries said of these records stands: {listed}")
    if told.corrections:
        listed = ", ".join(map(str, told.corrections))
        print(f"rows of it that came back corrected stay: undo {listed} too if they should go")


@app.verb('./siku delivery replay 12 --reason "合同中的代码表已更正"')
def replay(delivery: Number, reason: Reason, who: Who, as_json: Json = False) -> None:
    """Walk a delivery again from its landing copy, with today's contract and code.

    It becomes a delivery of its own that takes the place of the other in one moment.
    """
    number = enter_replay(delivery, who, reason)
    with engine().connect() as connection:
        stands = ledger.one(connection, number)["state"] == "published"
    if stands:
        say(f"delivery {delivery} was replayed already, as delivery {number}: replay that one")
    else:
        say(f"delivery {delivery} goes again as delivery {number}")
    walk(number, as_json)
