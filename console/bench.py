"""`./siku bench`: measure this machine, in one form for every benchmark."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.noun import Noun
from console.output import say, show_table

if TYPE_CHECKING:
    from bench.frame import Figure

app = Noun()


@app.verb(
    "./siku bench samples", "./siku bench walk --json walk.json",
    "./siku bench load --rows 100000 --part first", "./siku bench match --part benchmark",
)  # fmt: skip
def bench(
    name: Annotated[str | None, typer.Argument(help="Which benchmark; none: list them.")] = None,
    file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures to this file.")
    ] = None,
    rows: Annotated[
        int | None, typer.Option(min=1000, help="load: so many rows, not its usual number.")
    ] = None,
    runs: Annotated[
        int | None, typer.Option(min=1, help="load, match: so many runs of each.")
    ] = None,
    part: Annotated[
        list[str] | None, typer.Option(help="load, match: only this part; may be repeated.")
    ] = None,
) -> None:
    """Run a benchmark and print its figures; a value is the median of its runs."""
    from bench import frame

    if name is None:
        show_table(("benchmark", "what it measures"), frame.benches().items())
        return
    # Stopped by another program it still tidies up: the database, the files, the processes.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    figures: list[Figure] = []
    try:
        for figure in frame.measure(name, rows=rows, runs=runs, parts=tuple(part or ())):
            figures.append(figure)
            # What was measured stays measured, whatever happens to the rest.
            _write(figures, file)
    finally:
        show_table(
            ("figure", "value", "unit", "bar", "better", "met", "runs"),
            [(f.name, f.told, f.unit, f.asked, f.better, f.verdict, f.listed) for f in figures],
        )
    if file:
        say(f"written to {file}")


def _write(figures: list[Figure], file: Path | None) -> None:
    from bench import frame

    if file:
        text = json.dumps(frame.report(figures), ensure_ascii=False, indent=2)
        file.write_text(text + "\n", encoding="utf-8")
