"""`./siku review`: pairs of a record and a master that a person must decide."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from console.noun import Noun
from console.output import Json, say, show_json, show_table
from matching import review
from models.things import thing_named
from runtime.database import engine

app = Noun("Pairs that may be the same person or entity, which the machine does not decide.")


@app.callback()
def verbs() -> None:
    """Pairs that may be the same person or entity, which the machine does not decide."""


@app.verb("./siku review list", "./siku review list --limit 5 --json", name="list")
def list_pairs(
    limit: Annotated[int, typer.Option(min=1, help="Most pairs to print.")] = 10,
    as_json: Json = False,
) -> None:
    """List the pairs that await a decision, the likeliest first, side by side."""
    with engine().connect() as connection:
        pairs = review.awaiting(connection, limit)
        total = review.count(connection)
    if as_json:
        show_json([asdict(pair) for pair in pairs])
    else:
        for pair in pairs:
            _show(pair)
    if not pairs:
        say("no pair awaits a decision")
    elif len(pairs) < total:
        say(f"{len(pairs)} of {total:,} pairs; --limit shows more")


def _show(pair: review.Pair) -> None:
    thing = thing_named(pair.thing)
    likely = "" if pair.score is None else f", {pair.score:.1%} likely"
    rows = [
        (
            thing.attribute(name).info["zh"],
            thing.attribute(name).info["en"],
            *map(_text, both),
            _mark(*both),
        )
        for name, both in pair.attributes.items()
    ]
    show_table(
        ("属性", "attribute", f"{pair.dataset} {pair.source_key}", f"master {pair.master_id}", ""),
        rows,
        title=f"{pair.review}. {thing.zh} {thing.en}{likely}: {_reasons(pair.why)}",
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _mark(record: Any, master: Any) -> str:
    if master is None:
        return ""
    return "=" if record == master else "≠"


def _reasons(why: dict[str, Any] | None) -> str:
    """What the matcher said of the pair, in a line."""
    if not why:
        return "nothing was noted"
    return "; ".join(f"{word} {_said(said)}" for word, said in why.items() if said not in ({}, []))


def _said(said: Any) -> str:
    if isinstance(said, dict):
        return ", ".join(f"{name} {value:+g}" for name, value in said.items())
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)
