"""`./siku agreement`: what departments may see, and bringing the database to it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show, show_json, show_table
from runtime.database import engine
from runtime.errors import SikuError
from sharing import applying, reading, roles

app = Noun("Agreements: what each department may see, for what purpose, until when.")


class Drifted(SikuError):
    """The database shows departments something else than their agreements say."""


@app.verb("./siku agreement list", "./siku agreement list --json", name="list")
def list_(as_json: Json = False) -> None:
    """Every agreement with its department, its days and whether it is in force."""
    with engine().connect() as connection:
        show([asdict(state) for state in applying.states(connection)], as_json)


@app.verb("./siku agreement show tax-registration", name="show")
def show_one(
    agreement: Annotated[str, typer.Argument(help="The agreement's id.")], as_json: Json = False
) -> None:
    """One agreement: its purpose and law, and each column with how it is shown."""
    found = reading.find(agreement)
    if as_json:
        show_json(found.document())
        return
    print(f"{found.agreement}  {found.title.zh} · {found.title.en}")
    print(f"  department  {found.department}")
    print(f"  purpose     {found.purpose.zh} · {found.purpose.en}")
    print(f"  law         {found.law}")
    print(f"  valid       {found.valid.first} – {found.valid.last}")
    print(f"  approved by {found.approved_by}")
    for grant in found.grants:
        limits = [f"{row.attribute} {row.op} {', '.join(row.values)}" for row in grant.rows]
        title = f"{grant.subject.base}.{grant.thing}" + (", with history" if grant.history else "")
        title += f", only rows where {' and '.join(limits)}" if limits else ""
        columns = grant.subject.grantable
        rows = [["master_id", grant.master_id, "主数据标识 · Master id"]]
        rows += [[name, c.show, columns[name].comment or ""] for name, c in grant.columns.items()]
        show_table(["column", "shown", "what it is"], rows, title)


@app.verb("./siku agreement apply")
def apply(as_json: Json = False) -> None:
    """Bring the database to what the agreements say: roles, schemas, views. Again, it does nothing.

    Prints for each department the address for psql and other SQL tools; its password is in the
    file that the address names.
    """
    done = applying.apply()
    rows = [
        {
            "department": one.department,
            "agreements": ", ".join(one.agreements),
            "views": len(one.views),
            "changed": one.changed,
            "address": roles.address(one.department) if one.views else None,
        }
        for one in done
    ]
    show(rows, as_json)


@app.verb("./siku agreement check")
def check(as_json: Json = False) -> None:
    """Check the files, and that the database shows each department what they say and no more."""
    with engine().connect() as connection:
        faults = applying.drift(connection)
    if as_json:
        show_json(faults)
    if faults:
        raise Drifted("\n".join(faults), where="the database", hint="./siku agreement apply")
    say("the database shows what the agreements say")


@app.verb('./siku agreement revoke tax-registration --why "purpose has ended"')
def revoke(
    agreement: Annotated[str, typer.Argument(help="The agreement's id.")],
    why: Annotated[str, typer.Option(help="The reason, kept in the sealed log.")],
) -> None:
    """Take an agreement away at once and for good; to agree again, write it under a new id."""
    done = applying.revoke(agreement, why)
    say(f"revoked {agreement}; {done.department} sees now: {', '.join(done.views) or 'nothing'}")
