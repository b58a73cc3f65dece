"""The closing table: what was delivered, what became of it, whether all is accounted for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection

from console.output import show_table
from models import THINGS
from models.base import BASES
from runtime.database import execute, transaction
from runtime.errors import SikuError
from runtime.sql import load

COLUMNS = (
    "dataset", "deliveries", "delivered", "staged", "quarantined", "created", "changed",
    "unchanged", "withdrawn", "score", "gate", "seconds",
)  # fmt: skip
SUMMED = ("deliveries", "delivered", "staged", "quarantined", "created", "changed", "unchanged",
          "withdrawn", "seconds")  # fmt: skip


class Unbalanced(SikuError):
    """Rows of a delivery are not accounted for."""


@dataclass
class Summary:
    """What a demonstration ends with."""

    datasets: list[dict[str, Any]]
    totals: dict[str, Any]
    masters: dict[str, dict[str, int]]
    seconds: float = 0
    phases: dict[str, float] = field(default_factory=dict)
    walked: int = 0
    addresses: dict[str, str] = field(default_factory=dict)
    to_try: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The summary as plain values."""
        return asdict(self)


def read() -> Summary:
    """Read the ledgers and count the masters."""
    with transaction() as connection:
        found = execute(connection, load("demonstration/datasets")).mappings()
        datasets = [dict(row) for row in found]
        masters = {base: _masters(connection, base) for base in BASES}
    totals = {name: round(sum(row[name] or 0 for row in datasets), 1) for name in SUMMED}
    return Summary(datasets, totals, masters)


def must_balance() -> None:
    """Complain of a delivery whose every row is not accounted for."""
    with transaction() as connection:
        odd = execute(connection, load("demonstration/unbalanced")).mappings().all()
    if odd:
        listed = "\n".join(
            f"delivery {row['delivery_id']} of {row['dataset']}, {row['as_of']}: {row['counts']}"
            for row in odd
        )
        raise Unbalanced(
            f"the ledger does not balance:\n{listed}",
            where="ops.delivery",
            hint="./siku delivery show " + str(odd[0]["delivery_id"]),
        )


def show(summary: Summary) -> None:
    """Print the summary for a person."""
    for base, (zh, en) in BASES.items():
        rows = [row for row in summary.datasets if row["base"] == base]
        counted = ", ".join(f"{n:,} {_plain(t)}" for t, n in summary.masters[base].items() if n)
        show_table(COLUMNS, map(_shown, rows), f"{zh} · {en}: {counted}")
    totals = {"dataset": "total", "score": None, "gate": None, **summary.totals}
    show_table(COLUMNS, [_shown(totals)], "合计 · All")
    phases = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in summary.phases.items())
    print(f"took {summary.seconds:.0f} s ({phases})\n")
    for what, where in summary.addresses.items():
        print(f"{what:<18}{where}")
    print("\nto try next")
    for command in summary.to_try:
        print(f"  {command}")


def _shown(row: dict[str, Any]) -> list[object]:
    score = row["score"]
    shown = {**row, "score": None if score is None else f"{score:.1%}"}
    return [shown[name] for name in COLUMNS]


def _masters(connection: Connection, base: str) -> dict[str, int]:
    """How many masters of each thing stand now."""
    counts = {}
    for thing in THINGS.values():
        if thing.base == base:
            table = sql.Identifier(str(thing.master.schema), thing.master.name)
            counted = execute(connection, sql.SQL("select count(*) from {}").format(table))
            counts[thing.name] = int(counted.scalar_one())
    return counts


def _plain(thing: str) -> str:
    return thing.replace("_", " ")
