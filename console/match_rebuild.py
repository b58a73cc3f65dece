"""`./siku match rebuild`: who is who once more, from the records and the decisions alone."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show_json, show_table
from runtime.errors import SikuError

if TYPE_CHECKING:
    from models import Thing
    from pipeline.rebuild import Rebuilt

DIFFERS = 1


class NotMatched(SikuError):
    """A thing was named that nobody has to match."""


def register(app: Noun) -> None:
    """Add the verb to its noun."""
    app.verb(
        "./siku match rebuild --check",
        './siku match rebuild person --reason "the model was trained anew"',
    )(rebuild)


def rebuild(
    thing: Annotated[str | None, typer.Argument(help="person or entity; both by default.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only say what differs; exit 1 if anything does.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why, where it is to be made so.")] = "",
    who: Annotated[str, typer.Option(help="Who does it.")] = getpass.getuser(),
    as_json: Json = False,
) -> None:
    """Tell all links again from the records and the decisions, in the order they became known.

    What differs from what stands becomes so as new history; ids keep their meaning.
    """
    from pipeline import rebuild as rebuilding

    found = [
        rebuilding.check(one) if check else rebuilding.rebuild(one, who, reason)
        for one in things(thing)
    ]
    if as_json:
        show_json([{**asdict(one), "same": one.same} for one in found])
    else:
        for one in found:
            _show(one, check)
    if check and not all(one.same for one in found):
        raise typer.Exit(DIFFERS)


def things(name: str | None) -> list[Thing]:
    """The things that somebody has to match: all, or the one of that name."""
    from models import THINGS

    matched = [one for one in THINGS.values() if one.matched]
    if name is None:
        return matched
    if found := [one for one in matched if one.name == name]:
        return found
    raise NotMatched(
        f"a {name} is not matched", where="THING", hint=", ".join(one.name for one in matched)
    )


def _show(found: Rebuilt, check: bool) -> None:
    told = f"{found.thing}: {found.events:,} events told again, {found.links:,} links"
    if found.same:
        say(f"{told}; nothing differs")
        return
    say(f"{told}; these tables differ" + ("" if check else ", and were set right"))
    rows = [(one.table, one.stands, one.told) for one in found.differences]
    show_table(("table", "only as it stands", "only as told again"), rows)
    for one in found.differences:
        show_table(list(one.examples[0]), [list(row.values()) for row in one.examples], one.table)
