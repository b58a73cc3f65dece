"""`./siku bench`: measure this machine, in one form for every benchmark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from console.noun import Noun
from console.output import say, show_table

app = Noun()


@app.verb("./siku bench samples", "./siku bench walk --json walk.json")
def bench(
    name: Annotated[str | None, typer.Argument(help="Which benchmark; none: list them.")] = None,
    file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures to this file.")
    ] = None,
) -> None:
    """Run a benchmark and print its figures; a value is the median of its runs."""
    from bench import frame

    if name is None:
        show_table(("benchmark", "what it measures"), frame.benches().items())
        return
    figures = frame.measure(name)
    show_table(
        ("figure", "value", "unit", "bar", "better", "met", "runs"),
        [(f.name, f.value, f.unit, f.bar, f.better, f.verdict, f.listed) for f in figures],
    )
    if file:
        text = json.dumps(frame.report(figures), ensure_ascii=False, indent=2)
        file.write_text(text + "\n", encoding="utf-8")
        say(f"written to {file}")
