"""`./siku key`: departments' keys to the sharing API."""

from __future__ import annotations

from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show, show_json
from runtime.database import engine, transaction
from sharing import keys

app = Noun("Keys of the sharing API: who may ask in a department's name.")


@app.verb("./siku key issue tax", './siku key issue tax --note "hall 3" --json')
def issue(
    department: Annotated[str, typer.Argument(help="The department's code.")],
    note: Annotated[str | None, typer.Option(help="Who will hold it.")] = None,
    as_json: Json = False,
) -> None:
    """Make a key and print it, once: it is kept as a hash and cannot be read again."""
    with transaction() as connection:
        key = keys.issue(connection, department, note)
    if as_json:
        show_json({"department": department, "key": key})
    else:
        print(key)
        say("send it as X-API-Key; it will not be shown again")


@app.verb("./siku key list", "./siku key list --json", name="list")
def list_(
    department: Annotated[str | None, typer.Option(help="Only this department's.")] = None,
    as_json: Json = False,
) -> None:
    """Every key ever issued, by its public part."""
    with engine().connect() as connection:
        show(keys.listed(connection, department), as_json)


@app.verb("./siku key revoke 3f9a02c1")
def revoke(key: Annotated[str, typer.Argument(help="The key's public part.")]) -> None:
    """Make a key worthless at once."""
    with transaction() as connection:
        keys.revoke(connection, key)
    say(f"revoked {key}")
