"""`./siku migrate`: bring the database to this version, or write a changed model's migration."""

from __future__ import annotations

from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show_json
from models import migrate
from runtime import cluster
from runtime.settings import settings

app = Noun()


@app.verb("./siku migrate", './siku migrate --new "persons have a blood group"')
def run(
    new: Annotated[
        str | None, typer.Option(help="Write a migration to what the models say now.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Bring the database to this version, or with --new write the migration of a changed model."""
    if not settings().database_url:
        cluster.ensure()
    applied = migrate.upgrade()
    if new:
        written = migrate.new_revision(new)
        say(f"written: {written}")
        return
    if as_json:
        show_json({"applied": applied})
    elif not applied:
        print("the database is at this version")
    for revision in [] if as_json else applied:
        print(f"applied {revision}")
