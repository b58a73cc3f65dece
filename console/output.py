"""What a command prints: tables, JSON, progress, and faults."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import typer
from psycopg2 import errorcodes
from rich import box
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError
from typer.exceptions import Abort, TyperException

from runtime.errors import SikuError
from runtime.settings import REPOSITORY, SettingsError, settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for another program.")]

PIPE_WIDTH = 240
# What a database of an earlier version lacks.
_BEHIND = (errorcodes.UNDEFINED_TABLE, errorcodes.UNDEFINED_COLUMN, errorcodes.UNDEFINED_FUNCTION)


def say(line: str) -> None:
    """One line of progress, to standard error, so that what is piped stays clean."""
    print(line, file=sys.stderr, flush=True)


def show_json(value: object) -> None:
    """Print a value as JSON; dates and paths as text."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print rows as a table; numbers to the right."""
    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    filled = [list(row) for row in rows]
    for position, column in enumerate(columns):
        cells = [row[position] for row in filled if row[position] is not None]
        numeric = bool(cells) and all(isinstance(cell, int | float) for cell in cells)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in filled:
        table.add_row(*map(_cell, row))
    _console().print(table)


def show(rows: Sequence[Mapping[str, Any]], as_json: bool, title: str = "") -> None:
    """Print rows of the same keys as JSON or as a table."""
    if as_json:
        show_json(list(rows))
    elif rows:
        show_table(list(rows[0]), [list(row.values()) for row in rows], title)
    else:
        say("nothing to show")


def complain(error: SikuError) -> int:
    """Say what was wrong, where, and what to do; return the exit status."""
    if _debugging(error):
        traceback.print_exception(error)
    say(f"error: {error}")
    return error.exit_code


def misused(error: TyperException) -> int:
    """Say how the command line was wrong."""
    shower = getattr(error, "show", None)
    if shower:
        shower()
    else:
        say(f"error: {error}")
    return error.exit_code


def explain(error: Exception) -> int:
    """Say a fault that no room foresaw without a traceback, unless debugging."""
    if isinstance(error, Abort):
        return complain(SikuError("not done", hint="answer yes, or give --yes"))
    if _debugging(error):
        raise error
    if isinstance(error, DBAPIError):
        what = str(error.orig).strip()
        behind = getattr(error.orig, "pgcode", None) in _BEHIND
        hint = "./siku migrate, if the program was renewed; " if behind else "./siku status; "
        hint += "SIKU_DEBUG=1 shows the statement"
        return complain(
            SikuError(f"the database refused: {what}", where=_own_line(error), hint=hint)
        )
    what = f"{type(error).__name__}: {error}"
    return complain(SikuError(what, where=_own_line(error), hint="SIKU_DEBUG=1 shows more"))


def _debugging(error: Exception) -> bool:
    return not isinstance(error, SettingsError) and settings().debug


def _own_line(error: Exception) -> str:
    """The last line of our own code that the error passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        f for f in frames if f.filename.startswith(str(REPOSITORY)) and ".venv" not in f.filename
    ]
    last = (own or frames)[-1]
    return f"{last.filename.removeprefix(f'{REPOSITORY}/')}:{last.lineno}"


def _console() -> Console:
    return Console() if sys.stdout.isatty() else Console(width=PIPE_WIDTH)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return f"{value:,.1f}" if isinstance(value, float) else str(value)
