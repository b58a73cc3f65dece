"""A delivery tried and forgotten: staged, checked, judged, in a transaction that is rolled back."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from loaders import quarantine
from loaders.contract import Contract, departments
from loaders.staging import Arriving, Counts, stage
from pipeline import ledger
from quality import gate, rows, suite
from quality.context import context
from quality.findings import Finding
from quality.gate import Decision
from runtime.database import engine

SHOWN = 10  # rows set aside that are shown


@dataclass(frozen=True)
class Trial:
    """What would become of a file under a contract, up to the gate."""

    delivered: int
    staged: int
    quarantined: int
    decision: Decision
    counts: Counts
    reasons: Sequence[Mapping[str, Any]]
    set_aside: Sequence[quarantine.SetAside]
    findings: Sequence[Finding]


def attempt(contract: Contract, file: Path, as_of: dt.date) -> Trial:
    """Stage and check a file as the contract says; nothing of it stays, whatever happens."""
    with engine().connect() as connection:
        started = connection.begin()
        try:
            return _attempted(connection, contract, file, as_of)
        finally:
            started.rollback()


def _attempted(connection: Connection, contract: Contract, file: Path, as_of: dt.date) -> Trial:
    # No delivery that is to stay will ever have so large a number.
    number = 2**61 + random.getrandbits(48)
    _enter(connection, contract, file, as_of, number)
    counts = stage(connection, Arriving(number, as_of, file), contract)
    aside = rows.set_aside(connection, number, contract)
    staged, quarantined = counts.staged - aside, counts.quarantined + aside
    findings = suite.assess(connection, number, contract)
    previous = context(connection, number).previous_rows
    decision = gate.decide(contract, counts.delivered, quarantined, previous, findings)
    reasons = ledger.one(connection, number)["set_aside"]
    shown = quarantine.listed(connection, number, limit=SHOWN)
    return Trial(
        counts.delivered, staged, quarantined, decision, counts, reasons, shown,
        [finding for finding in findings if finding.failed],
    )  # fmt: skip


def _enter(
    connection: Connection, contract: Contract, file: Path, as_of: dt.date, number: int
) -> None:
    """What a delivery hangs on: its department and dataset, which may be new, and its own row."""
    department = departments()[contract.department]
    values = {
        "code": department.code, "department_zh": department.zh, "department_en": department.en,
        "number": number, "name": contract.dataset, "base": contract.base,
        "thing": contract.thing, "zh": contract.title.zh, "en": contract.title.en,
        "as_of": as_of, "file": str(file), "bytes": file.stat().st_size,
    }  # fmt: skip
    for statement in _ENTER:
        connection.execute(text(statement), values)


_ENTER = (
    "insert into ops.department (code, zh, en, delivers, receives)"
    " values (:code, :department_zh, :department_en, true, false) on conflict do nothing",
    "insert into ops.dataset (dataset_id, name, department, base, thing, zh, en, contract)"
    " values (:number, :name, :code, :base, :thing, :zh, :en, '{}') on conflict do nothing",
    "insert into ops.delivery (delivery_id, dataset_id, as_of, state, source, landing, checksum,"
    " bytes) select :number, dataset_id, :as_of, 'received', :file, :file, 'trial', :bytes"
    " from ops.dataset where name = :name",
)
