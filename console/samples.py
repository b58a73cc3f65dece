"""`./siku samples`: the files a fictional province's departments would deliver; the benchmark."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show_json, show_table
from runtime.errors import SikuError
from samples.order import MOST_INDICATORS, START

app = Noun()


class NoFolder(SikuError):
    """It was not said where the province shall be."""


@app.itself(
    "./siku samples --persons 20000 --seed 1 --months 3 --out var/samples",
    "./siku samples --persons 1000000 --out /tmp/province --json",
)
def samples(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option(help="Folder to make; it must be new or empty.")
    ] = None,
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
    if context.invoked_subcommand:
        return
    if out is None:
        raise NoFolder("--out is missing", hint="./siku samples --out var/samples")
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


@app.verb(
    "./siku samples benchmark --out var/benchmark",
    "./siku samples benchmark --seed 7 --persons 100000 --companies 0 --tier adversarial"
    " --out /tmp/adversarial",
)
def benchmark(
    out: Annotated[Path, typer.Option(help="Folder to make; it must be new or empty.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    persons: Annotated[int, typer.Option(help="True persons in each tier; 0: none.")] = 10_000,
    companies: Annotated[int, typer.Option(help="True companies in each tier; 0: none.")] = 4_000,
    tier: Annotated[
        list[str] | None, typer.Option(help="easy, hard, adversarial; may be repeated.")
    ] = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="Also list the true pairs.")] = False,
    as_json: Json = False,
) -> None:
    """Publish the labelled set of Chinese records that matchers are compared on.

    persons/ and companies/ have a folder a tier with a file a department, truth in `truth_id`;
    README.md says what errors there are, why and how often. Made already, nothing is done.
    """
    from samples.benchmark.publish import Ask, publish, tiers

    ask = Ask(seed, persons, companies, tiers(tier or ()), pairs)
    files = publish(ask, out, progress=say)
    if as_json:
        show_json([asdict(file) for file in files])
        return
    show_table(("file", "records"), [(file.file, file.rows) for file in files if file.rows])
