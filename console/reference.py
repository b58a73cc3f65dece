"""`./siku reference`: whom rows of one base mean in another, how that was found out, and doubts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from console.noun import Noun
from console.output import Json, say, show
from pipeline import references
from runtime.database import engine

app = Noun("References between the bases: whom a row means, why, and what people must decide.")


@app.callback()
def verbs() -> None:
    """References between the bases: whom a row means, why, and what people must decide."""


@app.verb("./siku reference list", "./siku reference list --decided --json", name="list")
def list_questions(
    limit: Annotated[int, typer.Option(min=1, help="Most questions to print.")] = 20,
    decided: Annotated[
        bool, typer.Option("--decided", help="What people decided instead, the latest first.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the references that the machine leaves to people, those of most rows first."""
    if decided:
        _list_decided(limit, as_json)
        return
    with engine().connect() as connection:
        found = references.questions(connection, limit)
    if not found and not as_json:
        say("no reference awaits a decision")
        return
    show([{**asdict(one), "why": _words(one.why, as_json)} for one in found], as_json)


def _list_decided(limit: int, as_json: bool) -> None:
    with engine().connect() as connection:
        found = references.answers(connection, limit)
    if not found and not as_json:
        say("no decision on a reference is in force")
        return
    show([asdict(one) for one in found], as_json)


@app.verb("./siku reference show entity 12", "./siku reference show right 7 --json", name="show")
def show_references(
    thing: Annotated[str, typer.Argument(help="The thing, such as entity or right.")],
    master: Annotated[int, typer.Argument(help="Its master id.")],
    as_json: Json = False,
) -> None:
    """Say whom each row of a master means, by which method and why."""
    with engine().connect() as connection:
        found = references.explain(connection, references.of(thing), master)
    if not found and not as_json:
        say(f"{thing} {master} refers to nothing")
        return
    show([{**asdict(one), "why": _words(one.why, as_json)} for one in found], as_json)


@app.verb(
    './siku reference decide 7 same --by "Li Na" --reason "the licence shows her name"',
    name="decide",
)
def decide(
    question: Annotated[int, typer.Argument(help="The question, as `list` numbers it.")],
    verdict: Annotated[str, typer.Argument(help="same: it is meant; different: it is not.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    reason: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """Decide whom rows mean; it holds for every row that says the same, above the machine."""
    changed = references.decide(question, verdict, reason, by)
    say(f"decided; {changed:,} masters refer to somebody else now")


@app.verb(
    './siku reference revoke 9 --by "Li Na" --reason "the licence is another company\'s"',
    name="revoke",
)
def revoke(
    decision: Annotated[int, typer.Argument(help="The decision, as `list --decided` numbers it.")],
    by: Annotated[str, typer.Option(help="Who takes it back.")],
    reason: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """Take a decision on a reference back: its rows are looked up as if nobody had decided."""
    changed = references.revoke(decision, reason, by)
    say(f"revoked; {changed:,} masters refer to somebody else now")


def _words(why: dict[str, Any] | None, as_json: bool) -> Any:
    """What spoke for it, in a line."""
    if as_json or not why:
        return why
    told = [f"{name} {value:+g}" for name, value in why.get("bits", {}).items()]
    told += [f"{name} {value}" for name, value in why.items() if name != "bits"]
    return "; ".join(told)
