"""`./siku quarantine`: the rows set aside, and what is wrong with each."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show_json, show_table
from loaders import quarantine
from loaders.contract import find
from runtime.database import engine

app = Noun("Rows set aside, with the reason for each.")


@app.verb(
    "./siku quarantine list",
    "./siku quarantine list --dataset ps_person --json",
    name="list",
)
def list_rows(
    delivery: Annotated[int | None, typer.Option(help="Only this delivery's.")] = None,
    dataset: Annotated[str | None, typer.Option(help="Only this dataset's.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most rows to print.")] = 50,
    as_json: Json = False,
) -> None:
    """List rows set aside: where they stand in the file, and what is wrong with them."""
    if dataset is not None:
        find(dataset)
    with engine().connect() as connection:
        rows = quarantine.listed(connection, delivery, dataset, limit)
        total = quarantine.count(connection, delivery, dataset)
    if as_json:
        show_json([asdict(row) for row in rows])
    elif rows:
        show_table(
            ("delivery", "dataset", "line", "rule", "说明", "explanation"),
            [(row.delivery, row.dataset, row.place, row.rule, row.zh, row.en) for row in rows],
        )
    if len(rows) < total or not rows:
        say(f"{len(rows)} of {total:,} rows; --limit shows more" if rows else "no row is set aside")


@app.verb("./siku quarantine export --delivery 12 --out 隔离区.xlsx")
def export(
    delivery: Annotated[int, typer.Option(help="The delivery whose rows to write.")],
    out: Annotated[Path, typer.Option(help="Workbook to write.")],
) -> None:
    """Write a delivery's rows to a workbook, the wrong cells marked, to be corrected."""
    with engine().connect() as connection:
        count = quarantine.export(connection, delivery, out)
    say(f"{count:,} rows written to {out}")
