"""`./siku psql`: the database by SQL, as siku itself or as a department."""

from __future__ import annotations

import os
import shutil
from typing import Annotated

import typer

from console.noun import Noun
from runtime.database import database_url
from runtime.errors import SikuError
from runtime.postgres import programs
from sharing import roles

app = Noun()


@app.verb(
    "./siku psql",
    "./siku psql --as tax",
    './siku psql -- -c "SELECT count(*) FROM population.person"',
)
def enter(
    department: Annotated[
        str | None, typer.Option("--as", metavar="DEPARTMENT", help="See what it sees.")
    ] = None,
    arguments: Annotated[
        list[str] | None, typer.Argument(help="What psql itself is given, after --.")
    ] = None,
) -> None:
    """Open the database in psql, as siku itself or as a department."""
    address = _department(department) if department else database_url()
    os.execv(psql := _psql(), [psql, address, *(arguments or [])])


def _department(name: str) -> str:
    database_url()
    if not roles.passfile(name).exists():
        raise SikuError(
            f"the department {name} has no role, so it sees nothing",
            where=str(roles.passfile(name)),
            hint="./siku agreement --help; a role comes with a department's first agreement",
        )
    return roles.address(name)


def _psql() -> str:
    on_path = shutil.which("psql")
    return on_path or str(programs().folder / "psql")
