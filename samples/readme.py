"""The page that lies beside a generated province."""

from collections.abc import Sequence
from typing import Protocol

from samples.order import Order


class Delivered(Protocol):
    """What the page says of a file."""

    @property
    def date(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def sha256(self) -> str: ...


def text(order: Order, files: Sequence[Delivered]) -> str:
    """Files, rows and checksums of one province."""
    lines = [
        "# A fictional province",
        "",
        "Nobody here exists: the division codes (99xxxx) are not assigned, nor are the telephone",
        "numbers (142…, 143…).",
        "",
        f"{order.persons:,} persons, {order.entities:,} entities, {order.parcels:,} parcels, "
        f"seed {order.seed}.",
        "",
        "`drop/` is what departments deliver. `truth/records.parquet` says which row is which",
        "thing, `truth/noise.parquet` what was done to which row; no part of the platform reads",
        "them. What the kinds of noise are stands in `samples/README.md` of the project.",
        "",
        "| file | rows | sha256 |",
        "| --- | ---: | --- |",
        *(f"| {file.file} | {file.rows:,} | {file.sha256} |" for file in files),
    ]
    return "\n".join(lines) + "\n"
