"""`./siku contract`: what departments deliver, and whether it is described rightly."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show, show_json, show_table
from loaders.check_columns import advice
from loaders.contract import Contract, contracts, find, read, sound
from loaders.plan import planned
from loaders.positions import read_document
from loaders.schema import schema
from loaders.sentences import told
from pipeline import trial
from runtime.errors import SikuError
from runtime.settings import settings


class DraftInTheWay(SikuError):
    """A draft would be written where something is, or where nothing can be."""


app = Noun("Contracts: who delivers what, and how it is read.")


@app.verb("./siku contract list", "./siku contract list --json", name="list")
def list_contracts(as_json: Json = False) -> None:
    """List the datasets with their department, thing and form; broken contracts below them."""
    known, faults = sound()
    rows = [
        {
            "dataset": contract.dataset,
            "department": contract.department,
            "base": contract.base,
            "thing": contract.thing,
            "kind": contract.kind,
            "cadence": contract.cadence,
            "format": contract.file.format,
            "title": contract.title.zh,
        }
        for contract in known.values()
    ]
    show(rows, as_json)
    for fault in faults:
        say(f"broken: {fault}")


@app.verb("./siku contract show ps_person", name="show")
def show_contract(
    dataset: Annotated[str, typer.Argument(help="Name of the dataset.")], as_json: Json = False
) -> None:
    """Show a contract: each source column, what it becomes, and what a bad value does."""
    contract = find(dataset)
    if as_json:
        show_json(contract.model_dump(mode="json", exclude_defaults=True))
        return
    print(f"{contract.dataset}: {contract.title.zh} · {contract.title.en}")
    print(f"{contract.department} → {contract.base}.{contract.thing}, {contract.kind}")
    print(f"{contract.cadence}, fresh within {contract.fresh_within_days} days; {contract.law}")
    print(f"{contract.file.format} {contract.file.pattern}; key: {', '.join(contract.key)}")
    begins, ends = contract.valid_from, contract.valid_to
    print(f"valid from: {begins.column if begins else 'the date of the delivery'}")
    print(f"valid until: {ends.column if ends else 'further notice'}")
    attributes = {column.name: column.info for column in contract.definition.attributes}
    show_table(
        ("source", "attribute", "", "element", "standard", "a bad value", "rank"),
        [
            (
                f"= {one.constant}" if one.constant is not None else one.label,
                one.attribute,
                attributes[one.attribute]["zh"],
                one.aspect.element + (f" [{one.aspect.unit}]" if one.aspect.unit else ""),
                attributes[one.attribute]["standard"],
                "sets the row aside" if one.on_bad == "quarantine" else "becomes no value",
                contract.rank(one.attribute),
            )
            for one in planned(contract)
        ],
    )


@app.verb("./siku contract check", "./siku contract check contracts/ps_person.yml")
def check(
    file: Annotated[Path | None, typer.Argument(help="A contract or dataset; default all.")] = None,
) -> None:
    """Hold contracts against the dictionary; point at the line and key of every fault."""
    if file is not None:
        file = _written(file)
        contract = read(file)
        _advise(file, contract)
        say(f"{contract.dataset}: in order")
        return
    known = contracts()
    say(f"{len(known)} contracts in {settings().contracts_dir}: in order")


@app.verb(
    "./siku contract draft 水质监测.xlsx --department water --out contracts/water_quality.yml",
    "./siku contract draft bubenec.gpkg --part buildings --thing building",
)
def draft(
    sample: Annotated[Path, typer.Argument(help="A file that the department sent.")],
    thing: Annotated[str | None, typer.Option(help="What it speaks of; default a guess.")] = None,
    department: Annotated[str | None, typer.Option(help="Who sent it; default a guess.")] = None,
    dataset: Annotated[
        str | None, typer.Option(help="Name of the dataset; default after the file.")
    ] = None,
    part: Annotated[str | None, typer.Option(help="Layer or sheet; default the best.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write it; default print it.")] = None,
) -> None:
    """Look at a file and write a first contract for it, with remarks on what a person must decide.

    Form, encoding, header, kinds of columns, key and dates are told by the content of a sample.
    """
    from loaders import drafting  # all that reads files, for whoever drafts only

    if out is not None and (out.exists() or not out.parent.is_dir()):
        what = "is there already" if out.exists() else "lies in no folder that is there"
        raise DraftInTheWay(f"{out} {what}", hint="name another file with --out")
    drafted = drafting.draft(sample, thing=thing, department=department, dataset=dataset, part=part)
    if out is None:
        print(drafted.text, end="")
    else:
        out.write_text(drafted.text, encoding="utf-8")
        say(f"{out}: {drafted.guess.thing.name}, {len(drafted.guess.matches)} columns understood")
    for fault in drafted.faults:
        say(f"to decide: line {fault.line}, {fault.key}: {fault.what}")
    say("next: correct what is 待定 TO DECIDE, then ./siku contract check and ./siku contract try")


def _written(named: Path) -> Path:
    """The file of a contract, by its path or, as one would for a delivery, its dataset's name."""
    kept = settings().contracts_dir / f"{named}.yml"
    return kept if not named.exists() and kept.is_file() else named


def _advise(path: Path, contract: Contract) -> None:
    """What is no fault, yet worth a second look."""
    for remark in advice(contract, read_document(path)):
        say(f"note: {remark}")


@app.verb(
    "./siku contract try drafts/water_quality.yml 水质.xlsx",
    "./siku contract try ps_person ps_person.csv --json",
    name="try",
)
def try_(
    contract: Annotated[Path, typer.Argument(help="A contract, wherever it lies, or a dataset.")],
    file: Annotated[Path, typer.Argument(help="A file that the department sent.")],
    as_of: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date it speaks of.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Stage and check a file as a contract says, print what would become of it, and forget it."""
    if not file.is_file():
        raise typer.BadParameter(f"there is no file {file}")
    found = trial.attempt(read(_written(contract)), file, (as_of or dt.datetime.now()).date())
    if as_json:
        show_json(dataclasses.asdict(found))
    else:
        _tell(found)


def _tell(found: trial.Trial) -> None:
    print(f"{found.delivered} rows: {found.staged} staged, {found.quarantined} set aside")
    decision = found.decision
    print(f"gate: {decision.gate} — {decision.reason_zh} · {decision.reason_en}")
    if found.counts.extra_columns:
        print("columns nobody asked for: " + ", ".join(found.counts.extra_columns))
    for note in found.counts.notes:
        print(f"{note.rows} rows, {note.column}: {' · '.join(told(note.flaw))}")
    if found.reasons:
        show(found.reasons, as_json=False, title="set aside, by reason")
        for row in found.set_aside:
            # What staging says names the line itself.
            place = f"{row.place}: " if row.step == "check" else ""
            print(f"{place}{row.zh} {row.en}")
    failing = [(one.severity, f"{one.failed} of {one.assessed}", one.zh, one.en)
               for one in found.findings]  # fmt: skip
    if failing:
        show_table(("severity", "rows", "规则", "rule"), failing, "findings")


@app.verb("./siku contract schema > contracts/schema.json", name="schema")
def print_schema() -> None:
    """Print the JSON Schema of a contract, for editors."""
    show_json(schema())
