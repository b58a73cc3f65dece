"""The quality report of a delivery, and the index of all: files that need nothing but a browser."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Connection

from loaders.contract import Contract
from loaders.readers.unpacking.scratch import scratch
from models.base import BASES
from quality import findings, labels, overview, scores
from quality.context import context
from quality.dimensions import DIMENSIONS, SEVERITIES
from quality.findings import Finding
from quality.gate import decide
from quality.masking import Mask, mask
from runtime.database import execute
from runtime.settings import settings
from runtime.sql import load

TEMPLATES = Path(__file__).with_name("templates")
ROWS_SHOWN = 200

Row = Mapping[str, Any]


def write(connection: Connection, delivery_id: int) -> Path:
    """Write the report of a delivery and bring the index up to date; where the report is."""
    delivery = overview.one(connection, delivery_id)
    target = overview.report_path(
        delivery["dataset"], delivery["as_of"], delivery_id, delivery["state"]
    )
    _put(target, _render("report.html", _report(connection, delivery)))
    _put(settings().reports / "index.html", _render("index.html", _index(connection)))
    return target


def _report(connection: Connection, delivery: Row) -> dict[str, Any]:
    """What the template of a report needs."""
    contract = Contract.model_validate(delivery["contract"])
    delivery_id = delivery["delivery_id"]
    found = findings.read(connection, delivery_id)
    hidden = mask(contract)
    decision = decide(
        contract,
        delivery["delivered"] or 0,
        delivery["quarantined"] or 0,
        context(connection, delivery_id).previous_rows,
        found,
    )
    return {
        "d": delivery,
        "contract": contract,
        "base": BASES[delivery["base"]],
        "decision": decision,
        "gate": delivery["gate"] or decision.gate,
        "score": delivery["score"] if delivery["score"] is not None else decision.score,
        "dimensions": _dimensions(found),
        "rules": _rules(found, hidden, contract),
        "quarantine": _quarantine(connection, delivery_id, hidden),
        "ledger": _ledger(delivery),
        "steps": _steps(delivery["seconds"]),
        "interventions": _interventions(connection, delivery_id),
        "history": overview.judged(connection, delivery["dataset"]),
    }


def _dimensions(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """Every dimension with its score, and how many of its rules failed."""
    by_dimension = scores.by_dimension(found)
    scored = [finding for finding in found if finding.severity != "advice"]
    return [
        {
            "zh": zh, "en": en, "score": by_dimension.get(name),
            "rules": sum(finding.dimension == name for finding in scored),
            "failed": sum(finding.dimension == name and finding.failed > 0 for finding in scored),
        }
        for name, (zh, en) in DIMENSIONS.items()
    ]  # fmt: skip


def _rules(found: Sequence[Finding], hidden: Mask, contract: Contract) -> dict[str, list[Any]]:
    """The rules: failed ones with the worst first, then those satisfied, then advice."""
    shown = [_rule(finding, hidden, contract) for finding in found]
    scored = [rule for rule in shown if rule["severity"] != "advice"]
    return {
        "failed": sorted(
            (rule for rule in scored if rule["failed"]), key=lambda r: (r["score"], r["rule"])
        ),
        "satisfied": [rule for rule in scored if not rule["failed"]],
        "advice": sorted(
            (rule for rule in shown if rule["severity"] == "advice"), key=lambda r: r["score"]
        ),
    }


def _rule(finding: Finding, hidden: Mask, contract: Contract) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "zh": finding.zh,
        "en": finding.en,
        "severity": finding.severity,
        "severity_zh": SEVERITIES[finding.severity][0],
        "severity_en": SEVERITIES[finding.severity][1],
        "dimension_zh": DIMENSIONS[finding.dimension][0],
        "dimension_en": DIMENSIONS[finding.dimension][1],
        "assessed": finding.assessed,
        "failed": finding.failed,
        "score": finding.score,
        "examples": [
            {
                "line": example["line"],
                "source_key": hidden.value("source_key", example.get("source_key")),
                "values": {
                    name: hidden.value(name, value) for name, value in example["values"].items()
                },
            }
            for example in finding.examples
        ],
    }


def _quarantine(connection: Connection, delivery_id: int, hidden: Mask) -> list[dict[str, Any]]:
    parameters = {"delivery_id": delivery_id, "limit": ROWS_SHOWN}
    rows = execute(connection, load("quality/quarantine_rows"), parameters).mappings()
    return [
        {
            "line": row["line"], "step": row["step"], "column": row["column"],
            "value": hidden.value(row["column"], row["value"]),
            "zh": _told(row, "zh", hidden), "en": _told(row, "en", hidden),
        }
        for row in rows
    ]  # fmt: skip


def _told(row: Any, language: str, hidden: Mask) -> str:
    """Why a row was set aside. The value that was wrong is masked as its column asks."""
    known = dict(row["raw"])
    if row["column"]:
        known.setdefault(row["column"], row["value"])
    return hidden.sentence(row[language], known)


def _ledger(delivery: Row) -> list[dict[str, Any]]:
    """The two balances of the ledger, each a bar whose parts make the whole."""
    balances = []
    for whole, parts in labels.LEDGER.items():
        amounts = [(part, delivery[part]) for part in parts]
        if delivery[whole] is None or any(amount is None for _, amount in amounts):
            continue
        balances.append(
            {
                "zh": labels.COUNTS[whole][0], "en": labels.COUNTS[whole][1],
                "rows": delivery[whole],
                "parts": [
                    {
                        "name": part, "zh": labels.COUNTS[part][0], "en": labels.COUNTS[part][1],
                        "rows": amount, "share": amount / delivery[whole] if delivery[whole] else 0,
                    }
                    for part, amount in amounts
                ],
            }
        )  # fmt: skip
    return balances


def _interventions(connection: Connection, delivery_id: int) -> list[dict[str, Any]]:
    """What people did to the delivery, and why."""
    rows = execute(connection, load("ledger/interventions"), {"delivery": delivery_id}).mappings()
    return [{**row, "zh": labels.ACTS[row["act"]]} for row in rows]


def _steps(seconds: Mapping[str, float]) -> list[dict[str, Any]]:
    longest = max(seconds.values(), default=0) or 1
    return [
        {"zh": labels.STEPS[step], "en": step, "seconds": seconds[step],
         "share": seconds[step] / longest}
        for step in labels.STEPS
        if step in seconds
    ]  # fmt: skip


def _index(connection: Connection) -> dict[str, Any]:
    """What the template of the index needs: datasets by base, each with all its deliveries."""
    datasets = [
        [_linked(row) for row in group]
        for _, group in groupby(overview.judged(connection), key=lambda row: row["dataset"])
    ]
    bases = [
        (names, [one for one in datasets if one[-1]["base"] == base])
        for base, names in BASES.items()
    ]
    return {"bases": [(names, members) for names, members in bases if members]}


def _linked(row: Row) -> Row:
    """A delivery with the address of its report as the index has it."""
    report = row["report"]
    return {**row, "link": report and f"{row['dataset']}/{report.name}"}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": labels.count, "percent": labels.percent, "seconds": labels.seconds,
        "colour": scores.colour, "grade": labels.grade, "moment": labels.moment,
    }  # fmt: skip
    environment.globals |= {"GATES": labels.GATES, "STATES": labels.STATES, "spark": labels.spark}
    return environment


def _render(template: str, values: Mapping[str, Any]) -> str:
    return _environment().get_template(template).render(values)


def _put(target: Path, text: str) -> None:
    """Write a file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with scratch(settings().reports / ".unfinished") as own:
        temporary = own / target.name
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
