"""`./siku demo`: the whole platform with a synthetic province, walked by Airflow."""

from __future__ import annotations

from typing import Annotated

import typer

from console.demonstration import addresses, ground, order, province, summary
from console.demonstration.driver import Driver
from console.demonstration.progress import Progress
from console.demonstration.province import Arguments
from console.demonstration.runs import Runs
from console.demonstration.settling import settle
from console.noun import Noun
from console.output import Json, say, show_json
from loaders.contract import contracts
from runtime.locks import only_one

app = Noun()


@app.verb("./siku demo", "./siku demo --persons 5000 --months 2", "./siku demo --json > demo.json")
def run(
    persons: Annotated[int, typer.Option(help="People in the province.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same province.")] = 42,
    months: Annotated[int, typer.Option(help="Months of deliveries, the first one in full.")] = 3,
    as_json: Json = False,
) -> None:
    """Set everything up, make a synthetic province, take its deliveries through Airflow.

    Run again it goes on where it was interrupted; what is done is not done twice.
    """
    wanted = Arguments(persons, seed, months)
    province.must_fit(wanted)
    with only_one("demo", say):
        closing = demonstrate(wanted, Progress())
    if as_json:
        show_json(closing.as_json())
    else:
        summary.show(closing)


def demonstrate(wanted: Arguments, progress: Progress) -> summary.Summary:
    """Everything from an empty machine to the closing table."""
    files = ground.stand_up(wanted, progress)
    known = contracts()
    planned = order.plan(province.deliveries(files), known)
    bases = sorted({known[one.dataset].base for one in planned})
    runs = Runs()
    try:
        with progress.phase("dags", "reading the DAGs"):
            ground.wait_for_dags(runs, [*{one.dataset for one in planned}, *bases])
            if orphans := ground.revive(runs, [*known, *bases]):
                progress.say(f"{orphans} runs had lost their tasks and begin anew")
        with progress.phase("deliveries", f"{len(planned)} deliveries"):
            walked = Driver(planned, known, runs, progress).run()
        with progress.phase("bases", "settling the bases"):
            settle(runs, bases)
    except KeyboardInterrupt:
        say("\nstopped looking; what Airflow has begun goes on")
        say("next: ./siku demo picks it up again, ./siku down stops everything")
        raise
    summary.must_balance()
    closing = summary.read()
    closing.walked = walked
    closing.phases = progress.phases
    closing.seconds = round(progress.elapsed, 1)
    closing.addresses = addresses.known()
    closing.to_try = addresses.to_try(str(min(one.date for one in planned)))
    return closing
