"""check: row rules, then the suite on what remains, then the gate: pass, warn or hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from models.history import table_name
from pipeline import steps
from pipeline.deliveries import Delivery
from pipeline.stage import ensure_staged
from pipeline.steps import reported
from quality import engine, gate, rows, suite
from quality.carried import Carried
from quality.context import context


def check(delivery_id: int) -> Delivery:
    """Judge the delivery. One that is held stays visible to nobody until a person releases it."""
    return steps.run("check", delivery_id, leads_to="checked", work=_check)


def _check(connection: Connection, delivery: Delivery) -> Mapping[str, Any]:
    contract = delivery.contract
    delivery = ensure_staged(connection, delivery)
    if (delivery.staged or 0) > (delivery.carried or 0):
        engine.awaited()
    aside = rows.set_aside(connection, delivery.delivery_id, contract)
    staged, quarantined = (delivery.staged or 0) - aside, (delivery.quarantined or 0) + aside
    findings = suite.assess(connection, delivery.delivery_id, contract, _carried(delivery))
    decision = gate.decide(
        contract,
        delivery.delivered or 0,
        quarantined,
        context(connection, delivery.delivery_id).previous_rows,
        findings,
    )
    values: dict[str, Any] = {
        "staged": staged,
        "quarantined": quarantined,
        "gate": decision.gate,
        "score": decision.score,
        "error": f"{decision.reason_zh} · {decision.reason_en}"
        if decision.gate != "pass"
        else None,
    }
    if decision.gate != "hold":
        return values
    return reported(connection, delivery, "check", {**values, **_held(staged)})


def _carried(delivery: Delivery) -> Carried | None:
    """Where the rows are that were not gone through again."""
    if not delivery.carried or delivery.carried_from is None:
        return None
    return Carried(
        former=delivery.carried_from,
        table=delivery.carried_table,
        gone=delivery.gone_table,
        record=table_name(delivery.thing.record),
        dataset_id=delivery.dataset_id,
    )


def _held(staged: int) -> dict[str, Any]:
    return {
        "state": "held",
        "resumes": "checked",
        "created": 0,
        "changed": 0,
        "unchanged": 0,
        "held": staged,
        "withdrawn": 0,
    }
