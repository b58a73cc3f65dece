"""Corrected rows come back from quarantine: as a delivery of their own, of the same date."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, text

from loaders import workbook
from loaders.contract import Contract
from loaders.files import CsvFile
from loaders.header import alike
from loaders.originals import Originals, originals
from loaders.plan import from_workbook
from loaders.readers.unpacking.scratch import scratch
from loaders.workbook import KEPT, Returned
from models.elements import GEOMETRIES
from pipeline import deliveries, registry
from pipeline.deliveries import Delivery, lock, next_numbers
from pipeline.interventions import NotPossible, must_say_why, note
from pipeline.landing import checksum_of, settled
from runtime.database import transaction
from runtime.settings import settings

RELATION = "correction"


def take_back(path: Path, who: str, reason: str) -> int:
    """Enter the corrected rows of a sheet as a delivery; its number. The same sheet again keeps it.

    Whatever the kind of the dataset, they only add to what was delivered: rows of a snapshot that
    are corrected do not withdraw the others. They speak of the same date, by the same contract.
    """
    must_say_why(who, reason)
    if not path.is_file():
        raise workbook.NoSheet(f"there is no file {path}", hint="name the corrected sheet")
    returned = list(workbook.read(path))
    with transaction() as connection:
        former = deliveries.find(connection, _of_one(returned, path))
        lock(connection, f"receive:{former.dataset}")
        kept = _kept(former, returned)
        contract = as_corrections(former.contract, kept.crs)
        landing, checksum = _land(former, contract.sources, returned, kept)
        known = connection.execute(
            _KNOWN, {"id": former.delivery_id, "relation": RELATION, "checksum": checksum}
        ).scalar()
        if known is not None:
            return int(known)
        _must_be_open(connection, former, returned, path)
        number = next_numbers(connection, "delivery") + 1
        values = {
            "id": number, "former": former.delivery_id, "source": path.name,
            "landing": str(landing), "checksum": checksum, "bytes": landing.stat().st_size,
            "relation": RELATION, "contract": registry.written(contract),
        }  # fmt: skip
        connection.execute(_ENTER, values)
        lines = [one.line for one in returned]
        connection.execute(_ANSWER, {"id": number, "former": former.delivery_id, "lines": lines})
        note(connection, deliveries.find(connection, number), "take_back", who, reason)
    return number


def as_corrections(contract: Contract, crs: str | None = None) -> Contract:
    """The contract by which corrected rows are read: the same, but for the file they stand in."""
    columns = {
        name: spec.model_copy(update={"crs": crs})
        if crs and contract.definition.attribute(spec.attribute).info["element"] in GEOMETRIES
        else spec
        for name, spec in contract.columns.items()
    }
    # A query has no pattern.
    file = CsvFile(
        pattern=contract.file.pattern or "*", format="csv", nothing=contract.file.nothing,
        extent=contract.file.extent, from_workbook=from_workbook(contract.file),
    )  # fmt: skip
    return contract.model_copy(update={"kind": "increment", "file": file, "columns": columns})


def hand_on(connection: Connection, delivery: Delivery, number: int, contract: Contract) -> None:
    """Give a replay of corrections what makes them corrections: the contract for such a file, and
    the rows they answer."""
    crs = next((spec.crs for spec in delivery.contract.columns.values() if spec.crs), None)
    again = registry.written(as_corrections(contract, crs))
    deliveries.write(connection, number, contract=again)
    connection.execute(
        text("update ops.quarantine set answered_by = :number where answered_by = :id"),
        {"number": number, "id": delivery.delivery_id},
    )


def _of_one(returned: Sequence[Returned], path: Path) -> int:
    """The one delivery that all rows of a sheet are of."""
    numbers = sorted({one.delivery for one in returned})
    if len(numbers) != 1:
        what = f"it has rows of the deliveries {numbers}" if numbers else "there is no row in it"
        raise workbook.NoSheet(what, where=str(path), hint="one sheet, one delivery")
    lines = [one.line for one in returned]
    if len(set(lines)) < len(lines):
        twice = next(line for line in lines if lines.count(line) > 1)
        raise workbook.NoSheet(f"line {twice} stands in it twice", where=str(path),
                               hint="keep the row that is right")  # fmt: skip
    return numbers[0]


def _kept(former: Delivery, returned: Sequence[Returned]) -> Originals:
    """What a sheet could not show, from the landing copy; and the system of its shapes."""
    lines = {one.line for one in returned if KEPT in one.cells.values()}
    shaped = any(
        former.thing.attribute(name).info["element"] in GEOMETRIES
        for name in former.contract.attributes
    )
    if not lines and not shaped:
        return Originals()
    return originals(former.landing, former.contract, lines)


def _land(
    former: Delivery, columns: Sequence[str], returned: Sequence[Returned], kept: Originals
) -> tuple[Path, str]:
    """The rows as a file of their own, named by its content."""
    folder = settings().landing / former.dataset / former.as_of.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    with scratch(settings().landing / ".incoming") as own:
        copy = own / f"corrections-{former.delivery_id}.csv"
        with copy.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            for one in returned:
                before = {alike(n): text for n, text in kept.rows.get(one.line, {}).items()}
                writer.writerow([_cell(one.cells, before, alike(column)) for column in columns])
        landed = settled(copy, checksum_of(copy), folder)
    return landed.path, landed.checksum


def _cell(cells: Mapping[str, str | None], before: Mapping[str, str | None], name: str) -> str:
    value = cells.get(name)
    return (before.get(name) if value == KEPT else value) or ""


def _must_be_open(
    connection: Connection, former: Delivery, returned: Sequence[Returned], path: Path
) -> None:
    """Only rows that wait in quarantine can come back, each once."""
    values = {"id": former.delivery_id, "lines": [one.line for one in returned]}
    waiting = set(connection.execute(_OPEN, values).scalars())
    if former.state == "undone":
        raise NotPossible(
            f"delivery {former.delivery_id} was undone, and its rows with it",
            hint="deliver the corrected file again",
        )
    if odd := sorted(one.line for one in returned if one.line not in waiting):
        raise NotPossible(
            f"{len(odd)} rows do not wait in quarantine, the first is line {odd[0]} of delivery "
            f"{former.delivery_id}",
            where=str(path),
            hint=f"./siku quarantine list --delivery {former.delivery_id} --all",
        )


_KNOWN = text(
    "select delivery_id from ops.delivery where predecessor = :id and relation = :relation"
    " and checksum = :checksum and state not in ('failed', 'undone')"
)
_ENTER = text(
    "insert into ops.delivery (delivery_id, dataset_id, as_of, state, source, landing, checksum,"
    " bytes, predecessor, relation, contract) select :id, dataset_id, as_of, 'received', :source,"
    " :landing, :checksum, :bytes, delivery_id, :relation, cast(:contract as jsonb)"
    " from ops.delivery where delivery_id = :former"
)
_OPEN = text(
    "select q.line from ops.quarantine q where q.delivery_id = :id and q.line = any(:lines)"
    " and not exists (select from ops.delivery a where a.delivery_id = q.answered_by"
    " and a.state not in ('failed', 'undone'))"
)
_ANSWER = text(
    "update ops.quarantine set answered_by = :id where delivery_id = :former and line = any(:lines)"
)
