"""How lines of a delivery meet the masters in the database, as matching/lookups/ says."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from psycopg2 import sql
from pydantic import Field, TypeAdapter

from loaders.faults import validated
from loaders.files import Strict
from loaders.positions import read_document
from matching.run import Run
from runtime.database import execute
from runtime.sql import load

FOLDER = Path(__file__).parent / "lookups"
# What more masters or lines than this share says too little to be followed.
MOST = 200


class Identifier(Strict):
    """A strong identifier of a line, and as which kinds a master bears it; the best rank counts."""

    value: str
    kinds: tuple[str, ...] = Field(min_length=1)
    rank: int


class Stock(Strict):
    """How things of one kind are looked up; conditions and values are SQL."""

    number: str
    trusted: str
    identifying: tuple[str, ...] = Field(min_length=1)
    anchors: tuple[str, ...] = Field(min_length=1)
    identifiers: tuple[Identifier, ...] = Field(min_length=1)
    agreed: dict[str, str] = Field(min_length=1)
    facts: dict[str, str]
    believed: str
    twice: str
    line: dict[str, str] = Field(min_length=1)
    seek: dict[str, str] = Field(min_length=1)
    share: dict[str, tuple[str, ...]] = Field(min_length=1)

    @property
    def claims(self) -> sql.Composable:
        """The identifiers of a line, as rows of VALUES."""
        return _listed(
            f"(array{list(one.kinds)}, {one.value}, {one.rank})" for one in self.identifiers
        )


@cache
def stock(thing: str) -> Stock:
    """How things of that kind are looked up."""
    return validated(TypeAdapter(Stock), read_document(FOLDER / f"{thing}.yaml"))


def settle(run: Run, decider: str) -> None:
    """Settle what identifiers settle: with the masters that bear them, and within the delivery."""
    how = stock(run.thing.name)
    run.execute("apart", "identity", "link", values={"thing": run.thing.name})
    run.execute(
        "holders", "staged", "master",
        identifiers=_bearers(run), claims=how.claims, believed=sql.SQL(how.believed),
        facts=_listed(f'{said} as "{name}"' for name, said in {**how.agreed, **how.facts}.items()),
        agreed=_listed(f"case when \"{name}\" then '{name}' end" for name in how.agreed),
    )  # fmt: skip
    run.execute("strong", "result", "review", values={"decider": decider})
    run.execute("edge")
    run.execute(
        "twice", "staged", "result",
        claims=how.claims, twice=sql.SQL(how.twice), values={"decider": decider},
    )  # fmt: skip


def seek(run: Run) -> None:
    """Make `match_pair`: each line that no identifier settled with whom it is worth comparing."""
    how = stock(run.thing.name)
    anybody = _any_masters(run)
    # What masters are sought by costs more than all else of a line.
    said = how.line if anybody else {}
    run.execute(
        "loose", "staged", "result",
        number=sql.Identifier("d", how.number), trusted=sql.SQL(how.trusted),
        line=sql.Composed(sql.SQL(f", {value} as {name}") for name, value in said.items()),
    )  # fmt: skip
    for shared, condition in how.seek.items() if anybody else ():
        run.execute(
            "seek", "master", condition=sql.SQL(condition), number=sql.Identifier("p", how.number),
            values={"shared": shared, "most": MOST},
        )  # fmt: skip
    run.execute(
        "share",
        of_doubtful=_shares(run, how, "doubtful"), of_trusted=_shares(run, how, "trusted"),
    )  # fmt: skip
    run.execute("candidates", values={"most": MOST})


def _any_masters(run: Run) -> bool:
    """Whether there is anybody to be sought among; into an empty base nobody is."""
    empty = execute(run.connection, load("bulk/empty", table=run.table("master")))
    return not empty.scalar_one()


def _shares(run: Run, how: Stock, whose: str) -> sql.Composable:
    """What lines share, key by key: one row for all keys of a line would cost more than scans."""
    return sql.SQL(" union all ").join(
        load(
            f"matching/share_{whose}",
            staged=run.table("staged"), shared=sql.Literal(shared), key=sql.SQL(f"({key})"),
        )
        for shared, keys in how.share.items()
        for key in keys
    )  # fmt: skip


def _bearers(run: Run) -> sql.Composable:
    """The facet with the identifiers of masters."""
    name = f"{run.thing.name}_identifier"
    facet = next(one for one in run.thing.facets if one.name == name)
    return sql.Identifier(str(facet.table.schema), facet.table.name)


def _listed(parts: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.SQL, parts))
