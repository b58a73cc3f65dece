"""`./siku match`: measure a model of who is who, explain its verdicts, train it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console import match_rebuild, match_train
from console.noun import Noun
from console.output import Json, say, show_json, show_table
from console.reviewing import tell_score
from runtime.errors import SikuError

if TYPE_CHECKING:
    from matching.evaluate import Evaluation
    from matching.explain import Explanation
    from matching.labelled import Labelled
    from matching.model import MatchModel

app = Noun("Who is who: measure a model, explain its verdicts, train it, rebuild the links.")
match_rebuild.register(app)
match_train.register(app)

Model = Annotated[
    str, typer.Option("--model", help="A shipped model's name (person, entity …) or a YAML file.")
]


Weights = Annotated[
    Path | None,
    typer.Option(help="What ./siku match train wrote, to try it before it counts."),
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
    weights: Weights = None,
    file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures to this file.")
    ] = None,
) -> None:
    """Match files from nothing and measure the result against their known truth; or judge the pairs
    that people decided, and compare."""
    from matching import labelled
    from matching.evaluate import evaluate as measure

    chosen = _chosen(model, weights)
    found: Evaluation | Labelled
    if truth_pairs and not records:
        found = labelled.score(chosen, truth_pairs)
        tell_score(found, limit=20)
    elif records and truth and not truth_pairs:
        found = measure(chosen, records, truth, say)
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


def _chosen(name: str, weights: Path | None) -> MatchModel:
    """The model, weighing as it would by an artefact that is tried."""
    from matching.artefacts import Artefact
    from matching.engine.weights import must_fit
    from matching.model import load

    model = load(name)
    if weights is None:
        return model
    artefact = Artefact.read(weights)
    must_fit(model, artefact)
    return model.weighed_by(artefact)


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


@app.verb(
    "./siku match explain 1001 1002",
    "./siku match explain 1001 r52 --model entity",
    "./siku match explain A17 B3 --model voters.yaml --records a.csv --records b.csv --key id",
)
def explain(
    one: Annotated[str, typer.Argument(help="A master's number, r and a record's, or a row's.")],
    other: Annotated[str, typer.Argument(help="The other one.")],
    model: Model = "person",
    records: Annotated[
        list[Path] | None, typer.Option(help="Rows of these files, not masters of the base.")
    ] = None,
    key: Annotated[
        str | None, typer.Option(help="The files' column of ids; without it rows are counted.")
    ] = None,
    weights: Weights = None,
    as_json: Json = False,
) -> None:
    """Say in words and in weights why two are, or are not, the same."""
    from matching import explain as explaining

    chosen = _chosen(model, weights)
    if records:
        found = explaining.of_files(chosen, records, (one, other), key)
    else:
        from runtime.database import engine

        with engine().connect() as connection:
            found = explaining.of_base(connection, chosen, (one, other))
    if as_json:
        show_json(found.as_json())
    else:
        _tell(found)


def _tell(found: Explanation) -> None:
    show_table(
        ("比较", "comparison", found.one, found.other, "", "", "bits"),
        [
            (r.zh, r.en, r.one, r.other, r.level_zh, r.level_en, f"{r.bits:+.1f}")
            for r in found.reasons
        ],
        title=f"{found.zh} · {found.en}: {found.weight:+.1f} bits, {found.probability:.4%} likely",
    )
    for verdict, zh, en in found.guards:
        most = {"review": "at most for review", "apart": "apart"}[verdict]
        say(f"guard: {zh} · {en} ({most})")
