"""`./siku samples`: the files a fictional province's departments would deliver."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show_json, show_table
from samples.order import MOST_INDICATORS, START

app = Noun()


@app.verb(
    "./siku samples --persons 20000 --seed 1 --months 3 --out var/samples",
    "./siku samples --persons 1000000 --out /tmp/province --json",
)
def samples(
    out: Annotated[Path, typer.Option(help="Folder to make; it must be new or empty.")],
    persons: Annotated[int, typer.Option(help="How many: 200 to 20,000,000.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    months: Annotated[int, typer.Option(help="1 to 24, the first in full, then changes.")] = 3,
    start: Annotated[str, typer.Option(help="Date of the first deliveries.")] = START,
    entities: Annotated[
        int | None, typer.Option(help="0 to persons; default persons / 10.")
    ] = None,
    parcels: Annotated[
        int | None, typer.Option(help="persons / 100 to persons × 5; default persons / 4.")
    ] = None,
    indicators: Annotated[int, typer.Option(help="1 to 60.")] = MOST_INDICATORS,
    years: Annotated[int, typer.Option(help="Of macro figures: 1 to 30.")] = 10,
    jobs: Annotated[int | None, typer.Option(help="Processes; default one a core.")] = None,
    as_json: Json = False,
) -> None:
    """Write what the departments of a fictional province deliver, month by month.

    drop/DATE/ holds the deliveries, truth/ says which row is which thing, manifest.json lists
    the files with their checksums. Made already for the same order, nothing is done.
    """
    from samples.generate import generate
    from samples.order import order

    what = order(persons, seed, months, start, entities, parcels, indicators, years)
    files = generate(what, out, jobs, progress=say)
    if as_json:
        show_json([asdict(file) for file in files])
        return
    show_table(
        ("date", "dataset", "rows", "file"),
        [(file.date, file.dataset, file.rows, file.file) for file in files],
    )
