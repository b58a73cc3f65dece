"""Which masters, and which lines of the same delivery, are worth comparing with a line."""

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

FOLDER = Path(__file__).parent / "sought"
# What more masters or lines than this share says too little to be followed.
MOST = 200


class Sought(Strict):
    """How candidates of one thing are found: matching/sought/<thing>.yaml says what each key is."""

    number: str
    trusted: str
    line: dict[str, str]
    seek: dict[str, str] = Field(min_length=1)
    share: dict[str, str] = Field(min_length=1)


@cache
def sought(thing: str) -> Sought:
    """How candidates of that thing are found."""
    return validated(TypeAdapter(Sought), read_document(FOLDER / f"{thing}.yaml"))


def find(run: Run) -> None:
    """Make `match_pair`: each line that no identifier settled with whom it is worth comparing."""
    how = sought(run.thing.name)
    run.execute(
        "loose", "staged", "result",
        number=sql.Identifier("d", how.number), trusted=sql.SQL(how.trusted),
        line=_listed(f"{said} as {name}" for name, said in how.line.items()),
    )  # fmt: skip
    for shared, condition in how.seek.items():
        run.execute(
            "seek", "master", condition=sql.SQL(condition), number=sql.Identifier("p", how.number),
            values={"shared": shared, "most": MOST},
        )  # fmt: skip
    run.execute(
        "share", "staged",
        shares=_listed(f"('{shared}', {keys})" for shared, keys in how.share.items()),
    )  # fmt: skip
    run.execute(
        "candidates", "result", "link", "record",
        values={"thing": run.thing.name, "dataset": run.dataset_id, "most": MOST},
    )  # fmt: skip


def _listed(parts: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.SQL, parts))
