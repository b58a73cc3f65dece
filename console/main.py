"""Finds the noun a command line names, runs it, and tells a person what went wrong.

A noun registers by one entry in NOUNS: its name, where its `Noun` is (module and attribute), and
one line of help. Modules are imported only when their noun is used, so `--help` stays quick:

    # console/delivery.py
    app = Noun("Deliveries: what arrived and what became of it.")

    @app.verb("./siku delivery list --json")
    def list_(as_json: Json = False) -> None: ...

Commands raise `runtime.errors.SikuError` (or let a room's pass); nothing else needs to be caught.
"""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.noun import Noun

INTERRUPTED = 130


@dataclass(frozen=True)
class Entry:
    """Where a noun is, and what it is for."""

    place: str
    help: str
    developer: bool = False


NOUNS = {
    "demo": Entry("console.demo:app", "the whole platform with a synthetic province"),
    "up": Entry("console.platform:up", "start the database, migrate it, start Airflow"),
    "down": Entry("console.platform:down", "stop everything"),
    "status": Entry("console.platform:status", "what runs, and where"),
    "settings": Entry("console.settings:app", "every setting with its value"),
    "psql": Entry("console.psql:app", "the database by SQL, also as a department"),
    "deliver": Entry("console.deliver:app", "take in a file of a dataset"),
    "delivery": Entry("console.delivery:app", "what arrived and what became of it"),
    "quarantine": Entry("console.quarantine:app", "rows set aside, with their reasons"),
    "review": Entry("console.review:app", "pairs that a person must decide"),
    "reference": Entry("console.reference:app", "whom rows of one base mean in another, and why"),
    "explain": Entry("console.explain:app", "why a master says what it says"),
    "match": Entry("console.match:app", "who is who: measure, explain and train the models"),
    "report": Entry("console.report:app", "quality reports"),
    "contract": Entry("console.contract:app", "what departments deliver"),
    "division": Entry("console.division:app", "what a division code meant, and what became of it"),
    "agreement": Entry("console.agreement:app", "what departments may see"),
    "dictionary": Entry("console.dictionary:app", "the data dictionary"),
    "key": Entry("console.key:app", "keys of the sharing API"),
    "audit": Entry("console.audit:app", "who looked; proof that nothing was altered"),
    "serve": Entry("console.serve:app", "the sharing API"),
    "samples": Entry("console.samples:app", "files of the synthetic province"),
    "bench": Entry("console.bench:app", "measure this machine"),
    "migrate": Entry("console.migrate:app", "bring the database to this version", True),
    "test": Entry("console.test:app", "lint, types and the test suite", True),
    "lock": Entry("console.lock:app", "compile the lists of locked packages", True),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command line and exit."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and words[0] not in ("--help", "-h", "help"):
            raise SystemExit(run(words))
        print(overview(), flush=True)
    except KeyboardInterrupt:
        print("\ninterrupted; run the same command again to go on", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        # The reader has seen enough (`| head`); say nothing while Python closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def overview() -> str:
    """The help that fits a screen: a noun a line, those of developers in the first."""
    own = ", ".join(name for name, entry in NOUNS.items() if entry.developer)
    lines = [f"Usage: ./siku NOUN …   (--help explains one; developers: {own})"]
    lines += [f"  {name:<12}{e.help}" for name, e in NOUNS.items() if not e.developer]
    return "\n".join(lines)


def run(words: Sequence[str]) -> int:
    """Run a noun's command and return the exit status."""
    from typer.exceptions import TyperException

    from console.output import complain, explain, misused
    from runtime.errors import SikuError

    try:
        app = typer_command(words[0])
        result = app.main(list(words[1:]), prog_name=f"./siku {words[0]}", standalone_mode=False)
    except SikuError as error:
        return complain(error)
    except TyperException as error:
        return misused(error)
    except Exception as error:  # noqa: BLE001 - the one handler of what no room foresaw
        return explain(error)
    if result == INTERRUPTED:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def find(name: str) -> Noun:
    """The noun of that name, imported."""
    from runtime.errors import SikuError

    if name not in NOUNS:
        close = difflib.get_close_matches(name, NOUNS, n=1)
        question = f"; did you mean {close[0]}?" if close else ""
        raise SikuError(f"there is no command {name!r}{question}", hint="./siku --help")
    module, attribute = NOUNS[name].place.split(":")
    noun: Noun = getattr(importlib.import_module(module), attribute)
    return noun


def typer_command(name: str) -> Any:
    """The noun of that name as Typer runs it; its type is not public."""
    from typer.main import get_command

    return get_command(find(name))
