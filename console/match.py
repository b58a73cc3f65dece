"""`./siku match`: measure a model of who is who, explain its verdicts, train it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console import match_rebuild
from console.noun import Noun
from console.output import say, show_table
from console.reviewing import tell_score
from runtime.errors import SikuError

if TYPE_CHECKING:
    from matching.evaluate import Evaluation
    from matching.labelled import Labelled

app = Noun("Who is who: measure a model, explain its verdicts, train it, rebuild the links.")
match_rebuild.register(app)

Model = Annotated[
    str, typer.Option("--model", help="A shipped model's name (person, entity …) or a YAML file.")
]


class NothingToMeasure(SikuError):
    """Neither records with their truth nor decided pairs were given, or both."""


@app.callback()
def verbs() -> None:
    """Who is who: measure a model, explain its verdicts, train it."""


@app.verb(
    "./siku match evaluate --model person --records people.csv --truth truth_id",
    "./siku match evaluate --model voters.yaml --records 2025.csv --records 2026.parquet"
    " --truth voter --json figures.json",
    "./siku match evaluate --model person --truth-pairs labels.csv",
)
def evaluate(
    model: Model,
    records: Annotated[
        list[Path] | None,
        typer.Option(help="A file of records; once per source. Any form is read."),
    ] = None,
    truth: Annotated[
        str | None,
        typer.Option(help="The column that records of one thing share; only compared with."),
    ] = None,
    truth_pairs: Annotated[
        Path | None,
        typer.Option(help="Instead: pairs that people decided, from ./siku review export."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures to this file.")
    ] = None,
) -> None:
    """Match files from nothing and measure the result against their known truth; or judge the pairs
    that people decided, and compare."""
    from matching import labelled
    from matching.evaluate import evaluate as measure
    from matching.model import load

    found: Evaluation | Labelled
    if truth_pairs and not records:
        found = labelled.score(load(model), truth_pairs)
        tell_score(found, limit=20)
    elif records and truth and not truth_pairs:
        found = measure(load(model), records, truth, say)
        _show(found)
    else:
        raise NothingToMeasure(
            "it was not said what to measure against",
            hint="--records FILE --truth COLUMN, or --truth-pairs FILE",
        )
    if file:
        text = json.dumps(found.as_json(), ensure_ascii=False, indent=2)
        file.write_text(text + "\n", encoding="utf-8")
        say(f"written to {file}")


def _show(found: Evaluation) -> None:
    rates = {"pairs": found.pairwise, "pairs across files": found.across, "clusters": found.cluster}
    show_table(
        ("of", "precision", "recall", "F1", "right", "found", "true"),
        [
            (name, f"{r.precision:.4%}", f"{r.recall:.4%}", f"{r.f1:.5f}", r.right, r.found, r.true)
            for name, r in rates.items()
            if r
        ],
        title=f"{found.model}: {found.records:,} records",
    )
    show_table(
        ("figure", "value"),
        [
            ("blocking recall", f"{found.blocking_recall:.4%}"),
            ("pairs scored", f"{found.pairs_scored:,}"),
            ("each source free of duplicates", "yes" if found.sources_unique else "no"),
            ("weights", found.weights),
            ("seconds", f"{found.seconds:,.1f}"),
            ("peak memory, MB", f"{found.peak_memory_mb:,.0f}"),
        ],
    )
