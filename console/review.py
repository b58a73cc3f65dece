"""`./siku review`: pairs of a record and a master that a person must decide."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show_json
from console.reviewing import describe, list_briefly, tell_stats
from console.walking import Reason
from matching.review import labels, queue, shown
from matching.review.shown import Case
from matching.review.stats import stats as count_up
from pipeline import reviewing
from pipeline.reviewing import Told
from runtime.database import engine, transaction

app = Noun("Pairs that may be the same person or entity, which the machine does not decide.")

By = Annotated[
    str, typer.Option("--by", default_factory=getpass.getuser, help="Who; default your login.")
]
Pair = Annotated[int, typer.Argument(help="The pair's number.")]
OfThing = Annotated[str | None, typer.Option("--thing", help="Only of this: person, entity.")]


@app.callback()
def verbs() -> None:
    """Pairs that may be the same person or entity, which the machine does not decide."""


@app.verb("./siku review list", "./siku review list --thing person --limit 5 --json", name="list")
def list_pairs(
    thing: OfThing = None,
    limit: Annotated[int, typer.Option(min=1, help="Most pairs to print.")] = 20,
    as_json: Json = False,
) -> None:
    """List the pairs that await a decision: what is most worth one first."""
    with transaction() as connection:
        queue.settle_all(connection)
    with engine().connect() as connection:
        found = [shown.case(connection, one) for one in queue.waiting(connection, thing, limit)]
        total = queue.count(connection, thing)
    if as_json:
        show_json([asdict(case) for case in found])
    elif found:
        list_briefly(found)
    if not found:
        say("no pair awaits a decision")
    elif len(found) < total:
        say(f"{len(found)} of {total:,} pairs; --limit shows more")


@app.verb(
    "./siku review next",
    "./siku review next --thing person --by 王芳",
    "./siku review next --json",
    name="next",
)
def next_pair(by: By, thing: OfThing = None, as_json: Json = False) -> None:
    """Take the pair most worth your decision: side by side, with what speaks for and against.

    Nobody else is handed it meanwhile, unless two people must judge it. Asked again before you
    decide, it is the same.
    """
    with transaction() as connection:
        number = queue.hand_out(connection, by, thing)
        case = None if number is None else shown.case(connection, number)
    if case is None:
        if as_json:
            show_json(None)
        say(f"nothing awaits a decision of {by}")
    elif as_json:
        show_json(asdict(case))
    else:
        _show(case)


@app.verb("./siku review show 12", "./siku review show 12 --json")
def show(review: Pair, as_json: Json = False) -> None:
    """Show one pair, and what became of it."""
    with engine().connect() as connection:
        case = shown.case(connection, review)
    if as_json:
        show_json(asdict(case))
    else:
        _show(case)


@app.verb(
    './siku review decide 12 same --reason "户口簿与社保卡一致" --by 王芳',
    './siku review decide 12 different --reason "twins: the school roll lists both" --json',
)
def decide(
    review: Pair,
    verdict: Annotated[str, typer.Argument(help="same, different or unsure.")],
    reason: Reason,
    by: By,
    as_json: Json = False,
) -> None:
    """Say whether the two are the same. It is so at once, unless two people must say it; it
    outranks the machine until it is revoked."""
    told = reviewing.decide(review, verdict, reason, by)
    if as_json:
        show_json(asdict(told))
    else:
        _tell(told)


@app.verb('./siku review revoke 7 --reason "看错了出生日期" --by 王芳')
def revoke(
    decision: Annotated[int, typer.Argument(help="The decision's number.")],
    reason: Reason,
    by: By,
    as_json: Json = False,
) -> None:
    """Take a decision back: what the machine makes of the pair holds again, and it waits again."""
    told = reviewing.revoke(decision, reason, by)
    if as_json:
        show_json(asdict(told))
        return
    again = f"; pair {told.review} waits again" if told.review else ""
    say(f"decision {decision} is taken back{again}")


@app.verb("./siku review stats", "./siku review stats --thing person --json")
def stats(thing: OfThing = None, as_json: Json = False) -> None:
    """How the review goes: what waits, who decided what, who agrees, how right the machine was."""
    queue.asked_about(thing)
    with transaction() as connection:
        queue.settle_all(connection)
        told = count_up(connection, thing)
    if as_json:
        show_json(asdict(told))
    else:
        tell_stats(told)


@app.verb(
    "./siku review export --labels 判定.csv",
    "./siku review export --thing person --labels labels.csv --by 王芳",
)
def export(
    file: Annotated[Path, typer.Option("--labels", help="The file to write: .csv.")],
    by: By,
    thing: Annotated[str, typer.Option("--thing", help="Of this: person, entity.")] = "person",
) -> None:
    """Write what people decided as a labelled set: both sides as they were seen, the verdict, who
    gave it, and the machine's own weight. The sealed log notes who took it."""
    written = labels.export(thing, file, by)
    say(f"{written:,} decided pairs written to {file}")


def _show(case: Case) -> None:
    describe(case)
    if case.decision is None:
        said = "same|different|unsure"
        say(f'next: ./siku review decide {case.review} {said} --reason "…" --by NAME')


def _tell(told: Told) -> None:
    if told.verdict:
        say(f"pair {told.review} is decided: {told.verdict} (decision {told.decision})")
    elif told.disputed:
        say(f"pair {told.review}: people disagree; it goes to another, who is shown both reasons")
    else:
        people = "one more person" if told.wanted == 1 else f"{told.wanted} more people"
        say(f"pair {told.review}: noted as {told.vote}; {people} must judge it")
