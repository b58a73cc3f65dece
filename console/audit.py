"""`./siku audit`: who looked, and proof that nothing was altered since."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

import audit
from console.noun import Noun
from console.output import Json, say, show, show_json
from runtime.database import engine
from runtime.errors import SikuError

app = Noun("The sealed log: who looked, and proof that nothing was altered since.")


class Altered(SikuError):
    """The sealed log, or a file it speaks of, is not what was sealed."""


@app.verb("./siku audit verify", "./siku audit verify --head 1207:5f3c…")
def verify(
    head: Annotated[
        str | None, typer.Option(help="A head noted earlier; the chain must still contain it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Prove that no entry of the log was altered, removed or put in, nor a report it sealed."""
    with engine().connect() as connection:
        verdict = audit.verify(connection, head)
    if as_json:
        show_json({"sound": verdict.sound, **asdict(verdict)})
    else:
        print(f"{verdict.entries} entries, {verdict.files} files; head {verdict.head}")
    if not verdict.sound:
        faults = "\n".join(f"entry {fault.position}: {fault.what}" for fault in verdict.faults)
        raise Altered(
            f"the sealed log does not hold\n{faults}",
            hint="keep the database as it is and compare with a backup from before",
        )
    say("nothing was altered; note the head elsewhere, --head proves later that nothing was cut")


@app.verb(
    "./siku audit list",
    "./siku audit list --department tax --json",
    "./siku audit list --thing person --master 4711",
    name="list",
)
def list_(
    department: Annotated[str | None, typer.Option(help="Only this department's.")] = None,
    kind: Annotated[str | None, typer.Option(help="access, agreement, key, report…")] = None,
    thing: Annotated[str | None, typer.Option(help="With --master: the thing it is.")] = None,
    master: Annotated[int | None, typer.Option(help="Who looked at this master.")] = None,
    limit: Annotated[int, typer.Option(help="How many, newest first.", min=1)] = 50,
    as_json: Json = False,
) -> None:
    """Show the newest entries: who looked at what, when and for what purpose."""
    with engine().connect() as connection:
        found = audit.entries(
            connection, department=department, kind=kind, thing=thing, master_id=master, limit=limit
        )
    if as_json:
        show_json(found)
        return
    rows = [
        {
            "entry": entry["position"],
            "at": f"{entry['at']:%Y-%m-%d %H:%M:%S}",
            "kind": entry["kind"],
            "who": entry["who"],
            "what": ", ".join(f"{k}={v}" for k, v in entry["what"].items() if v not in (None, [])),
        }
        for entry in found
    ]
    show(rows, as_json=False)
