"""`./siku review`: pairs that a person must decide, and clusters that need attention."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from console.noun import Noun
from console.output import Json, say, show_json
from console.reviewing import describe, describe_cluster, list_briefly, tell_stats
from console.walking import Reason
from matching.review import clusters, labels, queue, shown
from matching.review.clusters import Cluster
from matching.review.queue import Handed
from matching.review.shown import Case
from matching.review.stats import stats as count_up
from pipeline import reviewing
from pipeline.reviewing import Settled, Told
from runtime.database import engine, transaction
from runtime.errors import SikuError

app = Noun("What the machine does not decide: pairs that may be the same, records that contradict.")

By = Annotated[
    str, typer.Option("--by", default_factory=getpass.getuser, help="Who; default your login.")
]
Asked = Annotated[str, typer.Argument(help="The pair's number, or A and a cluster's.")]
OfThing = Annotated[str | None, typer.Option("--thing", help="Only of this: person, entity.")]


class Misplaced(SikuError):
    """A word of the command line that does not belong there."""


@app.callback()
def verbs() -> None:
    """What the machine does not decide: pairs that may be the same, records that contradict."""


@app.verb("./siku review list", "./siku review list --thing person --limit 5 --json", name="list")
def list_pairs(
    thing: OfThing = None,
    limit: Annotated[int, typer.Option(min=1, help="Most to print of either kind.")] = 20,
    as_json: Json = False,
) -> None:
    """List what awaits a decision, what is most worth one first: pairs, and clusters (A…)."""
    with transaction() as connection:
        queue.settle_all(connection)
    with engine().connect() as connection:
        things = queue.asked_about(thing)
        pairs = [shown.case(connection, one) for one in queue.waiting(connection, thing, limit)]
        found = clusters.waiting(connection, things, limit)
        total = queue.count(connection, thing) + clusters.count(connection, things)
    if as_json:
        show_json([*map(_as_json, pairs), *map(_as_json, found)])
    elif pairs or found:
        list_briefly(pairs, found)
    if not total:
        say("nothing awaits a decision")
    elif len(pairs) + len(found) < total:
        say(f"{len(pairs) + len(found)} of {total:,}; --limit shows more")


@app.verb(
    "./siku review next",
    "./siku review next --thing person --by 王芳",
    "./siku review next --json",
    name="next",
)
def next_one(by: By, thing: OfThing = None, as_json: Json = False) -> None:
    """Take what is most worth your decision: side by side, with what speaks for and against.

    Nobody else is handed it meanwhile, unless two people must judge it. Asked again before you
    decide, it is the same.
    """
    with transaction() as connection:
        handed = queue.hand_out(connection, by, thing)
        found = None if handed is None else _found(connection, handed)
    if found is not None:
        _show(found, as_json)
        return
    if as_json:
        show_json(None)
    say(f"nothing awaits a decision of {by}")


@app.verb("./siku review show 12", "./siku review show A3 --json")
def show(number: Asked, as_json: Json = False) -> None:
    """Show one pair or cluster, and what became of it."""
    with engine().connect() as connection:
        found = _found(connection, _numbered(number))
    _show(found, as_json)


@app.verb(
    './siku review decide 12 same --reason "户口簿与社保卡一致" --by 王芳',
    './siku review decide 12 different --reason "twins: the school roll lists both" --json',
    './siku review decide A3 different --record 17 --reason "another person\'s number"',
)
def decide(
    number: Asked,
    verdict: Annotated[str, typer.Argument(help="same, different or unsure.")],
    reason: Reason,
    by: By,
    record: Annotated[
        int | None, typer.Option(help="Of a cluster: the record that is not of it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say whether the two are the same. It is so at once, unless two people must say it; it
    outranks the machine until it is revoked.

    A cluster is settled by `same` (its records are one thing, though they contradict), or by
    `different --record N` for each record that is not of it.
    """
    asked = _numbered(number)
    if asked.kind == "cluster":
        settled = reviewing.settle_cluster(asked.number, verdict, reason, by, record)
        told, line = asdict(settled), _told_of_cluster(settled)
    elif record is not None:
        raise Misplaced("--record belongs to a cluster", where="--record", hint="leave it out")
    else:
        voted = reviewing.decide(asked.number, verdict, reason, by)
        told, line = asdict(voted), _told(voted)
    if as_json:
        show_json(told)
    else:
        say(line)


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


def _numbered(number: str) -> Handed:
    """A pair by its number, a cluster by A and its number."""
    plain = number.upper().removeprefix("A")
    if not plain.isdecimal():
        raise Misplaced(
            f"{number!r} is no number of a pair or cluster", hint="such as 12, or A3 for a cluster"
        )
    return Handed("pair" if plain == number else "cluster", int(plain))


def _found(connection: Connection, asked: Handed) -> Case | Cluster:
    if asked.kind == "cluster":
        return clusters.cluster(connection, asked.number)
    return shown.case(connection, asked.number)


def _as_json(found: Case | Cluster | clusters.Waiting) -> dict[str, Any]:
    return {"kind": "pair" if isinstance(found, Case) else "cluster", **asdict(found)}


def _show(found: Case | Cluster, as_json: bool) -> None:
    if as_json:
        show_json(_as_json(found))
    elif isinstance(found, Cluster):
        describe_cluster(found)
    else:
        describe(found)
        if found.decision is None:
            said = "same|different|unsure"
            say(f'next: ./siku review decide {found.review} {said} --reason "…" --by NAME')


def _told(told: Told) -> str:
    if told.verdict:
        return f"pair {told.review} is decided: {told.verdict} (decision {told.decision})"
    if told.disputed:
        return f"pair {told.review}: people disagree; a third is shown both reasons"
    people = "one more person" if told.wanted == 1 else f"{told.wanted} more people"
    return f"pair {told.review}: noted as {told.vote}; {people} must judge it"


def _told_of_cluster(told: Settled) -> str:
    by = f" (decision {told.decision})" if told.decision else ""
    left = "; it still breaks the rule" if told.outcome == "open" else ""
    return f"cluster A{told.attention}: {told.outcome}{by}{left}"
