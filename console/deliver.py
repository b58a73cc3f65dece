"""`./siku deliver`: take in a file at once, without a scheduler."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

import pipeline
from console import walking
from console.noun import Noun
from console.output import Json, say
from loaders.adopting import adopt
from runtime.errors import SikuError

app = Noun()


class BadDate(SikuError):
    """A date was given that is none."""


@app.verb(
    "./siku deliver ps_person var/drop/2026-09-01/ps_person.csv",
    "./siku deliver tax_taxpayer taxpayers.csv --as-of 2026-09-01",
    "./siku deliver drafts/water_quality.yml 水质.xlsx",
)
def deliver(
    dataset: Annotated[
        str,
        typer.Argument(
            help="The dataset, as ./siku contract list names it, or the path of its contract."
        ),
    ],
    file: Annotated[Path, typer.Argument(help="The file that the department sent.")],
    as_of: Annotated[
        str | None,
        typer.Option(help="Date it speaks of; default its folder's name, or today."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Walk a file through all steps: receive, stage, check, match, merge, publish.

    The same file delivered again changes nothing; after an interruption it goes on.
    """
    delivery_id = pipeline.receive(_dataset(dataset), file, _date(as_of))
    say(f"delivery {delivery_id}: received")
    walking.walk(delivery_id, as_json)


def _dataset(given: str) -> str:
    """The dataset of that name; a contract's path makes it known first."""
    if not given.endswith((".yml", ".yaml")):
        return given
    dataset, added = adopt(Path(given))
    if added:
        say(f"{dataset}: its contract is now {added}")
    return dataset


def _date(given: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError as error:
        raise BadDate(
            f"{given!r} is no date", where="--as-of", hint="write it as 2026-09-01"
        ) from error
