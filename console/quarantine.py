"""`./siku quarantine`: the rows set aside, and what is wrong with each."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from console.noun import Noun
from console.output import Json, say, show, show_json, show_table
from console.walking import Reason, Who, walk
from loaders import quarantine
from loaders.contract import find
from loaders.quarantine import Which
from pipeline import corrections
from runtime.database import engine
from runtime.errors import SikuError

STEPS = ("stage", "check")


class NoSuchStep(SikuError):
    """A step was named that sets no rows aside."""


app = Noun("Rows set aside, with the reason for each.")


Delivery = Annotated[int | None, typer.Option(help="Only this delivery's.")]
Dataset = Annotated[str | None, typer.Option(help="Only this dataset's.")]
Rule = Annotated[str | None, typer.Option(help="Only what broke this rule.")]
Column = Annotated[str | None, typer.Option(help="Only what is wrong in this column.")]
Step = Annotated[str | None, typer.Option(help="Only what this step set aside: stage or check.")]
All = Annotated[bool, typer.Option("--all", help="Also rows that came back corrected.")]


@app.verb(
    "./siku quarantine list",
    "./siku quarantine list --dataset ps_person --rule date --json",
    name="list",
)
def list_rows(
    delivery: Delivery = None,
    dataset: Dataset = None,
    rule: Rule = None,
    column: Column = None,
    step: Step = None,
    answered: All = False,
    limit: Annotated[int, typer.Option(min=1, help="Most rows to print.")] = 50,
    as_json: Json = False,
) -> None:
    """List rows set aside: where they stand in the file, and what is wrong with them."""
    with engine().connect() as connection:
        which = _which(connection, delivery, dataset, rule, column, step, answered)
        rows = quarantine.listed(connection, limit=limit, which=which)
        total = quarantine.count(connection, which=which)
    if as_json:
        show_json([asdict(row) for row in rows])
    elif rows:
        show_table(
            ("delivery", "dataset", "line", "rule", "说明", "explanation"),
            [(row.delivery, row.dataset, row.place, row.rule, row.zh, row.en) for row in rows],
        )
    if len(rows) < total or not rows:
        say(f"{len(rows)} of {total:,} rows; --limit shows more" if rows else "no row is set aside")


@app.verb(
    "./siku quarantine count",
    "./siku quarantine count --dataset ps_person --json",
    name="count",
)
def count_rows(
    delivery: Delivery = None,
    dataset: Dataset = None,
    rule: Rule = None,
    column: Column = None,
    step: Step = None,
    answered: All = False,
    as_json: Json = False,
) -> None:
    """Count rows set aside by what is wrong with them."""
    with engine().connect() as connection:
        which = _which(connection, delivery, dataset, rule, column, step, answered)
        show(quarantine.counts(connection, which), as_json)


def _which(
    connection: Connection, delivery: int | None, dataset: str | None, rule: str | None,
    column: str | None, step: str | None, answered: bool,
) -> Which:  # fmt: skip
    if dataset is not None:
        find(dataset)
    if delivery is not None:
        quarantine.must_exist(connection, delivery)
    if step is not None and step not in STEPS:
        raise NoSuchStep(
            f"the step {step!r} sets no rows aside", where="--step", hint=" or ".join(STEPS)
        )
    return Which(delivery, dataset, rule, column, step, answered)


@app.verb(
    "./siku quarantine export --delivery 12 --out 隔离区.xlsx",
    "./siku quarantine export --delivery 12 --out quarantine.csv",
)
def export(
    delivery: Annotated[int, typer.Option(help="The delivery whose rows to write.")],
    out: Annotated[Path, typer.Option(help="Sheet to write: .xlsx or .csv.")],
) -> None:
    """Write a delivery's rows to a sheet, the wrong cells marked, to be corrected in place."""
    with engine().connect() as connection:
        count = quarantine.export(connection, delivery, out)
    say(f"{count:,} rows written to {out}")


@app.verb(
    "./siku quarantine take-back 隔离区.xlsx",
    './siku quarantine take-back 隔离区.xlsx --reason "户籍科更正"',
    name="take-back",
)
def take_back(
    sheet: Annotated[Path, typer.Argument(help="The exported sheet, corrected.")],
    who: Who,
    reason: Reason = "隔离行已更正 · corrected rows",
    as_json: Json = False,
) -> None:
    """Take corrected rows back as a delivery of their own, of the date of the one they came from.

    Rows that were taken out of the sheet go on waiting.
    """
    number = corrections.take_back(sheet, who, reason)
    say(f"delivery {number}: received")
    walk(number, as_json)
