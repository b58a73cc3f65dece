"""`./siku report`: the quality reports of deliveries."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from console.noun import Noun
from console.output import Json, show, show_json, show_table
from quality import findings, overview
from quality.dimensions import DIMENSIONS
from quality.findings import Finding
from quality.labels import percent
from quality.scores import by_dimension
from runtime.database import engine

app = Noun("Quality reports: how good each delivery was, and why.")

Dataset = Annotated[str | None, typer.Argument(help="Only this dataset's.")]
Delivery = Annotated[int, typer.Argument(help="Number of the delivery; see ./siku report list.")]


@app.verb("./siku report list", "./siku report list ps_person --json", name="list")
def list_reports(dataset: Dataset = None, as_json: Json = False) -> None:
    """List the deliveries that were judged, with score, gate and report."""
    with engine().connect() as connection:
        judged = [
            {
                "delivery": row["delivery_id"],
                "dataset": row["dataset"],
                "as_of": row["as_of"],
                "delivered": row["delivered"],
                "quarantined": row["quarantined"],
                "score": row["score"] if as_json else percent(row["score"]),
                "gate": row["gate"],
                "report": row["report"],
            }
            for row in overview.judged(connection, dataset)
        ]
    show(judged, as_json)


@app.verb("./siku report show 12", "./siku report show 12 --json", name="show")
def show_report(delivery: Delivery, as_json: Json = False) -> None:
    """Print a delivery's scores, its failed rules, and where its report is."""
    with engine().connect() as connection:
        summary = overview.one(connection, delivery)
        found = findings.read(connection, delivery)
    if as_json:
        show_json(_as_data(summary, found))
        return
    print(f"{summary['dataset']} {summary['as_of']}: {percent(summary['score'])}")
    print(f"gate: {summary['gate'] or 'not reached yet'}")
    print(f"report: {summary['report'] or 'not written yet'}")
    show_table(
        ("维度", "dimension", "score"),
        [(*DIMENSIONS[name], percent(score)) for name, score in by_dimension(found).items()],
    )
    failed = [one for one in found if one.failed and one.severity != "advice"]
    if failed:
        show_table(
            ("failed rule", "规则", "assessed", "failed", "score"),
            [
                (one.en, one.zh, one.assessed, one.failed, percent(one.score))
                for one in sorted(failed, key=lambda one: one.score)
            ],
        )


def _as_data(summary: dict[str, Any], found: list[Finding]) -> dict[str, Any]:
    """What `--json` prints: no examples, for these show what people wrote."""
    rules = [asdict(one) | {"score": one.score} for one in found]
    for rule in rules:
        del rule["examples"]
    del summary["contract"]
    return {**summary, "dimensions": by_dimension(found), "rules": rules}
