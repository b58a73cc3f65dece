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
from loaders.contract import find
from pipeline import drops
from runtime.database import engine
from runtime.errors import SikuError

app = Noun()


class NothingWaits(SikuError):
    """Nothing was dropped that was not yet taken in."""


class BadDate(SikuError):
    """A date was given that is none."""


@app.verb(
    "./siku deliver ps_person var/drop/2026-09-01/ps_person.csv",
    "./siku deliver tax_taxpayer taxpayers.csv --as-of 2026-09-01",
    "./siku deliver drafts/water_quality.yml 水质.xlsx",
    "./siku deliver ps_person part1.csv.gz part2.csv.gz",
    "./siku deliver ps_person https://files.police.example/2026-09-01/ps_person.csv",
)
def deliver(
    dataset: Annotated[
        str,
        typer.Argument(
            help="The dataset, as ./siku contract list names it, or the path of its contract."
        ),
    ],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="The file that the department sent, or its address (s3://, sftp://, https://); "
            "several where a delivery comes in parts; default what is waiting for the dataset."
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="Date it speaks of; default its folder's name, or today."),
    ] = None,
    secret: Annotated[
        str | None,
        typer.Option(help="Name of the secret that opens the address; default the contract's."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Walk a file through all steps: receive, stage, check, match, merge, publish.

    The same file delivered again changes nothing; after an interruption it goes on.
    """
    delivery_id = _received(_dataset(dataset), files or [], _date(as_of), secret)
    say(f"delivery {delivery_id}: received")
    walking.walk(delivery_id, as_json)


def _received(dataset: str, files: list[str], as_of: dt.date | None, secret: str | None) -> int:
    """The number of the delivery that the files are, or that was waiting."""
    if files or find(dataset).file.format == "query":
        return pipeline.receive(dataset, files, as_of, secret)
    with engine().connect() as connection:
        drop = drops.waiting(connection, dataset, as_of)
    if drop is None:
        raise NothingWaits(
            f"nothing waits for {dataset}" + (f" of {as_of}" if as_of else ""),
            hint=f"name the file: ./siku deliver {dataset} FILE",
        )
    say(f"{drop.name}, as of {drop.as_of}")
    return pipeline.receive(dataset, drop.files, drop.as_of)


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
