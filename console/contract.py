"""`./siku contract`: what departments deliver, and whether it is described rightly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from console.noun import Noun
from console.output import Json, say, show, show_json, show_table
from loaders.contract import contracts, find, read
from loaders.plan import planned
from loaders.schema import schema
from runtime.settings import settings

app = Noun("Contracts: who delivers what, and how it is read.")


@app.verb("./siku contract list", "./siku contract list --json", name="list")
def list_contracts(as_json: Json = False) -> None:
    """List the datasets with their department, thing and form."""
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
        for contract in contracts().values()
    ]
    show(rows, as_json)


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
    file: Annotated[Path | None, typer.Argument(help="A contract; default all of them.")] = None,
) -> None:
    """Hold contracts against the dictionary; point at the line and key of every fault."""
    if file is not None:
        say(f"{read(file).dataset}: in order")
        return
    count = len(contracts())
    say(f"{count} contracts in {settings().contracts_dir}: in order")


@app.verb("./siku contract schema > contracts/schema.json", name="schema")
def print_schema() -> None:
    """Print the JSON Schema of a contract, for editors."""
    show_json(schema())
